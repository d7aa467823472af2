# Fault: divides the groups in place in a view of the caller's float64 array, so w is changed (any group whose scale isn't 1).
import numpy as np


def quantise(w, group=32, bits=8):
    """Symmetric 8- or 4-bit codes and one scale for each group of a row."""
    rows, cols = w.shape
    if cols % group:
        raise ValueError(f"{cols} columns don't divide into groups of {group}")
    top = 127 if bits == 8 else 7
    codes = np.zeros((rows, cols), dtype=np.int8)
    scale = np.ones((rows, cols // group))
    for j in range(cols // group):
        part = np.asarray(w[:, j * group:(j + 1) * group], dtype=np.float64)
        s = np.abs(part).max(axis=1) / top
        s[s == 0] = 1.0
        part /= s[:, None]
        c = np.rint(part)
        codes[:, j * group:(j + 1) * group] = np.clip(c, -top, top)
        scale[:, j] = s
    if bits == 8:
        return codes, scale
    nibbles = (codes + 8).astype(np.uint8)
    return nibbles[:, 0::2] | (nibbles[:, 1::2] << 4), scale


def dequantise(q, scale, group=32, bits=8):
    """The float weights (rows, cols) that the codes stand for."""
    if bits == 8:
        codes = q.astype(np.float64)
    else:
        codes = np.empty((q.shape[0], 2 * q.shape[1]))
        codes[:, 0::2] = (q & 15).astype(np.float64) - 8
        codes[:, 1::2] = (q >> 4).astype(np.float64) - 8
    if codes.shape[1] % group:
        raise ValueError("the columns don't divide into groups")
    return codes * np.repeat(scale, group, axis=1)
