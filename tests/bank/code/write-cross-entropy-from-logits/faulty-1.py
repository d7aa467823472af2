# Fault: the loss is a mean, the gradient that of the sum
import numpy as np


def cross_entropy(logits, targets, smoothing=0.0):
    n, c = logits.shape
    shifted = logits - logits.max(-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    q = np.full((n, c), smoothing / c)
    q[np.arange(n), targets] += 1 - smoothing
    loss = -(q * log_p).sum() / n
    grad = np.exp(log_p) - q
    return float(loss), grad
