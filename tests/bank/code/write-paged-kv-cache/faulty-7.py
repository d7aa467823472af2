# Fault: table hands out the list of blocks that the cache goes on with, so a caller who writes into it loses the rows, and a list got earlier grows.
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.pool = np.zeros((blocks, block_size, width))
        self.size = block_size
        self.unused = list(range(blocks))
        self.owners = [0] * blocks
        self.tables = {}
        self.rows = {}

    def _take(self):
        if not self.unused:
            raise MemoryError("no block is free")
        block = self.unused.pop()
        self.owners[block] = 1
        return block

    def append(self, name, row):
        table, n = self.tables.get(name, []), self.rows.get(name, 0)
        place = n % self.size
        if place == 0:
            table = table + [self._take()] if not table else table
            if n:
                table.append(self._take())
        elif self.owners[table[-1]] > 1:
            copy = self._take()
            self.pool[copy] = self.pool[table[-1]]
            self.owners[table[-1]] -= 1
            table = [*table[:-1], copy]
        self.pool[table[-1], place] = row
        self.tables[name], self.rows[name] = table, n + 1

    def read(self, name):
        flat = self.pool[self.tables[name]].reshape(-1, self.pool.shape[2])
        return flat[: self.rows[name]].copy()

    def table(self, name):
        return self.tables[name]

    def free(self, name):
        for block in self.tables.pop(name):
            self.owners[block] -= 1
            if self.owners[block] == 0:
                self.unused.append(block)
        del self.rows[name]

    def free_blocks(self):
        return len(self.unused)

    def fork(self, name, new):
        table = self.tables[name]
        if new in self.tables:
            raise ValueError("the name is taken")
        for block in table:
            self.owners[block] += 1
        self.tables[new], self.rows[new] = list(table), self.rows[name]
