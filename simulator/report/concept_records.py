"""Records of the concept map. Kept apart from the other records because home and maps must load it quickly."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from simulator.engine.scoring import Verdict

Mark = Literal["known", "unsure", "not met", "gap"]
STANDING_MARKS: tuple[Mark, ...] = ("known", "unsure", "not met", "gap")
STANDING_SIGNS: Mapping[Mark, str] = {"known": "●", "unsure": "◐", "not met": "○", "gap": "✕"}
HELD, GAP, NOT_ENOUGH, NOT_ASKED = "held", "gap", "not enough yet", "not asked yet"  # the words for an area
# a report's points are "met": of 99 concepts "not met" would read as failures
MARK_WORDS: Mapping[Mark, str] = {"known": "known", "unsure": "unsure", "not met": "not asked", "gap": "gap"}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the records of a report."""


VERSION = 1  # of each kind of record as JSON: none has changed so far


def as_json(record: Result | Mapping[str, object]) -> bytes:
    """A record, or its fields as plain data, as a JSON object (UTF-8) with its version, as commands print it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(record)}), indent=2)


class Chance(Result, frozen=True):
    """The chance of a solid answer at the target tier, 0 to 1, with the ends of its 80% interval."""

    mastery: float
    low: float
    high: float


NARROW = 0.4  # the width up to which an interval around one half says something too


class Seen(Chance, frozen=True):
    """A chance with what it rests on: `questions` answered, of them `solid` or better and `weak`, and checks right.

    `word` is `held` or `gap` where the interval allows it, else `not enough yet` or `not asked yet`.
    """

    word: str
    questions: int
    solid: int
    weak: int
    checks: int
    checks_right: int

    @property
    def all_solid(self) -> bool:
        """Whether there are answers, and none fell short."""
        return 0 < self.questions == self.solid

    @property
    def fell_short(self) -> bool:
        """Whether an answer fell short or a check was wrong."""
        return self.solid < self.questions or self.checks_right < self.checks

    @property
    def is_figure(self) -> bool:
        """Whether the chance is worth a figure: a wide interval around one half is where everybody begins.

        Nor is one that lies above one half beside answers that mostly fell short: it goes by other areas.
        """
        firm, beside = self.word in {HELD, GAP}, self.low >= 0.5
        narrow = self.questions > 0 and self.high - self.low <= NARROW
        return firm or (self.word == NOT_ENOUGH and narrow and not beside)


ALIKE = 0.05  # of the chance: less is the same to anybody who reads it
FEW_EACH = 3  # answers in an area, with which that may well change
THE_SAME = "about the same everywhere so far"


def about_the_same(areas: Iterable[Seen]) -> bool:
    """Whether the figures of the areas lie within a few points and rest on few answers: then they tell none apart."""
    shown = [area for area in areas if area.is_figure]
    chances = [area.mastery for area in shown]
    few = all(area.questions <= FEW_EACH for area in shown)
    return len(shown) > 1 and few and max(chances) - min(chances) <= ALIKE


def is_lowest_counted(area: Seen, areas: Iterable[Seen]) -> bool:
    """Whether none of the areas shows a smaller share of solid answers, as that is what stands beside its name.

    One that only checks were on shows no such share.
    """
    shares = [other.solid / other.questions for other in areas if other.questions]
    return not area.questions or area.solid / area.questions <= min(shares, default=1.0)


class TellsOfAreas(Result, frozen=True):
    """Base of what has figures of every area, in `areas`."""

    if TYPE_CHECKING:

        @property
        def areas(self) -> Sequence[Seen]:
            """Every area, a field of what derives from this."""

    @property
    def areas_alike(self) -> bool:
        """Whether the figures of the areas tell none apart: then words stand in their place."""
        return about_the_same(self.areas)


class ConceptStanding(Chance, frozen=True):
    """One concept now: the chance of a solid answer at the target tier with its 80% interval, a word and a mark.

    `asked` counts items that touch the concept, of them `own` those mainly about it, and `answers` those that are
    evidence (scored answers and checks). `known` and `gap` need an interval on one side of one half, and `gap` an
    answer on its own items that fell `short` of solid, the `wrong` checks among them; `lowest` is the lowest rank of
    those. It's `mended` where the latest two answers to its own questions were solid, `better` where the latest was.
    `note` says what was not asked, if too little is known and no answer fell short. It `is_guess` before anything at
    all was answered: then the chance is where everybody begins.
    """

    concept: str
    title: str
    area: str
    word: str
    mark: Mark
    asked: int
    answers: int
    short: int = 0
    wrong: int = 0
    lowest: int | None = None
    note: str = ""
    own: int = 0
    mended: bool = False
    better: bool = False
    is_guess: bool = False


def gaps_of(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts that are a gap, the lowest chance first."""
    return sorted((s for s in standings if s.mark == "gap"), key=lambda s: (s.mastery, s.title))


def known_of(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts that are known, the highest chance first."""
    return sorted((s for s in standings if s.mark == "known"), key=lambda s: (-s.mastery, s.title))


def fell_short(standings: Iterable[ConceptStanding]) -> list[ConceptStanding]:
    """The concepts with an answer below solid, neither known nor mended since; the weakest answer first, then gaps."""
    open_ = (s for s in standings if s.short and s.mark != "known" and not s.mended)
    return sorted(open_, key=lambda s: (s.lowest, s.mark != "gap", s.mastery, s.title))


def gaps_by_area(standings: Iterable[ConceptStanding]) -> Counter[str]:
    """How many concepts of each area are a gap."""
    return Counter(s.area for s in standings if s.mark == "gap")


def counts(standings: Iterable[ConceptStanding]) -> dict[Mark, int]:
    """How many concepts bear each mark, in the order of the legend."""
    marks = Counter(standing.mark for standing in standings)
    return {mark: marks[mark] for mark in STANDING_MARKS}


def asked_and_touched(standings: Iterable[ConceptStanding]) -> tuple[int, int]:
    """How many concepts had an item of their own, and how many only came up beside another."""
    met = [standing.own for standing in standings if standing.asked]
    return sum(own > 0 for own in met), met.count(0)


class Encounter(Result, frozen=True):
    """One item on a concept: its session and its outcome.

    Questions have a `verdict`, checks are `correct` or not; both are None if the item was `skipped`, or not scored.
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
    skipped: bool


class ConceptMap(Result, frozen=True):
    """Where a candidate stands on every concept, by id in graph order, and the latest items on each.

    `to_study` are those on which something fell short that aren't known since, most urgent first. `missed` are the
    latest questions on a concept that fell short and have a gist.
    """

    target: int
    sessions: int
    standings: Mapping[str, ConceptStanding]
    encounters: Mapping[str, tuple[Encounter, ...]]
    to_study: tuple[str, ...] = ()
    missed: Mapping[str, tuple[str, ...]] = {}
