# Fault: merging forgets the distance between the two means
import numpy as np


class RewardNormaliser:
    def __init__(self):
        self.n, self.centre, self.m2 = 0, 0.0, 0.0

    def _add(self, n, centre, m2):
        total = self.n + n
        if total == 0:
            return
        gap = centre - self.centre
        self.m2 += m2
        self.centre += gap * n / total
        self.n = total

    def update(self, rewards):
        r = np.asarray(rewards, dtype=float).ravel()
        if r.size:
            self._add(r.size, r.mean(), ((r - r.mean()) ** 2).sum())

    def summary(self):
        return self.n, self.centre, self.m2

    def merge(self, summary):
        self._add(*summary)

    def mean(self):
        return float(self.centre)

    def std(self):
        if self.n < 2:
            return 1.0
        std = float(np.sqrt(self.m2 / self.n))
        return std if std >= 1e-8 else 1.0

    def normalise(self, rewards):
        return (np.asarray(rewards, dtype=float) - self.centre) / self.std()
