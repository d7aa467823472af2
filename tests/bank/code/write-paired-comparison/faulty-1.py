# Fault: compares flipped means with the observed one exactly, without slack for rounding
from itertools import product

import numpy as np


def compare(a, b, draws, level=0.95, clusters=None):
    d = np.asarray(a, dtype=float) - np.asarray(b, dtype=float)
    if clusters is None:
        clusters = np.arange(len(d))
    groups = [np.flatnonzero(clusters == c) for c in range(int(max(clusters)) + 1)]
    means = []
    for row in draws:
        idx = np.concatenate([groups[c] for c in row])
        means.append(d[idx].mean())
    lo = np.quantile(means, (1 - level) / 2)
    hi = np.quantile(means, (1 + level) / 2)
    totals = [d[g].sum() for g in groups]
    seen = abs(d.mean())
    hits = count = 0
    for signs in product((1, -1), repeat=len(groups)):
        count += 1
        hits += abs(sum(s * t for s, t in zip(signs, totals))) / len(d) >= seen
    return d.mean(), lo, hi, hits / count
