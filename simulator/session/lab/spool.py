"""Recorded answers as categories in a temporary file, from which any block of people can be read again and again.

A fit goes over everybody dozens of times. One byte for each answer is read faster than the table, and without a copy in
memory: a million people with sixty answers take 60 MB of disk.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from simulator.engine.lab.blocks import PEOPLE_IN_BLOCK, Answers, Part, Sums, total
from simulator.engine.model.response import Mask
from simulator.session.lab.workers import InProcess, Workers

Tell = Callable[[Part], None]
Wanted = Callable[[Answers], Mask]


class Spool:
    """Answers (people, columns), -1 for none, in a file without a name, which is gone with the process.

    `items` are the numbers of the items in a bank, one for each column. `only` says who is wanted.
    """

    def __init__(self, items: Sequence[int], only: Wanted | None = None) -> None:
        self.items = tuple(items)
        self.people = self.left_out = 0
        self._only = only
        self._file = tempfile.TemporaryFile(prefix="interview-answers-")  # noqa: SIM115 - lives as long as the spool

    def add(self, answers: Answers) -> None:
        """More people; of them, those that are wanted."""
        if self._only is not None:
            wanted = self._only(answers)
            self.left_out += int((~wanted).sum())
            answers = answers[wanted]
        self._file.seek(0, os.SEEK_END)
        self._file.write(np.ascontiguousarray(answers, np.int8).tobytes())
        self.people += len(answers)

    def rows(self, start: int, people: int) -> Answers:
        """The answers of so many people from the `start`-th on, or of those that there are."""
        self._file.seek(start * len(self.items))
        data = self._file.read(people * len(self.items))
        return np.frombuffer(data, np.int8).reshape(-1, len(self.items))

    def parts(self, people: int, every: int = 1) -> Iterator[Answers]:
        """Every n-th of the blocks of so many people."""
        for start in range(0, self.people, people * every):
            yield self.rows(start, people)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()


class Spooled:
    """The blocks of a spool, computed by workers. `tell` hears of each part that is done."""

    def __init__(self, spool: Spool, workers: Workers, tell: Tell = lambda _: None) -> None:
        self._spool = spool
        self._workers = workers
        self._tell = tell

    @property
    def people(self) -> int:
        """How many people there are."""
        return self._spool.people

    def fold(self, part: Part, shared: Any, every: int = 1) -> Sums:
        """The sum over every n-th block."""
        return total(
            self._telling(part, self._workers.results(part, shared, self._spool.parts(PEOPLE_IN_BLOCK, every)))
        )

    def alone(self) -> None:
        """From now on this process computes, as the workers are gone or not to be waited for."""
        self._workers, self._tell = InProcess(), lambda _: None

    def _telling(self, part: Part, results: Iterator[Any]) -> Iterator[Any]:
        """The results, each told as it comes."""
        for result in results:
            self._tell(part)
            yield result
