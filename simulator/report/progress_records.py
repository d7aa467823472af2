"""The records of a candidate's progress over all sessions, and of the plan until the interview."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from simulator.engine.scoring import Verdict, rank
from simulator.report.concept_records import Chance, ConceptStanding, Result, TellsOfAreas
from simulator.report.debrief_records import Recommendation
from simulator.report.records import AreaStanding


class Band(Chance, frozen=True):
    """The chance of a solid answer at the target tier after a session, with its 80% interval."""

    session: str
    at: datetime


class AreaProgress(AreaStanding, frozen=True):
    """One area over all sessions: its chance after each, and how many `of` its questions were `asked`."""

    asked: int
    of: int
    path: tuple[Band, ...]


class Gap(Chance, frozen=True):
    """One of the areas to work on first; `questions` counts those answered in it."""

    area: str
    title: str
    questions: int
    word: str


class TierTime(Result, frozen=True):
    """The answered questions of a tier: the mean minutes each took with its follow-ups, and was planned to take."""

    tier: int
    answers: int
    minutes: float
    planned: float


class Coverage(Result, frozen=True):
    """How much of the bank was asked: distinct questions, and the concepts that a question or check was mainly about.

    `met` counts all concepts that one touched, as the map does.
    """

    questions: int
    of_questions: int
    concepts: int
    of_concepts: int
    met: int


class Day(Result, frozen=True):
    """One day on which interviews were sat."""

    day: date
    sittings: int
    minutes: float


class OtherGraph(Result, frozen=True):
    """How many sessions the candidate has on another graph, and whether that can't be found by its name."""

    graph: str
    sessions: int
    missing: bool = False


class Resting(Result, frozen=True):
    """A question that would be due, had the answer to a harder one (`by`, of a `tier`) not rehearsed it.

    `title` is that of its concept, and `by_title` that of the harder one's.
    """

    question: str
    title: str
    by: str
    by_title: str
    tier: int
    answered: date
    until: date


class Due(Result, frozen=True):
    """How many questions come due on a day, without those already overdue."""

    day: date
    questions: int


class Forecast(Result, frozen=True):
    """How many questions are due today, which they are (longest overdue first), and what each of the next days adds.

    `resting` would be due, had a harder answer not rehearsed them. `waiting` are due, but for a day at least they wait
    for a harder question that is due too; they are counted tomorrow, as is what was answered well a day ago where
    something missed is due.
    """

    now: int
    questions: tuple[str, ...]
    days: tuple[Due, ...]
    resting: tuple[Resting, ...] = ()
    waiting: tuple[str, ...] = ()


class CalibrationPoint(Result, frozen=True):
    """Predictions against scores of one session: mean difference in verdict steps, above 0 = rated too high.

    `difference` is None without a prediction that was scored; `checks` counts those answered.
    """

    session: str
    at: datetime
    predictions: int
    difference: float | None
    checks: int
    checks_right: int


class Marks(Result, frozen=True):
    """How many points were marked, and how many of them yes: of those whose words in the answer were looked for."""

    marks: int
    yes: int


class PredictionCount(Result, frozen=True):
    """How many answers that were predicted to be one verdict were scored another, or the same."""

    predicted: Verdict
    scored: Verdict
    count: int


class CalibrationOverTime(Result, frozen=True):
    """Calibration over all sessions and of each; the leniency (logits) only where its 80% interval excludes 0.

    `difference_low` to `difference_high` is the 80% interval of the mean difference; None with too few predictions.
    The words found in an answer were shown before each mark (`words_first`), or only after it (`marks_first`).
    `pairs` counts predictions by what they came to, in the order of the verdicts.
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
    words_first: Marks = Marks(marks=0, yes=0)
    marks_first: Marks = Marks(marks=0, yes=0)
    pairs: tuple[PredictionCount, ...] = ()

    @property
    def higher(self) -> int:
        """How many predictions were above the score."""
        return sum(p.count for p in self.pairs if rank(p.predicted) > rank(p.scored))

    @property
    def lower(self) -> int:
        """How many predictions were below the score."""
        return sum(p.count for p in self.pairs if rank(p.predicted) < rank(p.scored))


class Progress(TellsOfAreas, frozen=True):
    """Progress of a candidate on a graph. The belief rests on the latest `counted` of all `sessions`.

    `waiting` more sessions are left out until they are scored; `elsewhere` are those on other graphs, most first. It is
    judged at `target`, the tier of the `seniority`. `gone` counts answers to questions and checks that the graph no
    longer has: no belief rests on them. `hours` is interview time; `mastery` the role-weighted chance of a solid answer
    at the target tier, with its 80% interval. `weakest` is the area that is so far; empty where nothing fell short.
    `to_study` are the concepts on which something fell short that aren't known since, most urgent first. Of the
    `questions` asked so many, `scored`, have a score, and so many of these are `solid`: a report counts only these,
    your own story among them.
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
    seniority: str = ""
    recommendation: Recommendation = Recommendation(level="", tier=0, word="")
    times: tuple[TierTime, ...] = ()
    weakest: str = ""
    to_study: tuple[str, ...] = ()
    scored: int = 0
    solid: int = 0

    @property
    def missed(self) -> list[ConceptStanding]:
        """Where the concepts to study stand, most urgent first."""
        of = {standing.concept: standing for standing in self.concepts}
        return [of[concept] for concept in self.to_study]


# The plan until the interview: its days, and what was sat before

Kind = Literal["interview", "screen", "code", "gaps", "area", "due", "rest", "brief"]


class PlannedDay(Result, frozen=True):
    """One day: what it is for, with the minutes that it takes, scoring included.

    A sitting has its `format` and its `length` in interview minutes. `area` and `concepts` are ids; `questions` counts
    those that are due. `done` says that it was sat on that day. `also` is what fits into the minutes besides.
    """

    day: date
    kind: Kind
    title: str
    minutes: int
    area: str = ""
    concepts: tuple[str, ...] = ()
    done: bool = False
    format: str = ""
    length: int = 0
    questions: int = 0
    also: tuple["PlannedDay", ...] = ()

    @property
    def parts(self) -> tuple["PlannedDay", ...]:
        """What the day is for, and all that comes besides."""
        return (self, *self.also)

    @property
    def to_do(self) -> "PlannedDay":
        """What of it is next: once the first part was done, what comes besides."""
        return self.also[0] if self.done and self.also else self

    @property
    def whole(self) -> int:
        """The minutes of all parts."""
        return sum(part.minutes for part in self.parts)


class Countdown(Result, frozen=True):
    """The days from `today` to the one before the interview, or the interview's own if that is today.

    Without a date (`until` is None) it is a week, and to one far off a year; where it has passed there are no days.
    `started` says that something was answered before; `resting` are questions that would be due today; `advert` the
    areas, by id, that an advert asks for; `spent` the minutes of interview that were sat today. `left_out` are the
    titles of those of them that weren't answered on yet and have no day up to the interview, the most asked for first.
    """

    today: date
    until: date | None
    minutes_a_day: int
    days: tuple[PlannedDay, ...]
    started: bool = False
    resting: tuple[Resting, ...] = ()
    advert: tuple[str, ...] = ()
    spent: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def days_left(self) -> int | None:
        """Days until the interview, below zero once it has passed; None without a date."""
        return None if self.until is None else (self.until - self.today).days

    @property
    def is_cut(self) -> bool:
        """Whether the interview is so far off that only the first days are planned."""
        return self.until is not None and bool(self.days) and (self.until - self.days[-1].day).days > 1

    @property
    def now(self) -> PlannedDay | None:
        """Today."""
        return self.days[0] if self.days else None


class PastSitting(NamedTuple):
    """An interview that was sat, on which day; of a deep dive its area, and its concepts if it was on these alone.

    `answers` counts its answers, None where they weren't counted; `whole` says that half of it was sat at least.
    `length` is what it was planned for, 0 where that were the `minutes` that it took.
    """

    day: date
    format: str
    minutes: int
    area: str = ""
    concepts: tuple[str, ...] = ()
    answers: int | None = None
    whole: bool = True
    length: int = 0
