# Fault: the steps are counted after the model's call, so with max_steps 0 the model is called once.
def run(model, tools, task, max_steps, max_repeats=None):
    messages = [{"user": task}]
    counts = {}
    steps = 0
    while True:
        reply = model(messages)
        if "answer" in reply:
            return reply["answer"]
        result = use_tool(tools, reply["tool"], reply["input"], counts, max_repeats)
        messages.append(reply)
        messages.append(result)
        steps += 1
        if steps >= max_steps:
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
