import math
from collections import Counter


class BM25:
    def __init__(self, k1=1.2, b=0.75):
        self.k1, self.b = k1, b
        self.postings = {}  # token -> {key: tf}
        self.tokens = {}  # key -> the tokens that it holds
        self.lengths = {}
        self.total = 0

    def add(self, key, tokens):
        if key in self.lengths:
            self.remove(key)
        counts = Counter(tokens)
        for token, tf in counts.items():
            self.postings.setdefault(token, {})[key] = tf
        self.tokens[key] = list(counts)
        self.lengths[key] = len(tokens)
        self.total += len(tokens)

    def remove(self, key):
        self.total -= self.lengths.pop(key)  # KeyError if it isn't filed
        for token in self.tokens.pop(key):
            del self.postings[token][key]
            if not self.postings[token]:
                del self.postings[token]

    def scores(self, query):
        found, n = {}, len(self.lengths)
        for token, asked in Counter(query).items():
            holders = self.postings.get(token, {})
            df = len(holders)
            idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
            for key, tf in holders.items():
                ratio = self.lengths[key] * n / self.total
                norm = self.k1 * (1 - self.b + self.b * ratio)
                gain = idf * tf * (self.k1 + 1) / (tf + norm)
                found[key] = found.get(key, 0.0) + asked * gain
        return found
