# Fault: the mean goes over the queries that have a ranking
import math


def metrics(ranking, grades, k):
    relevant = [d for d in grades if grades[d] >= 1]
    if not relevant:
        return None, None
    recall = sum(d in relevant for d in ranking[:k]) / len(relevant)
    gain = 0.0
    for i, d in enumerate(ranking[:k]):
        gain += (2 ** grades.get(d, 0) - 1) / math.log2(i + 2)
    ideal = 0.0
    for i, g in enumerate(sorted(grades.values(), reverse=True)[:k]):
        ideal += (2 ** g - 1) / math.log2(i + 2)
    return recall, gain / ideal


def mean_metrics(rankings, judgements, k):
    recalls, ndcgs = [], []
    for q, ranking in rankings.items():
        if q not in judgements:
            continue
        r, n = metrics(ranking, judgements[q], k)
        if r is not None:
            recalls.append(r)
            ndcgs.append(n)
    if not recalls:
        return None, None, 0
    return sum(recalls) / len(recalls), sum(ndcgs) / len(ndcgs), len(recalls)
