# Fault: settle counts what came since, but leaves the time of the bucket.
class Limiter:
    def __init__(self, rate, capacity, clock):
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self.buckets = {}

    def allow(self, key, n=1):
        now = self.clock()
        if key not in self.buckets:
            self.buckets[key] = [self.capacity, now]
        bucket = self.buckets[key]
        self.refill(bucket, now)
        if bucket[0] < n:
            return False
        bucket[0] -= n
        return True

    def refill(self, bucket, now):
        bucket[0] = min(bucket[0] + (now - bucket[1]) * self.rate, self.capacity)
        bucket[1] = now

    def settle(self, key, reserved, used):
        bucket = self.buckets[key]
        level = min(bucket[0] + (self.clock() - bucket[1]) * self.rate, self.capacity)
        bucket[0] = min(level + reserved - used, self.capacity)
        return bucket[0]
