# Fault: a capacity of 0 counts as no limit.
import math

import numpy as np


def _choices(row, k):
    return sorted(range(len(row)), key=lambda e: -row[e])[:k]


def _soft(values):
    top = max(values)
    powers = [math.exp(x - top) for x in values]
    return [x / sum(powers) for x in powers]


def route(logits, k, capacity):
    T, E = logits.shape
    if k > E:
        raise ValueError("k")
    picks = [_choices(row, k) for row in logits.tolist()]
    weights = [_soft([float(logits[t, e]) for e in p]) for t, p in enumerate(picks)]
    out, left = np.zeros((T, E)), [capacity or T] * E
    for rank in range(k):
        for t in range(T):
            e = picks[t][rank]
            if left[e] > 0:
                left[e] -= 1
                out[t, e] = weights[t][rank]
    return out


def balance_loss(logits, k):
    T, E = logits.shape
    f = np.zeros(E)
    for row in logits.tolist():
        for e in _choices(row, k):
            f[e] += 1 / (T * k)
    probs = np.array([_soft(row) for row in logits.tolist()]).reshape(T, E)
    loss = E * float(f @ probs.mean(0)) if T else 0.0
    grad = E / max(T, 1) * probs * (f - (probs @ f)[:, None])
    return loss, grad
