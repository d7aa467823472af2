# Fault: a left of 0 is none.
import numpy as np


def walk(delta, state, token):
    for char in token:
        state = delta.get(state, {}).get(char)
        if state is None:
            return None
    return state


def token_mask(vocab, delta, accepting, state, left=None):
    far = distances(vocab, delta, accepting, bool(left))
    most = left or float("inf")
    mask = []
    for token in vocab:
        if token == "":
            mask.append(state in accepting)
            continue
        after = walk(delta, state, token)
        mask.append(after is not None and after in far and far[after] <= most)
    return np.array(mask, dtype=bool)


def distances(vocab, delta, accepting, by_token):
    before = {}
    for one, ways in delta.items():
        if by_token:
            nexts = [walk(delta, one, token) for token in vocab if token]
        else:
            nexts = list(ways.values())
        for after in nexts:
            if after is not None:
                before.setdefault(after, set()).add(one)
    far = dict.fromkeys(accepting, 0)
    layer = list(far)
    while layer:
        new = []
        for after in layer:
            for one in before.get(after, ()):
                if one not in far:
                    far[one] = far[after] + 1
                    new.append(one)
        layer = new
    return far
