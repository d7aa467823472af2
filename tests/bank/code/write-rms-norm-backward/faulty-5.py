# Fault: dweight is summed over the first axis only, so for x of shape (B, T, d) it has shape (T, d), and for x of shape (d,) it's a single number.
import numpy as np


def rms_norm(x, weight, eps=1e-6):
    x = np.asarray(x, dtype=np.float64)
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps) * weight


def rms_norm_backward(dout, x, weight, eps=1e-6):
    x = np.asarray(x, dtype=np.float64)
    inv = 1.0 / np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    unit = x * inv
    g = dout * weight
    dx = inv * (g - unit * (g * unit).mean(axis=-1, keepdims=True))
    dweight = (dout * unit).sum(axis=0)
    return dx, dweight


def add_rms_norm(x, residual, weight, eps=1e-6):
    h = np.asarray(x, dtype=np.float64) + np.asarray(residual, dtype=np.float64)
    return rms_norm(h, weight, eps), h


def add_rms_norm_backward(dout, dh, x, residual, weight, eps=1e-6):
    h = np.asarray(x, dtype=np.float64) + np.asarray(residual, dtype=np.float64)
    through, dweight = rms_norm_backward(dout, h, weight, eps)
    total = through + dh
    return total, total.copy(), dweight
