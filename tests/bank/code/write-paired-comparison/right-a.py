import numpy as np


def compare(a, b, draws, level=0.95, clusters=None):
    d = np.asarray(a, float) - np.asarray(b, float)
    n = len(d)
    if clusters is None:
        clusters = np.arange(n)
    sums = np.bincount(clusters, weights=d)
    sizes = np.bincount(clusters)
    means = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])

    c = len(sums)
    bits = (np.arange(2**c)[:, None] >> np.arange(c)) & 1
    flipped = np.abs((1 - 2 * bits) @ sums) / n
    p = np.mean(flipped >= abs(d.mean()) - 1e-12)
    return float(d.mean()), float(low), float(high), float(p)
