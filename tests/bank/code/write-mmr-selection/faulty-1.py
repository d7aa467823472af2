# Fault: the highest similarity so far starts at 0, so opposites aren't rewarded
import numpy as np


def select(query, docs, k, lam=0.5, floor=None, pool=None):
    def cos(a, b):
        n = np.linalg.norm(a) * np.linalg.norm(b)
        return float(a @ b / n) if n else 0.0

    rel = [cos(query, d) for d in docs]
    left = sorted(range(len(docs)), key=lambda i: -rel[i])
    if pool is not None:
        left = left[:pool]
    if floor is not None:
        left = [i for i in left if rel[i] >= floor]
    red = [0.0] * len(docs)
    out = []
    while left and len(out) < k:
        if out:
            i = max(left, key=lambda j: lam * rel[j] - (1 - lam) * red[j])
        else:
            i = left[0]
        left.remove(i)
        out.append(i)
        for j in left:
            red[j] = max(red[j], cos(docs[i], docs[j]))
    return out
