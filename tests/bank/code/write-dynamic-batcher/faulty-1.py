# Fault: takes all that wait once the oldest is overdue, beyond the size
from collections import deque


class Batcher:
    def __init__(self, max_size, max_wait, clock, max_tokens=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.clock, self.max_tokens = clock, max_tokens
        self.queue = deque()

    def add(self, item, tokens=0):
        if self.max_tokens is not None and tokens > self.max_tokens:
            raise ValueError("the item fits into no batch")
        self.queue.append((item, tokens, self.clock()))

    def fitting(self):
        count, longest = 0, 0
        for _, tokens, _ in self.queue:
            longest = max(longest, tokens)
            padded = (count + 1) * longest
            if self.max_tokens is not None and padded > self.max_tokens:
                break
            if count == self.max_size:
                break
            count += 1
        return count

    def deadline(self):
        if not self.queue:
            return None
        count = self.fitting()
        if count == self.max_size or count < len(self.queue):
            return 0.0
        waited = self.clock() - self.queue[0][2]
        return max(0.0, self.max_wait - waited)

    def poll(self):
        if self.deadline() != 0.0:
            return []
        count = self.fitting()
        if self.clock() - self.queue[0][2] >= self.max_wait:
            count = len(self.queue)
        return [self.queue.popleft()[0] for _ in range(count)]
