"""Review: the list of interviews, newest first, and what can be done with them."""

import asyncio
from functools import partial

from msgspec.structs import replace
from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus, Event, Key, Paste, Resize
from textual.widgets import Input, Static

from simulator.engine.scoring import LOWEST
from simulator.errors import SimulatorError
from simulator.graph.text import plural
from simulator.session.archive import trash
from simulator.session.archive.summary import SessionRow
from simulator.session.transcript.read import read
from simulator.ui.asked_first import NO, YES, in_small
from simulator.ui.tui.key_buffer import TOO_QUICK, TOO_SOON
from simulator.ui.tui.keys.registry import action_of, bindings, keys_for, of_context
from simulator.ui.tui.review import rows
from simulator.ui.tui.review.rows import HitLine, SearchResult, Sessions, found_words, legend, lines, search, trash_rows
from simulator.ui.tui.review.transcript import Preview, amend
from simulator.ui.tui.session_list_loader import load_incrementally
from simulator.ui.tui.starting import offer_again
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Rule, Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.words import counted

SIDES = 5  # columns beside the legend of the rule
TYPING_SECONDS = 0.12  # the search starts after a pause this long
HITS_SHOWN = 3  # of one session
HINT = f"words, or format:full verdict:{LOWEST} after:2026-11-01 concept:kv-cache"
EMPTY = "No interviews yet.\n\nPress {review.back} and choose Start. Your first one will be listed here."
ALL_IN_THE_TRASH = "All interviews are in the trash. {review.restore} brings one back."
MARKED = "Marked. Press {review.compare} on another one to compare the two, or here to unmark it."
OVER = "This interview has ended. Press {review.again} to try it again."
DISCARD = "review.discard"
THROWN = "Moved to the trash. {review.restore} brings it back."
FOR_TRASH = frozenset({"review.restore"})
FOR_STOPPED = frozenset({"review.go_on", DISCARD})  # one may be rid of it, where it is empty
FOR_ASKED = frozenset({"review.report"})
FOR_TWO = frozenset({"review.compare"})
FOR_LIST = frozenset(action.id for action in of_context("review")) - FOR_TRASH - {"review.back"}


class ReviewScreen(Frame):
    """The list, its search, the transcript beside it on wide terminals, and the actions on the marked interview."""

    BINDINGS = bindings("review")
    CSS_PATH = ["../styles/reader.tcss", "../styles/review.tcss"]  # noqa: RUF012 - Textual reads it from the class
    contexts = ("review", "lists")

    def __init__(self) -> None:
        super().__init__()
        self.compared = ""
        self.in_trash = 0
        self._sessions: dict[str, SessionRow] = {}
        self.result: SearchResult | None = None  # what the list is narrowed to
        self._of_search = ""  # what the last search said on the quiet line
        self._only_missed = False
        self._to_mark = ""  # the session to mark once it is in the list
        self._to_discard = self._asked = ""  # what a second press deletes, and how it was asked
        self._asked_at = 0.0
        self._discarded = ""  # the name in the trash of what was deleted last

    def body(self) -> ComposeResult:
        yield Title("Review", id="title")
        yield Rule()
        with Vertical(id="both"):
            yield Static(id="none", markup=False)
            yield Sessions(id="sessions")
            yield Preview(id="preview")
        yield OrderedInput(placeholder=HINT, id="search", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.query_one("#search").display = self.query_one("#none").display = False
        self.query_one(Sessions).focus()

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.query_one(Rule).note = legend(self._sessions.values(), event.size.width - SIDES)
        self._show_preview()

    def on_screen_resume(self) -> None:
        self.action_cancel()
        self.reload()

    def reload(self, mark: str = "") -> None:
        """Read the list again, then mark the session with the id `mark`; what is known is shown at once."""
        self._to_mark = mark or self._to_mark
        self.run_worker(self._load(), exclusive=True, group="archive")

    async def _load(self) -> None:
        if not self._sessions and self.host.latest_sessions:
            self._sessions = {row.id: row for row in self.host.latest_sessions}
            self.show_rows()
        shown = "Reading the interviews." if not self._sessions else ""
        if shown:
            self.quiet(shown)
        try:
            async for part in load_incrementally(self.host.workspace):
                self._sessions = {row.id: row for row in part.rows}
                self.host.latest_sessions = part.rows
                self.in_trash = await asyncio.to_thread(trash.count, self.host.workspace.sessions)
                if self._searching:
                    await self._search()
                else:
                    self.show_rows()
                # in place of the list, once it is known to be empty, say so and what to do
                none = self.query_one("#none", Static)
                none.update(Content(self.host.keyed(ALL_IN_THE_TRASH if self.in_trash else EMPTY)))
                none.display = not self._sessions
                self.query_one(Sessions).display = bool(self._sessions)
                if not part.whole or self.quiet_words == shown:
                    shown = part.words or self._words_for_none()
                    self.quiet(shown)
        except (SimulatorError, OSError) as error:
            self.quiet(f"Your interviews can't be listed: {error}")
        if await self.host.learn_names({row.graph for row in self._sessions.values()}):
            self.show_rows()

    def _words_for_none(self) -> str:
        """Why a search found nothing, or nothing."""
        return "" if self.result is None or not self._sessions else self.host.keyed(self.result.why_none)

    # The list and its search

    @property
    def _typed(self) -> str:
        return self.query_one("#search", Input).value

    @property
    def _searching(self) -> bool:
        return self._only_missed or bool(self._typed.strip())

    @on(Input.Changed, "#search")
    def _search_changed(self) -> None:
        # a function, not a coroutine: one replaced before it starts would never be awaited
        self.run_worker(partial(self._search, TYPING_SECONDS), exclusive=True, group="search")  # type: ignore[arg-type]

    async def _search(self, pause: float = 0) -> None:
        await asyncio.sleep(pause)
        typed = self._typed
        if self._searching:
            try:
                found = partial(search, self.host.workspace, typed, self.host.today, missed=self._only_missed)
                result = await asyncio.to_thread(found)
            except (SimulatorError, OSError) as error:
                self.quiet(f"The search failed: {error}")
                return
            if typed != self._typed:
                return  # by now there is another search
            self.result = result
        else:
            self.result = None
        words = (self.result.query.problem if self.result else "") or self._words_for_none()
        if self._searching or self.quiet_words == self._of_search:  # what a command has said since stays
            self.quiet(words)
        self._of_search = words
        self.show_rows()

    def show_rows(self) -> None:
        """Show the list, narrowed to what the search found."""
        result, everything = self.result, list(self._sessions.values())
        shown = everything if result is None else [self._sessions[i] for i in result.ids if i in self._sessions]
        hits = {} if result is None else result.hits
        self.query_one(Sessions).today = self.host.today
        self.query_one(Sessions).named = self.host.named
        self.query_one(Sessions).fill(list(lines(shown, hits, self.compared, HITS_SHOWN)))
        if self._to_mark in self._sessions:
            self.query_one(Sessions).mark(self._to_mark)
            self._to_mark = ""
        count = plural(len(everything), "interview")
        narrowed = f"{len(shown)} of {count}" if result is not None else counted(everything)
        only = "only missed" if self._only_missed else ""
        thrown = f"{self.in_trash} in the trash: {self.host.keyed('{review.restore}')}" if self.in_trash else ""
        self.query_one("#title", Title).show(right=" · ".join(filter(None, (only, narrowed, thrown))))
        self.query_one(Rule).note = legend(everything, self.size.width - SIDES)
        self._show_footer()
        self._show_preview()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _show_footer(self) -> None:
        """Show the keys that work now: in the search line, letters are text."""
        if self._to_discard:
            cancel = next(action for action in of_context("line") if action.method == "cancel")
            confirm = replace(action_of(DISCARD), key="enter", aliases=(), label="move to the trash")
            self.show_actions([confirm, cancel], kept=1)
            return
        typing = self.query_one("#search", Input).has_focus
        useless = frozenset() if self._sessions and not typing else FOR_LIST
        if self.marked is None or self.marked.state == "ended":
            useless |= FOR_STOPPED
        elif self.marked.state == "asking":
            useless |= FOR_ASKED  # it has little to say yet, and a narrow footer has room for what may be done
        if sum(session.state == "ended" for session in self._sessions.values()) < 2:
            useless |= FOR_TWO
        self.show_keys(without=useless | (frozenset() if self.in_trash and not typing else FOR_TRASH))

    @property
    def marked(self) -> SessionRow | None:
        """The marked interview."""
        return self._sessions.get(self.query_one(Sessions).session)

    @property
    def marked_position(self) -> int:
        """The marked item of that interview, from 1: of a search the one that was found."""
        return hit.position if (hit := self._hit) is not None else 1

    @property
    def _hit(self) -> HitLine | None:
        """The marked place of a search; on the line of a session its first one."""
        rows = self.query_one(Sessions)
        below = rows.rows[rows.cursor : rows.cursor + 2]
        return next((row for row in below if isinstance(row, HitLine)), None)

    @property
    def _found_words(self) -> tuple[str, ...]:
        """The words that were found there."""
        return found_words(self._hit.parts) if self._hit else ()

    @on(Rows.Moved, "#sessions")
    def _moved(self) -> None:
        self._show_footer()
        self._show_preview()

    def _show_preview(self) -> None:
        if self.has_class("-wide"):
            session = self.marked
            self.query_one(Preview).show(session.path if session else None, self.marked_position, self._found_words)

    def on_key(self, event: Key) -> None:
        """Down in the search line goes to the results."""
        if event.key == "down" and self.query_one("#search", Input).has_focus:
            self.query_one(Sessions).focus()

    def action_missed(self) -> None:
        self._only_missed = not self._only_missed
        self.run_worker(self._search(), exclusive=True, group="search")

    def action_search(self) -> None:
        """Open the search line. Its key has priority, so that what is typed right after it lands in the line."""
        line = self.query_one("#search", Input)
        if self.focused is line:
            raise SkipAction  # there it is a character like any other
        line.display = True
        self.set_focus(line)

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one(Sessions).focus()

    async def action_back(self) -> None:
        line = self.query_one("#search", Input)
        if line.display:
            line.value, line.display = "", False
            self.result = self.result if self._only_missed else None
            self.show_rows()
            self.query_one(Sessions).focus()
        elif self._only_missed:
            self.action_missed()
        else:
            self.dismiss()

    # The transcript beside the list

    async def action_move_item(self, by: int) -> None:
        await self.query_one(Preview).move(by)

    async def action_uncover(self) -> None:
        await self.query_one(Preview).uncover()

    # Read, replay, compare

    @on(Rows.Chosen, "#sessions")
    def action_read(self) -> None:
        if (session := self.marked) is not None:
            words = self._found_words
            self.host.open_screen("reader", session.path, position=self.marked_position, words=words)

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
            self.mention("No longer marked.")
        else:
            first = session.path.with_name(f"{self.compared}{session.path.suffix}")
            self.compared = ""
            self.quiet("")
            self.host.open_screen("compare", first, session.path)
        self.show_rows()

    # Resume, sit again

    def action_go_on(self) -> None:
        session = self.marked
        if session is None or session.state == "ended":
            self.quiet(self.host.keyed(OVER) if session else "")
            return
        self.host.go_on(session.path)

    async def action_again(self) -> None:
        session = self.marked
        if session is not None and (reading := await self.in_thread(read, session.path)) is not None:
            await offer_again(self, reading.state)

    # Bookmark, delete, restore

    async def action_bookmark(self) -> None:
        if (session := self.marked) is None:
            return
        on = 0 not in session.bookmarks
        done = "Bookmarked. Search for is:bookmarked to find it." if on else "Bookmark removed."
        if await amend(self, session.path, lambda reopened: reopened.bookmark(on=on), done):
            self.reload()

    async def action_discard(self) -> None:
        if (session := self.marked) is None:
            return
        now, asked, self._asked_at = Event().time, self._asked_at, Event().time
        if self._to_discard != session.id or now - asked < TOO_SOON:  # a key held down or doubled is one wish
            too_quick = f"{TOO_QUICK} " * (self._to_discard == session.id)
            self._to_discard, self._asked = session.id, self.host.keyed(rows.asks_to_discard(session, self.host.today))
            self.quiet(f"{too_quick}{self._asked}")
            self._show_footer()
            return
        after = self.query_one(Sessions).beside
        self.action_cancel()
        if (discarded := await self.in_thread(trash.discard, session.path)) is None:
            return
        self._discarded = discarded.name
        self.quiet(self.host.keyed(THROWN))
        self.reload(mark=after)

    @on(Rows.Moved, "#sessions")
    def _forget_to_discard(self) -> None:
        """Moving to another line withdraws the question about this one."""
        if self.marked is None or self.marked.id != self._to_discard:
            self.action_cancel()

    def takes_key(self, event: Key | Paste) -> bool:
        """While it asks, y and enter confirm, n and esc cancel; other keys cancel too, and then do their own job."""
        key = in_small(event.key) if isinstance(event, Key) else ""
        if not self._to_discard or key in keys_for(DISCARD, self.host.preferences.keys):
            return False
        if key in {"enter", YES}:
            self.run_worker(self.action_discard(), group="discard")
        else:
            self.action_cancel()
        return key in {"enter", "escape", YES, NO}

    def action_cancel(self) -> None:
        """Withdraw the question whether to delete."""
        if self._to_discard:
            self._to_discard = ""
            self._show_footer()
        self.unsay(self._asked)
        self.unsay(f"{TOO_QUICK} {self._asked}")

    async def action_restore(self) -> None:
        """Bring back what was deleted last on this screen; otherwise ask which one."""
        if self._discarded:
            await self._restore(self._discarded)
            return
        rows = await asyncio.to_thread(trash_rows, self.host.workspace, self.host.today)
        if not rows:
            self.mention("The trash is empty.")
            return
        self.quiet("")
        older = f" Here are the {len(rows)} deleted last:" if self.in_trash > len(rows) else ""
        self.app.push_screen(Pick(f"Which one do you want back?{older}", rows), self._restore)

    async def _restore(self, name: str | None) -> None:
        folder = self.host.workspace.sessions
        if name is None or (restored := await self.in_thread(trash.restore, folder, name)) is None:
            return
        self._discarded = ""
        self.mention("Restored.")
        self.reload(mark=restored.stem)
