# Fault: (twist) replacing with an empty document leaves the old one.
import math
from collections import Counter


class BM25:
    def __init__(self, k1=1.2, b=0.75):
        self.k1, self.b = k1, b
        self.docs = {}
        self.lengths = {}
        self.postings = {}
        self.total = 0

    def add(self, key, tokens):
        if key in self.docs and tokens:
            self.remove(key)
        elif key in self.docs:
            return
        counts = Counter(tokens)
        self.docs[key] = counts
        self.lengths[key] = len(tokens)
        self.total += len(tokens)
        for token, tf in counts.items():
            self.postings.setdefault(token, {})[key] = tf

    def remove(self, key):
        counts = self.docs.pop(key)
        self.total -= self.lengths.pop(key)
        for token in counts:
            held = self.postings[token]
            del held[key]
            if not held:
                del self.postings[token]

    def scores(self, query):
        found = {}
        n = len(self.docs)
        for token in query:
            held = self.postings.get(token)
            if not held:
                continue
            mean = self.total / n
            idf = math.log(1 + (n - len(held) + 0.5) / (len(held) + 0.5))
            for key, tf in held.items():
                norm = 1 - self.b + self.b * self.lengths[key] / mean
                part = idf * tf * (self.k1 + 1) / (tf + self.k1 * norm)
                found[key] = found.get(key, 0.0) + part
        return found
