# Fault: scores are divided by the root of the values' width e instead of d, wrong whenever d and e differ and the scores aren't all equal (the shown cases score 0).
import math

import numpy as np


def attend(q, k, v, mask=None):
    """Scaled dot-product attention for one head, one query at a time."""
    n, d = q.shape
    out = np.zeros((n, v.shape[1]))
    scale = 1.0 / math.sqrt(v.shape[1])
    for i in range(n):
        if mask is None:
            chosen = np.arange(len(k))
        else:
            chosen = np.flatnonzero(mask[i])
        if chosen.size == 0:
            continue  # looks at nothing: the row stays zero
        s = k[chosen].astype(float) @ q[i].astype(float) * scale
        w = np.exp(s - s.max())
        out[i] = (w / w.sum()) @ v[chosen]
    return out
