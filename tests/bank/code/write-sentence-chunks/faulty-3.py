# Fault: if the next sentence doesn't fit behind the repeated ones, all of them are dropped and not only as many as needed; wrong for chunk([5, 2, 2, 7], 9, 4), where sentence 2 should be repeated.
def _section(lengths, first, last, size, overlap):
    """Chunks of the sentences first .. last - 1."""
    chunks = []
    now, used = [], 0
    for i in range(first, last):
        if now and used + lengths[i] > size:
            chunks.append(now)
            # walk back over the chunk as far as the overlap goes
            back, held = len(now), 0
            while back > 0 and held + lengths[now[back - 1]] <= overlap:
                back -= 1
                held += lengths[now[back]]
            now, used = now[back:], held
            if used + lengths[i] > size:
                now, used = [], 0
        now = now + [i]
        used += lengths[i]
    if now:
        chunks.append(now)
    return chunks


def chunk(lengths, size, overlap, starts=(), tail=0):
    n = len(lengths)
    cuts = sorted({0, n} | {s for s in starts if 0 < s < n})
    result = []
    for first, last in zip(cuts, cuts[1:]):
        part = _section(lengths, first, last, size, overlap)
        if len(part) > 1:
            fresh = [i for i in part[-1] if i > part[-2][-1]]
            if sum(lengths[i] for i in fresh) < tail:
                part.pop()
                part[-1] = part[-1] + fresh
        result.extend(part)
    return result
