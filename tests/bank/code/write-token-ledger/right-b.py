import itertools

_numbers = itertools.count(1)


class Ledger:
    """Token budgets of several tenants, with reservations."""

    def __init__(self, budgets, hold, clock, total=None):
        self._budgets = dict(budgets)
        self._booked = {tenant: 0 for tenant in self._budgets}
        self._hold = hold
        self._clock = clock
        self._total = total
        # ticket -> (tenant, tokens, time made), until settled or released
        self._open = {}

    def _ended(self, made, now):
        return now - made >= self._hold

    def _left(self, tenant):
        now = self._clock()
        mine = everybody = 0
        for who, tokens, made in self._open.values():
            if self._ended(made, now):
                continue
            everybody += tokens
            if who == tenant:
                mine += tokens
        left = self._budgets[tenant] - self._booked[tenant] - mine
        if self._total is not None:
            booked = sum(self._booked.values())
            left = min(left, self._total - booked - everybody)
        return left

    def reserve(self, tenant, tokens):
        if tenant not in self._budgets or tokens > self.free(tenant):
            return None
        ticket = next(_numbers)
        self._open[ticket] = (tenant, tokens, self._clock())
        return ticket

    def settle(self, ticket, used):
        if ticket not in self._open:
            return False
        tenant, _, _ = self._open.pop(ticket)
        self._booked[tenant] += used
        return True

    def release(self, ticket):
        if ticket not in self._open:
            return False
        _, _, made = self._open[ticket]
        if self._ended(made, self._clock()):
            return False
        del self._open[ticket]
        return True

    def free(self, tenant):
        return max(0, self._left(tenant))
