# Fault: dh is added to in place.
import numpy as np


def rms_norm(x, weight, eps=1e-6):
    wide = np.asarray(x, dtype=np.float64)
    root = np.sqrt((wide * wide).mean(axis=-1, keepdims=True) + eps)
    return wide / root * weight


def rms_norm_backward(dout, x, weight, eps=1e-6):
    d = x.shape[-1]
    root = np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    normed = x / root
    dnormed = dout * weight
    dx = (dnormed - normed * (dnormed * normed).sum(axis=-1, keepdims=True) / d) / root
    dweight = (dout * normed).reshape(-1, d).sum(axis=0)
    return dx, dweight


def add_rms_norm(x, residual, weight, eps=1e-6):
    h = x + residual
    return rms_norm(h, weight, eps), h


def add_rms_norm_backward(dout, dh, x, residual, weight, eps=1e-6):
    dnorm, dweight = rms_norm_backward(dout, x + residual, weight, eps)
    dh += dnorm
    dx = dh
    return dx, dx.copy(), dweight
