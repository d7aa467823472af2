"""The records of a graph: what can be asked, and how an answer to it is judged.

Records are frozen, and `simulator.graph.load` has validated them, so the rest of the program can trust them.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from simulator.graph.code.case import CODE_STAGE, After, Case, TaskTalk, coding_points, coding_stages
from simulator.graph.record_base import READY as READY
from simulator.graph.record_base import Id as Id
from simulator.graph.record_base import Minutes as Minutes
from simulator.graph.record_base import Point as Point
from simulator.graph.record_base import PointTag as PointTag
from simulator.graph.record_base import Record as Record
from simulator.graph.record_base import Stage as Stage
from simulator.graph.record_base import Weight as Weight
from simulator.graph.record_base import ready as ready

VERDICT_COUNT = 4  # of `engine.scoring`: a question has as many anchors, and one threshold fewer
Month = Annotated[str, msgspec.Meta(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$(?!\n)")]
Tier = Annotated[int, msgspec.Meta(ge=1, le=6)]
Depth = Annotated[int, msgspec.Meta(ge=0, le=6)]  # the highest tier that is asked, 0 for none
Share = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]  # far more than a person means, far less than overflows
Logits = Annotated[float, msgspec.Meta(ge=-20, le=20)]
Positive = Annotated[float, msgspec.Meta(gt=0, le=20)]
Thresholds = Annotated[tuple[Logits, ...], msgspec.Meta(min_length=VERDICT_COUNT - 1, max_length=VERDICT_COUNT - 1)]
QuestionKind = Literal["discuss", "code", "design", "experience", "implement", "repair"]
CODING: frozenset[str] = frozenset(("implement", "repair"))  # a task: the candidate writes code, and it runs
ProbeKind = Literal["gap", "drill", "challenge"]

TIER_MINUTES: Mapping[int, float] = {1: 3, 2: 4, 3: 4, 4: 5, 5: 6, 6: 15}
PROBE_MINUTES = CHECK_MINUTES = 1.0  # that a follow-up takes, and a check
OPEN_ENDED = 6  # the tier of what has no one answer: a design
DESIGN = re.compile(r"(.+[ ._-])?systems?[ ._-]design|design", re.IGNORECASE)  # what an area of design is called
TIER_NAMES: Mapping[int, str] = {
    1: "fundamentals",
    2: "depth",
    3: "edge cases",
    4: "trade-offs",
    5: "research",
    OPEN_ENDED: "open-ended",
}


class Concept(Record, frozen=True):
    """Something to know. `prerequisites` are the ids of the concepts it rests on."""

    id: Id
    title: str
    area: Id
    prerequisites: tuple[Id, ...] = ()
    definition: str = ""
    min_tier: Tier = 1
    max_tier: Tier = 6


class Probe(Record, frozen=True):
    """A follow-up of the interviewer; `point` is the rubric point it is tied to.

    `needs` is the id of the clarification whose reply has to be known before it can be asked; `aim` as of a question.
    """

    kind: ProbeKind
    asks: str
    point: str = ""
    reply: str = ""
    needs: str = ""
    aim: str = ""


SAID_BEFORE = "As I said"  # how a reply begins that only says again what the prompt says


class Clarification(Record, frozen=True):
    """What a candidate may ask back, the interviewer's reply, and cues for ways of asking it."""

    asks: str
    reply: str
    id: Id | Literal[""] = ""
    cues: tuple[str, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether the reply only says again what the prompt says."""
        return self.reply.startswith(SAID_BEFORE)


class Twist(Record, frozen=True):
    """A change of the situation late in a design question; `aim` as of a question."""

    asks: str
    reply: str = ""
    aim: str = ""


class Mistake(Record, frozen=True):
    """A common mistake, why it is wrong, cues for claiming it, and what to ask somebody who claims it.

    `aim` is that of the challenge, as of a question.
    """

    claim: str
    why: str
    cues: tuple[str, ...] = ()
    challenge: str = ""
    aim: str = ""


class Misconception(Mistake, frozen=True, kw_only=True):
    """A false belief of the whole field, which may be heard in an answer to any question."""

    id: Id
    cues: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    challenge: str


class Source(Record, frozen=True):
    """Where a claim comes from: a paper (`arxiv`) or official documentation (`url`); `as_of` is when it was read."""

    title: str
    authors: str = ""
    year: int | None = None
    arxiv: str = ""
    url: str = ""
    as_of: Month | Literal[""] = ""


class Question(Record, frozen=True):
    """Something askable: one primary concept (the first), up to four secondary ones, one tier.

    `aim` is said to whoever asks why it's asked, while it's open: a sentence that gives nothing away. `as_of` is the
    month in which facts that move were true. A task (`implement`, `repair`) has `entry`, the signature of what is
    written, the code it starts from, and cases that judge it; its stages and its rubric follow from the twist and from
    what is talked about afterwards.
    """

    id: Id
    kind: QuestionKind
    concepts: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=5)]
    tier: Tier
    prompt: str
    aim: str = ""
    minutes: Minutes | None = None
    hints: tuple[str, ...] = ()
    answer: str = ""
    gist: str = ""
    rubric: tuple[Point, ...] = ()
    probes: tuple[Probe, ...] = ()
    clarifications: tuple[Clarification, ...] = ()
    stages: tuple[Stage, ...] = ()
    twists: tuple[Twist, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    exemplar: str = ""
    follows: tuple[Id, ...] = ()
    sources: tuple[Source, ...] = ()
    as_of: Month | Literal[""] = ""
    anchors: tuple[str, ...] = ()
    entry: str = ""
    starter: str = ""
    cases: tuple[Case, ...] = ()
    after: After | None = None
    talk: tuple[TaskTalk, ...] = ()
    difficulty: Logits | None = None
    difficulty_sd: Positive | None = None
    discrimination: Positive | None = None
    thresholds: Thresholds | None = None

    def __post_init__(self) -> None:
        if self.is_coding and not self.stages:
            msgspec.structs.force_setattr(self, "stages", coding_stages(self.after, self.talk, self.planned_minutes))
        if self.talk and not self.rubric:
            msgspec.structs.force_setattr(self, "rubric", coding_points(self.talk))

    @property
    def is_coding(self) -> bool:
        """Whether code is written for it, and judged by running it."""
        return self.kind in CODING

    @property
    def shows_code(self) -> bool:
        """Whether its prompt holds code: an answer then says what it reads there."""
        return "```" in self.prompt

    @property
    def twist_cases(self) -> tuple[Case, ...]:
        """The cases of a task's twist; none where it has no twist."""
        return self.after.cases if self.after else ()

    @property
    def all_cases(self) -> tuple[Case, ...]:
        """The cases of a task, those of its twist first."""
        return (*self.twist_cases, *self.cases)

    def cases_in(self, stage: str) -> tuple[Case, ...]:
        """The cases that run in a stage of a task. With the twist, the ones from before must still pass."""
        return self.cases if stage == CODE_STAGE else self.all_cases

    @property
    def primary(self) -> str:
        """The concept that the question is about."""
        return self.concepts[0]

    @property
    def planned_minutes(self) -> float:
        """Minutes of thinking and answering: its own, or the usual ones of its tier."""
        return self.minutes if self.minutes is not None else TIER_MINUTES[self.tier]


DEFAULT_TOLERANCE = 0.05  # of a number check that gives neither a tolerance nor a factor


class Check(Record, frozen=True):
    """A quick question whose answer the program verifies: a number, or one choice of several.

    A new kind of check needs its fields and a value of `takes` here, and an `AnswerKind` in `session.interview.input`;
    mypy names each place that asks for the kind. `value` and its bounds are read where a number is meant. `tolerance`
    is relative (0.05 is 5%); `factor` stands in its place for estimates, and 2 accepts half to double. `correct` is the
    right one of the `options`, from 0. `say` is one sentence that somebody who was right might have said; `aim` as of a
    question.
    """

    id: Id
    concepts: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=5)]
    tier: Tier
    prompt: str
    why: str
    value: float | None = None
    unit: str = ""
    tolerance: float | None = None
    factor: float | None = None
    options: tuple[str, ...] = ()
    correct: int | None = None
    say: str = ""
    aim: str = ""

    @property
    def primary(self) -> str:
        """The concept that the check is about."""
        return self.concepts[0]

    @property
    def takes(self) -> Literal["number", "option"]:
        """What kind of answer is asked for."""
        return "option" if self.options else "number"

    @property
    def guess(self) -> float:
        """The probability of guessing right. Each kind says its own: without one mypy misses a return."""
        match self.takes:
            case "number":
                return 0.0
            case "option":
                return 1.0 / len(self.options)

    @property
    def option_lines(self) -> tuple[str, ...]:
        """The options as shown, a line each, numbered from 1; empty for a number check."""
        return tuple(f"{number}  {' '.join(option.split())}" for number, option in enumerate(self.options, 1))

    @property
    def right_options(self) -> tuple[int, ...]:
        """The options that are right, counted from 0; empty for a number check, and where a damaged check has none."""
        return () if self.correct is None or not 0 <= self.correct < len(self.options) else (self.correct,)

    def is_right(self, option: int) -> bool:
        """Whether an option, counted from 0, is right."""
        return option in self.right_options

    @property
    def is_answerable(self) -> bool:
        """Whether an answer could be judged, whatever else is wrong with the record."""
        match self.takes:
            case "number":
                return self.value is not None
            case "option":
                return bool(self.right_options) and len(self.options) > 1

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Contradictions in the check: the rule broken, the key, and what to do."""
        if (self.value is None) == (not self.options):
            yield "value", "value", "a check has either a value or options; give one of the two"
        elif self.options:
            count = len(self.options)
            if not 2 <= count <= 9:
                yield "value", "options", f"expected two to nine options, found {count}"
            if self.correct is None:
                yield "missing-key", "correct", "the key is missing; it counts the options from 0"
            elif not 0 <= self.correct < count:
                yield "value", "correct", f"expected 0 to {count - 1} (counted from 0), found {self.correct}"
            if self.tolerance is not None or self.factor is not None or self.unit:
                yield "value", "unit", "unit, tolerance and factor belong to a value; delete them"
        elif self.correct is not None:
            yield "value", "correct", "`correct` belongs to options; delete it"
        if self.tolerance is not None and self.factor is not None:
            yield "value", "tolerance", "a check has either a tolerance or a factor; delete one of the two"
        if self.tolerance is not None and not 0 <= self.tolerance < 1:
            yield "value", "tolerance", f"expected a share from 0 to below 1, found {self.tolerance:g}"
        if self.factor is not None and self.factor <= 1:
            yield "value", "factor", f"expected a number above 1, found {self.factor:g}"


class Area(Record, frozen=True):
    """A field of knowledge that concepts belong to. `matters` are sentences that say why it's worth knowing."""

    id: Id
    title: str
    matters: tuple[str, ...] = ()


class Role(Record, frozen=True):
    """A weighting of areas plus a target tier; `code` says that its full interview has a task of 20 minutes.

    `depth` is the highest tier at which the role is asked about an area or a concept, 0 for not at all; a concept's own
    depth comes before that of its area, that of a question or check before both, and without any every tier is asked.
    """

    id: Id
    title: str
    target_tier: Tier
    areas: dict[Id, Share]
    about: str = ""
    code: bool = False
    depth: dict[Id, Depth] = msgspec.field(default_factory=dict)


ready(Area, Role, Concept, Question, Check, Misconception)


class Graph(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """A whole graph: records by id, in file order. `digest` identifies its content (sha256, hex)."""

    id: str
    title: str
    path: Path
    digest: str
    areas: Mapping[str, Area]
    roles: Mapping[str, Role]
    concepts: Mapping[str, Concept]
    questions: Mapping[str, Question]
    checks: Mapping[str, Check]
    about: str = ""
    misconceptions: Mapping[str, Misconception] = msgspec.field(default_factory=dict)

    def area_of(self, concept: str) -> str:
        """The id of the area that a concept belongs to."""
        return self.concepts[concept].area

    def role_areas(self, role: str) -> Mapping[str, float]:
        """How much each area weighs in a role, by the area's id; empty for a role that the graph doesn't have."""
        return self.roles[role].areas if role in self.roles else {}

    def area_title(self, area: str) -> str:
        """The title of an area, or its id if there is none."""
        return self.areas[area].title if area in self.areas else area

    def concept_title(self, concept: str) -> str:
        """The title of a concept, or its id if there is none: it may have left the graph."""
        return self.concepts[concept].title if concept in self.concepts else concept

    @property
    def areas_asked(self) -> tuple[str, ...]:
        """The areas that have a question, in their order."""
        asked = {self.area_of(question.primary) for question in self.questions.values()}
        return tuple(area for area in self.areas if area in asked)

    @property
    def design_area(self) -> str | None:
        """The area that is about designing systems, by its id or title; open-ended questions count for it too."""
        return next((a.id for a in self.areas.values() if DESIGN.fullmatch(a.id) or DESIGN.fullmatch(a.title)), None)
