"""Records of the concept map: where a candidate stands on each concept, and what was asked about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from simulator.engine.scoring import Verdict
from simulator.report.records import Chance, Result

Mark = Literal["known", "unsure", "not met", "gap"]
MARKS: tuple[Mark, ...] = ("known", "unsure", "not met", "gap")
SIGNS: Mapping[Mark, str] = {"known": "●", "unsure": "◐", "not met": "○", "gap": "✕"}


class ConceptStanding(Chance, frozen=True):
    """One concept now: the chance of a solid answer at the target tier with its 80% interval, a word and a mark.

    `asked` counts items that touch the concept, mainly or beside another, and `answers` those that are evidence (scored
    answers and checks). `known` and `gap` need an interval on one side of one half, and `gap` an answer on its own
    items that fell `short` of solid; `lowest` is the lowest rank of those. `note` says what was not asked, if too
    little is known and no answer fell short.
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
    """One item on a concept: its session and its outcome.

    Questions have a `verdict`, checks are `correct` or not; both are None if the item was skipped or not scored.
    `beside` means that the item was mainly about another concept.
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
    """Where a candidate stands on every concept, by id in graph order, and the latest items on each."""

    target: int
    sessions: int
    standings: Mapping[str, ConceptStanding]
    encounters: Mapping[str, tuple[Encounter, ...]]
