import numpy as np


def rotate(x, start=0, base=10000.0):
    n, d = x.shape[-2:]
    if d % 2:
        raise ValueError("the width must be even")
    speed = float(base) ** (-np.arange(0, d, 2, dtype=np.float64) / d)
    angle = (start + np.arange(n, dtype=np.float64))[:, None] * speed
    cos, sin = np.cos(angle), np.sin(angle)
    even, odd = x[..., 0::2], x[..., 1::2]
    out = np.empty(x.shape, dtype=np.result_type(x.dtype, np.float32))
    out[..., 0::2] = even * cos - odd * sin
    out[..., 1::2] = even * sin + odd * cos
    return out
