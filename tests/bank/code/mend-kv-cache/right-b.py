import numpy as np


class KVCache:
    def __init__(self, capacity, width, sinks=None):
        self.capacity = capacity
        self.sinks = sinks
        # one entry (key, value, original position) per position held
        self.held = []
        self.width = width
        self.next = 0

    def append(self, k, v):
        fits = len(self.held) + len(k) <= self.capacity
        if self.sinks is None and not fits:
            raise ValueError("the cache is full")
        for key, value in zip(k, v):
            if len(self.held) == self.capacity:
                del self.held[self.sinks]
            entry = (np.array(key, dtype=float), np.array(value, dtype=float), self.next)
            self.held.append(entry)
            self.next += 1

    def truncate(self, n):
        del self.held[n:]
        self.next = len(self.held)

    def snapshot(self):
        return tuple(self.held)  # the entries themselves are never changed

    def restore(self, state):
        self.held = list(state)
        self.next = len(self.held)

    def attend(self, q):
        t, width = q.shape
        out = np.zeros((t, self.width))
        for i in range(t):
            seen = self.held[: len(self.held) - t + i + 1]
            scores = np.array([key @ q[i] for key, _, _ in seen]) / np.sqrt(width)
            weights = np.exp(scores - scores.max())
            weights = weights / weights.sum()
            for weight, (_, value, _) in zip(weights, seen):
                out[i] += weight * value
        return out

    def positions(self):
        return [position for _, _, position in self.held]
