# Fault: the queries are scaled in place, so the caller's float q is changed whenever d > 1 and q isn't zero.
import math

import numpy as np


def attend(q, k, v, mask=None):
    """Scaled dot-product attention for one head, one query at a time."""
    n, d = q.shape
    out = np.zeros((n, v.shape[1]))
    q /= math.sqrt(d)
    for i in range(n):
        if mask is None:
            chosen = np.arange(len(k))
        else:
            chosen = np.flatnonzero(mask[i])
        if chosen.size == 0:
            continue  # looks at nothing: the row stays zero
        s = k[chosen].astype(float) @ q[i].astype(float)
        w = np.exp(s - s.max())
        out[i] = (w / w.sum()) @ v[chosen]
    return out
