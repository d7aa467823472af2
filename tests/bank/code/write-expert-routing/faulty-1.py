# Fault: gives out the places token by token, so an early second choice beats a later first one
import numpy as np


def route(logits, k, capacity):
    T, E = logits.shape
    if k > E:
        raise ValueError("k is larger than the number of experts")
    out = np.zeros((T, E))
    used = [0] * E
    for t in range(T):
        top = np.argsort(logits[t])[::-1][:k]
        w = np.exp(logits[t, top] - logits[t, top[0]])
        w /= w.sum()
        for e, weight in zip(top, w):
            if used[e] < capacity:
                used[e] += 1
                out[t, e] = weight
    return out


def balance_loss(logits, k):
    T, E = logits.shape
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    top = np.argsort(logits, axis=1)[:, -k:]
    f = np.array([(top == e).sum() for e in range(E)]) / (T * k)
    loss = E * (f * p.mean(0)).sum()
    return loss, E / T * (p * f - p * (p @ f)[:, None])
