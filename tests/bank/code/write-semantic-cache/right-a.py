import math


class SemanticCache:
    def __init__(self, embed, threshold, ttl, capacity, clock):
        self.embed, self.clock = embed, clock
        self.threshold, self.ttl = threshold, ttl
        self.capacity = capacity
        self.entries = {}  # (tenant, text): vector, answer, time of put

    def get(self, text, tenant=""):
        key = self._nearest(text, tenant)
        if key is None:
            return None
        self.entries[key] = self.entries.pop(key)  # used last
        return self.entries[key][1]

    def put(self, text, answer, tenant=""):
        vector, key = self._unit(text), (tenant, text)
        self.entries.pop(key, None)
        if len(self.entries) >= self.capacity:
            self.entries = {k: e for k, e in self.entries.items()
                            if self._alive(e)}
        while len(self.entries) >= self.capacity:
            del self.entries[next(iter(self.entries))]
        self.entries[key] = (vector, answer, self.clock())

    def reject(self, text, tenant=""):
        key = self._nearest(text, tenant)
        return self.entries.pop(key, None) is not None

    def _nearest(self, text, tenant):
        wanted, best, found = self._unit(text), self.threshold, None
        for key, entry in self.entries.items():
            if key[0] == tenant and self._alive(entry):
                near = sum(a * b for a, b in zip(wanted, entry[0]))
                if near >= best:
                    best, found = near, key
        return found

    def _alive(self, entry):
        return self.clock() - entry[2] < self.ttl

    def _unit(self, text):
        vector = self.embed(text)
        norm = math.sqrt(sum(x * x for x in vector))
        return [x / norm for x in vector]
