# Fault: (twist) with as_bytes the caller's counts are emptied.
from collections import Counter


def train_bpe(counts, n, as_bytes=False):
    words = []
    if as_bytes:
        while counts:
            word, count = counts.popitem()
            words.append((list(word.encode("utf-8")), count))
    else:
        words = [(list(word), count) for word, count in counts.items()]
    merges = []
    for k in range(n):
        pairs = Counter()
        for parts, count in words:
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        new = 256 + k if as_bytes else best[0] + best[1]
        words = [(join(parts, best, new), count) for parts, count in words]
        merges.append(best)
    return merges


def join(parts, pair, new):
    out, i = [], 0
    while i < len(parts):
        if tuple(parts[i:i + 2]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out
