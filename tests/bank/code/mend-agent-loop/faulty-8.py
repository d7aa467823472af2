# Fault: calls of the same tool with the same input are made once.
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
        done = {}
        for call in reply["calls"]:
            key = (call["tool"], call["input"])
            if key not in done:
                done[key] = result_of(call, tools)
            messages.append({**done[key], "id": call["id"]})
    return None


def result_of(call, tools):
    if call["tool"] not in tools:
        return {"id": call["id"], "error": "unknown tool"}
    try:
        output = tools[call["tool"]](call["input"])
    except Exception as error:
        return {"id": call["id"], "error": type(error).__name__}
    return {"id": call["id"], "output": output}
