# Fault: a reservation of age exactly `hold` still counts (> instead of >=)
class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self.budgets = dict(budgets)
        self.hold = hold
        self.clock = clock
        self.total = total
        self.used = dict.fromkeys(budgets, 0)
        self.pending = {}
        self.last = 0

    def _expired(self, ticket):
        return self.clock() - self.pending[ticket]["at"] > self.hold

    def _held(self, tenant=None):
        return sum(p["tokens"] for t, p in self.pending.items()
                   if not self._expired(t)
                   and (tenant is None or p["tenant"] == tenant))

    def reserve(self, tenant, tokens):
        if self.free(tenant) < tokens:
            return None
        self.last += 1
        self.pending[self.last] = {"tenant": tenant, "tokens": tokens,
                                   "at": self.clock()}
        return self.last

    def settle(self, ticket, used):
        p = self.pending.pop(ticket, None)
        if p is None:
            return False
        self.used[p["tenant"]] += used
        return True

    def release(self, ticket):
        if ticket not in self.pending or self._expired(ticket):
            return False
        del self.pending[ticket]
        return True

    def free(self, tenant):
        left = self.budgets[tenant] - self.used[tenant] - self._held(tenant)
        if self.total is not None:
            left = min(left, self.total - sum(self.used.values())
                       - self._held())
        return max(left, 0)
