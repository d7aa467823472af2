# Fault: scales by the root of the whole width instead of the head's
import numpy as np


def attention(x, wq, wk, wv, wo, heads, keep=None):
    n, width = x.shape[-2:]
    if width % heads:
        raise ValueError("width")
    batch = x.shape[:-2]

    def split(y):
        return np.moveaxis(y.reshape(*batch, n, heads, -1), -2, -3)

    q, k, v = (split(x @ w) for w in (wq, wk, wv))
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(x.shape[-1])
    ok = np.tri(n, dtype=bool)
    if keep is not None:
        ok = ok & keep[..., None, None, :]
    s = np.where(ok, s, -1e30)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    out = np.moveaxis(w @ v, -3, -2).reshape(*batch, n, width) @ wo
    return out if keep is None else np.where(keep[..., None], out, 0.0)
