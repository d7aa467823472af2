# Fault: dgamma and dbeta are summed over one axis only, right for matrices alone
import numpy as np


def _stats(x, eps, axis):
    c = x - x.mean(axis, keepdims=True)
    inv = 1.0 / np.sqrt((c * c).mean(axis, keepdims=True) + eps)
    return c * inv, inv


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
    rest = 0 if axis % x.ndim else 1 % x.ndim
    return dx, (dout * h).sum(rest), dout.sum(rest)
