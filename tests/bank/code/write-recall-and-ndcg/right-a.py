import math


def dcg(grades):
    return sum((2**g - 1) / math.log2(rank + 1)
               for rank, g in enumerate(grades, start=1))


def metrics(ranking, grades, k):
    relevant = sum(g >= 1 for g in grades.values())
    if not relevant:
        return None, None
    top = [grades.get(doc, 0) for doc in ranking[:k]]
    best = sorted(grades.values(), reverse=True)[:k]
    return sum(g >= 1 for g in top) / relevant, dcg(top) / dcg(best)


def mean_metrics(rankings, judgements, k):
    found = [metrics(rankings.get(query, []), grades, k)
             for query, grades in judgements.items()]
    found = [pair for pair in found if pair[0] is not None]
    n = len(found)
    if not n:
        return None, None, 0
    return sum(r for r, _ in found) / n, sum(d for _, d in found) / n, n
