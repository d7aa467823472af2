# Fault: bands at different places count as shared (no band number in key)
import zlib
from itertools import combinations

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    if not words:
        return []
    if len(words) < width:
        shingles = [" ".join(words)]
    else:
        shingles = [" ".join(words[i:i + width])
                    for i in range(len(words) - width + 1)]
    xs = [zlib.crc32(s.encode()) for s in shingles]
    return [min((ai * x + bi) % PRIME for x in xs) for ai, bi in zip(a, b)]


def candidates(texts, a, b, rows, width=3):
    buckets = {}
    for i, text in enumerate(texts):
        sig = signature(text, a, b, width)
        for s in range(0, len(sig), rows):
            buckets.setdefault(tuple(sig[s:s + rows]), set()).add(i)
    pairs = set()
    for members in buckets.values():
        pairs |= set(combinations(sorted(members), 2))
    return sorted(pairs)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    sigs = [signature(t, a, b, width) for t in texts]
    cluster = {i: {i} for i, t in enumerate(texts) if t.split()}
    for i, j in candidates(texts, a, b, rows, width):
        same = sum(x == y for x, y in zip(sigs[i], sigs[j]))
        if same / len(a) >= threshold and cluster[i] is not cluster[j]:
            merged = cluster[i] | cluster[j]
            for k in merged:
                cluster[k] = merged
    kept = {min(c, key=lambda k: (-len(texts[k].split()), k))
            for c in cluster.values()}
    return sorted(kept)
