# Fault: compares with the last pick only
import numpy as np


def select(query, docs, k, lam=0.5, floor=None, pool=None):
    norms = np.linalg.norm(docs, axis=1)
    norms = np.where(norms == 0, 1, norms)
    d = docs / norms[:, None]
    q = query / (np.linalg.norm(query) or 1)
    rel = d @ q
    order = [int(i) for i in np.argsort(-rel)]
    if pool is not None:
        order = order[:pool]
    left = [i for i in order if floor is None or rel[i] >= floor]
    picked = []
    while left and len(picked) < k:
        if not picked:
            best = left[0]
        else:
            best = max(left, key=lambda i: lam * rel[i] - (1 - lam) * (d[i] @ d[picked[-1]]))
        picked.append(best)
        left.remove(best)
    return picked
