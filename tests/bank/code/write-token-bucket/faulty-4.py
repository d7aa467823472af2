# Fault: (in place of one that no case can show) the refill isn't capped, so after 100 s at 1 a second a bucket of 3 lets 4 pass one after another.
class TokenBucket:
    def __init__(self, rate, capacity, clock, per_minute=None):
        self.clock = clock
        self.time = clock()
        # one row for each resource: how much is there, the most, per second
        self.rows = [[capacity, capacity, rate]]
        if per_minute is not None:
            self.rows.append([per_minute, per_minute, per_minute / 60])

    def take(self, n=1, tokens=0):
        wanted = self._prepare(n, tokens)
        if any(row[0] < want for row, want in wanted):
            return False
        for row, want in wanted:
            row[0] -= want
        return True

    def wait(self, n=1, tokens=0):
        longest = 0.0
        for row, want in self._prepare(n, tokens):
            if row[0] < want:
                longest = max(longest, (want - row[0]) / row[2])
        return longest

    def _prepare(self, n, tokens):
        """Refills, and pairs each row with what's wanted of it."""
        wanted = list(zip(self.rows, (n, tokens)))
        for row, want in wanted:
            if want > row[1]:
                raise ValueError("more than the bucket holds")
        now = self.clock()
        for row in self.rows:
            row[0] += (now - self.time) * row[2]
        self.time = now
        return wanted
