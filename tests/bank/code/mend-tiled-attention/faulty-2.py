# Fault: with the maximum at minus infinity, rows that have seen nothing yet become NaN under a window
import numpy as np


def tiled_attention(q, k, v, block=64, window=None):
    n, d = q.shape
    m = len(k)
    position = np.arange(m - n, m)[:, None]
    top = np.full((n, 1), -np.inf)
    total = np.zeros((n, 1))
    out = np.zeros((n, v.shape[1]))
    for start in range(0, m, block):
        rows = slice(start, start + block)
        scores = q @ k[rows].T / np.sqrt(d)
        if window is not None:
            lag = position - np.arange(m)[rows][None, :]
            scores = np.where((lag >= 0) & (lag < window), scores, -np.inf)
        new_top = np.maximum(top, scores.max(axis=1, keepdims=True))
        weights = np.exp(scores - new_top)
        shrink = np.exp(top - new_top)
        total = total * shrink + weights.sum(axis=1, keepdims=True)
        out = out * shrink + weights @ v[rows]
        top = new_top
    return out / total
