"""Which follow-up the interviewer asks after an answer, before anything is revealed.

A gap probe asks for a heavy point that the typed answer does not seem to touch, by a plain match of words. At least one
follow-up in three is a drill or a challenge, so that being asked does not reveal what was missed. Nothing is random:
the draw is a hash of seed, position and the number of follow-ups so far.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import PROBE_MINUTES, Probe, Question
from simulator.graph.text import RUBRIC_WORDS, STOP_WORDS

Sort = Literal["gap", "drill", "challenge", "twist"]

_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
# changing these words, or the length of the stems below, changes which follow-up is asked: raise the engine's version
_COMMON = (
    STOP_WORDS | RUBRIC_WORDS | frozenset("accepts all assumptions given if least near no point use used well".split())
)


class Follow(NamedTuple):
    """A follow-up as the transcript keeps it."""

    sort: Sort
    asks: str
    point: str
    reply: str


@dataclass(frozen=True)
class Context:
    """What a follow-up may depend on; times are in seconds of the interview's clock."""

    seed: int
    position: int
    asked_here: tuple[str, ...]
    asked_before: int
    open_before: int
    question_seconds: float
    seconds_left: float


def next_probe(question: Question, text: str, context: Context) -> Follow | None:
    """The next follow-up to `text`, or None. A second one is asked only with time to spare."""
    quick = context.seconds_left >= P.SPARE_SECONDS and context.question_seconds < question.planned_minutes * 60
    if context.seconds_left < PROBE_MINUTES * 60 or (context.asked_here and not quick):
        return None
    if question.twists:
        fresh = [t for t in question.twists if t.asks not in context.asked_here]
        return Follow("twist", fresh[0].asks, "", fresh[0].reply) if fresh else None
    left = [p for p in question.probes if p.asks not in context.asked_here]
    points = {p.id: p for p in question.rubric}
    gaps = [p for p in left if p.kind == "gap" and p.point in points and not touches(text, points[p.point].point)]
    gaps.sort(key=lambda p: (-points[p.point].weight, not points[p.point].critical))
    chosen = _pick(gaps, [p for p in left if p.kind != "gap"], context)
    return Follow(chosen.kind, chosen.asks, chosen.point, chosen.reply) if chosen else None


def _pick(gaps: list[Probe], opens: list[Probe], context: Context) -> Probe | None:
    if not (gaps and opens):
        return next(iter(gaps or opens), None)
    behind = context.open_before < P.OPEN_FLOOR * (context.asked_before + 1)
    prefer_open = behind or _unit(context) < P.OPEN_SHARE
    return opens[int(_unit(context, "which") * len(opens))] if prefer_open else gaps[0]


def touches(text: str, point: str) -> bool:
    """Whether an answer seems to speak of a point: a third of the point's own words occur in it, by their stems."""
    wanted = _stems(point)
    return not wanted or len(wanted & _stems(text)) >= P.TOUCHED_SHARE * len(wanted)


def _stems(text: str) -> set[str]:
    words = set(_WORD.findall(text.lower())) - _COMMON
    return {word[:6] for word in words if len(word) > 2 or word.isdigit()}


def _unit(context: Context, purpose: str = "open") -> float:
    """A number in [0, 1) that depends only on where in the interview the follow-up comes, and on `purpose`."""
    key = f"{context.seed}/{context.position}/{len(context.asked_here)}/{purpose}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=6).digest(), "big") / 2**48
