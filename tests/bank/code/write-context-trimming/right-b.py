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
    raise ValueError("what must stay doesn't fit")


def cost(messages):
    return sum(message["tokens"] for message in messages)
