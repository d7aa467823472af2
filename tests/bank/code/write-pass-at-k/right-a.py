def pass_at_k(counts, k, every=False):
    if not counts or any(n < k for n, _ in counts):
        raise ValueError("needs problems, and k tries at each")
    return sum(one(n, c, k, every) for n, c in counts) / len(counts)


def one(n, c, k, every):
    if every:
        return all_of(n, c, k)
    return 1.0 - all_of(n, n - c, k)


def all_of(n, kind, k):
    # the chance that k of n, drawn without replacement, are of that kind
    if kind < k:
        return 0.0
    share = 1.0
    if k <= n - kind:
        for j in range(k):
            share *= (kind - j) / (n - j)
    else:
        for j in range(n - kind):
            share *= (n - k - j) / (n - j)
    return share
