# Fault: the argument runs to the last ] of the whole text, not of the line: "Action 1: A[x]\nAction 2: B[y]".
import re

ACTION = re.compile(r"^Action [0-9]+: *([^\W\d_]+)\[(.*)\]",
                    re.MULTILINE | re.DOTALL)


def parse(text, tools=None):
    match = ACTION.search(text)
    if match is None:
        return None
    name, argument = match.groups()
    return spelt(name, tools), argument.strip()


def spelt(name, tools):
    if tools is None or name in tools:
        return name
    for tool in tools:
        if tool.lower() == name.lower():
            return tool
    raise ValueError("unknown tool " + name)
