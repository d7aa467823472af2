# Fault: an empty swapped counts as none given.
from fractions import Fraction

FLIP = {"A": "B", "B": "A", "tie": "tie"}


def agreement(human, judge, swapped=None):
    if not swapped:
        return kappa(human, judge)
    both = [(j, FLIP[s]) for j, s in zip(judge, swapped) if j is not None and s is not None]
    stable = sum(j == s for j, s in both) / len(both) if both else None
    labels = [
        None if j is None or s is None else j if j == FLIP[s] else "tie" for j, s in zip(judge, swapped)
    ]
    return (*kappa(human, labels), stable)


def kappa(human, judge):
    pairs = [(h, j) for h, j in zip(human, judge) if h is not None and j is not None]
    n = len(pairs)
    if not n:
        return None, None
    first, second = [h for h, _ in pairs], [j for _, j in pairs]
    agreed = Fraction(sum(h == j for h, j in pairs), n)
    chance = Fraction(sum(first.count(label) * second.count(label) for label in set(first)), n * n)
    return float(agreed), None if chance == 1 else float((agreed - chance) / (1 - chance))
