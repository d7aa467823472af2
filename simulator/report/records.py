"""The records of a report. Every figure on a screen, in JSON and in an export comes from one of these."""

from datetime import datetime

from simulator.engine.scoring import Verdict
from simulator.report.item_records import Chance as Chance
from simulator.report.item_records import CheckResult as CheckResult
from simulator.report.item_records import FollowUp as FollowUp
from simulator.report.item_records import PointResult as PointResult
from simulator.report.item_records import QuestionResult as QuestionResult
from simulator.report.item_records import Result as Result
from simulator.report.item_records import SourceResult as SourceResult


class SessionInfo(Result, frozen=True):
    """Which session this is. `clock` and `minutes` are interview time in seconds and minutes.

    `state` is asking, debriefing or ended; `waiting` counts answers without a score; `score` is their mean coverage;
    `why_ended` is empty while the session goes on.
    """

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
    waiting: int = 0
    why_ended: str = ""


class AreaResult(Chance, frozen=True):
    """Mastery of an area: the chance of a solid answer at the role's target tier, 0 to 1, with an 80 % interval.

    `word` is `held` or `gap` where the interval allows it, else `not enough yet` or `not asked yet`; it rests on
    earlier sessions too, while `questions` are of this one. `gaps` counts the concepts of the area that are one.
    """

    area: str
    title: str
    questions: int
    weight: float
    word: str
    gaps: int = 0
    missed: tuple[str, ...] = ()


class ConceptResult(Chance, frozen=True):
    """Mastery of a concept, as for an area. The evidence are the `positions` asked about it and the points `missed`.

    `note` says of one that is not known enough yet what was not asked of it, where no answer fell short of solid.
    """

    concept: str
    title: str
    area: str
    questions: int
    word: str
    note: str = ""
    positions: tuple[int, ...] = ()
    missed: tuple[str, ...] = ()


class LevelResult(Result, frozen=True):
    """The level: posterior median of the tier with its 10 and 90 % quantiles, and the role's target.

    It rests on `answers` and `checks` of this session and on `earlier` sessions in which something was answered.
    `usual` is the tier that is usually asked at the `seniority` that was chosen.
    """

    tier: int
    low: int
    high: int
    target: int
    answers: int = 0
    checks: int = 0
    earlier: int = 0
    seniority: str = ""
    usual: int = 0


class CalibrationStep(Result, frozen=True):
    """One prediction against its score; `difference` in verdict steps, above 0 = rated too high."""

    position: int
    predicted: Verdict
    scored: Verdict
    difference: int


class CalibrationResult(Result, frozen=True):
    """Predictions against scores (in verdict steps, above 0 = rated too high) and checks.

    `difference` is their mean, `difference_low` to `difference_high` its 80 % interval, None of too few predictions.
    `checks_expected` is how many of the checks the self-scored answers would make right, with its standard deviation;
    `leniency` (logits) with its 80 % interval is given only where that interval excludes 0.
    """

    predictions: int
    exact: int
    difference: float | None
    checks: int
    checks_right: int
    leniency: float | None
    leniency_low: float | None = None
    leniency_high: float | None = None
    higher: int = 0
    lower: int = 0
    checks_expected: float | None = None
    checks_sd: float | None = None
    steps: tuple[CalibrationStep, ...] = ()
    difference_low: float | None = None
    difference_high: float | None = None


class TimeResult(Result, frozen=True):
    """Interview time in seconds. `pace` is time taken over time planned for what was answered, None before an answer.

    `over` and `longest` name questions by position.
    """

    total: float
    planned: float
    answering: float
    following_up: float
    checks: float
    pace: float | None
    longest: int | None
    over: tuple[int, ...]


class PassedOver(Result, frozen=True):
    """A question that was worth asking too: its value to the engine, and what ruled it out."""

    item: str
    concept_title: str
    value: float
    ruled_out: str


class PathStep(Result, frozen=True):
    """One step through the graph: what was asked and why, and the belief before and after it.

    `before`, `mastery`, `low` and `high` are the role-weighted chance of a solid answer at the target tier; `level` is
    the tier. `gain` is the expected share of the remaining variance that it takes away, 0 to 1; None where the
    transcript holds no reason that can be read.
    """

    position: int
    number: int
    kind: str
    item: str
    concept: str
    concept_title: str
    area: str
    tier: int
    move: str
    hops: int
    gain: float | None
    reason: str
    passed_over: tuple[PassedOver, ...]
    outcome: str
    before: float
    mastery: float
    low: float
    high: float
    level: int


class StudyItem(Result, frozen=True):
    """One thing to study: a concept with why, the questions to try again and others on it that are new.

    `opens` are the concepts that rest on it, `rests_on` what to look at first; both as titles.
    """

    concept: str
    title: str
    minutes: int
    why: str
    questions: tuple[str, ...]
    area: str = ""
    definition: str = ""
    missed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sources: tuple[SourceResult, ...] = ()
    opens: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    worth: float = 0.0


class Assessment(Result, frozen=True):
    """All that a session says, computed once.

    `first_impression` is the one of the caveats that stands beside every headline; empty where it needs none.
    """

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
    study: tuple[StudyItem, ...]
    time: TimeResult
    path: tuple[PathStep, ...]
    caveats: tuple[str, ...]
    findings: tuple[str, ...] = ()
    first_impression: str = ""
