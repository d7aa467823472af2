# Fault: in bytes a tie goes to the earlier made.
from collections import Counter


def train_bpe(counts, n, as_bytes=False):
    words = [(list(word.encode() if as_bytes else word), count) for word, count in counts.items()]
    merges = []
    for k in range(n):
        pairs = Counter()
        for parts, count in words:
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], max(pair) if as_bytes else "", pair))
        merges.append(best)
        new = 256 + k if as_bytes else best[0] + best[1]
        words = [(join(parts, best, new), count) for parts, count in words]
    return merges


def join(parts, pair, new):
    out, i = [], 0
    while i < len(parts):
        if tuple(parts[i : i + 2]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out
