"""The records of a candidate's progress over all sessions."""

from datetime import date, datetime

from simulator.report.concept_records import Chance, ConceptStanding, Result, TellsOfAreas
from simulator.report.debrief_records import Recommendation
from simulator.report.figures.self_rating import CalibrationOverTime
from simulator.report.figures.study_plan import Forecast
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
    """How many sessions the candidate has on another graph."""

    graph: str
    sessions: int


class Progress(TellsOfAreas, frozen=True):
    """Progress of a candidate on a graph. The belief rests on the latest `counted` of all `sessions`.

    `waiting` more sessions are left out until they are scored; `elsewhere` are those on other graphs, most first. It is
    judged at `target`, the tier of the `seniority`. `gone` counts answers to questions and checks that the graph no
    longer has: no belief rests on them. `hours` is interview time; `mastery` the role-weighted chance of a solid answer
    at the target tier, with its 80% interval. `weakest` is the area that is so far; empty where nothing fell short.
    `to_study` are the concepts on which something fell short that aren't known since, most urgent first.
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

    @property
    def missed(self) -> list[ConceptStanding]:
        """Where the concepts to study stand, most urgent first."""
        of = {standing.concept: standing for standing in self.concepts}
        return [of[concept] for concept in self.to_study]
