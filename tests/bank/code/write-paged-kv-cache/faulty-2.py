# Fault: takes the next block as soon as the last one is full, a row too early
import numpy as np


class PagedCache:
    def __init__(self, blocks, block_size, width):
        self.data = np.zeros((blocks, block_size, width))
        self.block_size = block_size
        self.available = list(range(blocks))
        self.refs = [0] * blocks
        self.seqs = {}

    def _take(self):
        if not self.available:
            raise MemoryError
        block = self.available.pop()
        self.refs[block] = 1
        return block

    def append(self, name, row):
        if name not in self.seqs:
            self.seqs[name] = ([self._take()], 0)
        table, n = self.seqs[name]
        slot = n % self.block_size
        if self.refs[table[-1]] > 1:
            block = self._take()
            self.data[block] = self.data[table[-1]]
            self.refs[table[-1]] -= 1
            table[-1] = block
        if slot == self.block_size - 1:
            table.append(self._take())
            self.data[table[-2], slot] = row
        else:
            self.data[table[-1], slot] = row
        self.seqs[name] = (table, n + 1)

    def read(self, name):
        table, n = self.seqs[name]
        return np.concatenate(self.data[table])[:n].copy()

    def table(self, name):
        return list(self.seqs[name][0])

    def free(self, name):
        for block in self.seqs.pop(name)[0]:
            self.refs[block] -= 1
            if self.refs[block] == 0:
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
