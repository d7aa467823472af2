# Fault: later positions get the finite score -1e4, so when a query's own scores are around -30000 the hidden positions win.
import numpy as np


def grouped_attention(q, k, v, window=None):
    heads, n, d = q.shape
    groups, m, e = v.shape
    if heads % groups:
        raise ValueError("query heads must be a multiple of key-value heads")
    where = np.arange(m - n, m)[:, None]
    keys = np.arange(m)[None, :]
    seen = keys <= where
    if window is not None:
        seen &= keys > where - window
    q = q.reshape(groups, heads // groups, n, d)
    scores = np.einsum("grnd,gmd->grnm", q, k) / np.sqrt(d)
    scores = np.where(seen, scores, -1e4)
    w = np.exp(scores - scores.max(axis=-1, keepdims=True))
    w /= w.sum(axis=-1, keepdims=True)
    return np.einsum("grnm,gme->grne", w, v).reshape(heads, n, e)
