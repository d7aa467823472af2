"""The records of what was asked in a session: questions with their points and follow-ups, and checks."""

import msgspec

from simulator.engine.scoring import Mark, Verdict


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the records of a report."""


class Chance(Result, frozen=True):
    """The chance of a solid answer at the target tier, 0 to 1, with the ends of its 80 % interval."""

    mastery: float
    low: float
    high: float


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
    and `planned_seconds` are None until then (`report.withholding`). `by_points` and `anchored` are the two verdicts of
    tiers 5 and 6; `why` says why the points were overruled.
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

    `correct` is None then, as it is where the check was passed over, and so are `id`, `concept` and `tier`. It is None
    too where the answer was read wrongly and `set_aside`, which counts as nothing.
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
