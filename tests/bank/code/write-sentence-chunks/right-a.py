def chunk(lengths, size, overlap, starts=(), tail=0):
    edges = sorted({0, len(lengths), *starts})
    found = []
    for low, high in zip(edges, edges[1:]):
        part = section(lengths[low:high], size, overlap)
        if len(part) > 1:
            new = [i for i in part[-1] if i not in part[-2]]
            if sum(lengths[low + i] for i in new) < tail:
                part.pop()
                part[-1] = part[-1] + new
        found += [[low + i for i in one] for one in part]
    return found


def section(lengths, size, overlap):
    chunks, current, held = [], [], 0
    for i, length in enumerate(lengths):
        if current and held + length > size:
            chunks.append(current)
            kept, held = [], 0
            for j in reversed(current):
                if held + lengths[j] > overlap:
                    break
                kept.insert(0, j)
                held += lengths[j]
            while kept and held + length > size:
                held -= lengths[kept.pop(0)]
            current = kept
        current = current + [i]
        held += length
    return chunks + [current] if current else chunks
