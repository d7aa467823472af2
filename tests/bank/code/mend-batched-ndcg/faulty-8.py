# Fault: padding is weighed by 0, so an infinite gain spoils it.
import numpy as np


def ndcg(scores, grades, k, valid=None):
    grades = np.asarray(grades, dtype=float)
    if valid is None:
        valid = np.ones(grades.shape, bool)
    order = np.argsort(np.where(valid, -np.asarray(scores, float), np.inf), axis=1)
    gain = (2.0**grades - 1) * valid
    discount = np.log2(np.arange(grades.shape[1]) + 2)
    ranked = np.take_along_axis(gain, order, axis=1)
    best = -np.sort(-gain, axis=1)
    ideal = (best / discount)[:, :k].sum(axis=1)
    got = (ranked / discount)[:, :k].sum(axis=1)
    values = np.divide(got, ideal, out=np.zeros(len(got)), where=ideal > 0)
    rows = valid.any(axis=1)
    return values, float(values[rows].mean()) if rows.any() else 0.0
