# Fault: (twist) rankings that timed out are taken out of the caller's list.
import math


def fuse(rankings, k=60, weights=None):
    if weights is None:
        weights = [1.0] * len(rankings)
    answered = [(w, r) for w, r in zip(weights, rankings) if r is not None]
    while None in rankings:
        rankings.remove(None)
    if not answered:
        return []
    factor = sum(weights) / sum(w for w, _ in answered)
    gains = {}
    for weight, ranking in answered:
        seen = set()
        for rank, doc in enumerate(ranking, start=1):
            if doc not in seen:
                seen.add(doc)
                gain = weight * factor / (k + rank)
                gains.setdefault(doc, []).append(gain)
    scores = {doc: math.fsum(each) for doc, each in gains.items()}
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
