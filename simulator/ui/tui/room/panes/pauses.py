"""Paused, the moment between the last answer and the scoring, and the end before the report."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key, Paste
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.text import plural
from simulator.session.clock import minutes_left
from simulator.session.interview.events import Closed, Paused
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import GOOD_TITLE, TITLES
from simulator.session.interview.judging import why_not_set_aside
from simulator.session.interview.state import Awaits, State
from simulator.session.interview.turn import Turn
from simulator.ui.ending import REPORT_NEXT, last_words, still_to_score
from simulator.ui.interviewer import ASIDE
from simulator.ui.time_remarks import AWAY
from simulator.ui.tui.host import host_of
from simulator.ui.tui.key_buffer import TOO_SOON, types_in
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import bindings, footer, of_context
from simulator.ui.tui.room.panes.check import outcome
from simulator.ui.tui.room.panes.pane import Pane, ScrollingPane
from simulator.ui.tui.widgets.chrome import Card
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

TOO_SMALL = "the window was too small"
UNASKED = frozenset({TOO_SMALL, AWAY})  # why the clock was stopped for somebody
WRITTEN_IN = frozenset({Awaits.ANSWER, Awaits.REPLY, Awaits.CHECK, Awaits.PARTING})  # what one writes in


class PausePane(Pane):
    """The clock is stopped, and the question is covered."""

    BINDINGS = bindings("pause")
    context = "pause"
    takes_text = True  # letters typed early are added to the draft

    def compose(self) -> ComposeResult:
        state = self.interview.state
        answered = sum(t.check is None and bool(t.answers) for t in state.turns)
        told = plural(answered, "answer") if answered else "No answers"
        so_far = f"{told} so far, {minutes_left(self.interview.seconds_left)}"
        if state.closed is not None:
            so_far = f"{plural(len(state.waiting), 'answer')} still to score"
        last = self.interview.events[-1]
        why = f": {last.why}" if isinstance(last, Paused) and last.why in UNASKED else ""
        stopped = "Scoring is paused." if state.closed else f"The clock is stopped{why}."
        typed = " Just keep typing: your words go into your text." * self.types_back
        yield Card(
            "Paused",
            Static(Content.styled(stopped, "bold"), markup=False),
            Static(f"{so_far}. Everything is saved.{typed}", markup=False),
        )

    @property
    def types_back(self) -> bool:
        """Whether whoever types on is led back to the text: nobody asked for this pause."""
        last, state = self.interview.events[-1], self.interview.state
        return isinstance(last, Paused) and last.why in UNASKED and state.awaits in WRITTEN_IN

    def goes_on_with(self, event: Key | Paste) -> bool:
        """A paste, and a letter that comes after the one that asked as quick as one writes: both begin a word."""
        return self.types_back and types_in(event) and (isinstance(event, Paste) or self._is_quick(event))

    def _is_quick(self, event: Key | Paste) -> bool:
        return event.time - self._asked_at < TOO_SOON

    def in_a_word(self, event: Key | Paste) -> bool:
        """Go back to the text with a letter that is no key here, and with what asked just before it."""
        host, asked_by = host_of(self), self._asked_by
        before = [Key(asked_by, asked_by)] if len(asked_by) == 1 and self._is_quick(event) else []
        self._asked_by = ""
        actions = of_context(self.context, "app")
        is_key = isinstance(event, Key) and any(event.key in action.keys(host.preferences.keys) for action in actions)
        if not (self.types_back and types_in(event) and (before or not is_key)):
            return False
        self.action_resume()
        for key in (*before, event):
            host.key_buffer.keeps(key)  # until the text is shown
        return True

    def action_resume(self) -> None:
        self.do(lambda interview: interview.resume())

    @property
    def text(self) -> str:
        """What was being written when the pause began, and keys typed before it was shown."""
        return self.draft


class CheckResults(ScrollingPane):
    """Shows the results of the checks; one that was read wrongly can be set aside."""

    BINDINGS = bindings("turn")
    context = "turn"

    def keys(self) -> tuple[list[Action], int]:
        return footer(self.context, without=frozenset() if self._can_be_set_aside() else frozenset({"turn.misread"})), 0

    def _can_be_set_aside(self) -> list[Turn]:
        state = self.interview.state
        return [t for t in state.withheld if not t.set_aside and not why_not_set_aside(state, t)]

    def action_misread(self) -> None:
        checks = self._can_be_set_aside()
        if len(checks) < 2:
            self._misread(str(checks[0].position) if checks else None)
            return
        rows = [Row(str(t.position), f"Check {t.asked.number}", t.checked.text if t.checked else "") for t in checks]
        self.app.push_screen(Pick("Which check was read wrongly?", rows), self._misread)

    def _misread(self, position: str | None) -> None:
        if position is not None:
            self.do(lambda interview: interview.set_aside(int(position)), done=ASIDE)
        elif not self._can_be_set_aside():
            self.say("No check here could have been read wrongly.")


class WithheldChecks(VerticalScroll, can_focus=False):
    """The results of the quick checks where they were not shown after each."""

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._checks = interview.state.withheld
        self.display = bool(self._checks)

    def compose(self) -> ComposeResult:
        for turn in self._checks:
            yield from outcome(turn)


def after_questions(state: State, back: str = "") -> Iterator[Widget]:
    """What the interviewer says, and why nothing more is asked; `back` in place of the first to whoever comes back.

    Where that was said already, questions to compare the candidate's own with.
    """
    heading, why = last_words(state)
    yield Static(Content.assemble((back or heading, "bold"), f" {why}" if why else ""), markup=False)
    for asked, reply in state.parting.exchanges:
        if reply is not None and asked.good:
            own = [f"{TITLES['you']}: {reply.text}"] if reply.text and not reply.unsent else []
            lines = [*own, f"{GOOD_TITLE}:", *(f"· {asks}" for asks in asked.good)]
            yield Static("\n".join(lines), classes="good", markup=False)


class BetweenPane(CheckResults):
    """Nothing more is asked; answers wait for their score."""

    def compose(self) -> ComposeResult:
        state = self.interview.state
        was_left = not isinstance(self.interview.events[-1], Closed)
        yield Card(
            "Next: your scores",
            *after_questions(state, "Now you score your answers." if was_left else ""),
            Static(still_to_score(state), markup=False),
        )
        yield WithheldChecks(self.interview)


class OverPane(CheckResults):
    """The interview ended by itself; the interviewer says why before the report opens."""

    def compose(self) -> ComposeResult:
        yield Card(
            "Next: your report",
            *after_questions(self.interview.state),
            Static(REPORT_NEXT, markup=False),
        )
        yield WithheldChecks(self.interview)

    def begin(self) -> None:
        super().begin()
        host_of(self).key_buffer.drop_repeat()

    def action_next(self) -> None:
        self.post_message(self.Finished())
