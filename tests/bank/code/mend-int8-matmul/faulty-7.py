# Fault: a threshold of 0 counts as none.
import numpy as np


def coded(vector):
    most = np.abs(vector).max()
    scale = most / 127 if most > 0 else 1.0
    return [int(c) for c in np.rint(vector / scale)], scale


def int8_matmul(x, w, threshold=None):
    x, w = np.asarray(x, float), np.asarray(w, float)
    out = np.zeros((len(x), w.shape[1]))
    if threshold:
        big = np.abs(x).max(axis=0) >= threshold
        out += x[:, big] @ w[big]
        x, w = x[:, ~big], w[~big]
    if x.shape[1] == 0:
        return out
    rows, cols = [coded(row) for row in x], [coded(col) for col in w.T]
    for i, (a, s) in enumerate(rows):
        for j, (b, z) in enumerate(cols):
            out[i, j] += sum(p * q for p, q in zip(a, b)) * s * z
    return out
