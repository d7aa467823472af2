"""The records of a report. Every figure on a screen, in JSON and in an export comes from one of these."""

from datetime import date, datetime

from simulator.engine.scoring import SHORT, STRONG, UNMET, Mark, Verdict
from simulator.report.concept_records import Result as Result
from simulator.report.concept_records import Seen, TellsOfAreas
from simulator.report.debrief_records import CodeResult as CodeResult
from simulator.report.debrief_records import HeardResult, Recommendation
from simulator.report.path_records import PathStep
from simulator.session.interview.item_blocks import Block


class PointResult(Result, frozen=True):
    """One rubric point of an answer; `mark` is None if it was not judged.

    `prompted`: a met point was given only when asked, by its mark, or up to engine 7 since a follow-up asked for it.
    `unasked`: neither the prompt nor a follow-up asked for it.
    """

    id: str
    point: str
    weight: int
    mark: Mark | None = None
    critical: bool = False
    beyond: bool = False
    tag: str | None = None
    prompted: bool = False
    unasked: bool = False


class FollowUp(Result, frozen=True):
    """One follow-up with the reply; `said` or `dont_know` where that was all the candidate replied."""

    sort: str
    asks: str
    reply: str = ""
    said: bool = False
    dont_know: bool = False


class SourceResult(Result, frozen=True):
    """A source to read: one line, and an address if there is one."""

    text: str
    url: str = ""


class QuestionResult(Result, frozen=True):
    """One question of a session. `reason` is a sentence that says why it was asked.

    Times are interview seconds: `seconds` in all, of which `answering_seconds` up to the end of the answer and
    `following_up_seconds` on follow-ups; `thinking_seconds` is known for spoken answers only. Until the reference is
    shown, `points`, `reference`, `gist`, `mistakes` and `sources` are empty; until the reveal, `id`, `concept`,
    `concept_title`, `tier` and `planned_seconds` are None. `by_points` and `anchored` are the two verdicts of tiers 5
    and 6; `why` says why the points were overruled; `insight` is one of the candidate's own beyond the question, and
    makes it outstanding. `heard` is the coverage that was heard, None where the answer is not read, `unheard` the
    points marked as met that were not; `doubt` is a sentence if hardly any honest person's marks would differ so much.
    `code` is that of a task, whose verdict its cases make; its points are those of the talk about it. `blocks` is the
    text of it all. That and `unheard` are left out of JSON.
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
    insight: str = ""
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
    heard: float | None = None
    unheard: int = 0
    doubt: str = ""
    claim_stands: bool = False
    code: CodeResult | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether it has an answer, scored or not: it was asked, and neither skipped nor left open at the end."""
        return self.waiting or self.verdict is not None

    @property
    def fell_short(self) -> bool:
        """Whether the verdict is below solid."""
        return self.verdict in SHORT

    @property
    def lowered(self) -> bool:
        """Whether it was good by its points, and fell short by the candidate's own verdict alone."""
        return self.fell_short and self.by_points in STRONG and self.code is None

    @property
    def missed(self) -> tuple[PointResult, ...]:
        """The points asked for and judged partly or no, heavy ones first; those beyond the answer come last."""
        missed = [p for p in self.points if p.mark in UNMET and not p.unasked]
        return tuple(sorted(missed, key=lambda p: (p.beyond, -p.critical, -p.weight)))

    @property
    def not_asked(self) -> tuple[PointResult, ...]:
        """The points judged partly or no that nobody asked for: they count against no one."""
        return tuple(p for p in self.points if p.mark in UNMET and p.unasked)

    @property
    def over_time(self) -> bool:
        """Whether it took more than 1.5 times the planned time."""
        return self.planned_seconds is not None and self.seconds > 1.5 * self.planned_seconds


class CheckResult(Result, frozen=True):
    """One check of a session. Until the reveal, `truth` and `why` are empty, and `id`, `concept` and `tier` None.

    `correct` is None until then too, if the check was `skipped` or not answered before the end, and if its answer was
    misread and `set_aside`, so that it counts for nothing. `blocks` as for a question.
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
    skipped: bool = False
    blocks: tuple[Block, ...] = ()


class Exchange(Result, frozen=True):
    """A parting question with the reply, empty where it was skipped, and questions that are `good` to ask instead."""

    asks: str
    reply: str
    good: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


class SessionInfo(Result, frozen=True):
    """A session at a glance. `clock` is interview time in seconds, `minutes` its planned length.

    `state` is asking, debriefing or ended; `waiting` counts answers without a score, `solid` those that were solid or
    better; `score` is their mean coverage; `why_ended` is empty while the session goes on. `is_demo` says that nobody
    sat it: a simulated candidate was watched. It stays where the candidate's name is left out. `is_spoken`: something
    was answered aloud.
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
    solid: int = 0
    is_demo: bool = False
    is_spoken: bool = False


class AreaStanding(Seen, frozen=True):
    """Mastery of an area: the chance of a solid answer at the target tier, 0 to 1, with an 80% interval.

    `weight` is what the role gives it, 0 where it asks nothing of it. `gaps` counts its concepts that are a gap.
    """

    area: str
    title: str
    weight: float
    gaps: int


class AreaResult(AreaStanding, frozen=True):
    """An area in a report: `word` rests on earlier sessions too, while `questions` counts this one only."""

    missed: tuple[str, ...] = ()


class ConceptResult(Seen, frozen=True):
    """Mastery of a concept, as for an area, with the `positions` of its questions and the points `missed`.

    `note` says what was not asked, if too little is known and no answer fell short of solid.
    """

    concept: str
    title: str
    area: str
    note: str = ""
    positions: tuple[int, ...] = ()
    missed: tuple[str, ...] = ()


class LevelResult(Result, frozen=True):
    """The level: posterior median of the tier with its 10 and 90% quantiles, and the `target` that it is judged at.

    It rests on the `answers` and `checks` of this session and on `earlier` sessions with an answer. `usual` is the
    tier usually asked at the `seniority` that is judged at, and `role_target` the role's own target.
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
    role_target: int = 0


class CalibrationStep(Result, frozen=True):
    """One prediction against its score, no higher than the points make it; `difference` above 0 = rated too high."""

    position: int
    predicted: Verdict
    scored: Verdict
    difference: int


class CalibrationResult(Result, frozen=True):
    """Predictions against scores (in verdict steps, above 0 = rated too high) and checks.

    `difference` is their mean, `difference_low` to `difference_high` its 80% interval, None with too few predictions.
    `checks_expected` is how many checks the self-scored answers predict to be right, with its standard deviation;
    `leniency` (logits) comes with an 80% interval, and only if that excludes 0. Of the `predictions` so many were
    `exact`, `higher` or `lower` than the score.
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
    """Interview time in seconds. `pace` is time taken over time planned for answered questions, None without one.

    `over` and `longest` are positions of questions; `parting` is the time of the questions after the last one,
    None where there were none.
    """

    total: float
    planned: float
    answering: float
    following_up: float
    checks: float
    pace: float | None
    longest: int | None
    over: tuple[int, ...]
    parting: float | None = None


class StudyItem(Result, frozen=True):
    """A concept to study and why, with `questions` to try again and new `others`, by id.

    `opens` are the concepts that rest on it, `rests_on` those to look at first, by title. It is a `gap` if its whole
    area looks weaker than the candidate's others. `done` is the day since on which all answers on it were solid.
    `of_hundred` is what its area counts for in the job advert, in questions of 100; None without an advert. `named` is
    what the advert names and its title or its questions ask about. `worth` is 1 - the chance of a solid answer, times
    the weight of its area and of what rests on it.
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
    gap: bool = False
    done: date | None = None
    of_hundred: int | None = None
    named: tuple[str, ...] = ()


class Assessment(TellsOfAreas, frozen=True):
    """All figures of a session, computed once.

    `first_impression` is the caveat shown beside the headline; empty if it needs none. `parting` are the questions
    after the last one, which count for none of them. `weakest` is the area that is so far, by id; empty where nothing
    fell short, and where another has a weaker word or figure. `on_the_day` says that the interview they're preparing
    for is today, when tonight is too late.
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
    heard: HeardResult | None = None
    recommendation: Recommendation = Recommendation(level="", tier=0, word="")
    parting: tuple[Exchange, ...] = ()
    weakest: str = ""
    on_the_day: bool = False
