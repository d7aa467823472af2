import math
from collections import Counter


class BM25:
    """Inverted index: token -> {key: tf}, plus each document's own counts."""

    def __init__(self, k1=1.2, b=0.75):
        self.k1 = k1
        self.b = b
        self._bags = {}
        self._length = {}
        self._posting = {}
        self._total = 0

    def add(self, key, tokens):
        if key in self._bags:
            self.remove(key)
        bag = Counter(tokens)
        size = sum(bag.values())
        self._bags[key] = bag
        self._length[key] = size
        self._total += size
        for token, tf in bag.items():
            self._posting.setdefault(token, {})[key] = tf

    def remove(self, key):
        bag = self._bags.pop(key)  # KeyError if it isn't filed
        self._total -= self._length.pop(key)
        for token in bag:
            where = self._posting[token]
            del where[key]
            if not where:
                del self._posting[token]

    def scores(self, query):
        n = len(self._bags)
        result = {}
        for token in query:
            where = self._posting.get(token)
            if not where:
                continue
            df = len(where)
            idf = math.log1p((n - df + 0.5) / (df + 0.5))
            mean = self._total / n
            for key, tf in where.items():
                norm = 1 - self.b + self.b * self._length[key] / mean
                gain = idf * tf * (self.k1 + 1) / (tf + self.k1 * norm)
                result[key] = result.get(key, 0.0) + gain
        return result
