# Fault: finds the nearest entry first and looks afterwards whether it has expired
import math
from collections import OrderedDict


class SemanticCache:
    def __init__(self, embed, threshold, ttl, capacity, clock):
        self.embed, self.threshold, self.ttl = embed, threshold, ttl
        self.capacity, self.clock = capacity, clock
        self.store = OrderedDict()

    def _cos(self, a, b):
        dot = sum(x * y for x, y in zip(a, b))
        return dot / (math.hypot(*a) * math.hypot(*b))

    def _find(self, text, tenant):
        v = self.embed(text)
        keys = [k for k in self.store if k[0] == tenant]
        if not keys:
            return None
        key = max(keys, key=lambda k: self._cos(v, self.store[k][0]))
        vec, _, t = self.store[key]
        if self._cos(v, vec) < self.threshold or self.clock() - t >= self.ttl:
            return None
        return key

    def get(self, text, tenant=""):
        key = self._find(text, tenant)
        if key is None:
            return None
        self.store.move_to_end(key)
        return self.store[key][1]

    def put(self, text, answer, tenant=""):
        key = (tenant, text)
        self.store.pop(key, None)
        now = self.clock()
        if len(self.store) >= self.capacity:
            for k in [k for k, e in self.store.items() if now - e[2] >= self.ttl]:
                del self.store[k]
        while len(self.store) >= self.capacity:
            self.store.popitem(last=False)
        self.store[key] = (self.embed(text), answer, now)

    def reject(self, text, tenant=""):
        key = self._find(text, tenant)
        if key is None:
            return False
        del self.store[key]
        return True
