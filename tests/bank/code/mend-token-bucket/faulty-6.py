# Fault: settle changes the level first and refills after: level 90 of 100, 20 s at rate 1, settle(key, 0, 10) gives 100 instead of 90.
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
        return True

    def settle(self, key, reserved, used):
        bucket = self.buckets[key]
        bucket[0] = min(self.capacity, bucket[0] + reserved - used)
        return self.refilled(key)[0]

    def refilled(self, key):
        bucket = self.buckets[key]
        now = self.clock()
        bucket[0] = min(self.capacity, bucket[0] + (now - bucket[1]) * self.rate)
        bucket[1] = now
        return bucket
