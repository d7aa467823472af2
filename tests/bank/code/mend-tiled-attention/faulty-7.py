# Fault: the hidden scores are -1e4.
import numpy as np


def tiled_attention(q, k, v, block=64, window=None):
    n, d = q.shape
    m = len(k)
    top = np.full((n, 1), -np.inf)
    total = np.zeros((n, 1))
    out = np.zeros((n, v.shape[1]))
    place = np.arange(m - n, m)[:, None]
    for first in range(0, m, block):
        rows = slice(first, first + block)
        scores = q @ k[rows].T / np.sqrt(d)
        if window is not None:
            key = np.arange(first, min(first + block, m))
            seen = (key <= place) & (key > place - window)
            scores = np.where(seen, scores, -1e4)
        new_top = np.maximum(top, scores.max(axis=1, keepdims=True))
        base = np.where(np.isinf(new_top), 0.0, new_top)
        weights = np.exp(scores - base)
        shrink = np.exp(top - base)
        total = total * shrink + weights.sum(axis=1, keepdims=True)
        out = out * shrink + weights @ v[rows]
        top = new_top
    return out / total
