# Fault: an empty answer doesn't end the run
from collections import Counter


def run(model, tools, task, max_steps, max_repeats=None):
    messages = [{"user": task}]
    tried = Counter()
    for _ in range(max_steps):
        reply = model(messages)
        if reply.get("answer"):
            return reply["answer"]
        messages.append(reply)
        name, text = reply.get("tool"), reply.get("input")
        if name not in tools:
            messages.append({"error": "unknown tool"})
            continue
        tried[name, text] += 1
        if max_repeats is not None and tried[name, text] > max_repeats:
            messages.append({"error": "repeated call"})
            continue
        try:
            messages.append({"observation": tools[name](text)})
        except Exception as error:
            messages.append({"error": type(error).__name__})
    return None
