# Fault: the sum still overflows, now in 16 bits
import numpy as np


def quantise(a, axis):
    top = np.abs(a).max(axis=axis, keepdims=True, initial=0.0)
    scale = np.where(top == 0, 1.0, top / 127)
    return np.rint(a / scale).astype(np.int8), scale


def int8_matmul(x, w, threshold=None):
    out = np.zeros(x.shape[1], dtype=bool)
    if threshold is not None:
        out = (np.abs(x) >= threshold).any(axis=0)
    qx, x_scale = quantise(x[:, ~out], axis=1)
    qw, w_scale = quantise(w[~out], axis=0)
    sums = qx.astype(np.int16) @ qw.astype(np.int16)
    return sums * x_scale * w_scale + x[:, out] @ w[out]
