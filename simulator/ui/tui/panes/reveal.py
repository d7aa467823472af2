"""After the reveal: the texts beside an answer, and its points judged in turn."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.engine.scoring import Mark
from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.ui.tui.actions import Action, bindings, footer, key_for
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.widgets.long_text import LongText
from simulator.ui.tui.widgets.points import Points
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.texts import Name, Texts

if TYPE_CHECKING:
    from simulator.ui.tui.app import InterviewApp

MISSING: dict[Name, str] = {
    "mistakes": "No usual mistakes are noted for this question.",
    "exemplar": "There is no spoken example for this question.",
    "sources": "No sources are noted for this question.",
    "gist": "There is no gist for this question.",
    "why": "Nothing is recorded about this choice.",
}


MAKE = "Without a must-have it is borderline at most; outstanding takes a beyond."


class RevealPane(LongText, Pane):
    """A text above, full width; below it what is to be decided."""

    first: Name = "own"

    def compose(self) -> ComposeResult:
        yield Texts(self.turn, self.interview.graph, self._key, self.first, recalls=self.recalls)
        yield Rule()
        yield from self.below()

    def _key(self, name: str) -> str:
        return key_for(f"{self.context}.{name}", cast("InterviewApp", self.app).preferences.keys)

    def below(self) -> ComposeResult:
        """What stands under the text."""
        yield from ()

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one(Texts).scroll

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


class JudgePane(RevealPane):
    """The points wait for their marks, one by one."""

    BINDINGS = bindings("judge")
    context = "judge"

    def below(self) -> ComposeResult:
        yield Points()

    def on_mount(self) -> None:
        self.follow()

    def begin(self) -> None:
        """Before the first points of an interview are judged: what the two words beside them do."""
        super().begin()
        if not any(turn.marks for turn in self.interview.state.turns):
            self.say(MAKE)

    def follow(self) -> bool:
        turn = self.interview.state.current
        if turn is None or self.interview.state.paused or not turn.unjudged or turn.settled:
            return False
        self.query_one(Points).show(turn)
        done = len(turn.question.rubric) - len(turn.unjudged)
        self.query_one(Rule).note = f"{done} of {len(turn.question.rubric)} points judged"
        return True

    def keys(self) -> tuple[list[Action], int]:
        turn = self.interview.state.current
        asked_for = turn is not None and turn.unjudged and turn.unjudged[0] in turn.asked_for
        return footer(self.context, without=frozenset() if asked_for else frozenset({"judge.prompted"})), 0

    def action_mark(self, mark: Mark) -> None:
        self.do(partial(_judge_next, mark=mark))


def _judge_next(interview: Interview, mark: Mark) -> Receipt:
    turn = interview.state.current
    assert turn is not None
    return interview.judge(turn.unjudged[0], mark)
