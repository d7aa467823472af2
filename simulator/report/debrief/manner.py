"""How a candidate interviews: one thing done well and one to change, each with its moment. No level rests on it.

Nothing here depends on a mark: it is said by what was asked back, by the clock, and by how an answer ends.
"""

import re
from collections.abc import Iterator, Sequence

from simulator.report.debrief.own_words import question_numbers
from simulator.session.interview.turn import Turn

OVER_TIME = 1.5  # of the planned time
TIME_TAKEN = 0.25  # of the planned time; with less nobody had to keep to it
SHORT_REPLY = 5  # words to a challenge that cannot hold a reason
OFTEN = 2  # moments that make a habit
FACTS_THERE = 3  # questions with facts for the asking, of which none was asked for
_ASSUMES = re.compile(
    r"\b(?:I'?d? ?(?:will|'ll|would)? ?assum\w+|assuming|suppose|let's say|say we have|take it that)\b", re.I
)
_BROKEN_OFF = re.compile(
    r"(?:…|\.\.\.|[,:(–—-]|\b(?:and|or|but|so|because|the|a|an|of|to|with|that|which|if|is|are|I'd|I would))\s*$", re.I
)
_NOT_KNOWN = re.compile(r"\b(?:know|sure|idea|skip|pass)\b", re.IGNORECASE)


def manner(turns: Sequence[Turn]) -> str:
    """One line on how the candidate interviews; empty where nothing stands out."""
    asked = [turn for turn in turns if turn.check is None and turn.answers and not turn.skipped and not turn.dont_know]
    praise = next(_praised(asked), "")
    change = next(_to_change(asked), "")
    line = "; ".join(filter(None, (praise, change)))
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def _praised(asked: Sequence[Turn]) -> Iterator[str]:
    if found := [t for t in asked if any(c.matched and c.clock <= t.answers[0].clock for c in t.clarifications)]:
        yield f"you asked for facts before assuming ({_numbers(found)})"
    if len(asked) > OFTEN and _took_time(asked) and not any(_over(t) or _breaks_off(t) for t in asked):
        yield "you kept to time"


def _to_change(asked: Sequence[Turn]) -> Iterator[str]:
    if found := [t for t in asked if _breaks_off(t)]:
        yield f"you never got to a conclusion in {_numbers(found)}: say it early, then explain"
    if found := [t for t in asked if _over(t)]:
        yield f"you ran well over time on {_numbers(found)}: give your conclusion while there's time left"
    there = [t for t in asked if t.question.clarifications and t.question.kind != "experience"]
    if len(there) >= FACTS_THERE and not any(t.clarifications for t in asked):
        assumed = [t for t in there if not t.spoken and _ASSUMES.search(t.answer_text)]
        instead = f", and made assumptions instead ({_numbers(assumed)})" if assumed else ""
        yield f"you never asked for facts, though {len(there)} questions had some to give{instead}: ask first"
    if found := [t for t in asked if any(_gave_way(t, reply) for reply in _challenges(t))]:
        yield f"you met a challenge in only a few words ({_numbers(found)}): say why you hold a view, or change it"


def _numbers(turns: Sequence[Turn]) -> str:
    return question_numbers(t.asked.number for t in turns)


def _breaks_off(turn: Turn) -> bool:
    """Whether the last stage of a design never came, or a typed answer ends within a sentence."""
    typed = not turn.spoken and bool(turn.answer_text)
    return turn.stage is not None or (typed and _BROKEN_OFF.search(turn.answer_text) is not None)


def _took_time(turns: Sequence[Turn]) -> bool:
    """Whether time could have run out at all: not where every answer came in seconds."""
    return sum(turn.seconds for turn in turns) >= TIME_TAKEN * 60 * sum(t.question.planned_minutes for t in turns)


def _over(turn: Turn) -> bool:
    return turn.seconds > OVER_TIME * turn.question.planned_minutes * 60


def _challenges(turn: Turn) -> Iterator[str]:
    """The replies to what contested an answer, those closed with "I said that" left out."""
    replies = {r.probe: r for r in turn.replies if not r.said}
    yield from (replies[p.probe].text for p in turn.probes if p.sort == "challenge" and p.probe in replies)


def _gave_way(turn: Turn, reply: str) -> bool:
    """Whether it was a bare yes or no. Not to know, or no reply at all, is no way of meeting a challenge."""
    return not turn.spoken and 0 < len(reply.split()) <= SHORT_REPLY and not _NOT_KNOWN.search(reply)
