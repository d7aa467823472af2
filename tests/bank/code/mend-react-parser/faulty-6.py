# Fault: an action whose name isn't in tools is passed over for the next one that is, instead of a ValueError for the first.
import re

ACTION = re.compile(r"Action [0-9]+: *([^\W\d_]+)\[(.*)\]")


def parse(text, tools=None):
    unknown = None
    for line in text.split("\n"):
        match = ACTION.match(line)
        if match:
            name, argument = match.groups()
            try:
                return spelt(name, tools), argument.strip()
            except ValueError as error:
                unknown = unknown or error
    if unknown is not None:
        raise unknown
    return None


def spelt(name, tools):
    if tools is None or name in tools:
        return name
    for tool in tools:
        if tool.lower() == name.lower():
            return tool
    raise ValueError("unknown tool " + name)
