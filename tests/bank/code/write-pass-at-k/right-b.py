from math import fsum


def _any_of(n, c, k):
    if n - c < k:
        return 1.0
    # C(n-c, k) / C(n, k) is a product of k factors 1 - c / (n - i), and also
    # one of c factors 1 - k / (n - i); keep 1 minus the product, term by term
    few, many = sorted((c, k))
    chance = 0.0
    for i in range(few):
        chance += (1.0 - chance) * (many / (n - i))
    return min(chance, 1.0)


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
