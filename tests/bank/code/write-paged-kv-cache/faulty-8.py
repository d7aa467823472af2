# Fault: rows are kept as the caller's own arrays.
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.n, self.size, self.width = blocks, block_size, width
        self.unused = list(range(blocks))
        self.owners = [0] * blocks
        self.data = {}
        self.tables = {}

    def append(self, name, row):
        rows = self.data.get(name, [])
        table = self.tables.get(name, [])
        if len(rows) % self.size == 0 or self.owners[table[-1]] > 1:
            if not self.unused:
                raise MemoryError
            block = self.unused.pop(0)
            self.owners[block] = 1
            if len(rows) % self.size:
                self.owners[table.pop()] -= 1
            table.append(block)
        rows.append(row)
        self.data[name], self.tables[name] = rows, table

    def read(self, name):
        return np.array(self.data[name])

    def table(self, name):
        return list(self.tables[name])

    def free(self, name):
        del self.data[name]
        for block in self.tables.pop(name):
            self.owners[block] -= 1
            if not self.owners[block]:
                self.unused.append(block)

    def free_blocks(self):
        return len(self.unused)

    def fork(self, name, new):
        if name not in self.data:
            raise KeyError(name)
        if new in self.data:
            raise ValueError(new)
        self.data[new] = list(self.data[name])
        self.tables[new] = list(self.tables[name])
        for block in self.tables[new]:
            self.owners[block] += 1
