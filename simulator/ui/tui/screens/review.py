"""Review: all interviews so far, newest first."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from simulator.session.archive import SessionRow
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title


class Review(Frame):
    """The list; enter reads, g goes on, / searches as one types."""

    BINDINGS = bindings("review")
    CSS_PATH = "../styles/review.tcss"
    contexts = ("review", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._sessions: list[SessionRow] = []

    def body(self) -> ComposeResult:
        yield Title("Review", id="title")
        yield Rule()
        yield Rows(id="sessions", label_width=16)
        yield Input(placeholder="format, role, state or day", id="search", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.show_keys("review")
        self.query_one("#search").display = False
        self.query_one("#sessions", Rows).focus()

    def on_screen_resume(self) -> None:
        self.run_worker(self._load(), exclusive=True, group="archive")

    async def _load(self) -> None:
        if not self._sessions:
            self.quiet("Reading the interviews.")
        self._sessions = await self.program.sessions()
        self.quiet("" if self._sessions else "No interview yet; the first one appears here.")
        self._show()

    def _show(self) -> None:
        wanted = self.query_one("#search", Input).value.lower().split()
        rows = [session_row(s, self.program.today) for s in self._sessions]
        shown = [r for r in rows if all(w in f"{r.label} {r.text} {r.note}".lower() for w in wanted)]
        self.query_one("#sessions", Rows).fill(shown)
        count = words.plural(len(self._sessions), "interview")
        self.query_one("#title", Title).show(right=f"{len(shown)} of {count}" if wanted else count)

    @property
    def marked(self) -> SessionRow | None:
        """The marked interview."""
        row = self.query_one("#sessions", Rows).row
        return next((s for s in self._sessions if row is not None and s.id == row.key), None)

    @on(Rows.Chosen, "#sessions")
    def action_read(self) -> None:
        if (session := self.marked) is not None:
            from simulator.ui.tui.screens.reader import Reader  # only when one is read

            self.app.push_screen(Reader(session.path))

    def action_report(self) -> None:
        if (session := self.marked) is not None:
            from simulator.ui.tui.screens.report import Report  # brings the report layer

            self.app.push_screen(Report(session.path))

    def action_go_on(self) -> None:
        session = self.marked
        if session is None or session.state == "ended":
            self.quiet("This interview has ended; enter reads it." if session else "")
            return
        self.program.go_on(session.path)

    def action_search(self) -> None:
        line = self.query_one("#search", Input)
        line.display = True
        line.focus()

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._show()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one("#sessions", Rows).focus()

    def action_back(self) -> None:
        line = self.query_one("#search", Input)
        if line.display:
            line.value, line.display = "", False
            self.query_one("#sessions", Rows).focus()
        else:
            self.dismiss()


def session_row(session: SessionRow, today: date) -> Row:
    """One interview as a line: when, what, how it went, what was missed."""
    count = words.plural(session.questions, "question")
    if session.state == "ended":
        went = session.verdict or "not scored"
    else:
        went = "stopped" if session.state == "asking" else f"{session.waiting} to score"
    missed = f"missed {len(session.missed)}" if session.missed else ""
    text = f"{session.format:<8} {words.spoken(session.role):<20} {count:<13}"
    note = " · ".join(filter(None, (went, missed)))
    return Row(session.id, words.moment(session.started, today), text, note)
