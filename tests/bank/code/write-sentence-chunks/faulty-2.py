# Fault: the tail is measured with the repeated sentences in it
def chunk(lengths, size, overlap, starts=(), tail=0):
    chunks = []
    cuts = sorted({0, *starts, len(lengths)})
    for a, b in zip(cuts, cuts[1:]):
        mine, cur, total = [], [], 0
        for i in range(a, b):
            n = lengths[i]
            if cur and total + n > size:
                mine.append(list(cur))
                k, keep = 0, []
                while cur and k + lengths[cur[-1]] <= overlap:
                    j = cur.pop()
                    k += lengths[j]
                    keep.insert(0, j)
                while keep and k + n > size:
                    k -= lengths[keep.pop(0)]
                cur, total = keep, k
            cur.append(i)
            total += n
        if cur:
            mine.append(cur)
        if len(mine) > 1 and sum(lengths[i] for i in mine[-1]) < tail:
            last = mine.pop()
            mine[-1] += [i for i in last if i not in mine[-1]]
        chunks += mine
    return chunks
