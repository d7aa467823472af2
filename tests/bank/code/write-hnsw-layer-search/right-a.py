import heapq


def search_layer(distance, neighbours, start, ef, allowed=None):
    def may(node):
        return allowed is None or allowed[node]

    first = distance(start)
    met = {start}
    candidates = [(first, start)]
    results = [(-first, start)] if may(start) else []  # worst on top
    while candidates:
        near, node = heapq.heappop(candidates)
        if len(results) == ef and near > -results[0][0]:
            break
        for other in neighbours[node]:
            if other in met:
                continue
            met.add(other)
            d = distance(other)
            if len(results) < ef or d < -results[0][0]:
                heapq.heappush(candidates, (d, other))
                if may(other):
                    heapq.heappush(results, (-d, other))
                    if len(results) > ef:
                        heapq.heappop(results)
    return [node for _, node in sorted(results, reverse=True)]
