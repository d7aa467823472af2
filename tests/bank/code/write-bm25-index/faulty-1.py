# Fault: a token that the query holds twice counts once
import math
from collections import Counter


class BM25:
    def __init__(self, k1=1.2, b=0.75):
        self.k1, self.b = k1, b
        self.docs = {}
        self.postings = {}
        self.total = 0

    def add(self, key, tokens):
        if key in self.docs:
            self.remove(key)
        self.docs[key] = Counter(tokens)
        self.total += len(tokens)
        for token in self.docs[key]:
            self.postings.setdefault(token, set()).add(key)

    def remove(self, key):
        counts = self.docs.pop(key)
        self.total -= sum(counts.values())
        for token in counts:
            self.postings[token].discard(key)

    def scores(self, query):
        out = {}
        n = len(self.docs)
        for token in set(query):
            keys = self.postings.get(token, ())
            idf = math.log(1 + (n - len(keys) + 0.5) / (len(keys) + 0.5))
            for key in keys:
                counts = self.docs[key]
                tf, length = counts[token], sum(counts.values())
                k = self.k1 * (1 - self.b + self.b * length / (self.total / n))
                out[key] = out.get(key, 0) + idf * tf * (self.k1 + 1) / (tf + k)
        return out
