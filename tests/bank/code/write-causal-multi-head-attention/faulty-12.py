# Fault: padding is zeroed in the x of the caller.
import numpy as np


def attention(x, wq, wk, wv, wo, heads, keep=None):
    single = x.ndim == 2
    if single:
        x = x[None]
        keep = None if keep is None else keep[None]
    B, n, D = x.shape
    if keep is not None:
        x[~keep] = 0.0
    if D % heads:
        raise ValueError("D can't be divided by heads")
    d = D // heads

    def split(w):
        return (x @ w).reshape(B, n, heads, d).transpose(0, 2, 1, 3)

    q, k, v = split(wq), split(wk), split(wv)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    seen = np.tril(np.ones((n, n), dtype=bool))[None, None]
    if keep is not None:
        seen = seen & keep[:, None, None, :]
    scores = np.where(seen, scores, -1e300)
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    out = (weights @ v).transpose(0, 2, 1, 3).reshape(B, n, D) @ wo
    if keep is not None:
        out = np.where(keep[..., None], out, 0.0)
    return out[0] if single else out
