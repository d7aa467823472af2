# Fault: the results come in the reversed order of the heap's list, which is sorted only for one or two of them; wrong for ef=4 with four results.
from heapq import heappush, heappop


def search_layer(distance, neighbours, start, ef, allowed=None):
    def ok(node):
        return allowed is None or bool(allowed[node])

    d = distance(start)
    todo = [(d, start)]
    found = [(-d, start)] if ok(start) else []  # the worst on top
    seen = {start}

    while todo:
        d, node = heappop(todo)
        if len(found) >= ef and d > -found[0][0]:
            break
        for other in neighbours[node]:
            if other in seen:
                continue
            seen.add(other)
            d = distance(other)
            if len(found) < ef or d < -found[0][0]:
                heappush(todo, (d, other))
                if ok(other):
                    heappush(found, (-d, other))
                    if len(found) > ef:
                        heappop(found)
    return [node for _, node in reversed(found)]
