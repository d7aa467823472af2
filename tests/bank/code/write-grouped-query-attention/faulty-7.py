# Fault: the largest score of a window is taken over all that went before.
import numpy as np


def grouped_attention(q, k, v, window=None):
    H, n, d = q.shape
    G, m = k.shape[:2]
    if H % G:
        raise ValueError("heads")
    out = np.empty((G, H // G, n, v.shape[2]))
    for i in range(n):
        at = m - n + i
        low = 0 if window is None else max(0, at - window + 1)
        s = np.einsum("grd,gjd->grj", q[:, i].reshape(G, H // G, d), k[:, : at + 1]) / d**0.5
        w = np.exp(s - s.max(-1, keepdims=True))[:, :, low:]
        w /= w.sum(-1, keepdims=True)
        out[:, :, i] = np.einsum("grj,gje->gre", w, v[:, low : at + 1])
    return out.reshape(H, n, -1)
