# Fault: mask and maximum are mended, but the scale still takes the number of keys
import numpy as np


def attend(q, k, v, causal=False, sink=None):
    n, m = q.shape[1], k.shape[1]
    scale = 1.0 / np.sqrt(k.shape[1])
    scores = np.einsum("bnd,bmd->bnm", q, k) * scale
    if causal:
        hidden = np.triu(np.ones((n, m), dtype=bool), k=1)
        scores = np.where(hidden, -1e30, scores)
    if sink is not None:
        extra = np.full(scores.shape[:2] + (1,), float(sink))
        scores = np.concatenate([scores, extra], axis=-1)
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return np.einsum("bnm,bme->bne", weights[..., :m], v)
