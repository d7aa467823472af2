# Fault: with many=True a Thought between an action and its input is accepted, though the input must be the very next label.
import json

LABELS = ("Thought:", "Action:", "Action Input:", "Final Answer:", "Observation:")


def parse(text, many=False):
    parts = sections(text)
    has_answer = any(label == "Final Answer:" for label, _ in parts)
    has_action = any(label == "Action:" for label, _ in parts)
    if has_answer == has_action:
        raise ValueError("need either an action or a final answer")
    if many:
        calls = actions(parts)
        if not has_answer:
            return calls
    found = dict(parts)
    if has_answer:
        return {"answer": found["Final Answer:"]}
    if not found["Action:"]:
        raise ValueError("action without a name")
    if "Action Input:" not in found:
        raise ValueError("action without an input")
    return {"tool": found["Action:"], "input": found["Action Input:"]}


def sections(text):
    """Pairs of a label and its text, up to the first observation."""
    parts = []
    for line in text.split("\n"):
        label = next((name for name in LABELS if line.startswith(name)), None)
        if label == "Observation:":
            break
        if label is not None:
            parts.append((label, [line[len(label):]]))
        elif parts:
            parts[-1][1].append(line)
    return [(label, "\n".join(lines).strip()) for label, lines in parts]


def actions(parts):
    calls = []
    name = None
    for label, content in parts:
        if label == "Action Input:":
            if name is None:
                raise ValueError("input without an action")
            value = json.loads(content, parse_constant=no_constant)
            calls.append({"tool": name, "input": value})
            name = None
            continue
        if label == "Thought:":
            continue
        if name is not None:
            raise ValueError("action without an input")
        if label == "Action:":
            if not content:
                raise ValueError("action without a name")
            name = content
    if name is not None:
        raise ValueError("action without an input")
    return calls


def no_constant(word):
    raise ValueError(word + " is no JSON")
