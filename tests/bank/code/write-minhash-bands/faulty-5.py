# Fault: no clusters, of each pair the worse goes, so ends of a chain stay
import zlib
from collections import defaultdict
from itertools import combinations

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    last = max(0, len(words) - width)
    xs = {zlib.crc32(" ".join(words[i:i + width]).encode())
          for i in range(last + 1)}
    if not words:
        return []
    return [min((p * x + q) % PRIME for x in xs) for p, q in zip(a, b)]


def candidates(texts, a, b, rows, width=3):
    table = defaultdict(list)
    for i, text in enumerate(texts):
        sig = signature(text, a, b, width)
        for band in range(len(sig) // rows):
            key = (band, *sig[band * rows:(band + 1) * rows])
            table[key].append(i)
    return sorted({pair for ids in table.values()
                   for pair in combinations(ids, 2)})


def keep(texts, a, b, rows, width=3, threshold=0.5):
    sigs = [signature(text, a, b, width) for text in texts]
    words = [len(text.split()) for text in texts]
    gone = {i for i, n in enumerate(words) if n == 0}
    for i, j in candidates(texts, a, b, rows, width):
        agree = sum(x == y for x, y in zip(sigs[i], sigs[j]))
        if agree / len(a) >= threshold:
            gone.add(i if words[j] > words[i] else j)
    return [i for i in range(len(texts)) if i not in gone]
