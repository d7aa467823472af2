# Fault: all results of one id: a later one replaces an earlier.
def run(model, tools, task, max_steps=5, history=None, max_tokens=None):
    messages = list(history or [])
    messages.append({"user": task})
    spent = 0
    for _ in range(max_steps):
        if max_tokens is not None and spent >= max_tokens:
            return None
        reply = model(messages)
        spent += reply.get("tokens", 0)
        if "answer" in reply:
            return reply["answer"]
        messages.append(reply)
        results = {call["id"]: result_of(call, tools) for call in reply["calls"]}
        messages.extend(results.values())
    return None


def result_of(call, tools):
    if call["tool"] not in tools:
        return {"id": call["id"], "error": "unknown tool"}
    try:
        output = tools[call["tool"]](call["input"])
    except Exception as error:
        return {"id": call["id"], "error": type(error).__name__}
    return {"id": call["id"], "output": output}
