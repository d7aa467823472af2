# Fault: variance as the mean of squares less the square of the mean, which cancels far from zero
import numpy as np


def _stats(x, eps, axis):
    mean = x.mean(axis, keepdims=True)
    var = (x * x).mean(axis, keepdims=True) - mean**2
    inv = 1.0 / np.sqrt(np.maximum(var, 0.0) + eps)
    return (x - mean) * inv, inv


def _wide(p, x, axis):
    shape = [1] * x.ndim
    shape[axis] = len(p)
    return p.reshape(shape)


def layer_norm(x, gamma, beta, eps=1e-5, axis=-1):
    h, _ = _stats(x, eps, axis)
    return _wide(gamma, x, axis) * h + _wide(beta, x, axis)


def layer_norm_backward(dout, x, gamma, beta, eps=1e-5, axis=-1):
    h, inv = _stats(x, eps, axis)
    g = dout * _wide(gamma, x, axis)
    dx = inv * (g - g.mean(axis, keepdims=True) - h * (g * h).mean(axis, keepdims=True))
    rest = tuple(i for i in range(x.ndim) if i != axis % x.ndim)
    return dx, (dout * h).sum(rest), dout.sum(rest)
