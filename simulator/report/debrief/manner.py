"""How a candidate interviews: one thing done well and one to change, each with its moment. No level rests on it."""

import re
from collections.abc import Iterator, Sequence

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import MET, STRONG
from simulator.report.debrief.own_words import NUMBER, question_numbers, quote_of
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.turn import Turn

OVER_TIME = 1.5  # of the planned time
LONG_ANSWER = 60  # words from which it matters what comes first
SHORT_REPLY = 5  # words to a challenge that cannot hold a reason
OFTEN = 2  # moments that make a habit
SOON, LATE = 0.34, 0.66  # of an answer
_SENTENCE = re.compile(r"[.!?\n]+(?:\s|$)")
_REASON = re.compile(r"\b(because|since|so|as|due|otherwise|if|unless|means)\b", re.IGNORECASE)


def manner(turns: Sequence[Turn]) -> str:
    """One line on how the candidate interviews; empty where nothing stands out."""
    asked = [turn for turn in turns if turn.check is None and turn.answers and not turn.skipped and not turn.dont_know]
    praise = next(_praised(asked), "")
    change = next(_to_change(asked), "")
    line = "; ".join(filter(None, (praise, change)))
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def _praised(asked: Sequence[Turn]) -> Iterator[str]:
    if found := [t for t in asked if any(c.clock <= t.answers[0].clock for c in t.clarifications)]:
        yield f"you asked for facts before assuming ({_numbers(found)})"
    if found := [t for t in asked if any(_reasoned(t, probe) for probe in _challenges(t))]:
        yield f"when challenged you gave a reason, not just a yes or no ({_numbers(found)})"
    placed = [t for t in asked if _first_point(t) is not None]
    if len(found := [t for t in placed if _answers_first(t)]) >= max(OFTEN, len(placed) // 2 + 1):
        yield f"you answered the question first and explained after ({_numbers(found)})"
    if len(found := [t for t in asked if _gave_number(t)]) >= OFTEN:
        yield f"you gave a number where one was due ({_numbers(found)})"
    if len(asked) > OFTEN and not any(_over(t) or t.stage for t in asked):
        yield "you came to an end in time"


def _to_change(asked: Sequence[Turn]) -> Iterator[str]:
    if found := [t for t in asked if t.stage is not None]:
        yield f"in {_numbers(found[:1])} the conclusion never came"
    late = [t for t in asked if (first := _first_point(t)) is not None and first > LATE]
    if late:
        yield f"in {_numbers(late)} the answer came last: say it first, then explain"
    if found := [t for t in asked if any(_gave_way(t, probe) for probe in _challenges(t))]:
        yield f"in {_numbers(found)} you met a challenge in a few words: say why you hold a view, or why you change it"
    if found := [t for t in asked if _over(t)]:
        yield f"{_numbers(found)} ran well over time: say your conclusion while there are minutes left"
    if len(found := [t for t in asked if t.when_asked]) >= OFTEN:
        yield f"some of it came only when asked ({_numbers(found)}): say it unasked"
    if found := [t for t in asked if t.question.clarifications and t.question.stages and not t.clarifications]:
        yield f"in {_numbers(found)} you could have asked for the facts before assuming them"


def _numbers(turns: Sequence[Turn]) -> str:
    return question_numbers(t.asked.number for t in turns)


def _first_point(turn: Turn) -> float | None:
    """How far into a long typed answer its first must-have was said, from 0 to 1; None where that is not known."""
    text = turn.answer_text
    if turn.spoken or turn.stage is not None or turn.question.stages or len(text.split()) < LONG_ANSWER:
        return None
    musts = {p.id for p in turn.question.rubric if p.critical and turn.marks.get(p.id) in MET}
    found = [h.start for point, h in heard_of(turn).items() if point in musts and h.quote and h.share >= P.QUOTED]
    first = min(found, default=len(text))
    return first / len(text) if first < len(text) else None


def _answers_first(turn: Turn) -> bool:
    """Whether a good answer has its first must-have within two sentences, and in its first third."""
    first = _first_point(turn)
    if first is None or not (turn.scored and turn.scored.verdict in STRONG):
        return False
    ends = [m.end() for m in _SENTENCE.finditer(turn.answer_text)]
    return first < SOON and first * len(turn.answer_text) < (ends[1] if len(ends) > 1 else len(turn.answer_text))


def _gave_number(turn: Turn) -> bool:
    due = (p.id for p in turn.question.rubric if p.tag == "number" and turn.marks.get(p.id) == "yes")
    return any(NUMBER.search(quote_of(turn, point)) for point in due)


def _over(turn: Turn) -> bool:
    return turn.seconds > OVER_TIME * turn.question.planned_minutes * 60


def _challenges(turn: Turn) -> Iterator[str]:
    """The replies to what contested an answer, those closed with "I said that" left out."""
    replies = {r.probe: r for r in turn.replies if not r.said}
    yield from (replies[p.probe].text for p in turn.probes if p.sort == "challenge" and p.probe in replies)


def _reasoned(turn: Turn, reply: str) -> bool:
    return not turn.spoken and len(reply.split()) > SHORT_REPLY and _REASON.search(reply) is not None


def _gave_way(turn: Turn, reply: str) -> bool:
    return not turn.spoken and len(reply.split()) <= SHORT_REPLY
