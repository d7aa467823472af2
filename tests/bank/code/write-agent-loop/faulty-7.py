# Fault: max_repeats=0 counts as no limit.
from itertools import repeat


def run(model, tools, task, max_steps, max_repeats=None):
    log = [{"user": task}]
    made = {}
    for _ in repeat(None, max_steps):
        move = model(log)
        if "answer" in move:
            return move["answer"]
        log += [move, reply(tools, move, made, max_repeats)]
    return None


def reply(tools, move, made, most):
    name, text = move["tool"], move["input"]
    if name not in tools:
        return {"error": "unknown tool"}
    key = (name, text)
    if most and made.get(key, 0) >= most:
        return {"error": "repeated call"}
    made[key] = made.get(key, 0) + 1
    try:
        got = tools[name](text)
    except Exception as error:
        return {"error": type(error).__name__}
    return {"observation": got}
