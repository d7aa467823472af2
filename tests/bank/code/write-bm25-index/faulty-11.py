# Fault: (twist) the index is built anew from all documents after each change.
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
        self.docs[key] = list(tokens)
        self.build()

    def build(self):
        self.lengths = {key: len(tokens) for key, tokens in self.docs.items()}
        self.total = sum(self.lengths.values())
        self.postings = {}
        for key, tokens in self.docs.items():
            for token, tf in Counter(tokens).items():
                self.postings.setdefault(token, {})[key] = tf

    def remove(self, key):
        del self.docs[key]
        self.build()

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
