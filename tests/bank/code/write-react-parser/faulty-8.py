# Fault: an empty final answer counts as none.
import json
import re

LABEL = re.compile(r"^(Thought|Action|Action Input|Final Answer|Observation):", re.MULTILINE)


def labelled(text):
    marks = list(LABEL.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = []
    for mark, end in zip(marks, ends):
        if mark[1] == "Observation":
            break
        parts.append((mark[1], text[mark.end() : end].strip()))
    return parts


def parse(text, many=False):
    parts = [part for part in labelled(text)]
    found = dict(parts)
    has_answer = bool(found.get("Final Answer"))
    has_action = "Action" in found
    if has_answer and has_action:
        raise ValueError("both an answer and an action")
    if has_answer:
        return {"answer": found["Final Answer"]}
    if not has_action:
        raise ValueError("neither an answer nor an action")
    if many:
        return several(parts)
    if not found["Action"] or "Action Input" not in found:
        raise ValueError("an action without a name or an input")
    return {"tool": found["Action"], "input": found["Action Input"]}


def several(parts):
    calls, name = [], None
    for label, text in parts:
        if name is not None and label != "Action Input":
            raise ValueError("an action without an input")
        if label == "Action":
            if not text:
                raise ValueError("an action without a name")
            name = text
        elif label == "Action Input":
            if name is None:
                raise ValueError("an input without an action")
            calls.append({"tool": name, "input": json.loads(text)})
            name = None
    if name is not None:
        raise ValueError("an action without an input")
    return calls
