# Fault: the ideal is made from the retrieved documents only
import math


def metrics(ranking, grades, k):
    relevant = {d for d, g in grades.items() if g > 0}
    if not relevant:
        return None, None
    gains = [2 ** grades.get(d, 0) - 1 for d in ranking]
    ideal = sorted(gains, reverse=True)[:k]
    dcg = sum(g / math.log2(i + 2) for i, g in enumerate(gains[:k]))
    idcg = sum(g / math.log2(i + 2) for i, g in enumerate(ideal))
    recall = len(relevant & set(ranking[:k])) / len(relevant)
    return recall, dcg / idcg if idcg else 0.0


def mean_metrics(rankings, judgements, k):
    rows = []
    for q, grades in judgements.items():
        r, n = metrics(rankings.get(q, []), grades, k)
        if r is not None:
            rows.append((r, n))
    if not rows:
        return None, None, 0
    return sum(r for r, n in rows) / len(rows), sum(n for r, n in rows) / len(rows), len(rows)
