# Fault: the last shingle of a text longer than width is left out
import zlib
from collections import defaultdict

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    if not words:
        return []
    count = max(1, len(words) - width)
    hashes = [zlib.crc32(" ".join(words[i:i + width]).encode("utf-8"))
              for i in range(count)]
    return [min((a[i] * x + b[i]) % PRIME for x in hashes)
            for i in range(len(a))]


def candidates(texts, a, b, rows, width=3):
    sigs = [signature(t, a, b, width) for t in texts]
    pairs = set()
    for start in range(0, len(a), rows):
        groups = defaultdict(list)
        for i, sig in enumerate(sigs):
            if sig:
                groups[tuple(sig[start:start + rows])].append(i)
        for group in groups.values():
            for x in range(len(group)):
                for y in range(x + 1, len(group)):
                    pairs.add((group[x], group[y]))
    return sorted(pairs)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    sigs = [signature(t, a, b, width) for t in texts]
    neighbours = defaultdict(list)
    for i, j in candidates(texts, a, b, rows, width):
        equal = sum(1 for p, q in zip(sigs[i], sigs[j]) if p == q)
        if equal / len(a) >= threshold:
            neighbours[i].append(j)
            neighbours[j].append(i)
    kept, seen = [], set()
    for i in range(len(texts)):
        if i in seen or not texts[i].split():
            continue
        stack, group = [i], []
        seen.add(i)
        while stack:
            k = stack.pop()
            group.append(k)
            for other in neighbours[k]:
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        kept.append(max(sorted(group), key=lambda k: len(texts[k].split())))
    return sorted(kept)
