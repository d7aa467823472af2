# Fault: with `which` it asks for the largest adapter number in use, which raises ValueError for an empty batch (n = 0, which empty).
import numpy as np


def _delta(a, b, alpha):
    rank = a.shape[0]
    return (b @ a) * (alpha / rank)


def lora_forward(x, w, a, b, alpha, which=None):
    """The layer's output with the adapter(s), which are not merged."""
    base = x @ w.T
    if which is None:
        rank = a.shape[0]
        return base + (x @ a.T) @ b.T * (alpha / rank)
    which = np.asarray(which)
    out = np.array(base, dtype=np.result_type(base, a, b, np.float32))
    rank = a.shape[1]
    for j in range(int(which.max()) + 1):
        rows = np.flatnonzero(which == j)
        if rows.size:
            out[rows] += (x[rows] @ a[j].T) @ b[j].T * (alpha / rank)
    return out


def merge(w, a, b, alpha):
    """A new weight (d_out, d_in) that does the same without adapter."""
    return w + _delta(a, b, alpha)


def unmerge(w, a, b, alpha):
    """The weight that `merge` was given, from what it gave."""
    return w - _delta(a, b, alpha)
