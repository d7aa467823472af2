# Fault: all schedulers share one queue.
from collections import deque


class Request:
    def __init__(self, id, prompt, output):
        self.id, self.prompt, self.output = id, prompt, output
        self.made = 0


class Scheduler:
    waiting = deque()

    def __init__(self, budget, reserve=True):
        self.budget = budget
        self.reserve = reserve
        pass
        self.running = []

    def add(self, id, prompt, output):
        if prompt + output > self.budget:
            raise ValueError("never fits")
        self.waiting.append(Request(id, prompt, output))

    def need(self, r):
        if self.reserve:
            return r.prompt + r.output
        return r.prompt + r.made + 1

    def step(self):
        used = sum(self.need(r) for r in self.running)
        preempted = False
        while used > self.budget:
            last = self.running.pop()
            used -= self.need(last)
            self.waiting.appendleft(last)
            preempted = True
        if not preempted:
            while self.waiting and used + self.need(self.waiting[0]) <= self.budget:
                r = self.waiting.popleft()
                used += self.need(r)
                self.running.append(r)
        ran = [r.id for r in self.running]
        for r in self.running:
            r.made += 1
        self.running = [r for r in self.running if r.made < r.output]
        return ran
