# Fault: multiplies the combinations up as floats, which overflow for many tries
def comb(n, k):
    if k > n:
        return 0.0
    out = 1.0
    for i in range(k):
        out = out * (n - i) / (i + 1)
    return out


def pass_at_k(counts, k, every=False):
    if len(counts) == 0:
        raise ValueError("no problems")
    scores = []
    for n, c in counts:
        if n < k:
            raise ValueError("k is larger than n")
        if every:
            scores.append(comb(c, k) / comb(n, k))
        else:
            scores.append(1.0 - comb(n - c, k) / comb(n, k))
    return sum(scores) / len(scores)
