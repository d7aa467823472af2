# Fault: filters the results of the plain search afterwards
import heapq


def search_layer(distance, neighbours, start, ef, allowed=None):
    seen = {start}
    d = distance(start)
    cand = [(d, start)]
    res = [(-d, start)]
    while cand:
        d, c = heapq.heappop(cand)
        if d > -res[0][0]:
            break
        for n in neighbours[c]:
            if n not in seen:
                seen.add(n)
                dn = distance(n)
                if len(res) < ef or dn < -res[0][0]:
                    heapq.heappush(cand, (dn, n))
                    heapq.heappush(res, (-dn, n))
                    if len(res) > ef:
                        heapq.heappop(res)
    out = [n for _, n in sorted(res, reverse=True)]
    if allowed is not None:
        out = [n for n in out if allowed[n]]
    return out
