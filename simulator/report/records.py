"""The records of a report. Every figure on a screen, in JSON and in an export comes from one of these."""

from datetime import datetime

from simulator.engine.scoring import SHORT, Mark, Verdict
from simulator.report.concept_records import Chance as Chance
from simulator.report.concept_records import Result as Result
from simulator.session.interview.item_blocks import Block

Z80 = 1.2815515655446004  # half the width of an 80% interval of a normal distribution, in standard deviations


class PointResult(Result, frozen=True):
    """One rubric point of an answer; `mark` is None where it was not judged.

    `prompted` says that it was given only when asked, where it was met: by its mark, and in transcripts up to engine 7
    because a follow-up asked for it.
    """

    id: str
    point: str
    weight: int
    mark: Mark | None = None
    critical: bool = False
    beyond: bool = False
    tag: str | None = None
    prompted: bool = False


class FollowUp(Result, frozen=True):
    """One follow-up with the reply; `said` means that it was closed with "I said that"."""

    sort: str
    asks: str
    reply: str = ""
    said: bool = False


class SourceResult(Result, frozen=True):
    """Where to read on: one line, and an address or nothing."""

    text: str
    url: str = ""


class QuestionResult(Result, frozen=True):
    """One question of a session. `reason` is the sentence why it was asked.

    Times are interview seconds: `seconds` in all, of which `answering_seconds` up to the end of the answer and
    `following_up_seconds` on follow-ups; `thinking_seconds` is known for spoken answers only. `points`, `reference`,
    `gist`, `mistakes` and `sources` are empty until the reference was shown; `id`, `concept`, `concept_title`, `tier`
    and `planned_seconds` are None until then. `by_points` and `anchored` are the two verdicts of tiers 5 and 6; `why`
    says why the points were overruled. `blocks` is all of it to be read; JSON does without.
    """

    position: int
    number: int
    id: str | None
    area: str
    area_title: str
    concept: str | None
    concept_title: str | None
    tier: int | None
    kind: str
    prompt: str
    planned_seconds: float | None
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
    answering_seconds: float = 0.0
    following_up_seconds: float = 0.0
    thinking_seconds: float | None = None
    by_points: Verdict | None = None
    anchored: Verdict | None = None
    capped: bool = False
    why: str = ""
    waiting: bool = False
    seen: bool = False
    answer: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    reference: str = ""
    gist: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceResult, ...] = ()
    notes: tuple[str, ...] = ()
    retold: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def fell_short(self) -> bool:
        """Whether the verdict is below solid."""
        return self.verdict in SHORT

    @property
    def missed(self) -> tuple[PointResult, ...]:
        """The points that were judged partly or no, the heaviest first; judgement above the answer comes last."""
        missed = [p for p in self.points if p.mark in {"partly", "no"}]
        return tuple(sorted(missed, key=lambda p: (p.beyond, -p.critical, -p.weight)))

    @property
    def over_time(self) -> bool:
        """Whether it took more than one and a half times the planned time."""
        return self.planned_seconds is not None and self.seconds > 1.5 * self.planned_seconds


class CheckResult(Result, frozen=True):
    """One check of a session; until its result is told, `truth` and `why` are empty.

    `correct` is None then, as it is where the check was skipped, and so are `id`, `concept` and `tier`. It is None too
    where the answer was read wrongly and `set_aside`, which counts as nothing. `blocks` as for a question.
    """

    position: int
    number: int
    id: str | None
    area: str
    concept: str | None
    prompt: str
    text: str
    truth: str
    correct: bool | None
    tier: int | None = 1
    seconds: float = 0.0
    why: str = ""
    set_aside: bool = False
    blocks: tuple[Block, ...] = ()


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


class AreaStanding(Chance, frozen=True):
    """Mastery of an area: the chance of a solid answer at the role's target tier, 0 to 1, with an 80% interval.

    `word` is `held` or `gap` where the interval allows it, else `not enough yet` or `not asked yet`. `questions` counts
    the answers to it, `gaps` its concepts that are one.
    """

    area: str
    title: str
    questions: int
    weight: float
    word: str
    gaps: int


class AreaResult(AreaStanding, frozen=True):
    """An area in a report: `word` rests on earlier sessions too, while `questions` are of this one."""

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
    """The level: posterior median of the tier with its 10 and 90% quantiles, and the role's target.

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

    `difference` is their mean, `difference_low` to `difference_high` its 80% interval, None of too few predictions.
    `checks_expected` is how many of the checks the self-scored answers would make right, with its standard deviation;
    `leniency` (logits) with its 80% interval is given only where that interval excludes 0.
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
