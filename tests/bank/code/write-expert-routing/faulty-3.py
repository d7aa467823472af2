# Fault: after dropping, each token's remaining weights are scaled up to sum to 1 again, although they should stay as they are (any k = 2 case where one of a token's two choices is dropped).
import numpy as np


def _softmax(values):
    powers = np.exp(values - np.max(values))
    return powers / powers.sum()


def route(logits, k, capacity):
    logits = np.asarray(logits, dtype=float)
    T, E = logits.shape
    if k > E:
        raise ValueError("k exceeds the number of experts")
    out = np.zeros((T, E))
    room = [capacity] * E
    choices = [sorted(range(E), key=lambda e: -row[e])[:k] for row in logits]
    weights = [_softmax(row[c]) if k else [] for row, c in zip(logits, choices)]
    for rank in range(k):
        for t in range(T):
            e = choices[t][rank]
            if room[e] > 0:
                room[e] -= 1
                out[t, e] = weights[t][rank]
    sums = out.sum(axis=1, keepdims=True)
    return np.divide(out, sums, out=np.zeros_like(out), where=sums > 0)


def balance_loss(logits, k):
    logits = np.asarray(logits, dtype=float)
    T, E = logits.shape
    if k > E:
        raise ValueError("k exceeds the number of experts")
    if T == 0:
        return 0.0, np.zeros((T, E))
    f = np.zeros(E)
    p = np.zeros((T, E))
    for t, row in enumerate(logits):
        p[t] = _softmax(row)
        for e in np.argsort(-row)[:k]:
            f[e] += 1.0 / (T * k)
    loss = E * float(f @ p.mean(axis=0))
    dlogits = np.empty((T, E))
    for t in range(T):
        dlogits[t] = E / T * p[t] * (f - f @ p[t])
    return loss, dlogits
