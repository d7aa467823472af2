# Fault: scales q in place, so the caller's q is changed
import numpy as np


def _forward(q, k, mask):
    """Weights from a q that's scaled already."""
    scores = q @ np.swapaxes(k, -1, -2)
    seen = np.ones(scores.shape, bool)
    if mask is not None:
        seen &= mask
    scores[~seen] = -np.inf
    biggest = scores.max(-1, keepdims=True)
    biggest = np.where(biggest == -np.inf, 0, biggest)
    weights = np.exp(scores - biggest)
    return weights / np.maximum(weights.sum(-1, keepdims=True), 1e-300)


def attention(q, k, v, mask=None):
    group = q.shape[0] // k.shape[0]
    q /= np.sqrt(q.shape[-1])
    w = _forward(q, k.repeat(group, axis=0), mask)
    return w @ v.repeat(group, axis=0)


def attention_backward(dout, q, k, v, mask=None):
    g, m, d = k.shape
    group = q.shape[0] // g
    q /= np.sqrt(d)
    k_all = k.repeat(group, axis=0)
    v_all = v.repeat(group, axis=0)
    w = _forward(q, k_all, mask)
    dw = dout @ np.swapaxes(v_all, -1, -2)
    ds = w * (dw - (w * dw).sum(-1, keepdims=True))
    dq = ds @ k_all / np.sqrt(d)
    dk = (np.swapaxes(ds, -1, -2) @ q).reshape(g, group, m, d).sum(1)
    dv = np.swapaxes(w, -1, -2) @ dout
    return dq, dk, dv.reshape(g, group, m, -1).sum(1)
