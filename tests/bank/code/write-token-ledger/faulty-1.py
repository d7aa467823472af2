# Fault: books no more than was reserved, so what a call used beyond its estimate is lost
from itertools import count


class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self.budgets, self.hold, self.clock = dict(budgets), hold, clock
        self.total = total
        self.booked = dict.fromkeys(self.budgets, 0)
        self.tickets = {}  # ticket: tenant, tokens, when it ends
        self.numbers = count(1)

    def held(self, tenant):
        now = self.clock()
        return sum(
            tokens for owner, tokens, end in self.tickets.values()
            if owner == tenant and now < end
        )

    def free(self, tenant):
        left = {
            each: budget - self.booked[each] - self.held(each)
            for each, budget in self.budgets.items()
        }
        rest = left[tenant]
        if self.total is not None:
            gone = sum(self.budgets.values()) - sum(left.values())
            rest = min(rest, self.total - gone)
        return max(0, rest)

    def reserve(self, tenant, tokens):
        if tokens > self.free(tenant):
            return None
        ticket = next(self.numbers)
        self.tickets[ticket] = tenant, tokens, self.clock() + self.hold
        return ticket

    def settle(self, ticket, used):
        if ticket not in self.tickets:
            return False
        tenant, tokens, _ = self.tickets.pop(ticket)
        self.booked[tenant] += min(used, tokens)
        return True

    def release(self, ticket):
        if ticket not in self.tickets:
            return False
        if self.clock() >= self.tickets[ticket][2]:
            return False
        del self.tickets[ticket]
        return True
