# Fault: the numbers of combinations are made floats before they're divided; wrong for n of 100,000 with k of 1,000, where it overflows.
from math import comb, fsum


def _any_of(n, c, k):
    if n - c < k:
        return 1.0
    return 1.0 - float(comb(n - c, k)) / float(comb(n, k))


def _all_of(n, c, k):
    if c < k:
        return 0.0
    few, many = sorted((n - c, k))
    chance = 1.0
    for i in range(few):
        chance *= (n - many - i) / (n - i)
    return chance


def pass_at_k(counts, k, every=False):
    counts = list(counts)
    if not counts:
        raise ValueError("there are no problems")
    for n, _ in counts:
        if n < k:
            raise ValueError("a problem has fewer than k tries")
    estimate = _all_of if every else _any_of
    return fsum(estimate(n, c, k) for n, c in counts) / len(counts)
