"""The demo's candidate: sees what a candidate sees, and decides which command comes next.

The screen or the line mode then sends that command to the Interview.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.lab.people import Answer, Candidate
from simulator.engine.scoring import LOWEST, STRONG, Mark, rank
from simulator.graph.code.case import TALK_STAGE
from simulator.graph.speech import paragraphs
from simulator.graph.text import lower_first
from simulator.session.code.run_result import CaseResult, RunResult
from simulator.session.interview.input import example_answer
from simulator.session.interview.interview import Interview, why_no_hint
from simulator.session.interview.journal import Receipt
from simulator.session.interview.state import Awaits, State
from simulator.session.interview.turn import Turn
from simulator.session.speaking import (
    ASKS_US,
    NOTHING_ON_STAGE,
    NOTHING_TO_SAY,
    OWN_PARTS,
    REPLIES,
    STORIES,
    UNSURE_REPLIES,
    spoken_answer,
    varied,
)

if TYPE_CHECKING:
    from simulator.session.code.runner import CodeRunner

ASK_BACK, TAKE_HINT = 0.2, 0.35
SECONDS = {"predict": 4.0, "judge": 3.0, "confirm": 4.0, "next": 2.0, "said_that": 5.0, "hint": 10.0, "clarify": 15.0}
PARTING_SECONDS = 45.0
NOT_RUN = "Not run: in a demo code runs only where it can't reach your files, and here it could."


@dataclass(frozen=True)
class Act:
    """The next command with its arguments. `text` is typed for it, which takes `seconds` in all."""

    command: str
    arguments: tuple[Any, ...] = ()
    text: str = ""
    seconds: float = 0.0


class DemoCandidate:
    """Decides for a simulated candidate. The same seed and the same questions give the same answers."""

    def __init__(self, candidate: Candidate, seed: int) -> None:
        self.candidate = candidate
        self.seed = seed
        self._said: list[str] = []  # in this interview, in its order

    def act(self, state: State) -> Act | None:
        """The next command; None once the interview has ended."""
        if state.paused:
            return Act("resume")
        self._said = _said(state)
        if state.awaits is Awaits.NOTHING:
            return None
        turn = state.current
        if state.awaits is Awaits.NEXT or turn is None:
            return Act("next", seconds=SECONDS["next"])
        match state.awaits:
            case Awaits.CHECK:
                assert turn.check is not None
                text = example_answer(turn.check, right=self.candidate.check(turn.check, self._random(turn, "check")))
                return Act("answer_check", (text,), text, 45.0)
            case Awaits.ANSWER:
                return self._answer(turn)
            case Awaits.REPLY:
                return self._reply(turn)
            case Awaits.PARTING:
                asked = state.parting.open
                text = REPLIES.get(asked.asks, ASKS_US) if asked else ASKS_US
                return Act("answer_parting", (text,), text, PARTING_SECONDS)
            case Awaits.PREDICTION:
                return Act("predict", (self._simulated(turn).prediction,), seconds=SECONDS["predict"])
            case Awaits.MARK:
                point = turn.unjudged[0]
                return Act("judge", (point, mark_given(self._simulated(turn), turn, point)), seconds=SECONDS["judge"])
            case Awaits.OWN_VERDICT:
                return Act("confirm", (self._simulated(turn).verdict,), seconds=SECONDS["confirm"])
            case _:
                return Act("confirm", seconds=SECONDS["confirm"])

    def _random(self, turn: Turn, purpose: str) -> Random:
        return Random(f"{self.seed}/{turn.asked.id}/{purpose}")

    def _simulated(self, turn: Turn) -> Answer:
        return self.candidate.answer(turn.question, self._random(turn, "answer"))

    def _answer(self, turn: Turn) -> Act:
        question, simulated, luck = turn.question, self._simulated(turn), self._random(turn, "ways")
        asks_back, takes_hint = luck.random() < ASK_BACK, luck.random() < TAKE_HINT
        pace = luck.lognormvariate(-0.1, 0.25)
        if question.clarifications and asks_back and not turn.clarifications and not turn.answers:
            text = question.clarifications[0].asks
            return Act("clarify", (text,), text, SECONDS["clarify"])
        is_first = not turn.hints and not turn.answers
        if simulated.verdict == LOWEST and takes_hint and is_first and not why_no_hint(turn):
            return Act("hint", seconds=SECONDS["hint"])
        minutes = turn.stage.minutes if turn.stage else question.planned_minutes
        if turn.writes_code:
            text = code_text(turn, simulated)
            return Act("hand_in", (text,), text, minutes * 60 * pace * 0.8)
        if simulated.dont_know and not turn.answers:
            return Act("dont_know", seconds=minutes * 60 * pace / 4)
        text = answer_text(turn, simulated, self._said, self._random(turn, "words"))
        return Act("answer", (text,), text, minutes * 60 * pace * 0.8)

    def _reply(self, turn: Turn) -> Act:
        probe = turn.open_probe
        assert probe is not None
        simulated = self._simulated(turn)
        if probe.point and simulated.unprompted.get(probe.point) == "yes":
            return Act("said_that", seconds=SECONDS["said_that"])
        luck = self._random(turn, f"reply {len(turn.replies)}")
        if turn.question.kind == "experience":
            text = varied(OWN_PARTS, self._said, luck)
        elif probe.reply and (simulated.verdict in STRONG or simulated.marks.get(probe.point) == "yes"):
            text = " ".join(paragraphs(probe.reply))
        else:
            text = varied(UNSURE_REPLIES, self._said, luck)
        return Act("answer_probe", (text,), text, 40.0)


def mark_given(simulated: Answer, turn: Turn, point: str) -> Mark:
    """The mark of a point: of one that was held back, whether a reply brought it after all."""
    mark = simulated.marks.get(point, "no")
    if point not in simulated.held_back:
        return mark
    if point not in turn.asked_for:
        return "no"
    return "prompted" if mark == "yes" else mark


def _said(state: State) -> list[str]:
    """All that was said in an interview, in its order."""
    texts = [[*(a.text for a in turn.answers), *(r.text for r in turn.replies)] for turn in state.turns]
    return [text for turn in texts for text in turn]


def perform(interview: Interview, act: Act, runner: "CodeRunner | None" = None) -> Receipt:
    """Run a command on the interview; code that is handed in is run for it, by `runner` or by one of its own."""
    if act.command != "hand_in":
        receipt: Receipt = getattr(interview, act.command)(*act.arguments)
        return receipt
    from simulator.session.code.runner import CodeRunner  # only where there are tasks

    with contextlib.ExitStack() as own:
        result = run_for_demo(interview, act.text, runner or own.enter_context(CodeRunner()))
    return interview.hand_in(act.text, result)


def run_for_demo(interview: Interview, code: str, runner: "CodeRunner") -> RunResult:
    """The outcome of a demo's code. It comes from a graph, so it runs only where it can't reach anybody's files."""
    from simulator.session.code.task_run import run_code  # only where there are tasks

    turn = interview.state.current
    assert turn is not None
    assert turn.stage is not None
    if runner.sandbox.supported and not runner.sandbox.needs_consent:
        return run_code(runner, turn.question, turn.stage.id, code, kept=True)
    cases = turn.question.cases_in(turn.stage.id)
    return RunResult(tuple(CaseResult(case.id, case.shown, NOT_RUN) for case in cases), kept=True)


def code_text(turn: Turn, simulated: Answer) -> str:
    """The code of a simulated candidate: the reference's, or what they started from where that is beyond them."""
    from simulator.graph.lint.rules import answer_code

    solved = answer_code(turn.question.answer) if simulated.verdict in STRONG else ""
    return solved or turn.code or turn.question.starter


def answer_text(turn: Turn, simulated: Answer, said: Sequence[str], luck: Random) -> str:
    """The candidate's answer, or its part for the current stage of a design question."""
    question, stage = turn.question, turn.stage
    if not question.rubric and question.anchors:
        return varied(STORIES[rank(simulated.verdict)], said, luck)
    if question.is_coding and stage is not None:
        number = [each.id for each in question.stages if each.id.startswith(TALK_STAGE)].index(stage.id)
        question = msgspec.structs.replace(question, rubric=question.talk[number].rubric, stages=())
        sentences = spoken_answer(question, simulated, luck)
        return " ".join(sentences) or varied(NOTHING_TO_SAY, said, luck)
    sentences = spoken_answer(question, simulated, luck)
    if stage is None or not question.stages:
        return " ".join(sentences) or varied(NOTHING_TO_SAY, said, luck)
    count = len(question.stages)
    begin, end = (ceil(len(sentences) * number / count) for number in (len(turn.answers), len(turn.answers) + 1))
    return " ".join(sentences[begin:end]) or varied(
        [way.format(lower_first(stage.title)) for way in NOTHING_ON_STAGE], said, luck
    )
