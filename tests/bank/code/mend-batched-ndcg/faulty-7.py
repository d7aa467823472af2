# Fault: (twist) the grades of the padding are set to 0 in the caller's array.
import numpy as np


def ndcg(scores, grades, k, valid=None):
    if valid is None:
        valid = np.ones(scores.shape, dtype=bool)
    scores = np.where(valid, scores, -np.inf)
    grades[~valid] = 0
    grades = grades.astype(float)

    order = np.argsort(-scores, axis=1)
    ranked = np.take_along_axis(grades, order, axis=1)[:, :k]
    best = np.sort(grades, axis=1)[:, ::-1][:, :k]
    discount = np.log2(np.arange(best.shape[1]) + 2)

    def dcg(g):
        return ((2.0**g - 1) / discount).sum(axis=1)

    ideal = dcg(best)
    values = dcg(ranked) / np.where(ideal > 0, ideal, 1.0)
    asked = valid.any(axis=1)
    mean = float(values[asked].mean()) if asked.any() else 0.0
    return values, mean
