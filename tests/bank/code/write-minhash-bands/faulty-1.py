# Fault: the bucket does not know its band, so equal values in different bands make a pair
import zlib

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    if not words:
        return []
    numbers = set()
    for start in range(max(1, len(words) - width + 1)):
        shingle = " ".join(words[start : start + width])
        numbers.add(zlib.crc32(shingle.encode("utf-8")))
    return [min((c * x + d) % PRIME for x in numbers) for c, d in zip(a, b)]


def _pairs(signatures, rows):
    buckets, pairs = {}, set()
    for j, own in enumerate(signatures):
        for start in range(0, len(own), rows):
            key = tuple(own[start : start + rows])
            bucket = buckets.setdefault(key, [])
            pairs.update((i, j) for i in bucket)
            bucket.append(j)
    return sorted(pairs)


def candidates(texts, a, b, rows, width=3):
    return _pairs([signature(text, a, b, width) for text in texts], rows)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    signatures = [signature(text, a, b, width) for text in texts]
    parent = list(range(len(texts)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in _pairs(signatures, rows):
        equal = sum(x == y for x, y in zip(signatures[i], signatures[j]))
        if equal >= threshold * len(a):
            parent[root(j)] = root(i)
    best = {}
    for i, text in enumerate(texts):
        size = len(text.split())
        if size > best.get(root(i), (0, 0))[0]:
            best[root(i)] = (size, i)
    return sorted(i for _, i in best.values())
