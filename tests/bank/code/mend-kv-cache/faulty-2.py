# Fault: everything is mended but the last place, which append still refuses
import numpy as np


class KVCache:
    def __init__(self, capacity, width, sinks=None):
        self.capacity = capacity
        self.rows = []
        self.sinks = sinks
        self.total = 0

    def append(self, k, v):
        if self.sinks is None and len(self.rows) + len(k) >= self.capacity:
            raise ValueError("the cache is full")
        for key, value in zip(k, v):
            if len(self.rows) == self.capacity:
                self.rows.pop(self.sinks)
            self.rows.append((key.copy(), value.copy(), self.total))
            self.total += 1

    def truncate(self, n):
        self.rows = self.rows[:n]
        self.total = n

    def snapshot(self):
        return list(self.rows)

    def restore(self, state):
        self.rows = list(state)
        self.total = len(state)

    def positions(self):
        return [at for _, _, at in self.rows]

    def attend(self, q):
        n, t = len(self.rows), len(q)
        keys = np.array([row[0] for row in self.rows])
        values = np.array([row[1] for row in self.rows])
        scores = q @ keys.T / np.sqrt(q.shape[1])
        scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        return weights @ values / weights.sum(axis=1, keepdims=True)
