# Fault: hidden scores become -1e9, so a row that sees nothing averages everything
import numpy as np


def attend(q, k, v, mask=None):
    scores = q @ k.T / np.sqrt(k.shape[1])
    if mask is not None:
        scores = np.where(mask, scores, -1e9)
    scores = scores - scores.max(axis=1, keepdims=True)
    weights = np.exp(scores)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ v
