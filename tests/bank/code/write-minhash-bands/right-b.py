import zlib
from collections import defaultdict
from itertools import combinations

PRIME = 4294967311  # the first prime above 2**32


def signature(text, a, b, width=3):
    """The smallest hash of the text's shingles under each function."""
    words = text.lower().split()
    if not words:
        return []
    shingles = {" ".join(words[i:i + width])
                for i in range(max(1, len(words) - width + 1))}
    numbers = [zlib.crc32(shingle.encode("utf-8")) for shingle in shingles]
    return [min((m * x + c) % PRIME for x in numbers)
            for m, c in zip(a, b)]


def _pairs(signatures, rows):
    buckets = defaultdict(list)
    for place, values in enumerate(signatures):
        for start in range(0, len(values), rows):
            band = start, tuple(values[start:start + rows])
            buckets[band].append(place)
    pairs = set()
    for places in buckets.values():
        pairs.update(combinations(places, 2))
    return sorted(pairs)


def candidates(texts, a, b, rows, width=3):
    """The pairs (i, j), i < j, of places in texts that share a band."""
    return _pairs([signature(text, a, b, width) for text in texts], rows)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    """The places of the texts to keep, ascending."""
    signatures = [signature(text, a, b, width) for text in texts]
    parent = list(range(len(texts)))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _pairs(signatures, rows):
        equal = sum(x == y for x, y in zip(signatures[i], signatures[j]))
        if equal / len(a) >= threshold:
            parent[root(i)] = root(j)

    lengths = [len(text.split()) for text in texts]
    best = {}
    for i, length in enumerate(lengths):
        if not length:
            continue
        cluster = root(i)
        if cluster not in best or length > lengths[best[cluster]]:
            best[cluster] = i
    return sorted(best.values())
