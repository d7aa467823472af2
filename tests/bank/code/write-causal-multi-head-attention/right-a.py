import numpy as np


def attention(x, wq, wk, wv, wo, heads, keep=None):
    *batch, n, width = x.shape
    if width % heads:
        raise ValueError("the width can't be divided by the heads")

    def split(y):
        y = y.reshape(*batch, n, heads, width // heads)
        return np.swapaxes(y, -2, -3)

    q, k, v = split(x @ wq), split(x @ wk), split(x @ wv)
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(width // heads)
    seen = np.tri(n, dtype=bool)
    if keep is not None:
        seen = seen & keep[..., None, None, :] & keep[..., None, :, None]
    scores = np.where(seen, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = weights.sum(axis=-1, keepdims=True)
    mixed = weights @ v / np.where(total > 0, total, 1.0)
    return np.swapaxes(mixed, -2, -3).reshape(*batch, n, width) @ wo
