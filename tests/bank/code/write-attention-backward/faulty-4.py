# Fault: the softmax's maximum includes hidden keys, the seen ones underflow
import numpy as np


def _probs(q, k, mask):
    scores = q @ k.T / np.sqrt(q.shape[-1])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    if mask is not None:
        e = e * mask
    total = e.sum(axis=1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


def attention(q, k, v, mask=None):
    size = len(q) // len(k)
    return np.stack([_probs(q[i], k[i // size], mask) @ v[i // size]
                     for i in range(len(q))])


def attention_backward(dout, q, k, v, mask=None):
    size = len(q) // len(k)
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    root = np.sqrt(q.shape[-1])
    for i in range(len(q)):
        j = i // size
        p = _probs(q[i], k[j], mask)
        dv[j] += p.T @ dout[i]
        dp = dout[i] @ v[j].T
        ds = p * (dp - (dp * p).sum(axis=1, keepdims=True))
        dq[i] = ds @ k[j] / root
        dk[j] += ds.T @ q[i] / root
    return dq, dk, dv
