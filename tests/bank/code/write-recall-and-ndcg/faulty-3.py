# Fault: the ideal is the best order of the retrieved documents and not of all judged ones; wrong for metrics(['b'], {'a': 3, 'b': 1}, 2).
import math


def metrics(ranking, grades, k):
    wanted = {doc for doc, g in grades.items() if g >= 1}
    if not wanted:
        return None, None

    top = list(ranking)[:k]
    recall = sum(doc in wanted for doc in top) / len(wanted)

    # all gains are divided by 2^highest, which drops out of the quotient,
    # so that a grade of 5000 doesn't overflow
    high = max(grades.values())

    def dcg(gs):
        total = 0.0
        for rank, g in enumerate(gs, 1):
            gain = math.ldexp(1.0, g - high) - math.ldexp(1.0, -high)
            total += gain / math.log2(rank + 1)
        return total

    ideal = sorted((grades.get(doc, 0) for doc in ranking), reverse=True)[:k]
    best = dcg(ideal)
    if best == 0:
        return recall, 0.0
    return recall, dcg(grades.get(doc, 0) for doc in top) / best


def mean_metrics(rankings, judgements, k):
    recalls, ndcgs = [], []
    for query, grades in judgements.items():
        recall, ndcg = metrics(rankings.get(query, []), grades, k)
        if recall is None:
            continue
        recalls.append(recall)
        ndcgs.append(ndcg)
    count = len(recalls)
    if count == 0:
        return None, None, 0
    return math.fsum(recalls) / count, math.fsum(ndcgs) / count, count
