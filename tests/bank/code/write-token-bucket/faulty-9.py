# Fault: tokens a second are a whole number.
class TokenBucket:
    def __init__(self, rate, capacity, clock, per_minute=None):
        self.clock = clock
        # rows of: per second, most, level
        self.rows = [[rate, capacity, capacity]]
        if per_minute is not None:
            self.rows.append([per_minute // 60 or per_minute / 60, per_minute, per_minute])
        self.at = clock()

    def _needs(self, n, tokens):
        now = self.clock()
        passed, self.at = now - self.at, now
        asked = (n, tokens)[: len(self.rows)]
        for row in self.rows:
            row[2] = min(row[1], row[2] + passed * row[0])
        for row, need in zip(self.rows, asked):
            if need > row[1]:
                raise ValueError("more than it ever holds")
        return list(zip(self.rows, asked))

    def take(self, n=1, tokens=0):
        pairs = self._needs(n, tokens)
        if not all(need <= row[2] for row, need in pairs):
            return False
        for row, need in pairs:
            row[2] -= need
        return True

    def wait(self, n=1, tokens=0):
        return max(max(0.0, (need - row[2]) / row[0]) for row, need in self._needs(n, tokens))
