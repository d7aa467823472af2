# Fault: the start node is a candidate, but not a result; wrong whenever it's among the ef nearest, as for ef=3 on a chain of three.
from bisect import insort
from heapq import heappush, heappop


def search_layer(distance, neighbours, start, ef, allowed=None):
    def ok(node):
        return allowed is None or bool(allowed[node])

    d = distance(start)
    todo = [(d, start)]
    found = []  # kept sorted, at most ef
    seen = {start}

    while todo:
        d, node = heappop(todo)
        if len(found) >= ef and d > found[-1][0]:
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
