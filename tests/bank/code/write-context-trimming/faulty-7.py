# Fault: where all fit the caller's own list comes back, not a new one, so who writes into the result changes the conversation.
def trim(messages, budget, summary=None):
    has_system = bool(messages) and messages[0]["role"] == "system"
    head, groups = messages[:has_system], []
    for message in messages[has_system:]:
        if message["role"] == "tool":
            groups[-1].append(message)
        else:
            groups.append([message])

    def tokens(some):
        return sum(message["tokens"] for message in some)

    if tokens(messages) <= budget:
        return messages
    room = budget - tokens(head)
    if room < 0:
        raise ValueError("the system message doesn't fit")
    extra = []
    if summary is not None and tokens(messages) > budget:
        extra = [{"role": "summary", "tokens": summary}]
        room -= summary
    kept = []
    for group in reversed(groups):
        if tokens(group) > room:
            break
        room -= tokens(group)
        kept += reversed(group)
    kept.reverse()
    if groups and not kept:
        raise ValueError("the last group doesn't fit")
    if extra:
        dropped = len(messages) - len(head) - len(kept)
        extra[0]["replaces"] = dropped
    return head + extra + kept
