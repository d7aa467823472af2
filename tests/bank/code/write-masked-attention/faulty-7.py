# Fault: hidden scores get a penalty of 1e9 instead of going.
import numpy as np


def attend(q, k, v, mask=None):
    s = q @ k.T / np.sqrt(q.shape[1])
    if mask is not None:
        s = s - 1e9 * ~mask
    w = np.exp(s - s.max(axis=1, keepdims=True))
    w = w / w.sum(axis=1, keepdims=True)
    if mask is not None:
        w = w * mask.any(axis=1, keepdims=True)
    return w @ v
