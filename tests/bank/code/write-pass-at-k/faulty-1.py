# Fault: draws with replacement, by the plain pass rate
def pass_at_k(counts, k, every=False):
    if not counts:
        raise ValueError("no problems")
    total = 0.0
    for n, c in counts:
        if n < k:
            raise ValueError("too few tries")
        if every:
            total += 0.0 if c < k else (c / n) ** k
        else:
            total += 1.0 if n - c < k else 1 - (1 - c / n) ** k
    return total / len(counts)
