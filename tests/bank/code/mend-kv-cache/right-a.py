import numpy as np


class KVCache:
    def __init__(self, capacity, width, sinks=None):
        self.capacity, self.sinks = capacity, sinks
        self.keys = np.zeros((0, width))
        self.values = np.zeros((0, width))
        self.at = np.zeros(0, dtype=int)
        self.count = 0

    def append(self, k, v):
        if self.sinks is None and len(self.at) + len(k) > self.capacity:
            raise ValueError("the cache is full")
        at = np.arange(self.count, self.count + len(k))
        self.count += len(k)
        self.keys = np.concatenate([self.keys, k])
        self.values = np.concatenate([self.values, v])
        self.at = np.concatenate([self.at, at])
        excess = len(self.at) - self.capacity
        if excess > 0:
            gone = slice(self.sinks, self.sinks + excess)
            self.keys = np.delete(self.keys, gone, axis=0)
            self.values = np.delete(self.values, gone, axis=0)
            self.at = np.delete(self.at, gone)

    def truncate(self, n):
        self.keys, self.values = self.keys[:n], self.values[:n]
        self.at, self.count = self.at[:n], n

    def snapshot(self):
        return self.keys.copy(), self.values.copy()

    def restore(self, state):
        self.keys, self.values = state[0].copy(), state[1].copy()
        self.count = len(self.keys)
        self.at = np.arange(self.count)

    def positions(self):
        return self.at.tolist()

    def attend(self, q):
        t, held = len(q), len(self.keys)
        scores = q @ self.keys.T / np.sqrt(q.shape[1])
        scores = np.where(np.tri(t, held, held - t), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        return weights @ self.values / weights.sum(axis=1, keepdims=True)
