# Fault: an accepting state passed within the token counts.
import numpy as np


def walk(delta, state, token):
    for char in token:
        state = delta.get(state, {}).get(char)
        if state is None:
            return None
    return state


def token_mask(vocab, delta, accepting, state, left=None):
    far = distances(vocab, delta, accepting, left is not None)
    most = float("inf") if left is None else left
    mask = []
    for token in vocab:
        if token == "":
            mask.append(state in accepting)
            continue
        after = walk(delta, state, token)
        if after is not None and left is None and any(walk(delta, state, token[:i]) in accepting for i in range(1, len(token))):
            mask.append(True)
            continue
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
