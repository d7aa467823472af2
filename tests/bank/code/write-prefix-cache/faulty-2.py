# Fault: a parent counts as used when its last child is evicted
class Node:
    def __init__(self, parent=None, token=None):
        self.parent, self.token = parent, token
        self.after, self.used, self.pins = {}, 0, 0


class PrefixCache:
    def __init__(self, capacity):
        self.capacity, self.now = capacity, 0
        self.root, self.nodes = Node(), set()

    def match(self, tokens):
        self.now += 1
        node, count = self.root, 0
        for token in tokens:
            if token not in node.after:
                break
            node = node.after[token]
            node.used = self.now
            count += 1
        return count

    def insert(self, tokens):
        self.now += 1
        node, before = self.root, len(self.nodes)
        for token in tokens:
            if token not in node.after:
                node.after[token] = Node(node, token)
                self.nodes.add(node.after[token])
            node = node.after[token]
            node.used = self.now
        added = len(self.nodes) - before
        while len(self.nodes) > self.capacity:
            leaves = [n for n in self.nodes if not n.after and not n.pins]
            victim = min(leaves, key=lambda n: n.used)
            del victim.parent.after[victim.token]
            self.nodes.remove(victim)
            victim.parent.used = self.now
        return added

    def size(self):
        return len(self.nodes)

    def last(self, tokens):
        node = self.root
        for token in tokens:
            node = node.after[token]
        return node

    def pin(self, tokens):
        self.last(tokens).pins += 1

    def unpin(self, tokens):
        node = self.last(tokens)
        if not node.pins:
            raise KeyError("this list isn't pinned")
        node.pins -= 1
