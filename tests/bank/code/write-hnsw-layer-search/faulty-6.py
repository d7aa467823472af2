# Fault: stops at a candidate further than the worst result even with fewer than ef results; wrong for allowed=[True, False, True] on the chain 0, 1, 2 with distances 1, 2, 3 and ef=2.
from bisect import insort
from heapq import heappush, heappop


def search_layer(distance, neighbours, start, ef, allowed=None):
    def ok(node):
        return allowed is None or bool(allowed[node])

    d = distance(start)
    todo = [(d, start)]
    found = [(d, start)] if ok(start) else []  # kept sorted, at most ef
    seen = {start}

    while todo:
        d, node = heappop(todo)
        if found and d > found[-1][0]:
            break
        for other in neighbours[node]:
            if other in seen:
                continue
            seen.add(other)
            d = distance(other)
            if len(found) < ef or d < found[-1][0]:
                heappush(todo, (d, other))
                if ok(other):
                    insort(found, (d, other))
                    del found[ef:]
    return [node for _, node in found]
