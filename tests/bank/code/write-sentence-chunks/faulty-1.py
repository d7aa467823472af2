# Fault: repeats as much as the overlap allows, even if the new sentence doesn't fit then
def chunk(lengths, size, overlap, starts=(), tail=0):
    out = []
    bounds = [b for b in sorted(set(starts)) if 0 < b < len(lengths)]
    begin = 0
    for end in bounds + [len(lengths)]:
        pieces, cur = [], []
        for i in range(begin, end):
            if cur and sum(lengths[j] for j in cur) + lengths[i] > size:
                pieces.append(cur)
                keep = []
                for j in cur[::-1]:
                    if sum(lengths[x] for x in keep) + lengths[j] > overlap:
                        break
                    keep = [j] + keep
                cur = keep
            cur = cur + [i]
        if cur:
            pieces.append(cur)
        if len(pieces) > 1:
            fresh = [i for i in pieces[-1] if i not in pieces[-2]]
            if sum(lengths[i] for i in fresh) < tail:
                pieces.pop()
                pieces[-1] = pieces[-1] + fresh
        out.extend(pieces)
        begin = end
    return out
