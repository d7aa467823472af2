import numpy as np


def _parts(x, gamma, eps, axis):
    shape = [1] * x.ndim
    shape[axis] = -1
    centred = x - x.mean(axis=axis, keepdims=True)
    s = np.sqrt((centred**2).mean(axis=axis, keepdims=True) + eps)
    return centred / s, s, gamma.reshape(shape), shape


def layer_norm(x, gamma, beta, eps=1e-5, axis=-1):
    h, _, gamma, shape = _parts(x, gamma, eps, axis)
    return h * gamma + beta.reshape(shape)


def layer_norm_backward(dout, x, gamma, beta, eps=1e-5, axis=-1):
    h, s, gamma, _ = _parts(x, gamma, eps, axis)
    g = dout * gamma
    along = dict(axis=axis, keepdims=True)
    dx = (g - g.mean(**along) - h * (g * h).mean(**along)) / s
    others = tuple(i for i in range(x.ndim) if i != axis % x.ndim)
    return dx, (dout * h).sum(axis=others), dout.sum(axis=others)
