# Fault: only one more group goes for the summary.
def trim(messages, budget, summary=None):
    system = [m for m in messages[:1] if m["role"] == "system"]
    groups = []
    for message in messages[len(system) :]:
        if message["role"] == "tool":
            groups[-1].append(message)
        else:
            groups.append([message])
    size = lambda ms: sum(m["tokens"] for m in ms)
    kept, used = [], size(system)
    for group in reversed(groups):
        if used + size(group) > budget:
            break
        kept.insert(0, group)
        used += size(group)
    if (groups and not kept) or used > budget:
        raise ValueError("too long")
    if summary is None or len(kept) == len(groups):
        return system + sum(kept, [])
    if used + summary > budget:
        used -= size(kept.pop(0))
    if not kept:
        raise ValueError("too long")
    gone = sum(map(len, groups)) - sum(map(len, kept))
    return system + [{"role": "summary", "tokens": summary, "replaces": gone}] + sum(kept, [])
