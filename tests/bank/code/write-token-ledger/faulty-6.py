# Fault: an overdraft is forgotten (what's left is clamped to 0 when stored)
import uuid


class Ledger:
    def __init__(self, budgets, hold, clock, total=None):
        self._left = dict(budgets)
        self._all = total
        self._hold = hold
        self._clock = clock
        self._live = {}
        self._ended = {}

    def _change(self, tenant, by):
        self._left[tenant] = max(0, self._left[tenant] + by)
        if self._all is not None:
            self._all = max(0, self._all + by)

    def _expire(self):
        now = self._clock()
        old = [t for t, (_, _, made) in self._live.items()
               if now - made >= self._hold]
        for ticket in old:
            tenant, tokens, _ = self._live.pop(ticket)
            self._ended[ticket] = tenant
            self._change(tenant, tokens)

    def reserve(self, tenant, tokens):
        if tokens > self.free(tenant):
            return None
        ticket = uuid.uuid4().hex
        self._live[ticket] = (tenant, tokens, self._clock())
        self._change(tenant, -tokens)
        return ticket

    def settle(self, ticket, used):
        self._expire()
        if ticket in self._ended:
            self._change(self._ended.pop(ticket), -used)
            return True
        if ticket in self._live:
            tenant, tokens, _ = self._live.pop(ticket)
            self._change(tenant, tokens - used)
            return True
        return False

    def release(self, ticket):
        self._expire()
        if ticket not in self._live:
            return False
        tenant, tokens, _ = self._live.pop(ticket)
        self._change(tenant, tokens)
        return True

    def free(self, tenant):
        self._expire()
        left = self._left[tenant]
        return left if self._all is None else min(left, self._all)
