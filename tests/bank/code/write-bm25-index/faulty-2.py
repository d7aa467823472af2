# Fault: removing takes df back by tf, and adding counts occurrences instead of documents
import math
from collections import Counter, defaultdict


class BM25:
    def __init__(self, k1=1.2, b=0.75):
        self.k1, self.b = k1, b
        self.docs = {}
        self.df = defaultdict(int)
        self.total = 0

    def add(self, key, tokens):
        if key in self.docs:
            self.remove(key)
        self.docs[key] = Counter(tokens)
        self.total += len(tokens)
        for token in tokens:
            self.df[token] += 1

    def remove(self, key):
        counts = self.docs.pop(key)
        self.total -= sum(counts.values())
        for token, tf in counts.items():
            self.df[token] -= tf

    def scores(self, query):
        out = {}
        n = len(self.docs)
        for key, counts in self.docs.items():
            score = 0.0
            length = sum(counts.values())
            for token in query:
                tf = counts[token]
                if tf:
                    df = self.df[token]
                    idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
                    k = self.k1 * (1 - self.b + self.b * length * n / self.total)
                    score += idf * tf * (self.k1 + 1) / (tf + k)
            if score > 0:
                out[key] = score
        return out
