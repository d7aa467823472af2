# Fault: compares by the dot product without dividing by the norms; wrong for embeddings whose norm isn't 1, like [6, 8, 0, 0].
import math


class SemanticCache:
    # self._rows: {(tenant, text): (unit vector, answer, time of the put)};
    # the dict's order is the order of use, the least recent first

    def __init__(self, embed, threshold, ttl, capacity, clock):
        self._embed = embed
        self._threshold = threshold
        self._ttl = ttl
        self._capacity = capacity
        self._clock = clock
        self._rows = {}

    def _vector(self, text):
        v = [float(x) for x in self._embed(text)]
        return v, 1.0

    def _expired(self, row, now):
        return now - row[2] >= self._ttl

    def _match(self, text, tenant):
        (v, vv), now = self._vector(text), self._clock()
        best, best_cos = None, -2.0
        for key, row in self._rows.items():
            if key[0] != tenant or self._expired(row, now):
                continue
            w, ww = row[0]
            cos = math.fsum(x * y for x, y in zip(v, w)) / math.sqrt(vv * ww)
            if cos > best_cos:
                best, best_cos = key, cos
        # a hair for rounding: a text must match itself at a threshold of 1
        if best is not None and best_cos >= self._threshold - 1e-12:
            return best
        return None

    def get(self, text, tenant=""):
        key = self._match(text, tenant)
        if key is None:
            return None
        row = self._rows.pop(key)
        self._rows[key] = row
        return row[1]

    def put(self, text, answer, tenant=""):
        vector, now = self._vector(text), self._clock()
        key = (tenant, text)
        self._rows.pop(key, None)
        self._rows[key] = (vector, answer, now)
        if len(self._rows) > self._capacity:
            for old in [r for r in self._rows if self._expired(self._rows[r], now)]:
                del self._rows[old]
        while len(self._rows) > self._capacity:
            del self._rows[next(iter(self._rows))]

    def reject(self, text, tenant=""):
        key = self._match(text, tenant)
        if key is None:
            return False
        del self._rows[key]
        return True
