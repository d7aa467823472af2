# Fault: an empty answer is no hit.
import math


class SemanticCache:
    def __init__(self, embed, threshold, ttl, capacity, clock):
        self.embed, self.threshold, self.ttl = embed, threshold, ttl
        self.capacity, self.clock = capacity, clock
        self.entries = {}  # (tenant, text): (unit vector, answer, time), least recently used first

    def get(self, text, tenant=""):
        key = self.find(text, tenant)
        if key is None:
            return None
        entry = self.entries.pop(key)
        if not entry[1]:
            self.entries[key] = entry
            return None
        self.entries[key] = entry
        return entry[1]

    def put(self, text, answer, tenant=""):
        vector = self.unit(text)
        now = self.clock()
        key = (tenant, text)
        self.entries.pop(key, None)
        self.entries[key] = (vector, answer, now)
        if len(self.entries) > self.capacity:
            for old in [k for k, e in self.entries.items() if self.expired(e, now)]:
                del self.entries[old]
        while len(self.entries) > self.capacity:
            del self.entries[next(iter(self.entries))]

    def reject(self, text, tenant=""):
        key = self.find(text, tenant)
        if key is None:
            return False
        del self.entries[key]
        return True

    def find(self, text, tenant):
        vector, now = self.unit(text), self.clock()
        best, found = -math.inf, None
        for key, entry in self.entries.items():
            if key[0] != tenant or self.expired(entry, now):
                continue
            sim = sum(x * y for x, y in zip(vector, entry[0]))
            if sim > best:
                best, found = sim, key
        return found if best >= self.threshold else None

    def expired(self, entry, now):
        return now - entry[2] >= self.ttl

    def unit(self, text):
        vector = self.embed(text)
        length = math.hypot(*vector)
        return [x / length for x in vector]
