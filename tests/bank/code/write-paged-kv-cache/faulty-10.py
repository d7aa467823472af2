# Fault: fork of an unknown name leaves new behind.
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.size = block_size
        self.width = width
        self.pool = np.zeros((blocks, block_size, width))
        self.owners = [0] * blocks
        self.unused = list(range(blocks))
        self.tables = {}
        self.lengths = {}

    def append(self, name, row):
        table = self.tables.get(name, [])
        length = self.lengths.get(name, 0)
        place = length % self.size
        if place == 0:
            block = self.take()
            table.append(block)
        else:
            block = table[-1]
            if self.owners[block] > 1:
                new = self.take()
                self.pool[new] = self.pool[block]
                self.owners[block] -= 1
                table[-1] = block = new
        self.pool[block, place] = row
        self.tables[name] = table
        self.lengths[name] = length + 1

    def take(self):
        if not self.unused:
            raise MemoryError("no block is free")
        block = self.unused.pop()
        self.owners[block] = 1
        return block

    def read(self, name):
        table = self.tables[name]
        return self.pool[table].reshape(-1, self.width)[: self.lengths[name]].copy()

    def table(self, name):
        return list(self.tables[name])

    def free(self, name):
        table = self.tables.pop(name)
        del self.lengths[name]
        for block in table:
            self.owners[block] -= 1
            if self.owners[block] == 0:
                self.unused.append(block)

    def free_blocks(self):
        return len(self.unused)

    def fork(self, name, new):
        if new in self.tables and name in self.tables:
            raise ValueError("new exists")
        self.tables[new] = []
        self.tables[new] = list(self.tables[name])
        self.lengths[new] = self.lengths[name]
        for block in self.tables[new]:
            self.owners[block] += 1
