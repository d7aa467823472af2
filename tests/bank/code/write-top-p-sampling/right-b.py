import numpy as np


def sample(logits, u, k=0, p=1.0, min_p=0.0):
    """The id drawn after min-p, top-k and top-p, by the uniform number u."""
    logits = np.asarray(logits, dtype=float)
    probs = np.exp(logits - np.max(logits))
    probs = probs / np.sum(probs)

    # min-p
    floor = min_p * np.max(probs)
    kept = [i for i in range(len(probs)) if probs[i] > 0 and probs[i] >= floor]
    probs = renormalised(probs, kept)

    # top-k
    ranked = sorted(kept, key=lambda i: -probs[i])
    if k > 0:
        ranked = ranked[:k]
    probs = renormalised(probs, ranked)

    # top-p
    nucleus = []
    total = 0.0
    for i in ranked:
        nucleus.append(i)
        total += probs[i]
        if total >= p:
            break
    probs = renormalised(probs, nucleus)

    # the draw
    walk = sorted(nucleus)
    total = 0.0
    for i in walk:
        total += probs[i]
        if total > u:
            return i
    return walk[-1]


def renormalised(probs, kept):
    out = np.zeros(len(probs))
    out[kept] = probs[kept]
    return out / out.sum()
