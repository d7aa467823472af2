# Fault: a query that sees nothing looks at all keys alike (-1e9 fill only)
import numpy as np


def softmax_weights(q, k, mask):
    s = np.einsum("hnd,hmd->hnm", q, k) / np.sqrt(q.shape[-1])
    if mask is not None:
        s = np.where(mask[None], s, -1e9)
    s = s - s.max(axis=-1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


def attention(q, k, v, mask=None):
    r = q.shape[0] // k.shape[0]
    k = np.repeat(k, r, axis=0)
    v = np.repeat(v, r, axis=0)
    return np.einsum("hnm,hme->hne", softmax_weights(q, k, mask), v)


def attention_backward(dout, q, k, v, mask=None):
    g, m, d = k.shape
    r = q.shape[0] // g
    kk = np.repeat(k, r, axis=0)
    vv = np.repeat(v, r, axis=0)
    p = softmax_weights(q, kk, mask)
    dv = np.einsum("hnm,hne->hme", p, dout)
    dp = np.einsum("hne,hme->hnm", dout, vv)
    ds = p * (dp - (p * dp).sum(-1, keepdims=True)) / np.sqrt(d)
    dq = np.einsum("hnm,hmd->hnd", ds, kk)
    dk = np.einsum("hnm,hnd->hmd", ds, q)
    return (dq, dk.reshape(g, r, m, d).sum(1),
            dv.reshape(g, r, m, v.shape[-1]).sum(1))
