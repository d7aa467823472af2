# Fault: a refused call empties the bucket
class TokenBucket:
    def __init__(self, rate, capacity, clock, per_minute=None):
        self.clock = clock
        self.rates, self.sizes = [rate], [capacity]
        if per_minute is not None:
            self.rates.append(per_minute / 60)
            self.sizes.append(per_minute)
        self.levels = list(self.sizes)
        self.then = clock()

    def needed(self, n, tokens):
        now = self.clock()
        passed, self.then = now - self.then, now
        self.levels = [
            min(size, level + passed * rate)
            for size, level, rate
            in zip(self.sizes, self.levels, self.rates)
        ]
        needs = [n, tokens][:len(self.sizes)]
        if any(need > size for need, size in zip(needs, self.sizes)):
            raise ValueError("that many are never there")
        return needs

    def take(self, n=1, tokens=0):
        needs = self.needed(n, tokens)
        if any(need > level for need, level in zip(needs, self.levels)):
            self.levels = [max(0, a - b) for a, b in zip(self.levels, needs)]
            return False
        self.levels = [a - b for a, b in zip(self.levels, needs)]
        return True

    def wait(self, n=1, tokens=0):
        needs = self.needed(n, tokens)
        return max(
            max(0.0, need - level) / rate
            for need, level, rate in zip(needs, self.levels, self.rates)
        )
