# Fault: exactly as many tokens as are left have to follow.
import numpy as np


def token_mask(vocab, delta, accepting, state, left=None):
    def walk(at, token):
        for char in token:
            at = delta.get(at, {}).get(char)
        return at

    states = {*delta, *accepting, *(to for ways in delta.values() for to in ways.values())}
    good = set(accepting)
    for _ in range(len(states) if left is None else left):
        ways = vocab if left is not None else {char for one in delta.values() for char in one}
        back = {one for one in states if any(token and walk(one, token) in good for token in ways)}
        good = good | back if left is None else back
    return np.array([state in accepting if not token else walk(state, token) in good for token in vocab])
