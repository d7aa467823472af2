# Fault: the rates for chance are taken from all labels a rater gave, also on items where the other's is missing; wrong for human ['a', 'b', 'a', 'b', 'b', 'b'], judge ['a', 'b', 'b', None, None, None].
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
    pairs = [(h, j) for h, j in zip(human, judge) if h is not None and j is not None]
    n = len(pairs)
    if n == 0:
        return None, None
    hits = sum(h == j for h, j in pairs)
    left = Counter(h for h in human if h is not None)
    right = Counter(j for j in judge if j is not None)
    whole = sum(left.values()) * sum(right.values())
    meet = sum(times * right[label] for label, times in left.items())
    if meet == whole:
        return hits / n, None
    return hits / n, (hits / n - meet / whole) / (1 - meet / whole)
