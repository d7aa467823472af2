# Fault: a KeyError raised inside a tool is reported as "unknown tool" instead of "KeyError".
def run(model, tools, task, max_steps=5, history=None, max_tokens=None):
    messages = [] if history is None else list(history)
    messages.append({"user": task})
    spent = 0
    for _ in range(max_steps):
        if max_tokens is not None and spent >= max_tokens:
            break
        reply = model(messages)
        if "answer" in reply:
            return reply["answer"]
        spent += reply.get("tokens", 0)
        messages.append(reply)
        for call in reply["calls"]:
            result = {"id": call["id"]}
            try:
                result["output"] = tools[call["tool"]](call["input"])
            except KeyError:
                result["error"] = "unknown tool"
            except Exception as error:
                result["error"] = type(error).__name__
            messages.append(result)
    return None
