"""An item of a transcript as widgets: what was said, and the reference with the points as they were judged."""

from collections.abc import Mapping

from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import MARK_WORDS
from simulator.session.state import State, Turn
from simulator.ui.remarks import SEEN_THEN
from simulator.ui.tui.actions import with_keys
from simulator.ui.tui.panes.check import options_text, result_line
from simulator.ui.tui.panes.verdict import verdict_lines
from simulator.ui.tui.widgets.hanging import Hanging
from simulator.ui.tui.widgets.prose import plain, prose
from simulator.ui.tui.widgets.talk import Line, conversation
from simulator.ui.tui.widgets.texts import source_line

AS_TYPED = frozenset({"you", "asked", "hint"})
MARK_WIDTH = 12
NOT_YET = "The reference comes after your answer; {%s.go_on} goes on with the interview."
RESULT_NOT_YET = "Answered. Whether it is right you see after the last answer."
COVERED = "The reference is covered: recall it first, then {%s.uncover}."


def heading(turn: Turn | None) -> str:
    """What an item is called: Question 2, Check 1."""
    if turn is None:
        return "Transcript"
    return f"{'Check' if turn.check else 'Question'} {turn.asked.number}"


def may_uncover(state: State, turn: Turn | None) -> bool:
    """Whether the reference may be seen: not while the interview waits to be gone on with, and the answer is not in."""
    return turn is not None and (turn.revealed or state.ended is not None)


def has_reference(state: State, turn: Turn | None) -> bool:
    """Whether there is a reference to show and to cover: of a question that was not passed over, once it may be."""
    return turn is not None and turn.check is None and not turn.skipped and may_uncover(state, turn)


def transcript_widgets(
    state: State, turn: Turn, context: str, own: Mapping[str, str], *, covered: bool
) -> list[Widget]:
    """What was said about an item, then, unless covered, the reference with the points as they were judged.

    `context` is where it is read: the keys that it names are those of there, `own` a person's own, by action.
    """
    said = said_widgets(turn)
    if turn.check is not None:
        return [*said, *_check_widgets(turn, secret=state.conceals(turn)), *_notes(turn)]
    if turn.skipped:
        return [*said, plain("Passed over.", "aside"), *_notes(turn)]
    said += _notes(turn)
    if not may_uncover(state, turn):
        return [*said, plain(with_keys(NOT_YET % context, own), "aside")]
    return [*said, plain(with_keys(COVERED % context, own), "aside")] if covered else said + reference_widgets(turn)


def said_widgets(turn: Turn) -> list[Widget]:
    """The question, and all that was said about it."""
    said = [_said(line) for line in conversation(turn)]
    said += [plain("I don't know.", "you")] if turn.dont_know else []
    return [*said, plain(SEEN_THEN, "aside")] if turn.shown_before and turn.answered else said


def _said(line: Line) -> Widget:
    if line.speaker in AS_TYPED:
        return plain(line.text, "you" if line.speaker == "asked" else line.speaker)
    return prose(line.text, line.speaker)


def _notes(turn: Turn) -> list[Widget]:
    return [plain(f"Note: {note.text}", "note") for note in turn.notes]


def _check_widgets(turn: Turn, *, secret: bool) -> list[Widget]:
    check = turn.check
    assert check is not None
    found: list[Widget] = [plain(options_text(check), "options")] if check.options else []
    if turn.checked is None:
        return [*found, plain("Passed over." if turn.skipped else "Not answered.", "aside")]
    if secret:
        return [*found, plain(RESULT_NOT_YET, "aside")]
    return [*found, Static(result_line(turn, check), classes="prose"), prose(check.why, "aside")]


def reference_widgets(turn: Turn) -> list[Widget]:
    """The reference, the verdict, the points as they were judged, the second telling and the sources."""
    question = turn.question
    found: list[Widget] = [plain("Reference", "head")]
    found[0].id = "reference"
    if question.answer:
        found.append(prose(question.answer))
    if turn.verdict:
        found.append(Static(verdict_lines(turn), classes="prose"))
    found += [Hanging(mark_of(turn, point.id), point.point, MARK_WIDTH, "point") for point in question.rubric]
    if turn.retold:
        found += [plain("Said again", "head after"), plain(turn.retold.text, "you")]
    if question.sources:
        found += [plain("Sources", "head after"), *(plain(source_line(s), "source") for s in question.sources)]
    return found


def mark_of(turn: Turn, point: str) -> str:
    """How a rubric point was judged, in a word."""
    if turn.dont_know:
        return "no"
    return MARK_WORDS[turn.marks[point]] if point in turn.marks else "not judged"
