# Fault: a group wider than the row becomes the whole row.
import numpy as np


def quantise(w, group=32, bits=8):
    rows, cols = w.shape
    group = min(group, cols)
    if cols % group:
        raise ValueError("group")
    top = 127 if bits == 8 else 7
    q, scale = np.zeros((rows, cols), int), np.ones((rows, cols // group))
    for r in range(rows):
        for c in range(cols // group):
            part = np.array(w[r, c * group : (c + 1) * group], float)
            most = np.abs(part).max()
            if most > 0:
                scale[r, c] = most / top
                q[r, c * group : (c + 1) * group] = np.rint(part / scale[r, c])
    if bits == 8:
        return q.astype(np.int8), scale
    return (q[:, ::2] + 8 + 16 * (q[:, 1::2] + 8)).astype(np.uint8), scale


def dequantise(q, scale, group=32, bits=8):
    if bits == 4:
        high, low = np.divmod(np.asarray(q, int), 16)
        q = np.dstack([low, high]).reshape(len(q), -1) - 8
    return q * np.repeat(scale, group, axis=1)
