import numpy as np


def compare(a, b, draws, level=0.95, clusters=None):
    d = np.asarray(a, dtype=float) - np.asarray(b, dtype=float)
    n = len(d)
    draws = np.asarray(draws).astype(int)

    # without clusters, each question is a cluster of one
    if clusters is None:
        group = np.arange(n)
    else:
        group = np.asarray(clusters).astype(int)
    count = np.bincount(group)
    total = np.bincount(group, weights=d)

    means = total[draws].sum(axis=1) / count[draws].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])

    sums = np.zeros(1)
    for t in total:
        sums = np.concatenate([sums + t, sums - t])
    observed = abs(sums[0]) / n  # the first has no sign flipped
    p = np.mean(np.abs(sums) / n >= observed - 1e-12)
    return float(d.mean()), float(low), float(high), float(p)
