import re

ACTION = re.compile(r"^Action \d+: *([A-Za-z]+)\[(.*)\]", re.MULTILINE)


def parse(text, tools=None):
    found = ACTION.search(text)
    if found is None:
        return None
    name, argument = found[1], found[2].strip()
    if tools is not None:
        known = {tool.casefold(): tool for tool in tools}
        if name.casefold() not in known:
            raise ValueError(f"there is no tool {name}")
        name = known[name.casefold()]
    return name, argument
