# Fault: insert renews only the nodes that it adds, not those it matched: insert [1], [2], [1], [3] at capacity 2 evicts 1.
class PrefixCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.nodes = {}         # prefix -> time of its last use
        self.kids = {(): 0}     # prefix -> how many nodes come right after it
        self.now = 0
        self.pinned = {}

    def cached(self, tokens):
        count = 0
        while count < len(tokens) and tuple(tokens[:count + 1]) in self.nodes:
            count += 1
        return count

    def match(self, tokens):
        self.now += 1
        count = self.cached(tokens)
        for i in range(1, count + 1):
            self.nodes[tuple(tokens[:i])] = self.now
        return count

    def insert(self, tokens):
        self.now += 1
        count = self.cached(tokens)
        for i in range(1, len(tokens) + 1):
            prefix = tuple(tokens[:i])
            if i > count:
                self.kids[prefix] = 0
                self.kids[prefix[:-1]] += 1
                self.nodes[prefix] = self.now
        while len(self.nodes) > self.capacity:
            self.evict()
        return len(tokens) - count

    def evict(self):
        leaves = [p for p in self.nodes if not self.kids[p] and not self.is_pinned(p)]
        victim = min(leaves, key=self.nodes.get)
        del self.nodes[victim]
        del self.kids[victim]
        self.kids[victim[:-1]] -= 1

    def is_pinned(self, prefix):
        return any(one[:len(prefix)] == prefix for one in self.pinned)

    def size(self):
        return len(self.nodes)

    def pin(self, tokens):
        if self.cached(tokens) < len(tokens):
            raise KeyError(tuple(tokens))
        key = tuple(tokens)
        self.pinned[key] = self.pinned.get(key, 0) + 1

    def unpin(self, tokens):
        key = tuple(tokens)
        if key not in self.pinned:
            raise KeyError(key)
        self.pinned[key] -= 1
        if not self.pinned[key]:
            del self.pinned[key]
