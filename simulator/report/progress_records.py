"""The records of progress over all sessions of a candidate. Chances run from 0 to 1, times in UTC."""

from collections.abc import Mapping
from datetime import date, datetime
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


class Band(Chance, frozen=True):
    """The chance of a solid answer at the target tier after a session, with its 80% interval."""

    session: str
    at: datetime


class AreaProgress(Chance, frozen=True):
    """One area: where it stands now, how it came there, and how much of its questions was asked.

    `gaps` counts its concepts that the map marks as one; `questions` and `checks` the answers to it.
    """

    area: str
    title: str
    weight: float
    word: str
    gaps: int
    questions: int
    asked: int
    of: int
    path: tuple[Band, ...]
    checks: int = 0


class Gap(Chance, frozen=True):
    """One of the areas to work on first. `word` is `gap` only where the interval allows it."""

    area: str
    title: str
    questions: int
    word: str


class CalibrationPoint(Result, frozen=True):
    """Predictions against scores of one session: mean difference in verdict steps, above 0 = rated too high."""

    session: str
    at: datetime
    predictions: int
    difference: float | None
    checks: int
    checks_right: int


class CalibrationOverTime(Result, frozen=True):
    """Calibration of every session, and over all; the leniency (logits) only where its 80% interval excludes 0.

    `difference_low` and `difference_high` are the 80% interval of the mean difference, None of too few predictions.
    """

    predictions: int
    exact: int
    difference: float | None
    checks: int
    checks_right: int
    leniency: float | None
    sessions: tuple[CalibrationPoint, ...]
    difference_low: float | None = None
    difference_high: float | None = None


class Coverage(Result, frozen=True):
    """How much of the bank was asked: different questions, and the concepts that they were mainly about.

    `met` counts as the map does: concepts that any question or check touched, mainly or beside another.
    """

    questions: int
    of_questions: int
    concepts: int
    of_concepts: int
    met: int


class Due(Result, frozen=True):
    """How many questions come due on a day, those overdue before it not counted."""

    day: date
    questions: int


class Forecast(Result, frozen=True):
    """What is due: `now` (with the questions, longest overdue first) and on each of the next days."""

    now: int
    questions: tuple[str, ...]
    days: tuple[Due, ...]


class Day(Result, frozen=True):
    """One day on which interviews were sat."""

    day: date
    sittings: int
    minutes: float


class OtherGraph(Result, frozen=True):
    """How many sessions the candidate has on another graph, of which nothing else is said here."""

    graph: str
    sessions: int


class Progress(Result, frozen=True):
    """Progress of a candidate on a graph. The belief is made of the latest `counted` of all `sessions`.

    Of `waiting` more nothing is said until they are scored; `elsewhere` are those on other graphs, most first. `gone`
    counts the answers to questions and checks that the graph no longer has: the belief is made without them.
    """

    candidate: str
    graph: str
    role: str
    role_title: str
    target: int
    sessions: int
    counted: int
    hours: float
    questions: int
    checks: int
    first: datetime | None
    latest: datetime | None
    mastery: float
    low: float
    high: float
    level: int
    level_low: int
    level_high: int
    screen: str
    onsite: str
    path: tuple[Band, ...]
    areas: tuple[AreaProgress, ...]
    concepts: tuple[ConceptStanding, ...]
    gaps: tuple[Gap, ...]
    held: tuple[str, ...]
    calibration: CalibrationOverTime
    coverage: Coverage
    forecast: Forecast
    calendar: tuple[Day, ...]
    waiting: int = 0
    elsewhere: tuple[OtherGraph, ...] = ()
    gone: int = 0
