# Fault: the budget counts characters instead of tokens of the vocabulary, e.g. vocab ["a", "bc"], delta 0: a to 1, 1: b to 2, 2: c to 3, with 3 accepting and left 1: a must be allowed.
import numpy as np


def token_mask(vocab, delta, accepting, state, left=None):
    """Which tokens may come next: a boolean for each entry of vocab."""
    accepting = set(accepting)
    states = set(delta) | accepting | {state}
    for ways in delta.values():
        states.update(ways.values())

    def walk(origin, token):
        for char in token:
            origin = delta.get(origin, {}).get(char)
            if origin is None:
                return None
        return origin

    moves = {}
    for origin in states:
        moves[origin] = set(delta.get(origin, {}).values())

    # the states from which some moves lead to an accepting one
    good = set(accepting)
    rounds = 0
    while left is None or rounds < left:
        more = {s for s in states if s not in good and moves[s] & good}
        if not more:
            break
        good |= more
        rounds += 1

    mask = []
    for token in vocab:
        if token == "":
            mask.append(state in accepting)
        else:
            mask.append(walk(state, token) in good)
    return np.array(mask, dtype=bool)
