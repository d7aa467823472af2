# Fault: to release what has ended fails, but forgets it.
class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self.budgets, self.hold, self.clock, self.total = dict(budgets), hold, clock, total
        self.booked = {tenant: 0 for tenant in budgets}
        self.open, self.count = {}, 0

    def _ended(self, made):
        return self.clock() - made >= self.hold

    def _aside(self, tenants):
        return sum(t for who, t, made in self.open.values() if who in tenants and not self._ended(made))

    def free(self, tenant):
        left = self.budgets[tenant] - self.booked[tenant] - self._aside([tenant])
        if self.total is not None:
            left = min(left, self.total - sum(self.booked.values()) - self._aside(self.budgets))
        return max(0, left)

    def reserve(self, tenant, tokens):
        if tokens > self.free(tenant):
            return None
        self.count += 1
        self.open[self.count] = tenant, tokens, self.clock()
        return self.count

    def settle(self, ticket, used):
        found = self.open.pop(ticket, None)
        if found is None:
            return False
        self.booked[found[0]] += used
        return True

    def release(self, ticket):
        found = self.open.pop(ticket, None)
        if found is None or self._ended(found[2]):
            return False
        return True
