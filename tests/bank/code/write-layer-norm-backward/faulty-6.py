# Fault: (twist) only -1 is turned into a positive axis before the other axes are listed, so with axis=-2 dgamma and dbeta are summed over all axes and come out as single numbers.
import numpy as np


def _shaped(p, x, axis):
    shape = [1] * x.ndim
    shape[axis] = len(p)
    return p.reshape(shape)


def _normalised(x, eps, axis):
    x = x.astype(float)
    c = x - x.mean(axis=axis, keepdims=True)
    inv = 1.0 / np.sqrt((c * c).mean(axis=axis, keepdims=True) + eps)
    return c * inv, inv


def layer_norm(x, gamma, beta, eps=1e-5, axis=-1):
    unit, _ = _normalised(x, eps, axis)
    return unit * _shaped(gamma, x, axis) + _shaped(beta, x, axis)


def layer_norm_backward(dout, x, gamma, beta, eps=1e-5, axis=-1):
    unit, inv = _normalised(x, eps, axis)
    if axis == -1:
        axis = x.ndim - 1
    others = tuple(a for a in range(x.ndim) if a != axis)
    dgamma = (dout * unit).sum(axis=others)
    dbeta = dout.sum(axis=others)
    g = dout * _shaped(gamma, x, axis)
    mean = g.mean(axis=axis, keepdims=True)
    along = (g * unit).mean(axis=axis, keepdims=True)
    return inv * (g - mean - unit * along), dgamma, dbeta
