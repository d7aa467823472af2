# Fault: the mean is over all rows, those of nothing but padding too; wrong for valid=[[True, True], [False, False]].
import numpy as np


def ndcg(scores, grades, k, valid=None):
    scores, grades = np.asarray(scores), np.asarray(grades)
    q, n = scores.shape
    if valid is None:
        real = np.ones((q, n), dtype=bool)
    else:
        real = np.asarray(valid, dtype=bool)

    def dcg(g):
        g = g[:k].astype(np.float64)
        return float(((2.0 ** g - 1.0) / np.log2(np.arange(len(g)) + 2.0)).sum())

    values = np.zeros(q)
    for row in range(q):
        s, g = scores[row][real[row]], grades[row][real[row]]
        ideal = dcg(np.sort(g)[::-1])
        if ideal > 0:
            values[row] = dcg(g[np.argsort(s)[::-1]]) / ideal
    queries = real.any(axis=1) if n else np.zeros(q, dtype=bool)
    if not queries.any():
        return values, 0.0
    return values, float(values.mean())
