# Fault: squares in the dtype of x and only sums in float32, so float16 overflows
import numpy as np


def rms_norm(x, weight, eps=1e-6):
    ms = np.mean(x * x, axis=-1, keepdims=True, dtype=np.float32 if x.dtype == np.float16 else None)
    return x / np.sqrt(ms + eps) * weight


def rms_norm_backward(dout, x, weight, eps=1e-6):
    r = 1.0 / np.sqrt((x * x).mean(-1, keepdims=True) + eps)
    g = dout * weight
    dx = r * g - r**3 * x * (g * x).mean(-1, keepdims=True)
    dw = (dout * x * r).sum(axis=tuple(range(x.ndim - 1)))
    return dx, dw


def add_rms_norm(x, residual, weight, eps=1e-6):
    h = x + residual
    return rms_norm(h, weight, eps), h


def add_rms_norm_backward(dout, dh, x, residual, weight, eps=1e-6):
    dx, dw = rms_norm_backward(dout, x + residual, weight, eps)
    return dx + dh, dx + dh, dw
