# Fault: drops missing labels from each list by itself, so that the items no longer match
from collections import Counter


def agreement(human, judge, swapped=None):
    steady = None
    if swapped is not None:
        merged, hits = [], []
        for a, b in zip(judge, swapped):
            if a is None or b is None:
                merged.append(None)
                continue
            b = {"A": "B", "B": "A"}.get(b, b)
            hits.append(a == b)
            merged.append(a if a == b else "tie")
        judge = merged
        steady = sum(hits) / len(hits) if hits else None
    h = [x for x in human if x is not None]
    j = [x for x in judge if x is not None]
    n = min(len(h), len(j))
    if n == 0:
        out = (None, None)
    else:
        h, j = h[:n], j[:n]
        po = sum(x == y for x, y in zip(h, j)) / n
        ch, cj = Counter(h), Counter(j)
        pe = sum(ch[x] / n * cj[x] / n for x in set(ch) | set(cj))
        out = (po, None) if pe == 1 else (po, (po - pe) / (1 - pe))
    return out if swapped is None else out + (steady,)
