# Fault: the angles are reckoned in the dtype of x, so float32 loses far positions
import numpy as np


def rotate(x, start=0, base=10000.0):
    n, d = x.shape[-2:]
    if d % 2:
        raise ValueError("odd width")
    freq = (base ** (-np.arange(0, d, 2) / d)).astype(x.dtype)
    position = np.arange(start, start + n).astype(x.dtype)
    angle = position[:, None] * freq[None, :]
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = x[..., ::2], x[..., 1::2]
    return np.stack([a * cos - b * sin, a * sin + b * cos], -1).reshape(x.shape)
