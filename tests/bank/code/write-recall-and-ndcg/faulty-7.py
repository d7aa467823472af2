# Fault: a query with an empty ranking is left out.
from math import log2


def metrics(ranking, grades, k):
    relevant = {d for d, g in grades.items() if g > 0}
    if not relevant:
        return None, None
    found = relevant.intersection(ranking[:k])
    got = sum((2 ** grades[d] - 1) / log2(i + 2) for i, d in enumerate(ranking[:k]) if d in relevant)
    best = sorted(grades.values(), reverse=True)[:k]
    return len(found) / len(relevant), got / sum((2**g - 1) / log2(i + 2) for i, g in enumerate(best))


def mean_metrics(rankings, judgements, k):
    pairs = [metrics(rankings.get(q, []), grades, k) for q, grades in judgements.items() if rankings.get(q, ["x"])]
    pairs = [pair for pair in pairs if pair[0] is not None]
    if not pairs:
        return None, None, 0
    return sum(p[0] for p in pairs) / len(pairs), sum(p[1] for p in pairs) / len(pairs), len(pairs)
