# Fault: an empty ranking is taken for one that timed out
def fuse(rankings, k=60, weights=None):
    if weights is None:
        weights = [1.0] * len(rankings)
    alive = sum(w for w, r in zip(weights, rankings) if r)
    scores = {}
    for w, ranking in zip(weights, rankings):
        if not ranking:
            continue
        seen = set()
        for rank, doc in enumerate(ranking, 1):
            if doc in seen:
                continue
            seen.add(doc)
            scores[doc] = scores.get(doc, 0) + w * sum(weights) / alive / (k + rank)
    return sorted(scores.items(), key=lambda p: (-p[1], p[0]))
