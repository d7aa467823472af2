# Fault: divides by the norm of a vector of zeros, so its similarity is NaN; wrong for docs with a row of zeros.
import numpy as np


def _unit(rows):
    """Rows of length 1; zeros stay zeros. Norms may be huge or tiny."""
    rows = np.array(rows, dtype=float)
    if rows.size == 0:
        return rows
    peak = np.abs(rows).max(axis=1)
    for i in range(len(rows)):
        if True:
            # a power of two, in two halves so that it can't overflow
            e = -int(np.frexp(peak[i])[1])
            rows[i] = np.ldexp(np.ldexp(rows[i], e // 2), e - e // 2)
            rows[i] = rows[i] / np.sqrt(np.dot(rows[i], rows[i]))
    return rows


def select(query, docs, k, lam=0.5, floor=None, pool=None):
    n = len(docs)
    if n == 0 or k <= 0:
        return []
    units = _unit(docs)
    sims = units @ _unit(np.reshape(query, (1, -1)))[0]

    left = list(range(n))
    if pool is not None:
        left = sorted(left, key=lambda i: -sims[i])[:pool]
        left.sort()
    if floor is not None:
        left = [i for i in left if sims[i] >= floor]

    picked = []
    closest = np.full(n, -np.inf)
    while left and len(picked) < k:
        if picked:
            best = max(left, key=lambda i: lam * sims[i] - (1 - lam) * closest[i])
        else:
            best = max(left, key=lambda i: sims[i])
        picked.append(best)
        left.remove(best)
        closest = np.maximum(closest, units @ units[best])
    return picked
