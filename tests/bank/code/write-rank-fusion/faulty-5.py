# Fault: takes the documents out of the caller's lists while it counts, so the rankings are empty afterwards; wrong for any ranking that's used again.
from math import fsum


def fuse(rankings, k=60, weights=None):
    if weights is None:
        weights = [1.0] * len(rankings)
    live = [(r, w) for r, w in zip(rankings, weights) if r is not None]
    if not live:
        return []
    factor = 1.0
    if len(live) < len(rankings):
        factor = fsum(weights) / fsum(w for _, w in live)

    parts = {}
    for ranking, weight in live:
        seen = set()
        rank = 0
        while ranking:
            doc = ranking.pop(0)
            rank += 1
            if doc in seen:
                continue
            seen.add(doc)
            parts.setdefault(doc, []).append(weight / (k + rank))

    # fsum doesn't depend on the order of the parts, so true ties stay ties
    total = {doc: factor * fsum(p) for doc, p in parts.items()}
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
