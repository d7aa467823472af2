import numpy as np


def _softmax(x):
    w = np.exp(x - x.max(axis=-1, keepdims=True))
    return w / w.sum(axis=-1, keepdims=True)


def _chosen(logits, k):
    return np.argsort(-logits, axis=-1)[:, :k]


def route(logits, k, capacity):
    tokens, experts = logits.shape
    if k > experts:
        raise ValueError("more choices than experts")
    picks = _chosen(logits, k)
    weights = _softmax(np.take_along_axis(logits, picks, axis=-1))
    combine = np.zeros((tokens, experts))
    load = np.zeros(experts, dtype=int)
    for choice in range(k):
        for token in range(tokens):
            expert = picks[token, choice]
            if load[expert] < capacity:
                load[expert] += 1
                combine[token, expert] = weights[token, choice]
    return combine


def balance_loss(logits, k):
    tokens, experts = logits.shape
    picks = _chosen(logits, k)
    f = np.bincount(picks.ravel(), minlength=experts) / picks.size
    p = _softmax(logits)
    loss = experts * float(f @ p.mean(axis=0))
    dlogits = experts / tokens * p * (f - (p * f).sum(-1, keepdims=True))
    return loss, dlogits
