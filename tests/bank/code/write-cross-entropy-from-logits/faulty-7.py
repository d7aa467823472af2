# Fault: (twist) with smoothing the maximum is taken off in the caller's logits.
import numpy as np


def cross_entropy(logits, targets, smoothing=0.0):
    n, c = logits.shape
    if smoothing:
        logits -= logits.max(-1, keepdims=True)
    shifted = logits - logits.max(-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    q = np.full((n, c), smoothing / c)
    q[np.arange(n), targets] += 1 - smoothing
    loss = -(q * log_p).sum() / n
    grad = np.exp(log_p) - q
    return float(loss), grad / n
