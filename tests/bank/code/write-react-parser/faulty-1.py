# Fault: the invented observation is not cut, only its own text
import json
import re

LABEL = r"^(Thought|Action Input|Action|Final Answer|Observation):"


def parse(text, many=False):
    pieces = re.split(LABEL, text, flags=re.MULTILINE)[1:]
    parts = []
    for label, content in zip(pieces[::2], pieces[1::2]):
        if label == "Observation":
            continue
        if label != "Thought" or many:
            parts.append((label, content.strip()))
    labels = [label for label, _ in parts]
    found = dict(parts)
    acts = "Action" in found or "Action Input" in found
    if ("Final Answer" in found) == acts:
        raise ValueError("an answer or an action is due, and not both")
    if not acts:
        return {"answer": found["Final Answer"]}
    if not many:
        if not found.get("Action") or "Action Input" not in found:
            raise ValueError("an action needs a name and an input")
        return {"tool": found["Action"], "input": found["Action Input"]}
    calls = []
    for i, (label, content) in enumerate(parts):
        if label == "Action":
            if not content or labels[i + 1:i + 2] != ["Action Input"]:
                raise ValueError("an action needs a name and an input")
            value = json.loads(parts[i + 1][1])
            calls.append({"tool": content, "input": value})
        elif label == "Action Input" and labels[i - 1:i] != ["Action"]:
            raise ValueError("an input without an action")
    return calls
