"""Where a candidate stands on each concept, and what was asked about it. Cheap to import: the maps need it at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from simulator.engine.scoring import Verdict
from simulator.report.records import Chance, Result

Mark = Literal["known", "unsure", "not met", "gap"]
MARKS: tuple[Mark, ...] = ("known", "unsure", "not met", "gap")
SIGNS: Mapping[Mark, str] = {"known": "●", "unsure": "◐", "not met": "○", "gap": "✕"}


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
