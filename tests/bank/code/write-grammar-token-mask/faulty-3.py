# Fault: the search for an accepting state remembers `no` for states met while it was still going round a loop, so live states count as dead, e.g. delta A: x to B, z to F; B: y to A, with F accepting: from A the token x must be allowed.
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
    if left is None:
        known = {}

        def live(s):
            if s not in known:
                known[s] = s in accepting  # ends the walk round a loop
                for t in delta.get(s, {}).values():
                    if live(t):
                        known[s] = True
                        break
            return known[s]

        live(state)
        good = {s for s in states if live(s)}
        left = 0
    while rounds < left:
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
