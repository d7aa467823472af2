# Fault: pads keep their scores and only lose their grades
import numpy as np


def ndcg(scores, grades, k, valid=None):
    if valid is None:
        valid = np.ones(grades.shape, bool)
    g = np.where(valid, grades, 0).astype(float)
    order = np.argsort(-scores, axis=1)
    ranked = np.take_along_axis(g, order, axis=1)[:, :k]
    best = -np.sort(-g, axis=1)[:, :k]
    discount = np.log2(np.arange(ranked.shape[1]) + 2)

    def dcg(x):
        return ((2 ** x - 1) / discount).sum(axis=1)

    ideal = dcg(best)
    values = np.where(ideal > 0, dcg(ranked) / np.where(ideal > 0, ideal, 1), 0.0)
    rows = valid.any(axis=1)
    return values, float(values[rows].mean()) if rows.any() else 0.0
