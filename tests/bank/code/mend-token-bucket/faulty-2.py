# Fault: fractions are still lost
class Limiter:
    def __init__(self, rate, capacity, clock):
        self.rate = rate
        self.capacity = capacity
        self.clock = clock
        self.buckets = {}

    def allow(self, key, n=1):
        if key not in self.buckets:
            self.buckets[key] = [self.capacity, self.clock()]
        bucket = self.buckets[key]
        self.refill(bucket)
        if bucket[0] < n:
            return False
        bucket[0] -= n
        return True

    def settle(self, key, reserved, used):
        bucket = self.buckets[key]
        self.refill(bucket)
        bucket[0] = min(self.capacity, bucket[0] + reserved - used)
        return bucket[0]

    def refill(self, bucket):
        now = self.clock()
        more = int((now - bucket[1]) * self.rate)
        bucket[0] = min(self.capacity, bucket[0] + more)
        bucket[1] = now
