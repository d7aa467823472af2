# Fault: only assistants own tool results.
def trim(messages, budget, summary=None):
    system = messages[:1] if messages and messages[0]["role"] == "system" else []
    rest = messages[len(system) :]
    groups = []
    for message in rest:
        if message["role"] == "tool" and groups[-1][0]["role"] == "assistant":
            groups[-1].append(message)
        else:
            groups.append([message])
    room = budget - tokens(system)
    if tokens(rest) <= room:
        return system + rest
    if summary is not None:
        room -= summary
    kept = []
    for group in reversed(groups):
        if tokens(group) + tokens(kept) > room:
            break
        kept = group + kept
    if not kept:
        raise ValueError("what must stay doesn't fit")
    if summary is not None:
        dropped = len(rest) - len(kept)
        system = system + [{"role": "summary", "tokens": summary, "replaces": dropped}]
    return system + kept


def tokens(messages):
    return sum(message["tokens"] for message in messages)
