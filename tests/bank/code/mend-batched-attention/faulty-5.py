# Fault: the causal weights are set to zero after the division and not normalised again, so with causal=True the early rows' weights sum to less than 1.
import numpy as np


def attend(q, k, v, causal=False, sink=None):
    n, m = q.shape[1], k.shape[1]
    scale = 1.0 / np.sqrt(q.shape[2])
    scores = np.einsum("bnd,bmd->bnm", q, k) * scale
    # subtract the maximum, so that exp can't overflow
    top = scores.max(axis=-1, keepdims=True)
    if sink is not None:
        top = np.maximum(top, sink)
    weights = np.exp(scores - top)
    total = weights.sum(axis=-1, keepdims=True)
    if sink is not None:
        total = total + np.exp(sink - top)
    weights = weights / total
    if causal:
        # hide everything above the diagonal
        weights = np.where(np.tril(np.ones((n, m), dtype=bool)), weights, 0.0)
    return np.einsum("bnm,bme->bne", weights, v)
