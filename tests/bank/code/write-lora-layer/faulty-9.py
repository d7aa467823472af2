# Fault: (twist) only as many adapters are looked at as there are rows.
import numpy as np


def lora_forward(x, w, a, b, alpha, which=None):
    out = x @ w.T
    if which is None:
        return out + (alpha / a.shape[0]) * ((x @ a.T) @ b.T)
    out = out.astype(float)
    which = np.asarray(which)
    scale = alpha / a.shape[1]
    for j in range(min(len(a), len(x))):
        rows = which == j
        out[rows] += scale * ((x[rows] @ a[j].T) @ b[j].T)
    return out


def merge(w, a, b, alpha):
    return w + (alpha / a.shape[0]) * (b @ a)


def unmerge(w, a, b, alpha):
    return w - (alpha / a.shape[0]) * (b @ a)
