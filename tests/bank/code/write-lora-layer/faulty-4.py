# Fault: merge adds into the frozen weight it was given, in place, so the caller's w changes (any adapter that isn't zero).
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
    for j in range(a.shape[0]):
        rows = np.flatnonzero(which == j)
        if rows.size:
            out[rows] += (x[rows] @ a[j].T) @ b[j].T * (alpha / rank)
    return out


def merge(w, a, b, alpha):
    """A new weight (d_out, d_in) that does the same without adapter."""
    w += _delta(a, b, alpha)
    return w


def unmerge(w, a, b, alpha):
    """The weight that `merge` was given, from what it gave."""
    return w - _delta(a, b, alpha)
