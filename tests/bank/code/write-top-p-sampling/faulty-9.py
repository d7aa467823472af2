# Fault: the last of all tokens if rounding leaves the sum below u.
import numpy as np


def sample(logits, u, k=0, p=1.0, min_p=0.0):
    logits = np.asarray(logits, dtype=float)
    weights = np.exp(logits - logits.max())
    probs = weights / weights.sum()
    if min_p > 0:
        probs = np.where(probs < min_p * probs.max(), 0.0, probs)
        probs = probs / probs.sum()
    order = np.argsort(-probs, kind="stable")
    order = order[probs[order] > 0]
    if k:
        order = order[:k]
    kept = probs[order] / probs[order].sum()
    enough = np.nonzero(np.cumsum(kept) >= p)[0]
    count = enough[0] + 1 if len(enough) else len(order)
    ids = np.sort(order[:count])
    final = probs[ids] / probs[ids].sum()
    running = 0.0
    for token, share in zip(ids, final):
        running += share
        if running > u:
            return int(token)
    return len(logits) - 1
