# Fault: small requests overtake one that doesn't fit
from collections import deque


class Scheduler:
    def __init__(self, budget, reserve=True):
        self.budget = budget
        self.reserve = reserve
        self.waiting = deque()
        self.running = []

    def add(self, id, prompt, output):
        if prompt + output > self.budget:
            raise ValueError("the request can never fit")
        self.waiting.append(
            {"id": id, "prompt": prompt, "output": output, "made": 0}
        )

    def need(self, request):
        made = request["output"] if self.reserve else request["made"] + 1
        return request["prompt"] + made

    def used(self):
        return sum(map(self.need, self.running))

    def step(self):
        preempted = False
        while self.used() > self.budget:
            self.waiting.appendleft(self.running.pop())
            preempted = True
        while self.waiting and not preempted:
            if self.used() + self.need(self.waiting[0]) > self.budget:
                fits = [r for r in self.waiting
                        if self.used() + self.need(r) <= self.budget]
                if not fits:
                    break
                self.waiting.remove(fits[0])
                self.waiting.appendleft(fits[0])
            self.running.append(self.waiting.popleft())
        ran = [request["id"] for request in self.running]
        for request in self.running:
            request["made"] += 1
        self.running = [r for r in self.running if r["made"] < r["output"]]
        return ran
