# Fault: chance still comes from the pooled labels
from collections import Counter


def agreement(human, judge, swapped=None):
    extra = ()
    if swapped is not None:
        flip = {"A": "B", "B": "A", "tie": "tie", None: None}
        back = [flip[s] for s in swapped]
        runs = [(a, b) for a, b in zip(judge, back) if a is not None and b is not None]
        extra = (sum(a == b for a, b in runs) / len(runs) if runs else None,)
        judge = [None if a is None or b is None else a if a == b else "tie"
                 for a, b in zip(judge, back)]
    pairs = [(h, j) for h, j in zip(human, judge) if h is not None and j is not None]
    n = len(pairs)
    if n == 0:
        return (None, None) + extra
    agreed = sum(h == j for h, j in pairs) / n
    labels = Counter()
    for h, j in pairs:
        labels[h] += 1
        labels[j] += 1
    chance = sum((c / (2 * n)) ** 2 for c in labels.values())
    if chance == 1.0:
        return (agreed, None) + extra
    return (agreed, (agreed - chance) / (1 - chance)) + extra
