"""Loads the list of sessions step by step: at once what is indexed, then the rest as it is read."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from simulator.session.archive.summary import SessionRow
    from simulator.session.workspace import Workspace

FIRST_PATIENCE, MORE_PATIENCE = 0.05, 1.5  # seconds of reading before the list is shown again


class Batch(msgspec.Struct, frozen=True):
    """The rows known so far. Of the transcripts new to the index, `read` of `total` have been read."""

    rows: "list[SessionRow]"
    read: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether all have been read."""
        return self.read >= self.total

    @property
    def words(self) -> str:
        """The progress of reading, for the quiet line; empty at the end."""
        return "" if self.whole else f"Reading {self.total:,} interviews, {100 * self.read // self.total}%."


async def load_incrementally(workspace: "Workspace") -> AsyncIterator[Batch]:
    """The candidate's sessions, newest first: what is known at once, then more and more until all have been read.

    Raises SimulatorError, OSError.
    """
    # home is painted before the archive is read
    from simulator.session.archive import archive

    unread = new = 0

    def count(done: int, total: int) -> None:
        nonlocal unread, new
        unread, new = total - done, total

    patience, total = FIRST_PATIENCE, 0
    while True:
        unread = new = 0
        rows = await asyncio.to_thread(
            archive.rows, workspace, candidate=workspace.candidate, progress=count, patience=patience
        )
        total, patience = total or new, MORE_PATIENCE
        batch = Batch(rows, total - unread, total)
        yield batch
        if batch.whole:
            return
