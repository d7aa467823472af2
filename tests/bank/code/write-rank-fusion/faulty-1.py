# Fault: duplicates are removed first, so that what comes behind them moves up
def fuse(rankings, k=60, weights=None):
    weights = weights or [1.0] * len(rankings)
    there = [(w, r) for w, r in zip(weights, rankings) if r is not None]
    if not there:
        return []
    scale = sum(weights) / sum(w for w, r in there)
    total = {}
    for w, ranking in there:
        for i, doc in enumerate(dict.fromkeys(ranking)):
            total[doc] = total.get(doc, 0) + w * scale / (k + i + 1)
    return sorted(total.items(), key=lambda x: (-x[1], x[0]))
