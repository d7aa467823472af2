# Fault: the columns are dealt out to the heads in turn (head h takes columns h, h + heads, ...) instead of in contiguous runs, wrong for heads > 1 with D / heads > 1.
import numpy as np


def one_sequence(x, wq, wk, wv, wo, heads):
    n, width = x.shape
    q, k, v = x @ wq, x @ wk, x @ wv
    size = width // heads
    future = np.triu(np.ones((n, n), dtype=bool), 1)
    joined = np.empty((n, width))
    for h in range(heads):
        cols = slice(h, None, heads)
        s = q[:, cols] @ k[:, cols].T / np.sqrt(size)
        s[future] = -np.inf
        w = np.exp(s - s.max(axis=1, keepdims=True))
        joined[:, cols] = w @ v[:, cols] / w.sum(axis=1, keepdims=True)
    return joined @ wo


def attention(x, wq, wk, wv, wo, heads, keep=None):
    """Causal multi-head self-attention; padding is cut out, then put back."""
    x = np.asarray(x, dtype=float)
    if heads < 1 or x.shape[-1] % heads:
        raise ValueError("the width can't be divided by the number of heads")
    batch = x if x.ndim == 3 else x[None]
    if keep is None:
        keep = np.ones(batch.shape[:2], dtype=bool)
    keep = np.asarray(keep, dtype=bool).reshape(batch.shape[:2])
    out = np.zeros(batch.shape)
    for b in range(len(batch)):
        # without the padding the order of the real tokens stays the same
        real = np.flatnonzero(keep[b])
        if real.size:
            out[b, real] = one_sequence(batch[b, real], wq, wk, wv, wo, heads)
    return out.reshape(x.shape)
