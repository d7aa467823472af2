# Fault: an empty batch isn't left out: its mean of nothing is NaN and spoils mean and std for good (update([])).
import math

import numpy as np


class RewardNormaliser:
    """Running mean and spread of a stream of rewards."""

    def __init__(self):
        self._n = 0
        self._mean = 0.0
        self._m2 = 0.0  # sum of squared distances to the mean

    def update(self, rewards):
        x = np.asarray(rewards, dtype=np.float64).ravel()
        near = x - x[:1].sum()
        centre = near.mean()
        spread = ((near - centre) ** 2).sum()
        self._absorb(int(x.size), float(x[:1].sum() + centre), float(spread))

    def _absorb(self, n, mean, m2):
        both = max(self._n + n, 1)
        gap = mean - self._mean
        self._m2 += m2 + gap * gap * (self._n * n / both)
        self._mean = mean if self._n == 0 else self._mean + gap * (n / both)
        self._n += n

    def mean(self):
        return self._mean

    def std(self):
        if self._n < 2:
            return 1.0
        s = math.sqrt(self._m2 / self._n)
        return 1.0 if s < 1e-8 else s

    def normalise(self, rewards):
        x = np.asarray(rewards, dtype=np.float64)
        return np.asarray((x - self._mean) / self.std())

    def summary(self):
        return (self._n, self._mean, self._m2)

    def merge(self, summary):
        n, mean, m2 = summary
        self._absorb(n, mean, m2)
