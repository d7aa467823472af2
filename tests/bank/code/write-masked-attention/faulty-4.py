# Fault: instead of subtracting the row's maximum the scores are clipped to -700..700, so scores such as 20000 and 19000 (or -20000 and -19000) come out as equal weights.
import math

import numpy as np


def attend(q, k, v, mask=None):
    """Scaled dot-product attention for one head, one query at a time."""
    n, d = q.shape
    out = np.zeros((n, v.shape[1]))
    scale = 1.0 / math.sqrt(d)
    for i in range(n):
        if mask is None:
            chosen = np.arange(len(k))
        else:
            chosen = np.flatnonzero(mask[i])
        if chosen.size == 0:
            continue  # looks at nothing: the row stays zero
        s = k[chosen].astype(float) @ q[i].astype(float) * scale
        w = np.exp(np.clip(s, -700.0, 700.0))
        out[i] = (w / w.sum()) @ v[chosen]
    return out
