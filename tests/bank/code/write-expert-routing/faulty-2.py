# Fault: takes the softmax over all experts and cuts it down to the chosen ones without renormalising
import numpy as np


def _probs(logits):
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def route(logits, k, capacity):
    T, E = logits.shape
    if k > E:
        raise ValueError("k is larger than the number of experts")
    p = _probs(logits)
    if k == 1:
        p = np.ones_like(p)
    order = np.argsort(-logits, axis=1)
    out = np.zeros((T, E))
    used = np.zeros(E, dtype=int)
    for c in range(k):
        for t in range(T):
            e = order[t, c]
            if used[e] < capacity:
                out[t, e] = p[t, e]
                used[e] += 1
    return out


def balance_loss(logits, k):
    T, E = logits.shape
    p = _probs(logits)
    top = np.argsort(-logits, axis=1)[:, :k]
    f = np.bincount(top.ravel(), minlength=E) / (T * k)
    loss = E * (f * p.mean(0)).sum()
    return loss, E / T * (p * f - p * (p @ f)[:, None])
