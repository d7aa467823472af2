"""The conversation above the editor: the question and whatever was said about it so far."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from textual.containers import VerticalScroll
from textual.widget import Widget

from simulator.session.interview.events import Clarified, Hinted
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import probe_words, stage_words
from simulator.ui.tui.widgets.text import plain_text, prose

Speaker = Literal["lead", "question", "interviewer", "you", "hint", "asked"]


class SpokenLine(NamedTuple):
    """Something that was said."""

    speaker: Speaker
    text: str


def conversation(turn: Turn, lead: str = "") -> list[SpokenLine]:
    """Everything said about an item, in order: the question, clarifications and hints, answers, follow-ups.

    `lead` is what the interviewer said before it.
    """
    lines = [SpokenLine("lead", lead)] if lead else []
    lines.append(SpokenLine("question", turn.asked.check.prompt if turn.asked.check else turn.question.prompt))
    asides: list[Clarified | Hinted] = [*turn.clarifications, *turn.hints]
    for event in sorted(asides, key=lambda e: e.n):
        if isinstance(event, Clarified):
            lines += [SpokenLine("asked", event.asks), SpokenLine("interviewer", event.reply)]
        else:
            lines.append(SpokenLine("hint", f"Hint: {event.text}"))
    lines += _stages(turn)
    for number, probe in enumerate(turn.probes):
        lines.append(SpokenLine("interviewer", probe_words(probe.sort, probe.asks)))
        if number < len(turn.replies):
            lines.append(SpokenLine("you", turn.replies[number].words))
    return lines


def _stages(turn: Turn) -> list[SpokenLine]:
    if turn.check is not None:
        return []
    lines: list[SpokenLine] = []
    stages = turn.question.stages
    for number, answer in enumerate(turn.answers):
        if number < len(stages):
            lines.append(SpokenLine("interviewer", stage_words(turn, number)))
        if answer.text:
            lines.append(SpokenLine("you", answer.text))
    if turn.stage is not None:
        lines.append(SpokenLine("interviewer", stage_words(turn, len(turn.answers))))
    return lines


class Talk(VerticalScroll, can_focus=False):
    """Shows lines of a conversation and scrolls to what is new."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._shown: list[SpokenLine] = []

    def show(self, lines: Sequence[SpokenLine]) -> None:
        """Show these lines; what is there already stays."""
        kept = self._common(lines)
        if kept < len(self._shown):
            self.query("Talk > *").remove()
            kept = 0
        fresh = [_widget(line) for line in lines[kept:]]
        self._shown = list(lines)
        if fresh:
            self.mount_all(fresh)
            self.show_latest()

    def on_resize(self) -> None:
        """Another size may have pushed what was said last out of sight."""
        self.show_latest()

    def show_latest(self) -> None:
        """Scroll to what was said last; a question alone is read from its beginning."""
        if self._shown and self._shown[-1].speaker not in {"lead", "question"}:
            self.call_after_refresh(self.scroll_end, animate=False)

    def _common(self, lines: Sequence[SpokenLine]) -> int:
        same = 0
        for old, new in zip(self._shown, lines, strict=False):
            if old != new:
                break
            same += 1
        return same


def _widget(line: SpokenLine) -> Widget:
    match line.speaker:
        case "question" | "interviewer":
            return prose(line.text, line.speaker)
        case "hint":
            return plain_text(line.text, "hint")
        case "lead":
            return plain_text(line.text, "aside")
        case _:
            return plain_text(line.text, "you")
