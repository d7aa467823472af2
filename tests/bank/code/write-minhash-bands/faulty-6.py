# Fault: keep doesn't hand width on to candidates, which goes by 3
import zlib

PRIME = 4294967311


def signature(text, a, b, width=3):
    words = text.lower().split()
    if len(words) == 0:
        return []
    if len(words) <= width:
        shingles = {" ".join(words)}
    else:
        shingles = {" ".join(words[i:i + width])
                    for i in range(len(words) - width + 1)}
    result = []
    for ai, bi in zip(a, b):
        result.append(min((ai * zlib.crc32(s.encode("utf-8")) + bi) % PRIME
                          for s in shingles))
    return result


def candidates(texts, a, b, rows, width=3):
    found = set()
    seen = {}
    for j, text in enumerate(texts):
        sig = signature(text, a, b, width)
        for start in range(0, len(sig), rows):
            key = (start, tuple(sig[start:start + rows]))
            for i in seen.get(key, []):
                found.add((i, j))
            seen.setdefault(key, []).append(j)
    return sorted(found)


def keep(texts, a, b, rows, width=3, threshold=0.5):
    sigs = [signature(text, a, b, width) for text in texts]
    label = list(range(len(texts)))
    for i, j in candidates(texts, a, b, rows):
        equal = sum(x == y for x, y in zip(sigs[i], sigs[j]))
        if equal / len(a) >= threshold and label[i] != label[j]:
            old, new = label[j], label[i]
            label = [new if x == old else x for x in label]
    best = {}
    for i, text in enumerate(texts):
        n = len(text.split())
        if n and (label[i] not in best or n > best[label[i]][0]):
            best[label[i]] = (n, i)
    return sorted(i for _, i in best.values())
