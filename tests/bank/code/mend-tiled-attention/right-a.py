import numpy as np


def tiled_attention(q, k, v, block=64, window=None):
    n, d = q.shape
    m = len(k)
    at = np.arange(m - n, m)[:, None]
    top = np.full((n, 1), -np.inf)
    total = np.zeros((n, 1))
    out = np.zeros((n, v.shape[1]))
    for start in range(0, m, block):
        stop = min(start + block, m)
        if window is not None and stop <= m - n - window + 1:
            continue  # before the window of every query
        scores = q @ k[start:stop].T / np.sqrt(d)
        if window is not None:
            key = np.arange(start, stop)
            seen = (key <= at) & (key > at - window)
            scores = np.where(seen, scores, -np.inf)
        new_top = np.maximum(top, scores.max(axis=1, keepdims=True))
        base = np.where(np.isfinite(new_top), new_top, 0.0)
        weights = np.exp(scores - base)
        old = np.exp(top - base)
        total = total * old + weights.sum(axis=1, keepdims=True)
        out = out * old + weights @ v[start:stop]
        top = new_top
    return out / total
