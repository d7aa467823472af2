"""Where a candidate stands on each concept, and what was asked about it. Cheap to import: home and maps need it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from simulator.engine.scoring import Verdict

Mark = Literal["known", "unsure", "not met", "gap"]
MARKS: tuple[Mark, ...] = ("known", "unsure", "not met", "gap")
SIGNS: Mapping[Mark, str] = {"known": "●", "unsure": "◐", "not met": "○", "gap": "✕"}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the records of a report."""


class Chance(Result, frozen=True):
    """The chance of a solid answer at the target tier, 0 to 1, with the ends of its 80% interval."""

    mastery: float
    low: float
    high: float


class ConceptStanding(Chance, frozen=True):
    """One concept now: the chance of a solid answer at the target tier with its 80% interval, in a word and a mark.

    `asked` counts the items put that touch the concept, first or beside another; `answers` those of them that say
    something (scored answers, and checks). `known` and `gap` only where the interval allows it, and `gap` only where
    one of the answers that were mainly about it fell `short` of solid; `lowest` is the rank of the lowest of them.
    `note` says of one that is not known enough yet, and where none fell short, what was not asked of it.
    """

    concept: str
    title: str
    area: str
    word: str
    mark: Mark
    asked: int
    answers: int
    short: int = 0
    lowest: int | None = None
    note: str = ""


def gaps_of(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts that are a gap, the lowest chance first."""
    return sorted((s for s in standings if s.mark == "gap"), key=lambda s: (s.mastery, s.title))


def known_of(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts that are known, the highest chance first."""
    return sorted((s for s in standings if s.mark == "known"), key=lambda s: (-s.mastery, s.title))


def fell_short(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts with an answer short of solid that are not known since; the weakest first, gaps before others."""
    open_ = (s for s in standings if s.short and s.mark != "known")
    return sorted(open_, key=lambda s: (s.lowest, s.mark != "gap", s.mastery, s.title))


def gaps_by_area(standings: Iterable[ConceptStanding]) -> Counter[str]:
    """How many concepts of each area are a gap."""
    return Counter(s.area for s in standings if s.mark == "gap")


class Encounter(Result, frozen=True):
    """One time that a concept was asked about: in which session and by what item, and what came of it.

    `verdict` is of a question, `correct` of a check; both are None for what was passed over or not scored.
    `beside` says that the item was mainly about another concept.
    """

    session: str
    item: str
    check: bool
    beside: bool
    tier: int
    at: datetime
    verdict: Verdict | None
    correct: bool | None


class ConceptMap(Result, frozen=True):
    """Where a candidate stands on every concept, by id in graph order, and the latest that was asked about each."""

    target: int
    sessions: int
    standings: Mapping[str, ConceptStanding]
    encounters: Mapping[str, tuple[Encounter, ...]]
