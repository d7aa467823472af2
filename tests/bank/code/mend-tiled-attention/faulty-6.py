# Fault: (twist) the first tile is found by rounding up instead of down, so the keys of a window that begins inside a tile are lost (m = 200, n = 1, window=100, block=64: keys 100 to 127).
import numpy as np


def tiled_attention(q, k, v, block=64, window=None):
    n, d = q.shape
    m = len(k)
    block = min(block, 2048)
    here = np.arange(m - n, m)[:, None]
    first = 0
    if window is not None:
        # tiles that lie before every query's window can be skipped
        first = -(-max(0, m - n - window + 1) // block) * block
    top = np.full((n, 1), -np.inf)  # largest score so far
    total = np.zeros((n, 1))  # sum of exp(score - top) so far
    out = np.zeros((n, v.shape[1]))
    for start in range(first, m, block):
        rows = slice(start, min(start + block, m))
        scores = q @ k[rows].T / np.sqrt(d)
        if window is not None:
            at = np.arange(rows.start, rows.stop)[None, :]
            scores = np.where((at <= here) & (at > here - window), scores, -np.inf)
        new_top = np.maximum(top, scores.max(axis=1, keepdims=True))
        base = np.where(np.isfinite(new_top), new_top, 0.0)
        weights = np.exp(scores - base)
        # what was summed up to now belongs to the old maximum
        old = np.exp(top - base)
        total = total * old + weights.sum(axis=1, keepdims=True)
        out = out * old + weights @ v[rows]
        top = new_top
    return out / total
