# Fault: settling after the end gives the estimate back a second time
class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self.left = dict(budgets)
        self.total_left = float("inf") if total is None else total
        self.hold = hold
        self.clock = clock
        self.tickets = {}
        self.count = 0

    def _add(self, tenant, tokens):
        self.left[tenant] += tokens
        self.total_left += tokens

    def _sweep(self):
        now = self.clock()
        for entry in self.tickets.values():
            if entry["live"] and now - entry["made"] >= self.hold:
                entry["live"] = False
                self._add(entry["tenant"], entry["tokens"])

    def reserve(self, tenant, tokens):
        if tokens > self.free(tenant):
            return None
        self.count += 1
        ticket = f"t{self.count}"
        self.tickets[ticket] = {"tenant": tenant, "tokens": tokens,
                                "made": self.clock(), "live": True}
        self._add(tenant, -tokens)
        return ticket

    def settle(self, ticket, used):
        self._sweep()
        entry = self.tickets.pop(ticket, None)
        if entry is None:
            return False
        self._add(entry["tenant"], entry["tokens"] - used)
        return True

    def release(self, ticket):
        self._sweep()
        entry = self.tickets.get(ticket)
        if entry is None or not entry["live"]:
            return False
        del self.tickets[ticket]
        self._add(entry["tenant"], entry["tokens"])
        return True

    def free(self, tenant):
        self._sweep()
        return max(0, min(self.left[tenant], self.total_left))
