# Fault: after a timeout the weights are scaled to sum to the number of rankings and not to the sum of all weights; wrong for [['a'], None] with weights=[3.0, 2.0].
from math import fsum


def fuse(rankings, k=60, weights=None):
    if weights is None:
        weights = [1.0] * len(rankings)
    live = [(r, w) for r, w in zip(rankings, weights) if r is not None]
    if not live:
        return []
    factor = 1.0
    if len(live) < len(rankings):
        factor = len(rankings) / fsum(w for _, w in live)

    parts = {}
    for ranking, weight in live:
        seen = set()
        for rank, doc in enumerate(ranking, 1):
            if doc in seen:
                continue
            seen.add(doc)
            parts.setdefault(doc, []).append(weight / (k + rank))

    # fsum doesn't depend on the order of the parts, so true ties stay ties
    total = {doc: factor * fsum(p) for doc, p in parts.items()}
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
