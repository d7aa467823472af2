"""The verdict on an answer: made by its points, overruled with a reason, or the candidate's own."""

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import ANCHORED_FROM_TIER, HIGHEST, SCALE, VERDICTS, Verdict
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import SEEN_NOW, verdict_block
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import needs_verdict
from simulator.session.interview.turn import Turn
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import bindings, footer
from simulator.ui.tui.room.conversation import marked
from simulator.ui.tui.room.panes.judge import RevealPane
from simulator.ui.tui.room.panes.pane import Given
from simulator.ui.tui.room.panes.predict import Scale
from simulator.ui.tui.room.panes.retell import Retell, TakeTwo
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

NO_REASON = "Without a reason the verdict of the points stands."


class OwnVerdictPane(RevealPane):
    """The candidate's own verdict, by its anchors: beside the points at tiers 5 and 6, alone without a rubric."""

    BINDINGS = bindings("own")
    context = "own"

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft)
        self.first = "reference" if self.turn.question.answer else "own"

    def below(self) -> ComposeResult:
        question = self.turn.question
        asks = "And you: how good was it as a whole?" if question.rubric else "How good was it?"
        yield Static(asks, classes="asks", markup=False)
        anchors = question.anchors if len(question.anchors) == len(VERDICTS) else ()
        yield Scale(dict(zip(VERDICTS, anchors, strict=True)) if anchors else None)

    def on_mount(self) -> None:
        if self.turn.question.anchors:
            self.query_one(Scale).toggle()

    def action_meanings(self) -> None:
        self.query_one(Scale).toggle()

    def action_settle(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.confirm(verdict))


class VerdictPane(RevealPane):
    """The verdict of the points, to be settled with enter; or one that is settled already."""

    BINDINGS = bindings("verdict")
    context = "verdict"

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft)
        self.first = "own" if self.turn.retold or not self.turn.question.answer else "reference"
        self._telling = draft  # a second telling that was begun

    @property
    def text(self) -> str:
        return self._telling

    @property
    def reminder(self) -> str:
        if self._telling:
            return self.keyed("The second telling that you began is kept: {verdict.retell} goes on with it.")
        if self.begun("reason") and not self.turn.settled:
            return self.keyed("The reason that you began is kept: {verdict.overrule} goes on with it.")
        begun = self.begun("note")
        return self.keyed("The note that you began is kept: {verdict.note} goes on with it.") if begun else ""

    def begin(self) -> None:
        super().begin()
        if self.reminder:
            self.say(self.reminder)

    def below(self) -> ComposeResult:
        yield Static(verdict_lines(self.turn), classes="verdict", markup=False)

    def keys(self) -> tuple[list[Action], int]:
        without = {"verdict.overrule"} if self.turn.settled or needs_verdict(self.turn.question) else set()
        actions = footer(self.context, without=frozenset(without))
        if self.turn.dont_know:
            actions = [replace(a, label="back to the question") if a.id == "verdict.undo" else a for a in actions]
        return actions, 0

    def action_undo(self) -> None:
        self.do(lambda interview: interview.undo(), done=SEEN_NOW if self.turn.dont_know else "")

    def action_next(self) -> None:
        settled = self.turn.settled
        call: Callable[[Interview], Receipt] = Interview.next if settled else Interview.confirm
        self.do(call, go_on=not settled)

    def action_overrule(self) -> None:
        if self.turn.settled or needs_verdict(self.turn.question):
            first = self.keyed("Take the verdict back with {verdict.undo} first.")
            self.say(first if self.turn.settled else "Your verdict is asked anyway here.")
            return
        rows = [Row(verdict, verdict, grade.meaning) for verdict, grade in SCALE.items()]
        made = self.turn.score.verdict if self.turn.score else ""
        self.app.push_screen(Pick("Which verdict instead?", rows, numbered=True, marked=made), self._reason)

    def _reason(self, verdict: str | None) -> None:
        chosen = next((v for v in VERDICTS if v == verdict), None)
        if chosen is None:
            return
        if self.turn.score and chosen == self.turn.score.verdict:
            self.say(f"The points make it {chosen} already.")
            return

        def overrule(why: str, given: Given) -> None:
            self.do(given(lambda interview: interview.confirm(chosen, why)))

        asks = f"Why {chosen}, and not what the points make?"
        self.ask_line("reason", asks, "in a few words", overrule, none=NO_REASON)

    def action_retell(self) -> None:
        self.app.push_screen(Retell(self.turn.question.prompt, self._telling, self._tell), self._retold)

    def _tell(self, text: str) -> None:
        self._telling = text

    def _retold(self, take: TakeTwo | None) -> None:
        if take is not None:
            self.do(lambda interview: interview.retell(*take), done="Take two is kept; it is no evidence.")
            host_of(self).release_keys()  # which were held when it was given

    def action_study(self) -> None:
        concept = self.interview.graph.concepts.get(self.turn.question.primary)
        host_of(self).open_screen("study", concept.title if concept else "", bank_only=True)

    def action_note(self) -> None:
        def noted(text: str, given: Given) -> None:
            self.do(given(lambda interview: interview.note(text)), done="The note is kept.")

        self.ask_line("note", "A note on this question", "", noted)


def verdict_lines(turn: Turn) -> Content:
    """The verdict in a word, what makes it, and how it stands to the prediction."""
    first = marked(verdict_block(turn))
    beside = _beside(turn)
    return Content("\n").join([first, Content.styled(beside, "$quiet")]) if beside else first


def _beside(turn: Turn) -> str:
    parts = []
    if turn.prediction:
        verdict = turn.scored.verdict if turn.scored else turn.score.verdict if turn.score else None
        parts.append("as you predicted" if verdict == turn.prediction else f"you predicted {turn.prediction}")
    if turn.score and turn.score.lacks_beyond:
        parts.append(f"{HIGHEST} needs a point beyond the question")
    if turn.question.tier >= ANCHORED_FROM_TIER and turn.scored is None:
        parts.append("your own verdict counts too")
    return " · ".join(parts)
