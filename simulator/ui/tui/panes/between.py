"""Paused, the moment between the last answer and the scoring, and the end before the report."""

from textual.app import ComposeResult
from textual.widgets import Static

from simulator.ui.remarks import why_over
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.panes.pane import Pane


LAST = "That was the last question. Thank you."


class PausePane(Pane):
    """The clock stands, the question is covered."""

    BINDINGS = bindings("pause")
    context = "pause"

    def compose(self) -> ComposeResult:
        state = self.interview.state
        asked = sum(t.check is None for t in state.turns)
        yield Static("The clock stands.", classes="asks", markup=False)
        left = words.time_left(self.interview.seconds_left)
        yield Static(f"{words.plural(asked, 'question')} so far, {left}. Everything is kept.", markup=False)

    def action_resume(self) -> None:
        self.do(lambda interview: interview.resume())

    def action_end(self) -> None:
        if self.sure("end", "Once more to end the interview."):
            self.do(lambda interview: interview.stop())


class BetweenPane(Pane):
    """Nothing more is asked; answers wait for their score."""

    BINDINGS = bindings("turn")
    context = "turn"

    def compose(self) -> ComposeResult:
        waiting = len(self.interview.state.waiting)
        closed = self.interview.state.closed
        stopped = closed is not None and closed.why == "stopped"
        yield Static("You have ended the interview." if stopped else LAST, classes="asks", markup=False)
        if why := why_over(self.interview.state):
            yield Static(why, markup=False)
        wait = "waits" if waiting == 1 else "wait"
        yield Static(
            f"{words.plural(waiting, 'answer')} {wait} for a score. Go on now, or leave and do it later.",
            markup=False,
        )


class OverPane(Pane):
    """The interview is over by itself: the interviewer says why, before the report is shown."""

    BINDINGS = bindings("turn")
    context = "turn"

    def compose(self) -> ComposeResult:
        yield Static(LAST, classes="asks", markup=False)
        yield Static(why_over(self.interview.state), markup=False)
        yield Static("Everything is kept. What comes next is the report.", markup=False)

    def action_next(self) -> None:
        self.post_message(self.Finished())
