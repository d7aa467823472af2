"""Whether the marks are borne out by what was heard, and what may be said where they are not.

What counts is how many honest people would differ so much: most do not say every point in words that are looked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Unheard
from simulator.engine.model.surprise import chance_of
from simulator.graph.text import plural
from simulator.report import records as rec
from simulator.session.archive.summary import ItemFact
from simulator.session.interview.hearing import read_coverage, unheard_of
from simulator.session.interview.turn import Turn


@dataclass(frozen=True)
class Grounds:
    """What marks rest on: of the answers that were read, what was not heard; how many were not read; and the checks."""

    read: Sequence[Unheard] = ()
    unread: int = 0
    checks: int = 0
    right: int = 0

    @cached_property
    def chance(self) -> float:
        """The share of honest people who differ as much, in all points or the must-haves alone: twice the smaller."""
        every = chance_of([(answer.met, answer.unheard) for answer in self.read])
        musts = chance_of([(answer.musts, answer.unheard_musts) for answer in self.read])
        return min(1.0, 2 * min(every, musts))

    @property
    def met(self) -> int:
        """The points marked as met in answers that were read."""
        return sum(answer.met for answer in self.read)

    @property
    def unheard(self) -> int:
        """How many of these were not heard."""
        return sum(answer.unheard for answer in self.read)

    @property
    def refuted(self) -> bool:
        """Whether fewer than one honest person in 100 would differ so much."""
        return self.chance < P.NOT_BORNE_OUT

    @property
    def by_own_marks(self) -> bool:
        """Whether most answers could not be read, and the checks do not bear the marks out."""
        fewest, share = P.BEARING_OUT
        return self.unread > len(self.read) and not (self.checks >= fewest and self.right >= share * self.checks)

    @property
    def reserve(self) -> str:
        """What goes with a recommendation that these grounds do not carry: it is not a plain yes then."""
        if self.chance < P.DOUBTED:
            return f"; no words found for {self.unheard} of {self.met} points"
        return "; by your own marks" if self.by_own_marks else ""

    @property
    def sentence(self) -> str:
        """The contradiction, in a sentence; empty where there is none."""
        if self.chance >= P.DOUBTED:
            return ""
        found = f"{self.unheard} of the {plural(self.met, 'point')} you marked as met I found no words. Look again?"
        return f"Your marks are not borne out: for {found}" if self.refuted else f"For {found}"


NO_GROUNDS = Grounds()


def grounds_of(turns: Iterable[Turn]) -> Grounds:
    """The grounds of a session, from those of its items that may be told."""
    turns = tuple(turns)
    checked = [turn.correct for turn in turns if turn.check is not None and turn.correct is not None]
    found = [unheard_of(turn) for turn in turns if turn.readable]
    read = [answer for answer in found if answer is not None]
    unread = len(found) - len(read) + sum(turn.judged_aloud for turn in turns)
    return Grounds(read, unread, len(checked), sum(checked))


def grounds_of_facts(items: Iterable[ItemFact]) -> Grounds:
    """The grounds of several sessions."""
    items = tuple(items)
    checked = [item.correct for item in items if item.check and item.correct is not None]
    read = tuple(item.unheard for item in items if item.unheard is not None)
    return Grounds(read, sum(item.unread for item in items), len(checked), sum(checked))


def heard_result(grounds: Grounds) -> rec.HeardResult | None:
    """The same as figures; None where no answer was read."""
    if not grounds.read:
        return None
    return rec.HeardResult(
        answers=len(grounds.read),
        unread=grounds.unread,
        met=grounds.met,
        unheard=grounds.unheard,
        chance=round(grounds.chance, 4),
        sentence=grounds.sentence,
    )


def heard_of_question(turn: Turn) -> tuple[float | None, str]:
    """The coverage that was heard of an answer, and the contradiction with its marks as a sentence."""
    coverage, unheard = read_coverage(turn), unheard_of(turn)
    if coverage is None or unheard is None:
        return None, ""
    return round(coverage, 4), Grounds((unheard,)).sentence
