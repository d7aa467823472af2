# Fault: an empty answer {"answer": ""} isn't taken as an answer (truth instead of presence of the key).
def run(model, tools, task, max_steps, max_repeats=None):
    messages = [{"user": task}]
    counts = {}
    for _ in range(max_steps):
        reply = model(messages)
        if reply.get("answer"):
            return reply["answer"]
        result = use_tool(tools, reply.get("tool"), reply.get("input"), counts, max_repeats)
        messages.append(reply)
        messages.append(result)
    return None


def use_tool(tools, name, text, counts, max_repeats):
    """The message that tells the model what came of its wish."""
    if name not in tools:
        return {"error": "unknown tool"}
    before = counts.get((name, text), 0)
    if max_repeats is not None and before >= max_repeats:
        return {"error": "repeated call"}
    counts[name, text] = before + 1
    try:
        return {"observation": tools[name](text)}
    except Exception as error:
        return {"error": type(error).__name__}
