# Fault: the longest text in letters stays.
import zlib
from collections import defaultdict
from itertools import combinations

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    if not words:
        return []
    hashes = {
        zlib.crc32(" ".join(words[i : i + width]).encode()) for i in range(max(1, len(words) - width + 1))
    }
    return [min((p * x + q) % PRIME for x in hashes) for p, q in zip(a, b)]


def candidates(texts, a, b, rows, width=3):
    return pairs_of([signature(text, a, b, width) for text in texts], rows)


def pairs_of(marks, rows):
    pairs = set()
    length = max((len(m) for m in marks), default=0)
    for begin in range(0, length, rows):
        bins = defaultdict(list)
        for place, mark in enumerate(marks):
            if mark:
                bins[tuple(mark[begin : begin + rows])].append(place)
        for places in bins.values():
            pairs.update(combinations(places, 2))
    return sorted(pairs)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    marks = [signature(text, a, b, width) for text in texts]
    near = defaultdict(set)
    for i, j in pairs_of(marks, rows):
        if sum(x == y for x, y in zip(marks[i], marks[j])) / len(marks[i]) >= threshold:
            near[i].add(j)
            near[j].add(i)
    kept, seen = [], set()
    for i, mark in enumerate(marks):
        if i in seen or not mark:
            continue
        cluster, todo = {i}, [i]
        while todo:
            new = near[todo.pop()] - cluster
            cluster |= new
            todo += new
        seen |= cluster
        kept.append(min(cluster, key=lambda t: (-len(texts[t]), t)))
    return sorted(kept)
