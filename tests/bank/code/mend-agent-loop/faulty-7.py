# Fault: (twist) with max_tokens the run goes on in the caller's history, which grows.
def run(model, tools, task, max_steps=5, history=None, max_tokens=None):
    messages = [*(history or []), {"user": task}]
    if max_tokens is not None and history is not None:
        messages = history
        messages.append({"user": task})
    spent = 0
    for _ in range(max_steps):
        if max_tokens is not None and spent >= max_tokens:
            return None
        reply = model(messages)
        if "answer" in reply:
            return reply["answer"]
        spent += reply.get("tokens", 0)
        messages.append(reply)
        for call in reply["calls"]:
            messages.append({"id": call["id"], **outcome(call, tools)})
    return None


def outcome(call, tools):
    if call["tool"] not in tools:
        return {"error": "unknown tool"}
    try:
        return {"output": tools[call["tool"]](call["input"])}
    except Exception as error:
        return {"error": type(error).__name__}
