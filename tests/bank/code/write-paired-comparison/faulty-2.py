# Fault: a resample's mean is the mean of the cluster means, whatever their sizes
import numpy as np


def compare(a, b, draws, level=0.95, clusters=None):
    d = np.asarray(a, float) - np.asarray(b, float)
    observed = d.mean()
    n = len(d)
    if clusters is None:
        clusters = np.arange(n)
    c = int(np.max(clusters)) + 1
    total = np.zeros(c)
    size = np.zeros(c)
    np.add.at(total, clusters, d)
    np.add.at(size, clusters, 1)
    boot = (total / size)[draws].mean(axis=1)
    low, high = np.quantile(boot, [(1 - level) / 2, 1 - (1 - level) / 2])
    signs = np.array([[1 if m >> i & 1 else -1 for i in range(c)] for m in range(1 << c)])
    stat = np.abs(signs @ total) / n
    p = (stat >= abs(observed) - 1e-12).mean()
    return observed, low, high, p
