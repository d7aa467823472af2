# Fault: the name is entered in the tables before a block is found, so after a MemoryError for a new name it's known: table and read give empty results instead of KeyError.
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.pool = np.zeros((blocks, block_size, width))
        self.size = block_size
        self.owners = [0] * blocks  # how many sequences use each block
        self.tables = {}
        self.lengths = {}

    def _take(self):
        for number, owners in enumerate(self.owners):
            if owners == 0:
                return number
        raise MemoryError("no block is free")

    def append(self, name, row):
        row = np.array(row, dtype=float)
        blocks = self.tables.setdefault(name, [])
        length = self.lengths.setdefault(name, 0)
        place = length % self.size
        if place == 0:
            fresh = self._take()
            self.owners[fresh] = 1
            self.tables[name] = blocks + [fresh]
        elif self.owners[blocks[-1]] > 1:
            fresh = self._take()
            shared = blocks[-1]
            self.pool[fresh] = self.pool[shared]
            self.owners[shared] -= 1
            self.owners[fresh] = 1
            self.tables[name] = blocks[:-1] + [fresh]
        self.pool[self.tables[name][-1], place] = row
        self.lengths[name] = length + 1

    def read(self, name):
        rows = [
            self.pool[self.tables[name][i // self.size], i % self.size]
            for i in range(self.lengths[name])
        ]
        return np.array(rows).reshape(len(rows), self.pool.shape[2])

    def table(self, name):
        return list(self.tables[name])

    def free(self, name):
        for number in self.tables.pop(name):
            self.owners[number] -= 1
        del self.lengths[name]

    def free_blocks(self):
        return self.owners.count(0)

    def fork(self, name, new):
        if name not in self.tables:
            raise KeyError(name)
        if new in self.tables:
            raise ValueError("there is already a sequence " + repr(new))
        self.tables[new] = list(self.tables[name])
        self.lengths[new] = self.lengths[name]
        for number in self.tables[new]:
            self.owners[number] += 1
