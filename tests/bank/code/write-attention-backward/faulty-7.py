# Fault: attention scales the caller's queries in place; the backward pass leaves its inputs alone.
import numpy as np


def _weights(q, k, mask):
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    top = scores.max(-1, keepdims=True)
    parts = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = parts.sum(-1, keepdims=True)
    return parts / np.where(total > 0, total, 1.0)


def _spread(x, heads):
    return np.repeat(x, heads // len(x), axis=0)


def _gather(x, groups):
    return x.reshape(groups, -1, *x.shape[1:]).sum(1)


def attention(q, k, v, mask=None):
    q /= np.sqrt(q.shape[-1])
    return _weights(q * np.sqrt(q.shape[-1]), _spread(k, len(q)), mask) @ _spread(v, len(q))


def attention_backward(dout, q, k, v, mask=None):
    wide_k, wide_v = _spread(k, len(q)), _spread(v, len(q))
    p = _weights(q, wide_k, mask)
    dp = dout @ wide_v.swapaxes(-1, -2)
    ds = p * (dp - (p * dp).sum(-1, keepdims=True)) / np.sqrt(q.shape[-1])
    dq = ds @ wide_k
    dk = ds.swapaxes(-1, -2) @ q
    dv = p.swapaxes(-1, -2) @ dout
    return dq, _gather(dk, len(k)), _gather(dv, len(v))
