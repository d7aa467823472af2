import numpy as np


def _share(x, heads):
    """The key heads, each repeated for the query heads that use it."""
    return np.repeat(x, heads // x.shape[0], axis=0)


def _gather(dx, groups):
    """Adds up the gradients of the query heads that share a key head."""
    return dx.reshape(groups, -1, *dx.shape[1:]).sum(axis=1)


def _weights(q, k, mask):
    """Softmax weights (h, n, m); rows that see nothing are all 0."""
    scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
    if mask is None:
        mask = np.ones(scores.shape[1:], dtype=bool)
    scores = np.where(mask, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0.0)
    weights = np.exp(scores - top)
    sums = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(sums > 0, sums, 1.0)


def attention(q, k, v, mask=None):
    """The attention of h heads side by side."""
    heads = q.shape[0]
    return _weights(q, _share(k, heads), mask) @ _share(v, heads)


def attention_backward(dout, q, k, v, mask=None):
    """The gradients of sum(dout * attention(q, k, v, mask))."""
    heads, groups = q.shape[0], k.shape[0]
    keys, rows = _share(k, heads), _share(v, heads)
    weights = _weights(q, keys, mask)
    dv = weights.swapaxes(1, 2) @ dout
    dweights = dout @ rows.swapaxes(1, 2)
    mean = (weights * dweights).sum(axis=-1, keepdims=True)
    dscores = weights * (dweights - mean) / np.sqrt(q.shape[-1])
    dq = dscores @ keys
    dk = dscores.swapaxes(1, 2) @ q
    return dq, _gather(dk, groups), _gather(dv, groups)
