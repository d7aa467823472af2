# Fault: when the last group doesn't fit it gives the system message alone instead of a ValueError (system 1, user 9 at budget 5).
def trim(messages, budget, summary=None):
    fixed = messages[:1] if messages and messages[0]["role"] == "system" else []
    rest = messages[len(fixed):]
    if cost(messages) <= budget:
        return list(messages)

    # places where the kept run may begin, the longest run first; all of them
    # isn't possible any more
    starts = [i for i, message in enumerate(rest) if message["role"] != "tool"]
    for start in starts[1:]:
        head = list(fixed)
        if summary is not None:
            head.append({"role": "summary", "tokens": summary, "replaces": start})
        kept = head + rest[start:]
        if cost(kept) <= budget:
            return kept
    if cost(head_alone(fixed, rest, summary)) <= budget:
        return head_alone(fixed, rest, summary)
    raise ValueError("what must stay doesn't fit")


def head_alone(fixed, rest, summary):
    if summary is None or not rest:
        return list(fixed)
    return fixed + [{"role": "summary", "tokens": summary, "replaces": len(rest)}]


def cost(messages):
    return sum(message["tokens"] for message in messages)
