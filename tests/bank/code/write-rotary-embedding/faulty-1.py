# Fault: pairs column i with i + d/2 instead of neighbouring columns
import numpy as np


def rotate(x, start=0, base=10000.0):
    n, d = x.shape[-2:]
    if d % 2:
        raise ValueError("odd width")
    half = d // 2
    freq = base ** (-np.arange(half) * 2.0 / d)
    angle = np.outer(np.arange(start, start + n), freq)
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)
