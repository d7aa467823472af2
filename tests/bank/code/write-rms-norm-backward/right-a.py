import numpy as np


def _parts(x, eps):
    x = x.astype(np.float64)
    s = np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    return x / s, s


def rms_norm(x, weight, eps=1e-6):
    return _parts(x, eps)[0] * weight


def rms_norm_backward(dout, x, weight, eps=1e-6):
    h, s = _parts(x, eps)
    g = dout * weight
    dx = (g - h * (g * h).mean(axis=-1, keepdims=True)) / s
    return dx, (dout * h).reshape(-1, x.shape[-1]).sum(axis=0)


def add_rms_norm(x, residual, weight, eps=1e-6):
    h = x + residual
    return rms_norm(h, weight, eps), h


def add_rms_norm_backward(dout, dh, x, residual, weight, eps=1e-6):
    dx, dweight = rms_norm_backward(dout, x + residual, weight, eps)
    return dx + dh, dx + dh, dweight
