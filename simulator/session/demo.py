"""The demo's candidate: sees what a candidate sees, decides which command comes next and what to say.

The screen or the line mode then sends that command to the Interview. No graph has doubts, so they're here; what it
tells of its own work is in `demo_words`.
"""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.lab.people import Answer, Candidate
from simulator.engine.scoring import LOWEST, STRONG, Mark, rank
from simulator.graph.code.case import TALK_STAGE
from simulator.graph.record_base import Point
from simulator.graph.records import Question
from simulator.graph.speech import BASES, paragraphs, sentences, spoken_after_another, still_to_say
from simulator.graph.text import STOP_WORDS, lower_first
from simulator.session.code.run_result import IN_DEMO, CaseResult, RunResult
from simulator.session.demo_words import words_of
from simulator.session.interview.input import example_answer
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.state import Awaits, State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.session.code.runner import CodeRunner

# What it says

DOUBTS = (
    "I'm not sure.",
    "I'm not sure about this one.",
    "I've only read about this.",
    "Let me think aloud.",
    "I'd be guessing at parts of it.",
    "That's not my strongest subject.",
)
HEDGES = ("I think", "If I remember right,", "I believe", "As far as I know,", "I'd guess that")
OWN_HEDGES = ("I think", "probably", "if that's what you mean", "though I'd have to look up how")
NOT_SURE = ("I think", "if I remember right", "as far as I know", "but I couldn't tell you more", "I believe")
NOTHING_TO_SAY = (
    "I'm not sure. I'd look at what changes first, and measure it.",
    "I don't know this well. I'd try it on a small case and see what happens.",
    "I haven't done this myself. I'd read up on it before I said anything firm.",
    "I'd be guessing. I'd ask somebody who has done it, and start from what they measured.",
)
# on a stage of a design, with its title in lower case
NOTHING_ON_STAGE = (
    "On {} I'd start from what I can measure.",
    "I don't have much on {}. I'd begin with the simplest thing that could work.",
    "For {} I'd first ask what the people who'll use it need.",
)
UNSURE_REPLIES = (
    "I'd have to look that up.",
    "I'm not sure. I'd have to work it out on paper.",
    "Good question. I don't know.",
    "I'd only be guessing. I'd try it and see.",
    "I haven't run into that yet, so I can't say.",
    "Hm, I don't think I can answer that properly.",
    "I knew that once. I'd check before I told you something wrong.",
    "I can't say offhand. I'd test it on a few cases.",
)


def varied(stock: Sequence[str], said: Sequence[str], luck: Random) -> str:
    """A phrase that hasn't been said yet, or else the one said longest ago."""
    last = {text: number for number, text in enumerate(said)}
    return min(luck.sample(stock, len(stock)), key=lambda text: last.get(text, -1))


FEW_OF = 3  # whoever meets less than one point in so many is not sure
FEWEST_HALF = 4  # words of half a sentence

_SUBORDINATES = frozenset("if when while although though because since as where unless after before with for".split())
_WANTS_A_VERB = frozenset("to can can't could do does doesn't don't may might must should will won't would".split())
_WANTS_MORE = frozenset("to of the a an".split())
_TELLING = ("I'd mention ", "I'd say ")  # one doesn't look up how to
_LATIN, _WOULD = re.compile(r"[A-Za-z]{3}"), re.compile(r"(Would|Doesn't|Does not)\b")
_TELLS = ("that ", "why ", "how ", "what ", "when ", "where ", "whether ", "which ", "who ")
_HALF_END = re.compile(r"[,;:–—]\s|\s(?:because|since|so that|so|which|while|whereas|unless|but|if|until)\s")
_WORD = re.compile(r"[\w'’-]+")


def spoken_answer(question: Question, simulated: Answer, luck: Random) -> list[str]:
    """The sentences of an answer, in the order of the rubric; empty where nothing of it is said."""
    unprompted = simulated.unprompted
    marks = {point.id: unprompted.get(point.id, "no") for point in question.rubric}
    texts = f"{question.prompt} {question.answer} {question.gist} {' '.join(p.point for p in question.rubric)}"
    lower = frozenset(word for word in _WORD.findall(texts) if word.islower())  # known to be no names
    spoken = []
    for point in question.rubric:
        if marks[point.id] == "yes":
            spoken.append(spoken_point(point))
        elif marks[point.id] == "partly":
            spoken.append(half_said(spoken_point(point), luck, lower))
    spoken = [*dict.fromkeys(spoken)]
    few = FEW_OF * sum(mark == "yes" for mark in marks.values()) < len(marks)
    if spoken and (few or simulated.verdict == LOWEST):
        spoken[0] = f"{luck.choice(DOUBTS)} {spoken[0]}"
    return spoken


def spoken_point(point: Point) -> str:
    """A point as a candidate says it: its own sentence, or plainly what it asks for: `I'd mention the trade-off.`"""
    text = point.point.rstrip(" .")
    if point.say or not _LATIN.search(text):
        return point.say or f"{text}."
    if would := _WOULD.match(text):
        return f"I {'would' if would[1] == 'Would' else would[1].replace('Does', 'would')}{text[would.end() :]}."
    plain = still_to_say(text)
    begin = "I'd say" if plain.startswith(_TELLS) else "I'd mention"
    return f"{begin} {plain}."


def half_said(text: str, luck: Random, lower: frozenset[str] = frozenset()) -> str:
    """The first half of a sentence, with doubt: `I think rare words split into many pieces.`

    `lower` are words known to be no names, which are written so within a sentence.
    """
    head = (sentences(text) or [text])[0].rstrip(".!")
    first = "".join(_WORD.findall(head)[:1]).lower()
    if first in _SUBORDINATES:  # whoever says half of it says nothing
        return f"{head}, {luck.choice(NOT_SURE)}."
    for end in _HALF_END.finditer(head):
        half = head[: end.start()]
        if _is_whole(half):
            head = half
            break
    if head.startswith(_TELLING):
        return f"{head}, {luck.choice(NOT_SURE)}."
    if head.startswith("I'd "):
        return f"{head}, {luck.choice(OWN_HEDGES)}."
    if first in lower or first in STOP_WORDS - {"i"}:
        return f"{luck.choice(HEDGES)} {head[:1].lower()}{head[1:]}."
    return f"{head}, {luck.choice(NOT_SURE)}."


def _is_whole(half: str) -> bool:
    """Whether the first part of a sentence can end there: as a clause without an open bracket or verb."""
    words = [word.lower() for word in _WORD.findall(half)]
    if len(words) < FEWEST_HALF or words[-1] in _WANTS_MORE or half.count("(") != half.count(")"):
        return False
    if words[-1] in BASES and words[-2] in _WANTS_A_VERB:
        return False
    return half.startswith("I'd ") or bool(spoken_after_another(f"{half}."))


# What it does next

ASK_BACK, TAKE_HINT = 0.2, 0.35
SECONDS = {"predict": 4.0, "judge": 3.0, "confirm": 4.0, "next": 2.0, "said_that": 5.0, "hint": 10.0, "clarify": 15.0}
PARTING_SECONDS = 45.0


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
        self._gives_hint = False  # the question that is open
        self._own_work = words_of("")

    def act(self, interview: Interview) -> Act | None:
        """The next command; None once the interview has ended."""
        state = interview.state
        if state.paused:
            return Act("resume")
        self._said, self._gives_hint = _said(state), not interview.why_not("hint")
        self._own_work = words_of(interview.graph.id)
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
                text = self._own_work.replies.get(asked.asks if asked else "", self._own_work.asks_us)
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
        if simulated.verdict == LOWEST and takes_hint and is_first and self._gives_hint:
            return Act("hint", seconds=SECONDS["hint"])
        minutes = turn.stage.minutes if turn.stage else question.planned_minutes
        if turn.writes_code:
            text = code_text(turn, simulated)
            return Act("hand_in", (text,), text, minutes * 60 * pace * 0.8)
        if simulated.dont_know and not turn.answers:
            return Act("dont_know", seconds=minutes * 60 * pace / 4)
        text = answer_text(turn, simulated, self._said, self._random(turn, "words"), self._own_work.stories)
        return Act("answer", (text,), text, minutes * 60 * pace * 0.8)

    def _reply(self, turn: Turn) -> Act:
        probe = turn.open_probe
        assert probe is not None
        simulated = self._simulated(turn)
        if probe.sort == "gap" and simulated.unprompted.get(probe.point) == "yes":  # a drill asks for more
            return Act("said_that", seconds=SECONDS["said_that"])
        luck = self._random(turn, f"reply {len(turn.replies)}")
        if turn.question.kind == "experience":
            text = varied(self._own_work.own_parts, self._said, luck)
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
    """What comes of a demo's code. It comes from a graph, so it's only run where it can't reach anybody's files."""
    from simulator.session.code.task_run import run_code  # only where there are tasks

    turn = interview.state.current
    assert turn is not None
    assert turn.stage is not None
    if runner.sandbox.supported and not runner.sandbox.needs_consent:
        return run_code(runner, turn.question, turn.stage.id, code, kept=True)
    cases = turn.question.cases_in(turn.stage.id)
    return RunResult(tuple(CaseResult(case.id, IN_DEMO) for case in cases), kept=True)


def code_text(turn: Turn, simulated: Answer) -> str:
    """The code of a simulated candidate: the reference's, or what they started from where that is beyond them."""
    from simulator.graph.lint.rules import answer_code

    solved = answer_code(turn.question.answer) if simulated.verdict in STRONG else ""
    return solved or turn.code or turn.question.starter


def answer_text(
    turn: Turn, simulated: Answer, said: Sequence[str], luck: Random, stories: Sequence[Sequence[str]]
) -> str:
    """The candidate's answer, or its part for the current stage of a design question; `stories` are of own work."""
    question, stage = turn.question, turn.stage
    if not question.rubric and question.anchors:
        return varied(stories[rank(simulated.verdict)], said, luck)
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
