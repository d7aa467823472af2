# Fault: (twist) only the last section's tail is looked at.
def chunk(lengths, size, overlap, starts=(), tail=0):
    n = len(lengths)
    cuts = sorted({0, n, *starts})
    out = []
    for begin, end in zip(cuts, cuts[1:]):
        out += section(lengths, size, overlap, begin, end, tail if end == n else 0)
    return out


def section(lengths, size, overlap, begin, end, tail):
    chunks, current, held = [], [], 0
    for i in range(begin, end):
        if current and held + lengths[i] > size:
            chunks.append(current)
            current, held = repeat(lengths, current, overlap)
            while current and held + lengths[i] > size:
                held -= lengths[current.pop(0)]
        current.append(i)
        held += lengths[i]
    chunks.append(current)
    if len(chunks) > 1:
        new = [i for i in chunks[-1] if i not in chunks[-2]]
        if sum(lengths[i] for i in new) < tail:
            chunks.pop()
            chunks[-1].extend(new)
    return chunks


def repeat(lengths, current, overlap):
    kept, held = [], 0
    for j in reversed(current):
        if held + lengths[j] > overlap:
            break
        kept.insert(0, j)
        held += lengths[j]
    return kept, held
