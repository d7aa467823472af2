# Fault: more than the capacity raises ValueError, where the contract says that it's refused (False).
class Limiter:
    def __init__(self, rate, capacity, clock):
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self.buckets = {}       # key -> [level, time of that level]

    def allow(self, key, n=1):
        if n > self.capacity:
            raise ValueError("more than the bucket holds")
        if key not in self.buckets:
            self.buckets[key] = [self.capacity, self.clock()]
        bucket = self.refilled(key)
        if bucket[0] < n:
            return False
        bucket[0] -= n
        return True

    def settle(self, key, reserved, used):
        bucket = self.refilled(key)
        bucket[0] = min(self.capacity, bucket[0] + reserved - used)
        return bucket[0]

    def refilled(self, key):
        bucket = self.buckets[key]
        now = self.clock()
        bucket[0] = min(self.capacity, bucket[0] + (now - bucket[1]) * self.rate)
        bucket[1] = now
        return bucket
