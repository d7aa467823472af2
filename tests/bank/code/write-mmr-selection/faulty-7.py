# Fault: (twist) with a floor or a pool the caller's vectors are brought to length 1 in place.
import numpy as np


def unit(x):
    norm = np.linalg.norm(x, axis=-1, keepdims=True)
    return x / np.where(norm > 0, norm, 1.0)


def select(query, docs, k, lam=0.5, floor=None, pool=None):
    if pool is not None or floor is not None:
        docs /= np.where(np.linalg.norm(docs, axis=-1, keepdims=True) > 0, np.linalg.norm(docs, axis=-1, keepdims=True), 1.0)
    docs = unit(docs)
    relevance = docs @ unit(query)
    open_ = np.ones(len(docs), dtype=bool)
    if floor is not None:
        open_ &= relevance >= floor
    if pool is not None:
        nearest = np.argsort(-relevance, kind="stable")[:pool]
        inside = np.zeros(len(docs), dtype=bool)
        inside[nearest] = True
        open_ &= inside
    picked = []
    closest = np.full(len(docs), -np.inf)  # to any pick so far
    while open_.any() and len(picked) < k:
        value = relevance
        if picked:
            value = lam * relevance - (1 - lam) * closest
        best = int(np.argmax(np.where(open_, value, -np.inf)))
        picked.append(best)
        open_[best] = False
        closest = np.maximum(closest, docs @ docs[best])
    return picked
