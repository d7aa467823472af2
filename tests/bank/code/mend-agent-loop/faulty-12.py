# Fault: counts after the call of the model, so it's called once even for no steps.
def run(model, tools, task, max_steps=5, history=None, max_tokens=None):
    messages = list(history or [])
    messages.append({"user": task})
    spent = 0
    steps = 0
    while True:
        if max_tokens is not None and spent >= max_tokens:
            return None
        reply = model(messages)
        spent += reply.get("tokens", 0)
        if "answer" in reply:
            return reply["answer"]
        messages.append(reply)
        for call in reply["calls"]:
            messages.append(result_of(call, tools))
        steps += 1
        if steps >= max_steps:
            return None


def result_of(call, tools):
    if call["tool"] not in tools:
        return {"id": call["id"], "error": "unknown tool"}
    try:
        output = tools[call["tool"]](call["input"])
    except Exception as error:
        return {"id": call["id"], "error": type(error).__name__}
    return {"id": call["id"], "output": output}
