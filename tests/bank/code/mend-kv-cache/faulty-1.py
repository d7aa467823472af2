# Fault: the check and the mask are mended, but snapshots are still views of the buffer
import numpy as np


class KVCache:
    def __init__(self, capacity, width, sinks=None):
        self.keys = np.zeros((capacity, width))
        self.values = np.zeros((capacity, width))
        self.places = []
        self.sinks = sinks
        self.used = self.total = 0

    def append(self, k, v):
        if self.sinks is None and self.used + len(k) > len(self.keys):
            raise ValueError("the cache is full")
        for key, value in zip(k, v):
            if self.used == len(self.keys):
                s = self.sinks
                self.keys[s:-1] = self.keys[s + 1 :].copy()
                self.values[s:-1] = self.values[s + 1 :].copy()
                del self.places[s]
                self.used -= 1
            self.keys[self.used] = key
            self.values[self.used] = value
            self.places.append(self.total)
            self.used += 1
            self.total += 1

    def truncate(self, n):
        self.used = self.total = n
        del self.places[n:]

    def snapshot(self):
        return self.keys[: self.used], self.values[: self.used]

    def restore(self, state):
        keys, values = state
        self.used = self.total = len(keys)
        self.places = list(range(self.used))
        self.keys[: self.used] = keys
        self.values[: self.used] = values

    def positions(self):
        return list(self.places)

    def attend(self, q):
        n, t = self.used, len(q)
        scores = q @ self.keys[:n].T / np.sqrt(q.shape[1])
        seen = np.arange(n)[None, :] <= np.arange(n - t, n)[:, None]
        scores = np.where(seen, scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        return weights @ self.values[:n] / weights.sum(axis=1, keepdims=True)
