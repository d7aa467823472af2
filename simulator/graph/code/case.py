"""The cases of a task, as data: which calls are made to the candidate's code, and what should come out.

Nothing in a case is code. It names calls and values, and one of the program's own properties or the value
that is expected; so it accepts every right answer, and needs no reference implementation.
"""

import re
from typing import Annotated, Any, Literal

import msgspec

from simulator.graph.record_base import Id, Minutes, Point, Record, Stage, ready

PropertyName = Literal[
    "same", "differs", "finite", "sums-to-one", "between", "monotone", "length", "distinct", "subset", "lacks",
    "invariant", "equivariant", "causal", "gradient", "inputs-kept", "called",
]  # fmt: skip
Change = Literal["permutation", "reverse", "shift", "scale"]
Key = str | int  # a name, or a place counted from 0
Places = Annotated[tuple[Annotated[int, msgspec.Meta(ge=0, le=1_000_000)], ...], msgspec.Meta(max_length=8)]

CODE_STAGE, TWIST_STAGE, TALK_STAGE = "code", "twist", "talk"
CODE_STAGES = frozenset((CODE_STAGE, TWIST_STAGE))  # in them code is handed in; in the others one talks
TALK_MINUTES = 2.0
TWIST_SHARE = 0.3  # of the minutes for code
_ENTRY = re.compile(r"(?:(?P<kind>def|class) )?(?P<name>[A-Za-z_]\w*) ?(\(.*\))? ?(->.*)?:?")


class Call(Record, frozen=True):
    """One call, to the task's entry unless something else is named; or one of two things that the caller does.

    `advance` moves the clock by so many seconds; `overwrite` writes `value` over all that an earlier call gave, or over
    a `part` of it. `method` is called on the object that the entry, a class, has made. `expect` is the result of this
    call alone, and `raises` the error that it must end with. `times` repeats it.
    """

    function: str = ""
    method: str = ""
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = msgspec.field(default_factory=dict)
    advance: float | None = None
    overwrite: Annotated[int, msgspec.Meta(ge=0)] | None = None
    value: Any = 0
    expect: Any = None
    part: Key | None = None
    raises: str = ""
    times: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1

    @property
    def calls_code(self) -> bool:
        """Whether it calls the candidate's code, and isn't something that the caller does."""
        return self.advance is None and self.overwrite is None


class Property(Record, frozen=True):
    """Something that has to hold, from the program's own list (docs/graph-format.md says what each one takes)."""

    holds: PropertyName
    to: int | None = None
    axis: int = -1
    low: float | None = None
    high: float | None = None
    value: Any = None
    arg: Key | None = None
    args: tuple[Key, ...] = ()
    under: Change = "permutation"
    by: float = 1.0
    falling: bool = False
    strictly: bool = False
    wrt: dict[str, Key] = msgspec.field(default_factory=dict)
    loss: Key | None = None
    forward: str = ""
    takes: tuple[Key, ...] = ()
    upstream: Key | None = None
    script: str = ""
    times: int | None = None
    at_most: int | None = None
    with_args: tuple[Any, ...] = ()


class Case(Record, frozen=True):
    """One case. `expect`, `property` and `shape` are about the result of the last call, or a `part` of it.

    `shown` cases may be run at any time; the others are kept back until the code is handed in. `about` says in words
    what is tried. `unordered` compares lists as sets with repeats. `memory_mb` and `seconds` narrow the usual limits.
    `tolerance` of numbers is relative above 1 and absolute below; None is the usual one.
    """

    id: Id
    calls: Annotated[tuple[Call, ...], msgspec.Meta(min_length=1, max_length=200)]
    expect: Any = None
    property: Property | PropertyName | None = None
    part: Key | None = None
    tolerance: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    shape: Places | None = None
    shown: bool = False
    about: str = ""
    unordered: bool = False
    memory_mb: Annotated[int, msgspec.Meta(ge=64, le=4096)] | None = None
    seconds: Annotated[float, msgspec.Meta(gt=0, le=10)] | None = None

    def __hash__(self) -> int:
        """By its id alone: its values are lists and tables."""
        return hash(self.id)


class After(Record, frozen=True):
    """The twist: what is asked once the code is handed in, and the cases for it."""

    asks: str
    cases: tuple[Case, ...] = ()
    minutes: Minutes | None = None


class TaskTalk(Record, frozen=True):
    """A spoken question about the code that was written, and the points of a good answer to it."""

    asks: str
    rubric: tuple[Point, ...] = ()


ready(Call, Property, Case, After, TaskTalk)


def judged_by(case: Case) -> Property | None:
    """The property of a case with all that it takes; a bare name takes nothing."""
    return Property(case.property) if isinstance(case.property, str) else case.property


class TaskEntry(msgspec.Struct, frozen=True):
    """What has to be there once the code has run: a function or a class."""

    name: str
    is_class: bool


def read_entry(text: str) -> TaskEntry | None:
    """The entry of a task, from a signature such as `attend(q, k, v)` or `class Bucket(rate)`; otherwise None."""
    match = _ENTRY.fullmatch(" ".join(text.split()))  # a long row of blanks would be tried in all ways
    return None if match is None else TaskEntry(match["name"], match["kind"] == "class")


def coding_stages(after: After | None, talk: tuple[TaskTalk, ...], minutes: float) -> tuple[Stage, ...]:
    """The stages of a task: the code, the twist, and what is talked about; together they take its minutes."""
    spoken = min(TALK_MINUTES * len(talk), 0.4 * minutes)
    left = minutes - spoken
    twist = (after.minutes or TWIST_SHARE * left) if after is not None else 0.0
    twist = min(twist, 0.5 * left)
    stages = [Stage(CODE_STAGE, "The code", "", left - twist)]
    if after is not None:
        stages.append(Stage(TWIST_STAGE, "The twist", after.asks, twist))
    for number, question in enumerate(talk, 1):
        stages.append(Stage(f"{TALK_STAGE}-{number}", "About your code", question.asks, spoken / len(talk)))
    return tuple(stages)


def coding_points(talk: tuple[TaskTalk, ...]) -> tuple[Point, ...]:
    """The points of everything that is talked about, in order."""
    return tuple(point for one in talk for point in one.rubric)
