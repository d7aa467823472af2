# Fault: the column scales of w are still transposed after their axis was mended, so they broadcast along the rows: wrong values for n = m = 2, a wrong shape for n = 1, m = 2.
import numpy as np


def quantise(a, axis):
    """Codes from -127 to 127, and scales; one scale of 1 for zeros."""
    scale = np.abs(a).max(axis=axis, keepdims=True) / 127
    scale = np.where(scale == 0, 1.0, scale)
    codes = np.clip(np.rint(a / scale), -127, 127)
    return codes.astype(np.int8), scale


def _coded_product(x, w):
    qx, x_scale = quantise(x, axis=1)
    qw, w_scale = quantise(w, axis=0)
    sums = qx.astype(np.int64) @ qw.astype(np.int64)
    return sums * x_scale * w_scale.T


def int8_matmul(x, w, threshold=None):
    """The product of x and w, from 8-bit codes, outliers in floats."""
    if threshold is None:
        return _coded_product(x, w)
    loud = (np.abs(x) >= threshold).any(axis=0)
    result = x[:, loud] @ w[loud]
    if not loud.all():
        result = result + _coded_product(x[:, ~loud], w[~loud])
    return result
