# Fault: reshapes straight to (heads, n, d), which mixes positions with columns
import numpy as np


def attention(x, wq, wk, wv, wo, heads, keep=None):
    n, width = x.shape[-2:]
    if width % heads:
        raise ValueError("width")
    batch = x.shape[:-2]
    d = width // heads
    q = (x @ wq).reshape(*batch, heads, n, d)
    k = (x @ wk).reshape(*batch, heads, n, d)
    v = (x @ wv).reshape(*batch, heads, n, d)
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(d)
    ok = np.tri(n, dtype=bool)
    if keep is not None:
        ok = ok & keep[..., None, None, :]
    s = np.where(ok, s, -1e30)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    out = (w @ v).reshape(*batch, n, width) @ wo
    return out if keep is None else np.where(keep[..., None], out, 0.0)
