# Fault: reservations that end by themselves never go back to the total
class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self.budgets = dict(budgets)
        self.hold = hold
        self.clock = clock
        self.total = total
        self.taken = 0  # booked and set aside, by all
        self.booked = {t: 0 for t in budgets}
        self.open = {}
        self.next_ticket = 1

    def _live(self, entry):
        return self.clock() - entry[2] < self.hold

    def reserve(self, tenant, tokens):
        if self.free(tenant) < tokens:
            return None
        ticket = self.next_ticket
        self.next_ticket += 1
        self.open[ticket] = (tenant, tokens, self.clock())
        self.taken += tokens
        return ticket

    def settle(self, ticket, used):
        if ticket not in self.open:
            return False
        tenant, tokens, _ = self.open.pop(ticket)
        self.booked[tenant] += used
        self.taken += used - tokens
        return True

    def release(self, ticket):
        if ticket not in self.open or not self._live(self.open[ticket]):
            return False
        _, tokens, _ = self.open.pop(ticket)
        self.taken -= tokens
        return True

    def free(self, tenant):
        aside = sum(e[1] for e in self.open.values()
                    if e[0] == tenant and self._live(e))
        free = self.budgets[tenant] - self.booked[tenant] - aside
        if self.total is not None:
            free = min(free, self.total - self.taken)
        return max(0, free)
