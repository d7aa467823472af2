import numpy as np


def attend(q, k, v, causal=False, sink=None):
    B, n, d = q.shape
    m = k.shape[1]
    out = np.zeros((B, n, v.shape[2]))
    for b in range(B):
        scores = q[b] @ k[b].T / np.sqrt(d)
        if causal:
            scores[np.triu_indices(n, 1, m)] = -np.inf
        top = scores.max(axis=1)
        if sink is not None:
            top = np.maximum(top, sink)
        weights = np.exp(scores - top[:, None])
        total = weights.sum(axis=1)
        if sink is not None:
            total = total + np.exp(sink - top)
        out[b] = weights @ v[b] / total[:, None]
    return out
