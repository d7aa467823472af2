from collections import OrderedDict


class Node:
    def __init__(self, parent, token):
        self.parent = parent
        self.token = token
        self.kids = {}
        self.pins = 0


class PrefixCache:
    """All nodes stand in one queue, the one used longest ago in front.

    Of the nodes of one call the deeper ones stand before the shallower, so a
    node always stands behind everything below it, and the first one in the
    queue (the first unpinned one) is always a leaf.
    """

    def __init__(self, capacity):
        self.capacity = capacity
        self.root = Node(None, None)
        self.queue = OrderedDict()
        self.pinned = {}

    def match(self, tokens):
        path = self._path(tokens)
        self._use(path)
        return len(path)

    def insert(self, tokens):
        path = self._path(tokens)
        added = 0
        for token in tokens[len(path):]:
            parent = path[-1] if path else self.root
            node = Node(parent, token)
            parent.kids[token] = node
            path.append(node)
            added += 1
        self._use(path)
        while len(self.queue) > self.capacity:
            victim = next(node for node in self.queue if node.pins == 0)
            del self.queue[victim]
            del victim.parent.kids[victim.token]
        return added

    def size(self):
        return len(self.queue)

    def pin(self, tokens):
        for node in self._whole(tokens):
            node.pins += 1
        key = tuple(tokens)
        self.pinned[key] = self.pinned.get(key, 0) + 1

    def unpin(self, tokens):
        path = self._whole(tokens)
        key = tuple(tokens)
        if key not in self.pinned:
            raise KeyError(key)
        for node in path:
            node.pins -= 1
        self.pinned[key] -= 1
        if self.pinned[key] == 0:
            del self.pinned[key]

    def _path(self, tokens):
        node, path = self.root, []
        for token in tokens:
            node = node.kids.get(token)
            if node is None:
                break
            path.append(node)
        return path

    def _whole(self, tokens):
        path = self._path(tokens)
        if len(path) < len(tokens):
            raise KeyError(tuple(tokens))
        return path

    def _use(self, path):
        for node in reversed(path):
            self.queue[node] = None
            self.queue.move_to_end(node)
