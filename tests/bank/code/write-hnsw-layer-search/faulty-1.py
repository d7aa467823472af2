# Fault: nodes are marked when they're taken, so some distances are computed again
import heapq


def search_layer(distance, neighbours, start, ef, allowed=None):
    ok = allowed if allowed is not None else [True] * len(neighbours)
    d0 = distance(start)
    todo = [(d0, start)]
    best = [(-d0, start)] if ok[start] else []
    done = set()
    while todo:
        d, node = heapq.heappop(todo)
        if len(best) >= ef and d > -best[0][0]:
            break
        if node in done:
            continue
        done.add(node)
        for n in neighbours[node]:
            if n in done:
                continue
            dn = distance(n)
            if len(best) < ef or dn < -best[0][0]:
                heapq.heappush(todo, (dn, n))
                if ok[n] and (-dn, n) not in best:
                    heapq.heappush(best, (-dn, n))
                    if len(best) > ef:
                        heapq.heappop(best)
    return [n for _, n in sorted(best, reverse=True)]
