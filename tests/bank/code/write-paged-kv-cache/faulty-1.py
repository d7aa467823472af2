# Fault: never writes in place after a fork has been copied, as the old owner count isn't lowered
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.data = np.zeros((blocks, block_size, width))
        self.block_size = block_size
        self.available = list(range(blocks))
        self.refs = {}
        self.seqs = {}

    def append(self, name, row):
        table, n = self.seqs.get(name, ([], 0))
        slot = n % self.block_size
        if slot == 0:
            if not self.available:
                raise MemoryError
            block = self.available.pop(0)
            self.refs[block] = 1
            table = table + [block]
        elif self.refs[table[-1]] > 1:
            if not self.available:
                raise MemoryError
            block = self.available.pop(0)
            self.data[block] = self.data[table[-1]]
            self.refs[block] = 1
            table = table[:-1] + [block]
        self.data[table[-1], slot] = row
        self.seqs[name] = (table, n + 1)

    def read(self, name):
        table, n = self.seqs[name]
        return np.concatenate(self.data[table])[:n]

    def table(self, name):
        return list(self.seqs[name][0])

    def free(self, name):
        table, _ = self.seqs.pop(name)
        for block in table:
            self.refs[block] -= 1
            if not self.refs[block]:
                self.available.append(block)

    def free_blocks(self):
        return len(self.available)

    def fork(self, name, new):
        table, n = self.seqs[name]
        if new in self.seqs:
            raise ValueError(new)
        for block in table:
            self.refs[block] += 1
        self.seqs[new] = (list(table), n)
