# Fault: scale and mask are mended, but one maximum still serves all rows
import numpy as np


def attend(q, k, v, causal=False, sink=None):
    n, m, d = q.shape[1], k.shape[1], k.shape[2]
    scores = np.einsum("bnd,bmd->bnm", q, k) / np.sqrt(d)
    if causal:
        hidden = np.triu(np.ones((n, m), dtype=bool), k=1)
        scores = np.where(hidden, -1e30, scores)
    top = scores.max()
    if sink is not None:
        top = max(top, sink)
    weights = np.exp(scores - top)
    total = weights.sum(axis=-1, keepdims=True)
    if sink is not None:
        total += np.exp(sink - top)
    return np.einsum("bnm,bme->bne", weights / total, v)
