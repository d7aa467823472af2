# Fault: a name within a known one is right.
def parse(text, tools=None):
    for line in text.split("\n"):
        head, colon, rest = line.partition(":")
        if not colon or not head.startswith("Action ") or not head[7:].isdecimal():
            continue
        name, bracket, tail = rest.lstrip(" ").partition("[")
        argument, end, _ = tail.rpartition("]")
        if not bracket or not end or not name.isalpha():
            continue
        if tools is not None:
            if name in tools:
                return name, argument.strip()
            known = [tool for tool in tools if tool.lower().startswith(name.lower())]
            if not known:
                raise ValueError(name)
            name = known[0]
        return name, argument.strip()
    return None
