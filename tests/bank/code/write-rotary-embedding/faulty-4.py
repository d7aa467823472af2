# Fault: the exponents run from 0 to -1 inclusive (i / (d/2 - 1) instead of i / (d/2)), so every pair but the first turns too slowly for d >= 4.
import numpy as np


def rotate(x, start=0, base=10000.0):
    """RoPE: every pair of columns is one complex number, turned by its angle."""
    x = np.asarray(x)
    n, d = x.shape[-2:]
    if d % 2:
        raise ValueError("the number of columns must be even")
    out = np.empty(x.shape, dtype=x.dtype if x.dtype.kind == "f" else float)
    position = np.arange(n, dtype=np.float64) + float(start)
    exponents = np.linspace(0.0, 1.0, d // 2)
    for i in range(d // 2):
        angle = position * float(base) ** (-exponents[i])
        c, s = np.cos(angle), np.sin(angle)
        a, b = x[..., 2 * i], x[..., 2 * i + 1]
        out[..., 2 * i] = a * c - b * s
        out[..., 2 * i + 1] = a * s + b * c
    return out
