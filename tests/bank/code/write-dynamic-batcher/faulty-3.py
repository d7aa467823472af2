# Fault: who stays after a poll gets that poll's time as their time of arrival: max_size 2, three added at 0.0, poll at 0.5, the third isn't due at 1.25.
from collections import deque


class Batcher:
    def __init__(self, max_size, max_wait, clock, max_tokens=None):
        self.max_size = max_size
        self.max_wait = max_wait
        self.clock = clock
        self.max_tokens = max_tokens
        self.queue = deque()        # (item, tokens, when it's due)

    def add(self, item, tokens=0):
        if self.max_tokens is not None and tokens > self.max_tokens:
            raise ValueError("item is too long for any batch")
        self.queue.append((item, tokens, self.clock() + self.max_wait))

    def poll(self):
        if self.deadline() != 0.0:
            return []
        batch = [self.queue.popleft()[0] for _ in range(self._fitting())]
        due = self.clock() + self.max_wait
        self.queue = deque((item, tokens, due) for item, tokens, _ in self.queue)
        return batch

    def deadline(self):
        if not self.queue:
            return None
        count = self._fitting()
        if count == self.max_size or count < len(self.queue):
            return 0.0
        return max(0.0, self.queue[0][2] - self.clock())

    def _fitting(self):
        """How many from the front make the next batch."""
        count = longest = 0
        for _, tokens, _ in self.queue:
            if count == self.max_size:
                break
            longest = max(longest, tokens)
            if self.max_tokens is not None and (count + 1) * longest > self.max_tokens:
                break
            count += 1
        return count
