# Fault: (twist) the gradient of the residual path dh is added to dresidual only, although h also depends on x, so dx is wrong whenever dh isn't zero.
import numpy as np


def _rows(x):
    wide = np.asarray(x, dtype=np.float64)
    return wide.reshape(-1, wide.shape[-1])


def rms_norm(x, weight, eps=1e-6):
    out = [
        row / np.sqrt(row @ row / row.size + eps) * np.asarray(weight, dtype=float)
        for row in _rows(x)
    ]
    return np.array(out).reshape(np.shape(x))


def rms_norm_backward(dout, x, weight, eps=1e-6):
    weight = np.asarray(weight, dtype=float)
    dweight = np.zeros(weight.shape)
    dx = []
    for g, row in zip(_rows(dout), _rows(x)):
        r = 1.0 / np.sqrt(row @ row / row.size + eps)
        dweight += g * row * r
        inner = g * weight
        dx.append(r * inner - row * (r**3 * (inner @ row) / row.size))
    return np.array(dx).reshape(np.shape(x)), dweight


def add_rms_norm(x, residual, weight, eps=1e-6):
    h = np.asarray(x, dtype=np.float64) + np.asarray(residual, dtype=np.float64)
    return rms_norm(h, weight, eps), h


def add_rms_norm_backward(dout, dh, x, residual, weight, eps=1e-6):
    h = np.asarray(x, dtype=np.float64) + np.asarray(residual, dtype=np.float64)
    through, dweight = rms_norm_backward(dout, h, weight, eps)
    return through, through + dh, dweight
