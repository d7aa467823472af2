# Fault: (twist) hidden scores get a penalty of -1e4 instead of being left out, so a hidden key that scores e.g. 30000 above the others still takes all the weight.
import numpy as np


def attend(q, k, v, mask=None):
    scores = q @ k.T / np.sqrt(q.shape[1])
    if mask is not None:
        scores = scores + np.where(mask, 0.0, -1e4)
    w = np.exp(scores - scores.max(axis=1, keepdims=True))
    out = w @ v / w.sum(axis=1, keepdims=True)
    if mask is not None:
        out = np.where(mask.any(axis=1)[:, None], out, 0.0)
    return out
