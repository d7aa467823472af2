"""Formats, where in one an interview stands (`SelectionContext`, `Position`), and what it may ask next (`Request`).

Plain data: nothing here computes a choice.
"""

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SOLID, STRONG, Verdict, rank
from simulator.graph.records import Role

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank  # brings numpy

Touched = Literal["story", "answer"]
ItemKind = Literal["question", "check"]
Course = Literal["stages", "threads", "diagnostic", "drill", "ladder", "tasks"]


class FormatStage(msgspec.Struct, frozen=True):
    """A part of a format: the tiers it asks and the fewest and most questions it lasts."""

    id: str
    tiers: tuple[int, int]
    least: int = 1
    most: int = 99


class Format(msgspec.Struct, frozen=True):
    """The shape of an interview. `checks_after` are the counts of questions after which a check comes.

    `checks_with_task` are these counts where a task takes the place of the open-ended question, as there is less talk.
    `later_checks` are those that a second interview, or any after it, has besides. Where answers are spoken, nothing
    but checks bears marks out, so they come sooner: `checks_aloud`, with a task `checks_aloud_with_task`.
    `pace` is the planned minutes per question, of which the usual number of questions follows; `design_minutes` is
    what an open-ended question at the end needs, None where there is none. `has_area`: its questions are of one area
    that the candidate chooses. `asks_what_is_due`: it may ask again what comes due. `is_onsite`: it stands for the
    onsite interview, and not for the call before.
    """

    id: str
    title: str
    about: str
    minutes: float
    stages: tuple[FormatStage, ...]
    checks_after: tuple[int, ...] = ()
    checks_with_task: tuple[int, ...] = ()
    later_checks: tuple[int, ...] = ()
    checks_aloud: tuple[int, ...] = ()
    checks_aloud_with_task: tuple[int, ...] = ()
    pace: float = 5.0
    design_minutes: float | None = None
    course: Course = "stages"
    has_area: bool = False
    asks_what_is_due: bool = False
    is_onsite: bool = False

    @property
    def writes_code(self) -> bool:
        """Whether all that it asks are tasks, for which code is written."""
        return self.course == "tasks"

    def question_limit(self, minutes: float) -> int:
        """The questions that are planned for an interview of so many minutes."""
        return max(1, round(minutes / self.pace))

    def limit_at(self, minutes: float, asked: int, left: float) -> int:
        """The most questions in all, where so many were asked and `left` minutes remain.

        Somebody quicker than planned is asked more, as there's time: up to `P.QUICK` times as many.
        """
        planned = self.question_limit(minutes)
        most = ceil(planned * P.QUICK)
        if self.course in {"threads", "tasks"}:  # time alone ends it
            return most
        return max(planned, min(most, asked + int(left / self.pace)))


FULL = Format(
    "full",
    "Full interview",
    "An opening, two or three subjects in depth, and an open-ended design question if you get that far.",
    45,
    (FormatStage("opening", (1, 1), 1, 1), FormatStage("threads", (1, 5))),
    (1, 3, 3, 5, 5, 7),
    (1, 2, 3, 3, 4, 5, 5, 7),
    (4,),
    (1, 2, 3, 3, 4, 5),
    (1, 2, 2, 3, 3, 4, 5, 7),
    design_minutes=12,
    course="threads",
    is_onsite=True,
)
SCREEN = Format(
    "screen",
    "Screening call",
    "Twenty minutes: fundamentals, then depth.",
    20,
    (FormatStage("opening", (1, 1), 1, 2), FormatStage("core", (2, 4))),
    (2, 5),
    pace=4.0,
)
TALK = FormatStage("talk", (1, 5))
DIAGNOSTIC = Format(
    "diagnostic",
    "Diagnostic",
    "Questions wherever they tell most, until your level is known to within one tier.",
    60,
    (FormatStage("opening", (2, 3), 1, 1), TALK),
    (3, 7, 12),
    pace=4.0,
    course="diagnostic",
)
DEEP_DIVE = Format(
    "deep-dive",
    "Deep dive",
    "One area, from its fundamentals to its open questions.",
    30,
    (FormatStage("opening", (1, 2), 1, 1), FormatStage("core", (2, 4), 2, 3), FormatStage("reach", (3, 5))),
    (2, 5),
    has_area=True,
)
DRILL = Format(
    "drill",
    "Drill",
    "What's due again, then what you're weakest at.",
    20,
    (TALK,),
    (4,),
    pace=4.0,
    course="drill",
    asks_what_is_due=True,
)
LADDER = Format(
    "ladder",
    "Ladder",
    f"One tier up after every {SOLID} answer, until two in a row don't hold.",
    30,
    (TALK,),
    (3,),
    pace=4.0,
    course="ladder",
)
CODE = Format(
    "code",
    "Code round",
    "Two or three tasks: you write the code, it runs, and you talk about it.",
    45,
    (FormatStage("opening", (2, 3), 1, 1), FormatStage("tasks", (2, 5))),
    pace=18.0,
    course="tasks",
    is_onsite=True,
)
FORMATS: Mapping[str, Format] = {f.id: f for f in (FULL, SCREEN, DIAGNOSTIC, DEEP_DIVE, DRILL, LADDER, CODE)}


class TimeFor(NamedTuple):
    """Whether an interview has time for a `task` for code, and for an open-ended question as well (`both`)."""

    task: bool
    both: bool


def time_for(minutes: float) -> TimeFor:
    """What an interview of so many minutes has time for: half of them at least are for talk."""
    return TimeFor(task=minutes >= 2 * P.TASK_MINUTES, both=minutes >= P.BOTH_FROM)


def has_area(format_id: str) -> bool:
    """Whether a format is on one area; not where its id is unknown."""
    return format_id in FORMATS and FORMATS[format_id].has_area


def format_title(format_id: str) -> str:
    """The one name that a format has for people; an id that is not known is said in words."""
    return FORMATS[format_id].title if format_id in FORMATS else format_id.replace("-", " ")


class PastItem(msgspec.Struct, frozen=True):
    """Something that was asked. `verdict` is None where none was given; `skipped` is "not this one"."""

    item: str
    kind: ItemKind = "question"
    verdict: Verdict | None = None
    skipped: bool = False


class SelectionContext(msgspec.Struct, frozen=True):
    """Everything that a choice may depend on besides bank and belief.

    `asked` are items of the bank, in their order. `clock_minutes` is interview time used, `kept_minutes` what the
    parting questions need; `attempt` counts undos at this position; `cooling` are questions seen lately; `area` limits
    a deep dive; `due` holds the questions that a drill finds due; `past_areas` counts the questions of earlier
    interviews by area. `project` says that the candidate has work of their own to open with, and `project_area` which
    area it was about, if they said. `advert` says that a job advert weights the areas. `named` are the items that speak
    of what it names, `asks_named` those of them whose prompt does. The latter come first, then the former, and then all
    of concepts that are much about it (`near_named`); `usual_areas` are those in which people applying for the role
    have work of their own, whatever the advert asks for. `first` are the items with one of which a deep dive begins.

    Of the candidate's own words: `mentioned` are the questions that say a name which the candidate said, with that name
    as they said it, and `near_mentioned` those of concepts that are called so. `told_of` are the areas that a story was
    about, in order, with a name said of each, as long as nothing else was answered. `touched` are the areas that
    came up in the story or in an answer. `spoken` says that answers are spoken, so that nothing can be read.

    Of a session that is sat again: `items` are all that is asked, in their order; or `concepts` are all that is asked
    about, each once, by none of the questions in `barred`.
    """

    format: str = "full"
    role: Role | None = None
    minutes: float = 45.0
    max_questions: int | None = None
    seed: int = 0
    attempt: int = 0
    asked: tuple[PastItem, ...] = ()
    clock_minutes: float = 0.0
    kept_minutes: float = 0.0
    cooling: frozenset[str] = frozenset()
    area: str | None = None
    due: frozenset[str] = frozenset()
    past_areas: Mapping[str, int] = msgspec.field(default_factory=dict)
    project: bool = False
    project_area: str = ""
    advert: bool = False
    named: frozenset[str] = frozenset()
    asks_named: frozenset[str] = frozenset()
    near_named: frozenset[str] = frozenset()
    usual_areas: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    items: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    mentioned: Mapping[str, str] = msgspec.field(default_factory=dict)
    near_mentioned: Mapping[str, str] = msgspec.field(default_factory=dict)
    told_of: Mapping[str, str] = msgspec.field(default_factory=dict)
    touched: Mapping[str, Touched] = msgspec.field(default_factory=dict)
    spoken: bool = False


class Position(msgspec.Struct, frozen=True):
    """Where an interview stands: the `questions` asked so far (skipped ones included), their `count`, minutes `left`.

    `pace` is the time used over the time planned, kept between half and double. `task` is the one for code that was
    asked. `most` is the number of questions planned or asked for; `limit` adds those that replace skipped ones. Of the
    last question `last_number` is its number in the bank and `last_tier` its tier, -1 and 0 where there is none.
    """

    questions: tuple[PastItem, ...]
    count: int
    last: PastItem | None
    before_last: PastItem | None
    left: float
    pace: float
    limit: int
    checks: int
    most: int
    last_number: int
    last_tier: int
    task: PastItem | None = None

    @property
    def last_rank(self) -> int | None:
        """The rank of the last question's verdict; None where it has none."""
        return None if self.last is None or self.last.verdict is None else rank(self.last.verdict)

    @property
    def wrote(self) -> bool:
        """Whether it had a task that was not skipped."""
        return self.task is not None and not self.task.skipped

    @property
    def two_strong(self) -> bool:
        """Whether the last two questions were both answered solidly or better."""
        pair = (self.last, self.before_last)
        return all(a is not None and a.verdict in STRONG for a in pair)


def position_of(bank: "Bank", context: SelectionContext, limit: int) -> Position:
    """Where an interview stands; `limit` is the most questions that its format allows.

    A skipped question does not count, until as many are skipped as may be asked.
    """
    questions = tuple([a for a in context.asked if a.kind == "question"])
    planned = sum([bank.items[bank.index[a.item]].minutes for a in context.asked])
    pace = min(P.SLOWEST_PACE, max(P.QUICKEST_PACE, context.clock_minutes / planned)) if planned else 1.0
    most = limit if context.max_questions is None else context.max_questions
    skipped = sum([a.skipped for a in questions])
    number = bank.index[questions[-1].item] if questions else -1
    return Position(
        questions=questions,
        count=len(questions),
        last=questions[-1] if questions else None,
        before_last=questions[-2] if len(questions) > 1 else None,
        left=context.minutes - context.kept_minutes - context.clock_minutes,
        pace=pace,
        limit=most + min(skipped, len(questions) - skipped + max(0, P.SKIPS - most)),
        checks=len(context.asked) - len(questions),
        most=most,
        last_number=number,
        last_tier=bank.items[number].tier if questions else 0,
        task=next((a for a in questions if bank.items[bank.index[a.item]].is_task), None),
    )


Purpose = Literal["stage", "closing", "rung", "drill", "opening", "stay", "new", "design", "task", "left"]


class Request(msgspec.Struct, frozen=True):
    """Tiers `low` to `high`, why, and whether this is the first question of its stage."""

    stage: str
    low: int
    high: int
    purpose: Purpose = "stage"
    first_of_stage: bool = False
