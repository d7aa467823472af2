# Fault: of the model's dict only tool and input are appended.
from itertools import repeat


def run(model, tools, task, max_steps, max_repeats=None):
    log = [{"user": task}]
    made = {}
    for _ in repeat(None, max_steps):
        move = model(log)
        if "answer" in move:
            return move["answer"]
        log += [{"tool": move["tool"], "input": move["input"]}, reply(tools, move, made, max_repeats)]
    return None


def reply(tools, move, made, most):
    name, text = move["tool"], move["input"]
    if name not in tools:
        return {"error": "unknown tool"}
    key = (name, text)
    if most is not None and made.get(key, 0) >= most:
        return {"error": "repeated call"}
    made[key] = made.get(key, 0) + 1
    try:
        got = tools[name](text)
    except Exception as error:
        return {"error": type(error).__name__}
    return {"observation": got}
