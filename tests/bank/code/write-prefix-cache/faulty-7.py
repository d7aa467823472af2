# Fault: only the last node matched is used.
class PrefixCache:
    def __init__(self, capacity):
        self.capacity, self.now = capacity, 0
        self.ids = {}  # (parent, token) -> id
        self.up, self.kids, self.used = {}, {0: 0}, {}
        self.pins = {}
        self.next = 1

    def _path(self, tokens):
        at, path = 0, []
        for token in tokens:
            at = self.ids.get((at, token))
            if at is None:
                break
            path.append(at)
        return path

    def match(self, tokens):
        self.now += 1
        path = self._path(tokens)
        for node in path[-1:]:
            self.used[node] = self.now
        return len(path)

    def insert(self, tokens):
        tokens = list(tokens)
        had = self.match(tokens)
        path = self._path(tokens)
        at = path[-1] if path else 0
        for token in tokens[had:]:
            new, self.next = self.next, self.next + 1
            self.ids[at, token] = new
            self.up[new] = (at, token)
            self.kids[new] = 0
            self.kids[at] += 1
            self.used[new] = self.now
            at = new
        held = {node for pinned in self.pins for node in self._path(pinned)}
        while len(self.ids) > self.capacity:
            leaves = [i for i in self.up if not self.kids[i] and i not in held]
            if not leaves:
                break
            gone = min(leaves, key=self.used.get)
            key = self.up.pop(gone)
            del self.ids[key], self.kids[gone], self.used[gone]
            self.kids[key[0]] -= 1
        return len(tokens) - had

    def size(self):
        return len(self.ids)

    def pin(self, tokens):
        key = self._whole(tokens)
        self.pins[key] = self.pins.get(key, 0) + 1

    def unpin(self, tokens):
        key = self._whole(tokens)
        if key not in self.pins:
            raise KeyError("not pinned")
        self.pins[key] -= 1
        if not self.pins[key]:
            del self.pins[key]

    def _whole(self, tokens):
        if len(self._path(tokens)) < len(tokens):
            raise KeyError("not cached")
        return tuple(tokens)
