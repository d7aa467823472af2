"""After the reveal: points judged in turn, the verdict that they make, or the candidate's own."""

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import ANCHORED_FROM_TIER, VERDICTS, Mark, Verdict
from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.session.state import Phase, Turn
from simulator.session.verdicts import needs_verdict
from simulator.ui.tui import words
from simulator.ui.tui.actions import Action, bindings, footer
from simulator.ui.tui.panes.line import Line, Pick
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.panes.predict import Scale
from simulator.ui.tui.panes.retell import Retell, TakeTwo
from simulator.ui.tui.widgets.points import Points
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.texts import Name, Texts

MISSING: dict[Name, str] = {
    "mistakes": "No usual mistakes are noted for this question.",
    "exemplar": "There is no spoken example for this question.",
    "sources": "No sources are noted for this question.",
    "gist": "There is no gist for this question.",
    "why": "Nothing is recorded about this choice.",
}


class RevealPane(Pane):
    """A text above, full width; below it what is to be decided."""

    first: Name = "own"

    def compose(self) -> ComposeResult:
        yield Texts(self.turn, self.interview.graph, self.first)
        yield Rule()
        yield from self.below()

    def below(self) -> ComposeResult:
        """What stands under the text."""
        yield from ()

    async def _show(self, name: Name) -> None:
        if not await self.query_one(Texts).show(name):
            self.say(MISSING.get(name, ""))

    async def action_switch(self) -> None:
        await self.query_one(Texts).switch()

    async def action_gist(self) -> None:
        await self._show("gist")

    async def action_mistakes(self) -> None:
        await self._show("mistakes")

    async def action_exemplar(self) -> None:
        await self._show("exemplar")

    async def action_sources(self) -> None:
        await self._show("sources")

    async def action_why(self) -> None:
        await self._show("why")

    def action_text_down(self) -> None:
        self.query_one(Texts).scroll.scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.query_one(Texts).scroll.scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.query_one(Texts).scroll.scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.query_one(Texts).scroll.scroll_page_up(animate=False)


class JudgePane(RevealPane):
    """The points wait for their marks, one by one."""

    BINDINGS = bindings("judge")
    context = "judge"

    def below(self) -> ComposeResult:
        yield Points()

    def on_mount(self) -> None:
        self.follow()

    def follow(self) -> bool:
        turn = self.interview.state.current
        if turn is None or self.interview.state.paused or not turn.unjudged or turn.settled:
            return False
        self.query_one(Points).show(turn)
        done = len(turn.question.rubric) - len(turn.unjudged)
        self.query_one(Rule).note = f"{done} of {len(turn.question.rubric)} points judged"
        return True

    def action_mark(self, mark: Mark) -> None:
        self.do(partial(_judge_next, mark=mark))


def _judge_next(interview: Interview, mark: Mark) -> Receipt:
    turn = interview.state.current
    assert turn is not None
    return interview.judge(turn.unjudged[0], mark)


class OwnVerdictPane(RevealPane):
    """The candidate's own, anchored verdict: at tiers 5 and 6 beside the points, without a rubric alone."""

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
        yield Scale(dict(zip(VERDICTS, anchors, strict=True)) if anchors else words.VERDICT_MEANINGS)

    def on_mount(self) -> None:
        if self.turn.question.anchors:
            self.query_one(Scale).toggle()

    def action_meanings(self) -> None:
        self.query_one(Scale).toggle()

    def action_settle(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.confirm(verdict))


class VerdictPane(RevealPane):
    """The verdict: made by the points, to be settled with enter; or settled already."""

    BINDINGS = bindings("verdict")
    context = "verdict"

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft)
        self.first = "own" if self.turn.retold or not self.turn.question.answer else "reference"
        self._telling = draft  # a second telling that was begun

    @property
    def text(self) -> str:
        return self._telling

    def begin(self) -> None:
        super().begin()
        if self._telling:
            self.say("The second telling that you began is kept: r goes on with it.")

    def below(self) -> ComposeResult:
        yield Static(verdict_lines(self.turn), classes="verdict", markup=False)

    def keys(self) -> tuple[list[Action], int]:
        settled = self.turn.settled
        without = {"verdict.overrule"} if settled or needs_verdict(self.turn.question) else set()
        if settled and self.turn.dont_know:
            without.add("verdict.undo")
        return footer(self.context, without=frozenset(without)), 0

    def action_next(self) -> None:
        settled = self.turn.settled
        call: Callable[[Interview], Receipt] = Interview.next if settled else Interview.confirm
        self.do(call, go_on=not settled)

    def action_overrule(self) -> None:
        if self.turn.settled or needs_verdict(self.turn.question):
            self.say(
                "Take the verdict back with u first." if self.turn.settled else "Your verdict is asked anyway here."
            )
            return
        rows = [Row(v, v, words.VERDICT_MEANINGS[v]) for v in VERDICTS]
        self.app.push_screen(Pick("Which verdict instead?", rows), self._reason)

    def _reason(self, verdict: str | None) -> None:
        if verdict is not None:
            done = partial(self._overrule, verdict)
            self.app.push_screen(Line(f"Why {verdict}, and not what the points make?", "in a few words"), done)

    def _overrule(self, verdict: str, why: str | None) -> None:
        if why:
            chosen = next(v for v in VERDICTS if v == verdict)
            self.do(lambda interview: interview.confirm(chosen, why))

    def action_retell(self) -> None:
        self.app.push_screen(Retell(self.turn.question.prompt, self._telling, self._tell), self._retold)

    def _tell(self, text: str) -> None:
        self._telling = text

    def _retold(self, take: TakeTwo | None) -> None:
        if take is not None:
            self.do(lambda interview: interview.retell(*take), done="Take two is kept; it is no evidence.")

    def action_study(self) -> None:
        from simulator.ui.tui.screens.study import Study  # only when asked for

        concept = self.interview.graph.concepts.get(self.turn.question.primary)
        self.app.push_screen(Study(concept.title if concept else "", bank_only=True))

    def action_note(self) -> None:
        self.app.push_screen(Line("A note on this question"), self._noted)

    def _noted(self, text: str | None) -> None:
        if text:
            self.do(lambda interview: interview.note(text), done="The note is kept.")


def reveal_pane(turn: Turn, phase: Phase) -> type[RevealPane]:
    """The part for an answer whose reference is shown."""
    if phase is Phase.SETTLED:
        return VerdictPane
    if turn.unjudged:
        return JudgePane
    return OwnVerdictPane if needs_verdict(turn.question) else VerdictPane


def verdict_lines(turn: Turn) -> Content:
    """The verdict in a word, what makes it, and how it stands to the prediction."""
    scored, points = turn.scored, turn.score
    verdict = scored.verdict if scored else points.verdict if points else "weak"
    first = Content.assemble((verdict, "bold $accent"), f"   {_why_verdict(turn)}")
    return Content("\n").join([first, Content.styled(_beside(turn), "$quiet")]) if _beside(turn) else first


def _why_verdict(turn: Turn) -> str:
    scored, points = turn.scored, turn.score
    if turn.dont_know:
        return "you said that you do not know"
    if scored and scored.overruled:
        return f"set by you: {scored.why}"
    if scored and scored.anchored and scored.by_points and scored.anchored != scored.by_points:
        return f"the lower of your {scored.anchored} and the {scored.by_points} of the points"
    if points is None:
        return "by your own judgement"
    if points.capped:
        return "a must-have is missing"
    return f"{round(points.coverage * 100)} % of the points by weight"


def _beside(turn: Turn) -> str:
    parts = []
    if turn.prediction:
        verdict = turn.scored.verdict if turn.scored else turn.score.verdict if turn.score else None
        parts.append("as you predicted" if verdict == turn.prediction else f"you predicted {turn.prediction}")
    if turn.score and turn.score.verdict == "solid" and not turn.score.beyond_met and turn.score.coverage >= 0.9:
        parts.append("outstanding needs a point beyond the question")
    if turn.question.tier >= ANCHORED_FROM_TIER and turn.scored is None:
        parts.append("your own verdict counts too")
    return " · ".join(parts)
