# Fault: keeps the sum of squares, which cancels for large means
import numpy as np


class RewardNormaliser:
    def __init__(self):
        self.n, self.centre, self.square = 0, 0.0, 0.0

    def _add(self, n, centre, square):
        total = self.n + n
        if total == 0:
            return
        gap = centre - self.centre
        self.square += square
        self.centre += gap * n / total
        self.n = total

    def update(self, rewards):
        r = np.asarray(rewards, dtype=float).ravel()
        if r.size:
            self._add(r.size, r.mean(), (r**2).sum())

    def summary(self):
        return self.n, self.centre, self.square

    def merge(self, summary):
        self._add(*summary)

    def mean(self):
        return float(self.centre)

    def std(self):
        if self.n < 2:
            return 1.0
        std = float(np.sqrt(max(self.square / self.n - self.centre**2, 0.0)))
        return std if std >= 1e-8 else 1.0

    def normalise(self, rewards):
        return (np.asarray(rewards, dtype=float) - self.centre) / self.std()
