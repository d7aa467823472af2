# Fault: the variance is taken as E[x^2] - E[x]^2, which cancels for vectors far from zero (1e8 + [0, 1, 2] gives 0, a negative number or garbage).
import numpy as np


def _parts(x, eps, axis):
    """x as (vectors, d), normalised, with 1 / root(variance + eps)."""
    rows = np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    shape = rows.shape
    rows = rows.reshape(-1, shape[-1])
    mean = rows.mean(axis=1, keepdims=True)
    variance = (rows * rows).mean(axis=1, keepdims=True) - mean * mean
    rows = rows - mean
    inverse = 1.0 / np.sqrt(variance + eps)
    return rows, inverse, shape


def layer_norm(x, gamma, beta, eps=1e-5, axis=-1):
    rows, inverse, shape = _parts(x, eps, axis)
    out = rows * inverse * gamma + beta
    return np.moveaxis(out.reshape(shape), -1, axis)


def layer_norm_backward(dout, x, gamma, beta, eps=1e-5, axis=-1):
    rows, inverse, shape = _parts(x, eps, axis)
    unit = rows * inverse
    up = np.moveaxis(np.asarray(dout, dtype=float), axis, -1).reshape(rows.shape)
    dgamma = np.zeros(shape[-1])
    dbeta = np.zeros(shape[-1])
    dx = np.zeros(rows.shape)
    for r in range(len(rows)):
        dgamma += up[r] * unit[r]
        dbeta += up[r]
        g = up[r] * gamma
        dx[r] = inverse[r] * (g - g.mean() - unit[r] * (g * unit[r]).mean())
    return np.moveaxis(dx.reshape(shape), -1, axis), dgamma, dbeta
