# Fault: takes the maxima off the caller's own float array in place; wrong (logits changed) whenever a row's largest score isn't 0.
import numpy as np


def cross_entropy(logits, targets, smoothing=0.0):
    """Mean cross-entropy in nats and its gradient in the logits."""
    z = np.asarray(logits, dtype=np.float64)
    n, c = z.shape
    goal = np.full((n, c), smoothing / c)
    for i in range(n):
        goal[i, targets[i]] += 1.0 - smoothing

    top = z.max(axis=1, keepdims=True)
    z -= top
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    surprise = np.log(total) - z  # -log p of each class
    loss = (goal * surprise).sum() / n
    grad = (e / total - goal) / n
    return float(loss), grad
