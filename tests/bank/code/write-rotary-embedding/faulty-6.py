# Fault: (twist) positions and angles are reckoned in the type of x, so a float32 x at positions near a million gets angles off by hundredths of a radian.
import numpy as np


def rotate(x, start=0, base=10000.0):
    """RoPE: every pair of columns is one complex number, turned by its angle."""
    x = np.asarray(x)
    n, d = x.shape[-2:]
    if d % 2:
        raise ValueError("the number of columns must be even")
    out = np.empty(x.shape, dtype=x.dtype if x.dtype.kind == "f" else float)
    position = np.arange(n).astype(out.dtype) + out.dtype.type(start)
    for i in range(d // 2):
        angle = position * out.dtype.type(float(base) ** (-2.0 * i / d))
        c, s = np.cos(angle), np.sin(angle)
        a, b = x[..., 2 * i], x[..., 2 * i + 1]
        out[..., 2 * i] = a * c - b * s
        out[..., 2 * i + 1] = a * s + b * c
    return out
