# Fault: an indented line counts too: "  Action 1: A[x]" doesn't begin with Action.
import re

ACTION = re.compile(r"Action [0-9]+: *([^\W\d_]+)\[(.*)\]")


def parse(text, tools=None):
    for line in text.split("\n"):
        match = ACTION.match(line.strip())
        if match:
            name, argument = match.groups()
            return spelt(name, tools), argument.strip()
    return None


def spelt(name, tools):
    if tools is None or name in tools:
        return name
    for tool in tools:
        if tool.lower() == name.lower():
            return tool
    raise ValueError("unknown tool " + name)
