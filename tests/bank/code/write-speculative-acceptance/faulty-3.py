# Fault: the positive part of p - q isn't renormalised before v is compared with its running sum, e.g. p [0.2, 0.5, 0.3], q [0.6, 0.3, 0.1], token 0, u 0.9, v 0.3 must give 1.
import numpy as np


def draw(weights, v):
    """The first id whose running share of the weights is greater than v."""
    total = float(np.sum(weights))
    running = 0.0
    last = 0
    for i, w in enumerate(weights):
        if w <= 0:
            continue
        running += float(w) / total
        last = i
        if running > v:
            break
    return int(last)


def accept(p, q, token, u, v):
    """One drafted token against the target: (token, accepted)."""
    p = np.asarray(p, dtype=float)
    q = np.asarray(q, dtype=float)
    if u < min(1.0, p[token] / q[token]):
        return int(token), True
    rest = np.maximum(p - q, 0.0)
    if rest.sum() <= 0:  # only by rounding: p and q are the same
        rest = p
    running = 0.0
    last = 0
    for i, w in enumerate(rest):
        if w <= 0:
            continue
        running += float(w)
        last = i
        if running > v:
            break
    return last, False


def verify(p, q, tokens, u, v):
    """The tokens used of a whole draft."""
    used = []
    for i, token in enumerate(tokens):
        token, ok = accept(p[i], q[i], token, u[i], v)
        used.append(token)
        if not ok:
            return used
    used.append(draw(np.asarray(p[len(tokens)], dtype=float), v))
    return used
