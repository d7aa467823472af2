# Fault: the last tile is filled up with zero keys that aren't hidden, so when m isn't a multiple of block they count in the sum with a score of 0 and pull the result towards zero.
import numpy as np


def tiled_attention(q, k, v, block=64, window=None):
    n, d = q.shape
    m = len(k)
    block = min(block, 2048)
    here = np.arange(m - n, m)[:, None]
    # whole tiles only
    short = -m % block
    k = np.concatenate([k, np.zeros((short, d))])
    v = np.concatenate([v, np.zeros((short, v.shape[1]))])
    first = 0
    if window is not None:
        # tiles that lie before every query's window can be skipped
        first = max(0, m - n - window + 1) // block * block
    top = np.full((n, 1), -np.inf)  # largest score so far
    total = np.zeros((n, 1))  # sum of exp(score - top) so far
    out = np.zeros((n, v.shape[1]))
    for start in range(first, m, block):
        rows = slice(start, start + block)
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
