# Fault: repeats are cut out before the ranks are counted, so documents behind a repeat move up; wrong for [['a', 'a', 'b']].
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
        for rank, doc in enumerate(dict.fromkeys(ranking), 1):
            parts.setdefault(doc, []).append(weight / (k + rank))

    # fsum doesn't depend on the order of the parts, so true ties stay ties
    total = {doc: factor * fsum(p) for doc, p in parts.items()}
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
