"""What happened at an event, in a few words, and what stood on the screen then."""

from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import MARK_WORDS
from simulator.session import events as ev
from simulator.session.state import Turn
from simulator.ui.remarks import SEEN_NOW, SEEN_THEN
from simulator.ui.tui.panes.check import options_text, result_line
from simulator.ui.tui.panes.verdict import verdict_lines
from simulator.ui.tui.widgets.hanging import Hanging
from simulator.ui.tui.widgets.prose import plain, prose
from simulator.ui.tui.widgets.talk import conversation
from simulator.ui.tui.widgets.transcript import AS_TYPED, MARK_WIDTH, RESULT_NOT_YET, heading, mark_of


class Block(NamedTuple):
    """A paragraph on the screen: how it looks, its text, whether it may hold Markdown, and a mark beside it."""

    look: str
    text: str
    marked_up: bool = False
    mark: str = ""

    def widget(self) -> Widget:
        """The block as it is shown."""
        if self.mark:
            return Hanging(self.mark, self.text, MARK_WIDTH, self.look)
        if self.look == "result":
            first, newline, rest = self.text.partition("\n")
            return Static(Content.assemble((first, "bold"), newline, rest), classes="prose result")
        return prose(self.text, self.look) if self.marked_up else plain(self.text, self.look)


def event_words(event: ev.AnyEvent, turn: Turn | None, *, secret: bool = False) -> str:
    """One event in a few words; of an item that is still a secret not what came of a check."""
    match event:
        case ev.Checked() if secret:
            return "The check is answered"
        case ev.Asked():
            return f"{heading(turn)} is asked"
        case ev.Answered(dont_know=True):
            return "You say that you do not know"
        case ev.ProbeAnswered(said=True):
            return "You say that you said it"
        case ev.Predicted(verdict=verdict):
            return f"You predict {verdict}"
        case ev.Judged(mark=mark):
            return f"A point is judged: {MARK_WORDS[mark]}"
        case ev.Scored(verdict=verdict):
            return f"The verdict: {verdict}"
        case ev.Checked(correct=correct):
            return f"The check is {'right' if correct else 'not right'}"
        case ev.SetAside(on=on):
            return "The check is set aside: it was read wrongly" if on else "The check counts again"
        case ev.Bookmarked(on=on):
            return "A bookmark is set" if on else "A bookmark is taken off"
        case _:
            return _WORDS[type(event)]


_WORDS: dict[type[ev.Event], str] = {
    ev.Clarified: "You ask back",
    ev.Hinted: "You take a hint",
    ev.Answered: "You answer",
    ev.Probed: "A follow-up",
    ev.ProbeAnswered: "You reply",
    ev.Revealed: "The reference is shown",
    ev.Skipped: "Passed over",
    ev.Undone: "A step is taken back",
    ev.Returned: "Asked again",
    ev.Noted: "You keep a note",
    ev.Retold: "You say it again",
    ev.Paused: "The clock is stopped",
    ev.Resumed: "The clock runs again",
    ev.Closed: "Nothing more is asked",
    ev.Ended: "The interview is over",
}


def blocks(turn: Turn, *, secret: bool = False) -> list[Block]:
    """What stands on the screen: what was said, and after the reveal the points, the verdict and the reference.

    Of a check whose result is still a `secret` that is not shown.
    """
    said = [Block(_look(line.speaker), line.text, line.speaker not in AS_TYPED) for line in conversation(turn)]
    if turn.check is not None:
        return said + _check(turn, secret=secret)
    if turn.dont_know:
        said.append(Block("you", "I don't know."))
    if turn.shown_before:
        said.append(Block("aside", SEEN_THEN if turn.answered else SEEN_NOW))
    if turn.prediction:
        said.append(Block("aside", f"You predicted {turn.prediction}."))
    if turn.skipped:
        said.append(Block("aside", "Passed over."))
    said += [Block("note", f"Note: {note.text}") for note in turn.notes]
    return said + (_judged(turn) if turn.revealed else [])


def first_difference(before: list[Block], now: list[Block]) -> int:
    """How many blocks are the same from the top on."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((n for n, (old, new) in pairs if old != new), min(len(before), len(now)))


def _look(speaker: str) -> str:
    return "you" if speaker == "asked" else speaker


def _check(turn: Turn, *, secret: bool) -> list[Block]:
    check = turn.check
    assert check is not None
    found = [Block("options", options_text(check))] if check.options else []
    if turn.checked is not None and secret:
        return [*found, Block("aside", RESULT_NOT_YET)]
    if turn.checked is not None:
        return [*found, Block("result", result_line(turn, check).plain), Block("aside", check.why, True)]
    return [*found, Block("aside", "Passed over.")] if turn.skipped else found


def _judged(turn: Turn) -> list[Block]:
    question = turn.question
    found = [Block("point", point.point, mark=mark_of(turn, point.id)) for point in question.rubric]
    if turn.scored is not None:
        found.append(Block("result", verdict_lines(turn).plain))
    if turn.retold is not None:
        found.append(Block("you", turn.retold.text))
    if question.answer:
        found += [Block("head", "Reference"), Block("reference", question.answer, True)]
    return found
