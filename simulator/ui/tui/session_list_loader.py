"""Load the list of sessions step by step: what is indexed at once, then the rest as it is read, newest first."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.session.archive.summary import SessionRow
    from simulator.session.workspace import Workspace

FIRST_PATIENCE, MORE_PATIENCE = 0.05, 1.5  # seconds of reading between two looks


@dataclass(frozen=True)
class Batch:
    """The rows that are known so far. `read` of `total` transcripts that were new to the index have been read."""

    rows: "list[SessionRow]"
    read: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left to read."""
        return self.read >= self.total

    @property
    def words(self) -> str:
        """How far the reading is, for the quiet line; empty at its end."""
        return "" if self.whole else f"Reading {self.total:,} interviews, {100 * self.read // self.total}%."


class _Count:
    """Notes how many files one look leaves unread."""

    def __init__(self) -> None:
        self.left = self.total = 0

    def __call__(self, done: int, total: int) -> None:
        self.left, self.total = total - done, total


async def load_incrementally(workspace: "Workspace") -> AsyncIterator[Batch]:
    """The candidate's sessions, newest first: at once what is known, then more, until all were read.

    The reading is done in a thread, a few seconds at a time. Raises SimulatorError, OSError.
    """
    # home is painted before the archive is read
    from simulator.session.archive import archive

    patience, total = FIRST_PATIENCE, 0
    while True:
        count = _Count()
        rows = await asyncio.to_thread(
            archive.rows, workspace, candidate=workspace.candidate, progress=count, patience=patience
        )
        total, patience = total or count.total, MORE_PATIENCE
        part = Batch(rows, total - count.left, total)
        yield part
        if part.whole:
            return
