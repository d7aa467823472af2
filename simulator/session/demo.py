"""The demo's candidate: sees what a candidate sees, and decides which command comes next.

The screen or the line mode then sends that command to the Interview.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from simulator.engine.lab.people import Answer, Candidate
from simulator.engine.scoring import LOWEST, STRONG, rank
from simulator.graph.records import Question
from simulator.session.interview.input import example_answer
from simulator.session.interview.interview import Interview, why_no_hint
from simulator.session.interview.journal import Receipt
from simulator.session.interview.parting import MOTIVES
from simulator.session.interview.state import Awaits, State
from simulator.session.interview.turn import Turn

LEADS = ("says that ", "explains that ", "states that ", "notes that ", "says why ", "says how ", "names ", "gives ")
ASK_BACK, TAKE_HINT = 0.2, 0.35
SECONDS = {"predict": 4.0, "judge": 3.0, "confirm": 4.0, "next": 2.0, "said_that": 5.0, "hint": 10.0, "clarify": 15.0}
PARTING_SECONDS = 45.0
# what the demo's candidate says to each question on motive, in the order of `MOTIVES`
REPLIES = dict(
    zip(
        MOTIVES,
        (
            "I like that I can measure whether I was right, and the tools change so much that now is the time.",
            "A colleague wanted to fine-tune, I wanted better retrieval. We tried both for a week; they were right.",
            "I built my own evaluation tool. Today I'd take one off the shelf and spend the month on the test set.",
            "That I explain too late. Since then I write a page before I start, and people stop me earlier.",
            "I thought bigger context would replace retrieval. The bill and the missed facts changed my mind.",
            "A prompt change broke every second answer. I rolled back first, and then we got a test for it.",
            "Sales wanted a date. I said what we could show by then, and what we could not.",
            "Kernel profiling. I sat with somebody who knew it, one afternoon a week, for two months.",
            "I saw it three weeks ahead, told my lead the same day, and we cut the scope.",
            "Somebody who reviewed everything late. I asked what they needed to see first, and sent only that.",
            "I'd hand over the dashboards. I'd never give away looking at real answers.",
        ),
        strict=True,
    )
)
OWN_PART = "That part was mine: I chose the cases and measured 78% right, against 61% with the old version."
ASKS_US = "Who looks at real answers here, and how often?"


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

    def act(self, state: State) -> Act | None:
        """The next command; None once the interview has ended."""
        if state.paused:
            return Act("resume")
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
                return Act("judge", (point, self._simulated(turn).marks.get(point, "no")), seconds=SECONDS["judge"])
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
        if simulated.dont_know and not turn.answers:
            return Act("dont_know", seconds=minutes * 60 * pace / 4)
        text = stage_text(turn, simulated)
        return Act("answer", (text,), text, minutes * 60 * pace * 0.8)

    def _reply(self, turn: Turn) -> Act:
        probe = turn.open_probe
        assert probe is not None
        simulated = self._simulated(turn)
        if probe.point and simulated.marks.get(probe.point) == "yes":
            return Act("said_that", seconds=SECONDS["said_that"])
        unsure = "I am not sure; I would have to work it out."
        if turn.question.kind == "experience":
            return Act("answer_probe", (OWN_PART,), OWN_PART, 40.0)
        text = probe.reply if simulated.verdict in STRONG and probe.reply else unsure
        return Act("answer_probe", (text,), text, 40.0)


def perform(interview: Interview, act: Act) -> Receipt:
    """Run a command on the interview."""
    receipt: Receipt = getattr(interview, act.command)(*act.arguments)
    return receipt


def answer_text(question: Question, simulated: Answer) -> str:
    """The candidate's answer: the points they meet, as sentences in the order of the rubric."""
    met = [_sentence(p.point) for p in question.rubric if simulated.marks.get(p.id) == "yes"]
    half = [
        _sentence(f"perhaps {p.partly or p.point}") for p in question.rubric if simulated.marks.get(p.id) == "partly"
    ]
    if not (met or half) and question.anchors:
        return question.anchors[rank(simulated.verdict)]
    return " ".join(met + half) or "I am not certain; I would look at what changes first and measure it."


def stage_text(turn: Turn, simulated: Answer) -> str:
    """The part of the answer for the current stage of a design question; the whole answer to others."""
    stages = turn.question.stages
    if turn.stage is None:
        return answer_text(turn.question, simulated)
    met = [_sentence(p.point) for p in turn.question.rubric if simulated.marks.get(p.id) in {"yes", "partly"}]
    share = met[len(turn.answers) :: len(stages)]
    return " ".join(share) or f"On {turn.stage.title.lower()} I would start from what I can measure."


def _sentence(point: str) -> str:
    text = point.strip()
    for lead in LEADS:
        if text.lower().startswith(lead):
            text = text[len(lead) :]
            break
    return text[:1].upper() + text[1:].rstrip(".") + "."
