# Fault: hidden keys get the score -1000.
import numpy as np


def _weights(q, k, mask):
    s = q @ k.T / np.sqrt(q.shape[-1])
    if mask is not None:
        s = np.where(mask, s, -1000.0)
    top = s.max(-1, keepdims=True)
    w = np.exp(s - np.where(np.isfinite(top), top, 0.0))
    total = w.sum(-1, keepdims=True)
    w = w / np.where(total > 0, total, 1.0)
    return w if mask is None else w * mask.any(-1, keepdims=True)


def attention(q, k, v, mask=None):
    r = len(q) // len(k)
    return np.stack([_weights(q[h], k[h // r], mask) @ v[h // r] for h in range(len(q))])


def attention_backward(dout, q, k, v, mask=None):
    r = len(q) // len(k)
    dq, dk, dv = np.zeros(q.shape), np.zeros(k.shape), np.zeros(v.shape)
    for h in range(len(q)):
        w = _weights(q[h], k[h // r], mask)
        dw = dout[h] @ v[h // r].T
        ds = w * (dw - np.sum(dw * w, -1, keepdims=True)) / np.sqrt(q.shape[-1])
        dq[h] = ds @ k[h // r]
        dk[h // r] += ds.T @ q[h]
        dv[h // r] += w.T @ dout[h]
    return dq, dk, dv
