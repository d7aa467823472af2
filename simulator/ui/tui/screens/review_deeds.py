"""What can be done with the marked interview of the review list."""

import asyncio
from pathlib import Path

from simulator.errors import SimulatorError
from simulator.session.reading import read
from simulator.session.state import State, fold
from simulator.session.summary import SessionRow
from simulator.ui.tui.amending import amend, offer_again
from simulator.ui.tui.screens.frame import Frame


class Deeds(Frame):
    """Reads, reports, steps through, goes on, sits again, compares, bookmarks, deletes and brings back."""

    def __init__(self) -> None:
        super().__init__()
        self.compared = ""
        self._to_discard = ""
        self._discarded = ""

    @property
    def marked(self) -> SessionRow | None:
        """The marked interview."""
        raise NotImplementedError

    @property
    def marked_position(self) -> int:
        """The item of it that is marked, from 1."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the list anew."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Show the list as it is known."""
        raise NotImplementedError

    # To look at

    def action_read(self) -> None:
        if (session := self.marked) is not None:
            from simulator.ui.tui.screens.reader import Reader  # only when one is read

            self.app.push_screen(Reader(session.path, position=self.marked_position))

    def action_report(self) -> None:
        if (session := self.marked) is not None:
            from simulator.ui.tui.screens.report import Report  # brings the report layer

            self.app.push_screen(Report(session.path))

    def action_replay(self) -> None:
        if (session := self.marked) is not None:
            from simulator.ui.tui.screens.replay import Replay  # brings the engine

            self.app.push_screen(Replay(session.path))

    def action_compare(self) -> None:
        session = self.marked
        if session is None:
            return
        if not self.compared:
            self.compared = session.id
            self.quiet("Marked: c on another compares the two, c here unmarks.")
        elif self.compared == session.id:
            self.compared = ""
            self.quiet("No interview is marked for a comparison.")
        else:
            self._compare(self.compared, session)
        self.show_rows()

    def _compare(self, first: str, second: SessionRow) -> None:
        from simulator.ui.tui.screens.compare import Compare  # brings the engine

        self.compared = ""
        self.quiet("")
        self.app.push_screen(Compare(second.path.with_name(f"{first}{second.path.suffix}"), second.path))

    # To sit

    def action_go_on(self) -> None:
        session = self.marked
        if session is None or session.state == "ended":
            self.quiet("This interview has ended; t sits it again." if session else "")
            return
        self.program.go_on(session.path)

    async def action_again(self) -> None:
        if (session := self.marked) is None:
            return
        try:
            state = await asyncio.to_thread(_state_of, session.path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        await offer_again(self, state)

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
            self.quiet("d once more puts this interview into the trash.")
            return
        self._to_discard = ""
        from simulator.session import trash  # only to move things

        try:
            await asyncio.to_thread(trash.discard, session.path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._discarded = session.id
        self.quiet("In the trash; u brings it back.")
        self.reload()

    async def action_restore(self) -> None:
        if not self._discarded:
            self.quiet("Nothing was deleted here since this list was opened.")
            return
        from simulator.session import trash  # only to move things

        try:
            await asyncio.to_thread(trash.restore, self.program.workspace.sessions, self._discarded)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._discarded = ""
        self.quiet("It is back.")
        self.reload()


def _state_of(path: Path) -> State:
    reading = read(path)
    return fold(reading.header, reading.events)
