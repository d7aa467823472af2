import numpy as np


def _parts(x, eps, axis):
    """x as (vectors, d), normalised, with 1 / root(variance + eps)."""
    rows = np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    shape = rows.shape
    rows = rows.reshape(-1, shape[-1])
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows = rows - rows.mean(axis=1, keepdims=True)  # what rounding left over
    inverse = 1.0 / np.sqrt((rows * rows).mean(axis=1, keepdims=True) + eps)
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
