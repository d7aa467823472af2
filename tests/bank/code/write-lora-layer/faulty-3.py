# Fault: the adapter's term is scaled by alpha instead of alpha / r in lora_forward without `which`; wrong for every rank above 1.
import numpy as np


def _delta(a, b, alpha):
    rank = a.shape[0]
    return (b @ a) * (alpha / rank)


def lora_forward(x, w, a, b, alpha, which=None):
    """The layer's output with the adapter(s), which are not merged."""
    base = x @ w.T
    if which is None:
        return base + (x @ a.T) @ b.T * alpha
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
    return w + _delta(a, b, alpha)


def unmerge(w, a, b, alpha):
    """The weight that `merge` was given, from what it gave."""
    return w - _delta(a, b, alpha)
