# Fault: keeps the dtype of the grades, so gains overflow in int8
import numpy as np


def ndcg(scores, grades, k, valid=None):
    if valid is None:
        valid = np.ones(grades.shape, bool)
    s = np.where(valid, scores, -np.inf)
    g = np.where(valid, grades, 0).astype(grades.dtype)
    order = np.argsort(s, axis=1)[:, ::-1]
    ranked = np.take_along_axis(g, order, axis=1)[:, :k]
    best = np.sort(g, axis=1)[:, ::-1][:, :k]
    discount = np.log2(np.arange(ranked.shape[1]) + 2)

    def dcg(x):
        return ((2 ** x - 1) / discount).sum(axis=1)

    ideal = dcg(best)
    values = np.zeros(len(g))
    ok = ideal > 0
    values[ok] = dcg(ranked)[ok] / ideal[ok]
    rows = valid.any(axis=1)
    return values, float(values[rows].mean()) if rows.any() else 0.0
