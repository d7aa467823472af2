# Fault: the maximum is the sink, if there's one.
import numpy as np


def attend(q, k, v, causal=False, sink=None):
    n, m = q.shape[1], k.shape[1]
    scale = 1.0 / np.sqrt(q.shape[2])
    scores = np.einsum("bnd,bmd->bnm", q, k) * scale
    if causal:
        hidden = np.triu(np.ones((n, m), dtype=bool), k=1)
        scores = np.where(hidden, -np.inf, scores)
    top = scores.max(axis=-1, keepdims=True)
    if sink is not None:
        top = np.full_like(top, sink)
    weights = np.exp(scores - top)
    total = weights.sum(axis=-1, keepdims=True)
    if sink is not None:
        total = total + np.exp(sink - top)
    return np.einsum("bnm,bme->bne", weights / total, v)
