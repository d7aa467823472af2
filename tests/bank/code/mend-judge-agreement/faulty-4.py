# Fault: labels that are false, like 0 or False, are dropped as if they were missing; wrong for human [0, 1], judge [0, 0].
from collections import Counter


def agreement(human, judge, swapped=None):
    if swapped is None:
        return _cohen(human, judge)

    turned = {"A": "B", "B": "A", "tie": "tie"}
    final, both, same = [], 0, 0
    for first, second in zip(judge, swapped):
        if first is None or second is None:
            final.append(None)
            continue
        both += 1
        if first == turned[second]:
            same += 1
            final.append(first)
        else:
            final.append("tie")
    return (*_cohen(human, final), same / both if both else None)


def _cohen(human, judge):
    pairs = [(h, j) for h, j in zip(human, judge) if h and j]
    n = len(pairs)
    if n == 0:
        return None, None
    hits = sum(h == j for h, j in pairs)
    left = Counter(h for h, _ in pairs)
    right = Counter(j for _, j in pairs)
    # chance is meet / n^2; whole numbers, so that "chance is 1" is exact
    meet = sum(times * right[label] for label, times in left.items())
    if meet == n * n:
        return hits / n, None
    return hits / n, (n * hits - meet) / (n * n - meet)
