# Fault: a text that's put again still makes room, so that another entry is dropped for it
import math


class SemanticCache:
    def __init__(self, embed, threshold, ttl, capacity, clock):
        self.embed = embed
        self.threshold = threshold
        self.ttl = ttl
        self.capacity = capacity
        self.clock = clock
        self.items = []  # least recently used first

    def _lookup(self, text, tenant):
        v = self.embed(text)
        n = math.sqrt(sum(x * x for x in v))
        best = None
        for item in self.items:
            if item["tenant"] != tenant or self.clock() - item["at"] >= self.ttl:
                continue
            s = sum(x * y for x, y in zip(v, item["vec"])) / n
            if s >= self.threshold and (best is None or s > best[0]):
                best = (s, item)
        return best[1] if best else None

    def get(self, text, tenant=""):
        item = self._lookup(text, tenant)
        if item is None:
            return None
        self.items.remove(item)
        self.items.append(item)
        return item["answer"]

    def put(self, text, answer, tenant=""):
        now = self.clock()
        v = self.embed(text)
        n = math.sqrt(sum(x * x for x in v))
        if len(self.items) >= self.capacity:
            self.items = [i for i in self.items if now - i["at"] < self.ttl]
        if len(self.items) >= self.capacity:
            self.items.pop(0)
        self.items = [i for i in self.items if (i["tenant"], i["text"]) != (tenant, text)]
        self.items.append({"tenant": tenant, "text": text, "vec": [x / n for x in v],
                           "answer": answer, "at": now})

    def reject(self, text, tenant=""):
        item = self._lookup(text, tenant)
        if item is None:
            return False
        self.items.remove(item)
        return True
