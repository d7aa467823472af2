# Fault: (twist) summary starts anew.
import math

import numpy as np


class RewardNormaliser:
    def __init__(self):
        self.n, self.m, self.s = 0, 0.0, 0.0

    def update(self, rewards):
        r = np.asarray(rewards, dtype=np.float64)
        if r.size == 0:
            return
        mean = float(r.mean())
        self.merge((r.size, mean, float(((r - mean) ** 2).sum())))

    def mean(self):
        return self.m

    def std(self):
        if self.n < 2:
            return 1.0
        std = math.sqrt(self.s / self.n)
        return std if std >= 1e-8 else 1.0

    def normalise(self, rewards):
        r = np.asarray(rewards, dtype=np.float64)
        return (r - self.mean()) / self.std()

    def summary(self):
        out = self.n, self.m, self.s
        self.__init__()
        return out

    def merge(self, summary):
        n, mean, s = summary
        if n == 0:
            return
        both = self.n + n
        away = mean - self.m
        self.m += away * n / both
        self.s += s + away * away * self.n * n / both
        self.n = both
