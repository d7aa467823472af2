"""Review: what can be done with the marked interview of the list, and with those in the trash."""

import asyncio
from datetime import date
from pathlib import Path

from textual import on

from simulator.engine.choice.formats import format_title
from simulator.errors import SimulatorError
from simulator.session.archive import trash
from simulator.session.archive.summary import row
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.review.list import SessionList
from simulator.ui.tui.review.rows import went
from simulator.ui.tui.review.transcript_edits import amend
from simulator.ui.tui.starting import offer_again
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row, Rows

MARKED = "Marked: {review.compare} on another compares the two, {review.compare} here unmarks."
OVER = "This interview has ended; {review.again} sits it again."
ASKS_TWICE = "{review.discard} once more puts this interview into the trash."
THROWN = "In the trash; {review.restore} brings it back, now or later."
MOST_OF_TRASH = 50  # each is read to say what it is


class ReviewScreen(SessionList):
    """Reads, reports, steps through, goes on, sits again, compares, bookmarks, deletes and brings back."""

    BINDINGS = bindings("review")

    def __init__(self) -> None:
        super().__init__()
        self._to_discard = ""
        self._discarded = ""

    # To look at

    @on(Rows.Chosen, "#sessions")
    def action_read(self) -> None:
        if (session := self.marked) is not None:
            self.host.open_screen("reader", session.path, position=self.marked_position)

    def action_report(self) -> None:
        if (session := self.marked) is not None:
            self.host.open_screen("report", session.path)

    def action_replay(self) -> None:
        if (session := self.marked) is not None:
            self.host.open_screen("replay", session.path)

    def action_compare(self) -> None:
        session = self.marked
        if session is None:
            return
        if not self.compared:
            self.compared = session.id
            self.quiet(self.host.keyed(MARKED))
        elif self.compared == session.id:
            self.compared = ""
            self.quiet("No interview is marked for a comparison.")
        else:
            first = session.path.with_name(f"{self.compared}{session.path.suffix}")
            self.compared = ""
            self.quiet("")
            self.host.open_screen("compare", first, session.path)
        self.show_rows()

    # To sit

    def action_go_on(self) -> None:
        session = self.marked
        if session is None or session.state == "ended":
            self.quiet(self.host.keyed(OVER) if session else "")
            return
        self.host.go_on(session.path)

    async def action_again(self) -> None:
        if (session := self.marked) is None:
            return
        try:
            reading = await asyncio.to_thread(read, session.path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        await offer_again(self, fold(reading.header, reading.events))

    # To keep, and to throw away

    async def action_bookmark(self) -> None:
        if (session := self.marked) is None:
            return
        on = 0 not in session.bookmarks
        done = "Bookmarked; is:bookmarked finds it." if on else "The bookmark is off."
        if await amend(self, session.path, lambda amendment: amendment.bookmark(on=on), done):
            self.reload()

    async def action_discard(self) -> None:
        if (session := self.marked) is None:
            return
        if self._to_discard != session.id:
            self._to_discard = session.id
            self.quiet(self.host.keyed(ASKS_TWICE))
            return
        self._to_discard, after = "", self.beside()
        try:
            place = await asyncio.to_thread(trash.discard, session.path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._discarded = place.name
        self.quiet(self.host.keyed(THROWN))
        self.reload(mark=after)

    @on(Rows.Moved, "#sessions")
    def _forget_to_discard(self) -> None:
        """Moving to another line takes the question about this one back."""
        if self._to_discard and (self.marked is None or self.marked.id != self._to_discard):
            self._to_discard = ""
            if self.quiet_words == self.host.keyed(ASKS_TWICE):
                self.quiet("")

    async def action_restore(self) -> None:
        """Bring back what was deleted last since the list was opened; else ask which of those in the trash."""
        if self._discarded:
            await self._restore(self._discarded)
            return
        rows = await asyncio.to_thread(trash_rows, self.host.workspace, self.host.today)
        if not rows:
            self.quiet("The trash is empty.")
            return
        self.quiet("")
        older = f" The {len(rows)} deleted last:" if self.in_trash > len(rows) else ""
        self.app.push_screen(Pick(f"Bring back which?{older}", rows), self._restore)

    async def _restore(self, name: str | None) -> None:
        if name is None:
            return
        try:
            place = await asyncio.to_thread(trash.restore, self.host.workspace.sessions, name)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._discarded = ""
        self.quiet("Restored.")
        self.reload(mark=place.stem)


def trash_rows(workspace: Workspace, today: date) -> list[Row]:
    """The interviews in the trash to choose from, those deleted last first; their keys name them to `restore`."""
    found = trash.discarded(workspace.sessions)[:MOST_OF_TRASH]
    return [_trash_row(path, today, workspace.candidate) for path in found]


def _trash_row(path: Path, today: date, candidate: str) -> Row:
    deleted = f"deleted {words.moment(trash.discarded_at(path), today)}"
    try:
        found = row(read(path))
    except SimulatorError:
        return Row(path.parent.name, "", f"{path.stem}, not readable", deleted)
    whose = "" if found.candidate == candidate else f", of {found.candidate}"
    return Row(
        path.parent.name,
        words.moment(found.started, today),
        f"{format_title(found.format)}, {went(found)}{whose}",
        deleted,
    )
