# Fault: (twist) the codes of the left columns are shifted out of the caller's own array, so a second dequantise gives something else.
import numpy as np


def quantise(w, group=32, bits=8):
    rows, cols = w.shape
    if cols % group:
        raise ValueError("the columns do not divide into groups")
    top = 2 ** (bits - 1) - 1
    parts = w.reshape(rows, cols // group, group)
    scale = np.abs(parts).max(-1) / top
    scale = np.where(scale == 0, 1.0, scale)
    q = np.rint(parts / scale[..., None]).reshape(rows, cols)
    if bits == 8:
        return q.astype(np.int8), scale
    u = (q + 8).astype(np.uint8)
    return u[:, 0::2] | (u[:, 1::2] << 4), scale


def dequantise(q, scale, group=32, bits=8):
    if bits == 4:
        low = q & 15
        q >>= 4
        pairs = np.stack([low, q], -1)
        q = pairs.reshape(len(q), -1).astype(np.int8) - 8
    rows, cols = q.shape
    parts = q.reshape(rows, cols // group, group) * scale[..., None]
    return parts.reshape(rows, cols)
