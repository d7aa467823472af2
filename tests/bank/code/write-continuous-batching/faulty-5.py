# Fault: a request that doesn't fit is skipped and smaller ones behind it enter, e.g. budget 6 with a (2, 2), b (3, 2), c (1, 1): c must not run in the first step.
class Scheduler:
    """Continuous batching, by reserved tokens or by the need of the step."""

    def __init__(self, budget, reserve=True):
        self.budget = budget
        self.reserve = reserve
        self.queue = []
        self.running = []

    def add(self, id, prompt, output):
        if prompt + output > self.budget:
            raise ValueError("the request never fits")
        self.queue.append({"id": id, "prompt": prompt, "output": output, "made": 0})

    def _need(self, request):
        if self.reserve:
            return request["prompt"] + request["output"]
        return request["prompt"] + request["made"] + 1

    def _used(self):
        return sum(self._need(request) for request in self.running)

    def step(self):
        preempted = False
        while self._used() > self.budget:
            self.queue.insert(0, self.running.pop())
            preempted = True
        if not preempted:
            for request in list(self.queue):
                if self._used() + self._need(request) <= self.budget:
                    self.queue.remove(request)
                    self.running.append(request)

        ran = []
        stay = []
        for request in self.running:
            request["made"] += 1
            ran.append(request["id"])
            if request["made"] < request["output"]:
                stay.append(request)
        self.running = stay
        return ran
