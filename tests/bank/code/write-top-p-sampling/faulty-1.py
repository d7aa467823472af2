# Fault: drops the token that crosses p
import numpy as np


def sample(logits, u, k=0, p=1.0, min_p=0.0):
    probs = np.exp(logits - np.max(logits))
    probs = probs / probs.sum()
    if min_p > 0:
        probs = kept(probs, probs >= min_p * probs.max())
    order = np.argsort(-probs, kind="stable")
    if k > 0:
        mask = np.zeros(len(probs), dtype=bool)
        mask[order[:k]] = True
        probs = kept(probs, mask)
    ranked = probs[order]
    sums = np.cumsum(ranked)
    mask = np.zeros(len(probs), dtype=bool)
    mask[order] = sums <= p + 1e-12
    mask[order[0]] = True
    probs = kept(probs, mask & (probs > 0))
    ids = np.flatnonzero(probs)
    above = np.flatnonzero(np.cumsum(probs[ids]) > u)
    return int(ids[above[0]] if len(above) else ids[-1])


def kept(probs, mask):
    probs = np.where(mask, probs, 0.0)
    return probs / probs.sum()
