# Fault: (twist) with every, no problems give 0 and no error.
from math import comb


def pass_at_k(counts, k, every=False):
    if not counts and every:
        return 0.0
    if not counts:
        raise ValueError("no problems")
    if any(n < k for n, _ in counts):
        raise ValueError("fewer than k tries")
    total = 0.0
    for n, c in counts:
        if every:
            total += chance(n, c, k)
        else:
            total += 1 - chance(n, n - c, k)
    return total / len(counts)


def chance(n, c, k):
    """That k of n drawn without putting back all lie among c."""
    if c < k:
        return 0.0
    result = 1.0
    for i in range(k):
        result *= (c - i) / (n - i)
    return result
