# Fault: a refused call adds what has come but leaves the bucket's time, so the next call adds it again.
class Limiter:
    def __init__(self, rate, capacity, clock):
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self.buckets = {}       # key -> [level, time of that level]

    def allow(self, key, n=1):
        if key not in self.buckets:
            self.buckets[key] = [self.capacity, self.clock()]
        bucket = self.refilled(key)
        if bucket[0] < n:
            return False
        bucket[0] -= n
        bucket[1] = self.clock()
        return True

    def settle(self, key, reserved, used):
        bucket = self.refilled(key)
        bucket[1] = self.clock()
        bucket[0] = min(self.capacity, bucket[0] + reserved - used)
        return bucket[0]

    def refilled(self, key):
        bucket = self.buckets[key]
        now = self.clock()
        bucket[0] = min(self.capacity, bucket[0] + (now - bucket[1]) * self.rate)
        return bucket
