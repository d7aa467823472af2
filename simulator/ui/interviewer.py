"""What the interviewer says between and beside the questions; the full screen and the line mode use the same words.

A remark depends on the session's seed, its place and the clock, so that it is the same when an interview goes on. It
knows neither verdict nor prediction, and names no concept and no tier: the area is all that it may tell.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.graph.records import PROBE_MINUTES, Graph
from simulator.graph.text import lower_first, one_line, percent
from simulator.session.header import Header
from simulator.session.interview.interview import Interview
from simulator.session.interview.outcomes import READ_WRONGLY
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert, AreaFound

LONG = 1.5  # of the planned minutes: then the interviewer asks for the conclusion
LAST_SECONDS = 300.0

OPENING = (
    "Thank you for coming. Let us begin.",
    "Good to have you here. We can begin.",
    "Then let us begin. Take the time that you need.",
)
STAY = (
    "Thank you. We stay with {area}.",
    "Understood. Another one on {area}.",
    "Noted. One more on {area}.",
    "Thank you. Let us stay with {area} for a moment.",
)
TURN = (
    "Thank you. Let us turn to {area}.",
    "Understood. A different subject: {area}.",
    "Noted. On to {area}.",
    "Thank you. Next, {area}.",
    "Let us change the subject and talk about {area}.",
)
CHECK = ("A quick check in between.", "A quick check before we go on.", "One quick check, then we go on.")
AFTER_CHECK = (
    "Back to our conversation, with {area}.",
    "Let us go on, with {area}.",
    "Then the next question, on {area}.",
)
AFTER_SKIP = ("Another one, then, on {area}.", "We leave that one out. Next, {area}.", "Then a different one: {area}.")
DESIGN = (
    "Now a longer task. Take it step by step, and think aloud.",
    "Let us build something. We go through it in stages.",
)
HALF_TIME = ("We are about half way through.", "Half of our time has gone.", "That is half time.")
LAST_MINUTES = ("We have five minutes left.", "Five minutes left.", "There are five minutes left.")
CONCLUDE = (
    "In the interest of time, your conclusion in one sentence.",
    "In the interest of time, your conclusion in one sentence, please.",
)

# how a reply to a follow-up counts, said when it was given
REPLY_COUNTS = "Kept. You judge it with your answer, by the reference."
SAID_COUNTS = "Kept. You judge by the reference whether you said it."

READ_AS = "Read as {words}. Enter confirms"  # what follows says how each mode changes it
ASIDE = f"Set aside: {READ_WRONGLY}"
COUNTS_AGAIN = "The check counts again."

CHECK_KEPT = "Kept. Whether it is right you see after the last answer."  # where scores wait


def lead_in(state: State, turn: Turn, graph: Graph) -> str:
    """What the interviewer says before an item: acknowledges, names a change of subject, tells half time."""
    header, position = state.header, turn.position
    before = state.turn(position - 1) if position > 1 else None
    words = _pick(_variants(before, turn), header.seed, position).format(area=_in_a_sentence(turn.asked.area, graph))
    if before is not None and _half_time_between(header, before.asked.clock, turn.asked.clock):
        words = f"{words} {_pick(HALF_TIME, header.seed, 0)}"
    return words


def _variants(before: Turn | None, turn: Turn) -> tuple[str, ...]:
    if turn.check is not None:
        return CHECK
    if before is None:
        return OPENING
    if turn.question.kind == "design":
        return DESIGN
    if before.skipped:
        return AFTER_SKIP
    if before.check is not None:
        return AFTER_CHECK
    return STAY if before.asked.area == turn.asked.area else TURN


def is_long(turn: Turn, seconds: float) -> bool:
    """Whether an item has taken one and a half times its planned minutes and those of its follow-ups."""
    planned = turn.question.planned_minutes + PROBE_MINUTES * len(turn.probes)
    return seconds > planned * 60 * LONG


class Interjections:
    """What the interviewer says while one answers, each remark once: that time runs out, that an answer is long."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._clock = interview.clock
        self._urged = 0

    def due(self) -> str:
        """The remark that is due now, or nothing."""
        interview, turn = self._interview, self._interview.state.current
        if turn is None or not interview.state.running:
            return ""
        since, self._clock = self._clock, interview.clock
        seed, last = interview.header.seed, interview.header.minutes * 60 - LAST_SECONDS
        if since < last <= self._clock:
            return _pick(LAST_MINUTES, seed, 0)
        if turn.check is None and self._urged != turn.position and is_long(turn, interview.question_seconds):
            self._urged = turn.position
            return _pick(CONCLUDE, seed, turn.position)
        return ""


def _half_time_between(header: Header, since: float, now: float) -> bool:
    half = header.minutes * 30
    return half > LAST_SECONDS and since < half <= now


def _in_a_sentence(area: str, graph: Graph) -> str:
    """An area's title with a small first letter, unless it begins with an abbreviation."""
    title = graph.areas[area].title if area in graph.areas else area
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _pick(variants: tuple[str, ...], seed: int, position: int) -> str:
    """One of the variants, by seed and position; the same one never twice in a row."""
    start = hashlib.blake2b(f"{seed}/{variants[0]}".encode(), digest_size=4).digest()
    return variants[(int.from_bytes(start, "big") + position) % len(variants)]


def advert_sentences(advert: "Advert", role_title: str) -> Iterator[str]:
    """The areas with the advert's own words, what the bank does not hold, and how much the advert counts."""
    yield f"From the advert: {', '.join(_area(one) for one in advert.found)}."
    if advert.missing:
        yield f"Not in the bank: {', '.join(one_line(name) for name in advert.missing)}."
    role = f"your role, {lower_first(role_title)}," if role_title else "your role"
    own, other = percent(advert.weight), percent(1 - advert.weight)
    yield f"In the choice of areas the advert counts for {own}, {role} for {other}."


def _area(found: "AreaFound") -> str:
    """An area with the words that spoke for it; its own title is no news."""
    terms = [one_line(term) for term in found.terms if term.casefold() != found.title.casefold()]
    return f"{lower_first(found.title)} ({', '.join(terms)})" if terms else lower_first(found.title)
