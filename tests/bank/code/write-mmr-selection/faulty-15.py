# Fault: (twist) with a floor, the pool is the first documents above it.
import numpy as np


def select(query, docs, k, lam=0.5, floor=None, pool=None):
    n = len(docs)
    q = unit(np.asarray(query, dtype=float)[None])[0]
    d = unit(np.asarray(docs, dtype=float))
    sim = d @ q
    left = list(range(n))
    if pool is not None and floor is None:
        left = sorted(left, key=lambda i: -sim[i])[:pool]
    if floor is not None:
        left = [i for i in left if sim[i] >= floor][:pool]
    left.sort()
    picked = []
    near = np.full(n, -np.inf)
    while left and len(picked) < k:
        if picked:
            best = max(left, key=lambda i: lam * sim[i] - (1 - lam) * near[i])
        else:
            best = max(left, key=lambda i: sim[i])
        picked.append(best)
        left.remove(best)
        near = np.maximum(near, d @ d[best])
    return picked


def unit(rows):
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
