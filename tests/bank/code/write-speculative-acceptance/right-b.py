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
    return draw(rest, v), False


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
