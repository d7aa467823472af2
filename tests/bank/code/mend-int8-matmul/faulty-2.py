# Fault: codes are still cut off instead of rounded
import numpy as np


def quantise(a, axis):
    top = np.abs(a).max(axis=axis, keepdims=True, initial=0.0)
    scale = np.where(top == 0, 1.0, top / 127)
    return (a / scale).astype(np.int8), scale


def int8_matmul(x, w, threshold=None):
    out = np.zeros(x.shape[1], dtype=bool)
    if threshold is not None:
        out = (np.abs(x) >= threshold).any(axis=0)
    qx, x_scale = quantise(x[:, ~out], axis=1)
    qw, w_scale = quantise(w[~out], axis=0)
    sums = qx.astype(np.int32) @ qw.astype(np.int32)
    return sums * x_scale * w_scale + x[:, out] @ w[out]
