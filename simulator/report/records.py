"""The records of a report. Every figure on a screen, in JSON and in an export comes from one of these."""

from datetime import datetime

import msgspec

from simulator.engine.scoring import Mark, Verdict


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the records of a report."""


class SessionInfo(Result, frozen=True):
    """Which session this is. `clock` and `minutes` are interview time in seconds and minutes."""

    id: str
    candidate: str
    graph: str
    format: str
    role: str
    role_title: str
    seniority: str
    started: datetime
    minutes: float
    clock: float
    state: str
    score: float | None
    verdict: Verdict | None
    seed: int
    scored_at: str


class PointResult(Result, frozen=True):
    """One rubric point of an answer; `mark` is None where it was not judged."""

    id: str
    point: str
    weight: int
    mark: Mark | None = None
    critical: bool = False
    beyond: bool = False
    tag: str | None = None
    prompted: bool = False


class QuestionResult(Result, frozen=True):
    """One question of a session. `seconds` is interview time; `reason` the sentence why it was asked."""

    position: int
    number: int
    id: str
    area: str
    concept: str
    concept_title: str
    tier: int
    kind: str
    prompt: str
    planned_seconds: float
    seconds: float
    verdict: Verdict | None
    coverage: float | None
    prediction: Verdict | None
    dont_know: bool
    skipped: bool
    overruled: bool
    hints: int
    points: tuple[PointResult, ...]
    reason: str

    @property
    def missed(self) -> tuple[PointResult, ...]:
        """The points that were judged partly or no, the heaviest first; judgement above the answer comes last."""
        missed = [p for p in self.points if p.mark in {"partly", "no"}]
        return tuple(sorted(missed, key=lambda p: (p.beyond, -p.critical, -p.weight)))

    @property
    def over_time(self) -> bool:
        """Whether it took more than one and a half times the planned time."""
        return self.seconds > 1.5 * self.planned_seconds


class CheckResult(Result, frozen=True):
    """One check of a session."""

    position: int
    number: int
    id: str
    area: str
    concept: str
    prompt: str
    text: str
    truth: str
    correct: bool | None


class AreaResult(Result, frozen=True):
    """Mastery of an area: the chance of a solid answer at the role's target tier, 0 to 1, with an 80 % interval.

    `word` is `held`, `gap` or `not enough yet`: firm only where the interval allows it.
    """

    area: str
    title: str
    mastery: float
    low: float
    high: float
    questions: int
    weight: float
    word: str


class ConceptResult(Result, frozen=True):
    """Mastery of a concept, as for an area."""

    concept: str
    title: str
    area: str
    mastery: float
    low: float
    high: float
    questions: int
    word: str


class LevelResult(Result, frozen=True):
    """The level: posterior median of the tier with its 10 and 90 % quantiles, and the role's target."""

    tier: int
    low: int
    high: int
    target: int


class CalibrationResult(Result, frozen=True):
    """Predictions against scores (in verdict steps, above 0 = rated too high) and checks.

    `leniency` is given (logits) only where its 80 % interval excludes 0.
    """

    predictions: int
    exact: int
    difference: float | None
    checks: int
    checks_right: int
    leniency: float | None


class StudyItem(Result, frozen=True):
    """One thing for tonight: a concept with why, and the questions to try again."""

    concept: str
    title: str
    minutes: int
    why: str
    questions: tuple[str, ...]


class Assessment(Result, frozen=True):
    """All that a session says, computed once."""

    session: SessionInfo
    questions: tuple[QuestionResult, ...]
    checks: tuple[CheckResult, ...]
    areas: tuple[AreaResult, ...]
    concepts: tuple[ConceptResult, ...]
    level: LevelResult
    calibration: CalibrationResult
    screen: str
    onsite: str
    kinds: dict[str, str]
    held_back: tuple[str, ...]
    tonight: tuple[StudyItem, ...]
