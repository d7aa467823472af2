# Fault: query head i uses key head i % g, not neighbours (tile, not repeat)
import numpy as np


def _softmax(scores, mask):
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    peak = np.max(scores, axis=-1, keepdims=True)
    peak[np.isneginf(peak)] = 0.0
    exps = np.exp(scores - peak)
    total = exps.sum(axis=-1, keepdims=True)
    total[total == 0.0] = 1.0
    return exps / total


def attention(q, k, v, mask=None):
    times = q.shape[0] // k.shape[0]
    k = np.tile(k, (times, 1, 1))
    v = np.tile(v, (times, 1, 1))
    p = _softmax(q @ k.transpose(0, 2, 1) / q.shape[-1] ** 0.5, mask)
    return p @ v


def attention_backward(dout, q, k, v, mask=None):
    g = k.shape[0]
    times = q.shape[0] // g
    scale = q.shape[-1] ** -0.5
    kt = np.tile(k, (times, 1, 1))
    vt = np.tile(v, (times, 1, 1))
    p = _softmax(q @ kt.transpose(0, 2, 1) * scale, mask)
    dp = dout @ vt.transpose(0, 2, 1)
    ds = p * (dp - np.sum(p * dp, axis=-1, keepdims=True))
    dq = ds @ kt * scale
    dk = ds.transpose(0, 2, 1) @ q * scale
    dv = p.transpose(0, 2, 1) @ dout
    return (dq, dk.reshape((times, g) + k.shape[1:]).sum(axis=0),
            dv.reshape((times, g) + v.shape[1:]).sum(axis=0))
