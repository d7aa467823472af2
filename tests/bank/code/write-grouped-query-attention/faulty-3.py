# Fault: query head h uses key-value head h % G instead of h // (H / G), so with H = 4 and G = 2 heads 1 and 2 read the wrong one.
import numpy as np


def grouped_attention(q, k, v, window=None):
    """Causal grouped-query attention; every query gets a slice of its keys."""
    H, n, d = q.shape
    G, m, e = v.shape
    if H % G != 0:
        raise ValueError("query heads must be a multiple of key-value heads")
    share = H // G
    out = np.empty((H, n, e))
    for h in range(H):
        g = h % G
        for i in range(n):
            here = m - n + i
            first = 0 if window is None else max(0, here - window + 1)
            s = k[g, first : here + 1] @ q[h, i] / np.sqrt(d)
            w = np.exp(s - np.max(s))
            out[h, i] = w @ v[g, first : here + 1] / np.sum(w)
    return out
