# Fault: all batches are held as arrays.
import numpy as np


class RewardNormaliser:
    def __init__(self):
        self.batches = []

    def update(self, rewards):
        self.batches.append(np.asarray(rewards, dtype=np.float64).ravel())

    def all(self):
        return np.concatenate(self.batches) if self.batches else np.zeros(0)

    def mean(self):
        seen = self.all()
        return float(seen.mean()) if seen.size else 0.0

    def std(self):
        seen = self.all()
        if seen.size < 2:
            return 1.0
        std = float(seen.std())
        return std if std >= 1e-8 else 1.0

    def normalise(self, rewards):
        return (np.asarray(rewards, dtype=np.float64) - self.mean()) / self.std()

    def summary(self):
        return tuple(self.all().tolist())

    def merge(self, summary):
        self.update(list(summary))
