# Fault: the triangle isn't shifted for a cache, so queries are taken to begin at position 0
import numpy as np


def grouped_attention(q, k, v, window=None):
    H, n, d = q.shape
    G, m, _ = k.shape
    if H % G:
        raise ValueError("H must be a multiple of G")
    k = np.repeat(k, H // G, axis=0)
    v = np.repeat(v, H // G, axis=0)
    s = np.einsum("hid,hjd->hij", q, k) / np.sqrt(d)
    lag = np.arange(n)[:, None] - np.arange(m)[None, :]
    ok = lag >= 0
    if window is not None:
        ok = ok & (lag < window)
    s = np.where(ok, s, -np.inf)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    return np.einsum("hij,hje->hie", w, v)
