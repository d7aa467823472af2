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

    # one move: a character without a budget, a token of the vocabulary with one
    moves = {}
    for origin in states:
        if left is None:
            moves[origin] = set(delta.get(origin, {}).values())
        else:
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
