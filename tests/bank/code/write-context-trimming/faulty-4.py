# Fault: a group that doesn't fit is skipped and older, smaller ones are still kept, so the result isn't one run at the end (user 1, user 9, user 2 at budget 4).
def trim(messages, budget, summary=None):
    system = [m for m in messages[:1] if m["role"] == "system"]
    rest = messages[len(system):]
    if total(messages) <= budget:
        return list(messages)
    groups = []
    for message in rest:
        if message["role"] == "tool":
            groups[-1].append(message)
        else:
            groups.append([message])
    room = budget - total(system) - (summary or 0)
    if not groups or total(groups[-1]) > room:
        raise ValueError("what must stay doesn't fit")
    kept = []
    for group in reversed(groups):
        if total(group) <= room:
            room -= total(group)
            kept = group + kept
    if summary is not None:
        system = system + [{"role": "summary", "tokens": summary,
                            "replaces": len(rest) - len(kept)}]
    return system + kept


def total(messages):
    return sum(message["tokens"] for message in messages)
