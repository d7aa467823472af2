# Fault: draws the replacement from the target itself
import numpy as np


def accept(p, q, token, u, v):
    if u < min(1.0, p[token] / q[token]):
        return token, True
    return draw(p, v), False


def draw(weights, v):
    sums = np.cumsum(weights / weights.sum())
    above = np.flatnonzero(sums > v)
    return int(above[0]) if len(above) else int(np.flatnonzero(weights)[-1])


def verify(p, q, tokens, u, v):
    used = []
    for place, token in enumerate(tokens):
        taken, accepted = accept(p[place], q[place], token, u[place], v)
        used.append(taken)
        if not accepted:
            return used
    return [*used, draw(p[len(tokens)], v)]
