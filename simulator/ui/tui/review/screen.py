"""Review: the list of interviews, newest first, and what can be done with the marked one and those in the trash."""

import asyncio
from datetime import date
from pathlib import Path

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus, Key, Resize
from textual.widgets import Input

from simulator.engine.choice.formats import format_title
from simulator.engine.scoring import LOWEST
from simulator.errors import SimulatorError
from simulator.graph.text import plural
from simulator.session.archive import trash
from simulator.session.archive.rows import SessionRow, row
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings, of_context
from simulator.ui.tui.review.rows import HitLine, SearchResult, Sessions, lines, search, went
from simulator.ui.tui.review.transcript import Preview, amend
from simulator.ui.tui.session_list_loader import load_incrementally
from simulator.ui.tui.starting import offer_again
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row, Rows

WIDE = 100
TYPING_SECONDS = 0.12  # no key for so long, and the search begins
HITS_SHOWN = 3  # of one session
HINT = f"words, or format:full verdict:{LOWEST} concept:kv-cache after:2026-11-01"
EMPTY = "No interview yet; the first one appears here."
ALL_IN_THE_TRASH = "No interview is left here; {review.restore} brings one back from the trash."
FOR_TRASH = frozenset({"review.restore"})
FOR_STOPPED = frozenset({"review.go_on"})
FOR_LIST = frozenset(action.id for action in of_context("review")) - FOR_TRASH - {"review.back"}


class SessionList(Frame):
    """The list, its search, and the transcript beside it."""

    CSS_PATH = ["../styles/reader.tcss", "../styles/review.tcss"]  # noqa: RUF012 - Textual reads it from the class
    contexts = ("review", "lists")
    shows_help = True

    def __init__(self) -> None:
        super().__init__()
        self.compared = ""
        self.in_trash = 0
        self._sessions: dict[str, SessionRow] = {}
        self._result: SearchResult | None = None
        self._only_missed = False
        self._to_mark = ""  # once it is in the list

    def body(self) -> ComposeResult:
        yield Title("Review", id="title")
        yield Rule()
        with Vertical(id="both"):
            yield Sessions(id="sessions")
            yield Preview(id="preview")
        yield Input(placeholder=HINT, id="search", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.show_keys("review", without=FOR_TRASH | FOR_STOPPED)
        self.query_one("#search").display = False
        self.query_one(Sessions).focus()

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.width >= WIDE, "-wide")
        self._show_preview()

    def on_screen_resume(self) -> None:
        self.reload()

    def reload(self, mark: str = "") -> None:
        """Read the list anew; what is known already is shown at once. Then the session with the id `mark` is marked."""
        self._to_mark = mark or self._to_mark
        self.run_worker(self._load(), exclusive=True, group="archive")

    async def _load(self) -> None:
        if not self._sessions and self.host.latest_sessions:
            self._sessions = {row.id: row for row in self.host.latest_sessions}
            self.show_rows()
        said = "Reading the interviews." if not self._sessions else ""
        if said:
            self.quiet(said)
        try:
            async for part in load_incrementally(self.host.workspace):
                self._sessions = {row.id: row for row in part.rows}
                self.host.latest_sessions = part.rows
                self.in_trash = await asyncio.to_thread(trash.count, self.host.workspace.sessions)
                if self._searching:
                    await self._search()
                else:
                    self.show_rows()
                if not part.whole or self.quiet_words == said:
                    said = part.words or self._words_for_none()
                    self.quiet(said)
        except (SimulatorError, OSError) as error:
            self.quiet(f"The interviews so far cannot be listed: {error}")
        if await self.host.learn_names({row.graph for row in self._sessions.values()}):
            self.show_rows()

    def beside(self) -> str:
        """The id of the session below the marked one, or above it where it is the last; empty where it is alone."""
        row, rows = self.query_one(Sessions).row, self.query_one(Sessions).rows
        ids = list(dict.fromkeys(r.session if isinstance(r, HitLine) else r.key for r in rows))
        mine = row.session if isinstance(row, HitLine) else row.key if row else ""
        at = ids.index(mine) if mine in ids else 0
        return next(iter([*ids[at + 1 : at + 2], *ids[max(0, at - 1) : at]]), "")

    def _words_for_none(self) -> str:
        """Why the list is empty; nothing where it is not."""
        if not self._sessions:
            return self.host.keyed(ALL_IN_THE_TRASH) if self.in_trash else EMPTY
        return "" if self._result is None else self.host.keyed(self._result.why_none)

    # The list, and what narrows it

    @property
    def _typed(self) -> str:
        return self.query_one("#search", Input).value

    @property
    def _searching(self) -> bool:
        return self._only_missed or bool(self._typed.strip())

    @on(Input.Changed, "#search")
    def _search_changed(self) -> None:
        # as a function: one that is replaced before it begins is then never made
        self.run_worker(self._search_soon, exclusive=True, group="search")  # type: ignore[arg-type]

    async def _search_soon(self) -> None:
        await asyncio.sleep(TYPING_SECONDS)
        await self._search()

    async def _search(self) -> None:
        typed = self._typed
        if self._searching:
            try:
                result = await asyncio.to_thread(search, self.host.workspace, typed, missed=self._only_missed)
            except (SimulatorError, OSError) as error:
                self.quiet(f"The search cannot be done: {error}")
                return
            if typed != self._typed:
                return  # something else is looked for by now
            self._result = result
        else:
            self._result = None
        self.quiet((self._result.query.problem if self._result else "") or self._words_for_none())
        self.show_rows()

    def show_rows(self) -> None:
        """Show the list as it is known, narrowed to what was found."""
        result, everything = self._result, list(self._sessions.values())
        shown = everything if result is None else [self._sessions[i] for i in result.ids if i in self._sessions]
        hits = {} if result is None else result.hits
        self.query_one(Sessions).today = self.host.today
        self.query_one(Sessions).named = self.host.named
        self.query_one(Sessions).fill(list(lines(shown, hits, self.compared, HITS_SHOWN)))
        if self._to_mark in self._sessions:
            self.query_one(Sessions).mark(self._to_mark)
            self._to_mark = ""
        self._show_title(len(shown))
        self._show_footer()
        self._show_preview()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _show_footer(self) -> None:
        """The keys that do something now: in the line that is typed letters are text."""
        typing = self.query_one("#search", Input).has_focus
        useless = frozenset() if self._sessions and not typing else FOR_LIST
        if self.marked is None or self.marked.state == "ended":
            useless |= FOR_STOPPED
        self.show_keys("review", without=useless | (frozenset() if self.in_trash and not typing else FOR_TRASH))

    def _show_title(self, shown: int) -> None:
        count = plural(len(self._sessions), "interview")
        narrowed = f"{shown} of {count}" if self._result is not None else count
        only = "only missed" if self._only_missed else ""
        thrown = f"{self.in_trash} in the trash: {self.host.keyed('{review.restore}')}" if self.in_trash else ""
        self.query_one("#title", Title).show(right=" · ".join(filter(None, (only, narrowed, thrown))))

    @property
    def result(self) -> SearchResult | None:
        """What the list is narrowed to, or None."""
        return self._result

    @property
    def marked(self) -> SessionRow | None:
        """The marked interview."""
        row = self.query_one(Sessions).row
        if row is None:
            return None
        return self._sessions.get(row.session if isinstance(row, HitLine) else row.key)

    @property
    def marked_position(self) -> int:
        """The item of it that is marked, from 1."""
        row = self.query_one(Sessions).row
        return row.position if isinstance(row, HitLine) else 1

    @on(Rows.Moved, "#sessions")
    def _moved(self) -> None:
        self._show_footer()
        self._show_preview()

    def _show_preview(self) -> None:
        if self.has_class("-wide"):
            session = self.marked
            self.query_one(Preview).show(session.path if session else None, self.marked_position)

    def on_key(self, event: Key) -> None:
        """From the line that is typed, down goes to what was found."""
        if event.key == "down" and self.query_one("#search", Input).has_focus:
            self.query_one(Sessions).focus()

    def action_missed(self) -> None:
        self._only_missed = not self._only_missed
        self.run_worker(self._search(), exclusive=True, group="search")

    def action_search(self) -> None:
        """Open the line. Its key goes before all others, so that what is typed at once after it lands in the line."""
        line = self.query_one("#search", Input)
        if self.focused is line:
            raise SkipAction  # there it is a sign like any other
        line.display = True
        self.set_focus(line)

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one(Sessions).focus()

    async def action_back(self) -> None:
        line = self.query_one("#search", Input)
        if line.display:
            line.value, line.display = "", False
            # all of them are back at once
            self._result = self._result if self._only_missed else None
            self.show_rows()
            self.query_one(Sessions).focus()
        elif self._only_missed:
            self.action_missed()
        else:
            self.dismiss()

    # The transcript beside the list

    async def action_next_item(self) -> None:
        await self.query_one(Preview).move(1)

    async def action_previous_item(self) -> None:
        await self.query_one(Preview).move(-1)

    async def action_uncover(self) -> None:
        await self.query_one(Preview).uncover()


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
