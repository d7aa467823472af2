# Fault: without a budget too, an accepting state must be reached by tokens of the vocabulary instead of by any characters, e.g. vocab ["a"], delta 0: a to 1, 1: b to 2, with 2 accepting: a must be allowed.
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

    # one move: a token of the vocabulary
    moves = {}
    for origin in states:
        ends = {walk(origin, token) for token in vocab if token}
        moves[origin] = ends - {None}

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
