"""What all records of a graph are made of: their base, their ids, and the points of a rubric.

Apart from `records`, as a question holds cases, and cases are records too.
"""

from threading import Lock
from typing import Annotated, Literal

import msgspec

_one_at_a_time = Lock()
READY: set[object] = set()


def ready(*types: object) -> None:
    """Makes msgspec inspect these types now. Call it in the module that defines types which others decode."""
    with _one_at_a_time:
        for kind in types:
            msgspec.json.Decoder(kind)
            READY.add(kind)


Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$(?!\n)", max_length=120)]
Weight = Annotated[int, msgspec.Meta(ge=1, le=3)]
Minutes = Annotated[float, msgspec.Meta(gt=0, le=120)]
PointTag = Literal["number", "mechanism", "trade-off", "risk"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of all records: immutable, strict about unknown keys, defaults left out when written.

    No record is part of a reference cycle, so none is tracked: a collection over a large bank stops the keys for 40 ms.
    """


class Point(Record, frozen=True):
    """One checkable claim of a good answer; `cues` are ways of saying it (`simulator.graph.listening.cues`).

    `say` is one sentence that somebody might have said for it. `by_probe` says that the prompt doesn't ask for it: a
    follow-up does.
    """

    id: Id
    point: str
    weight: Weight
    critical: bool = False
    beyond: bool = False
    by_probe: bool = False
    partly: str = ""
    say: str = ""
    tag: PointTag | None = None
    cues: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it counts like any other only once a follow-up has asked for it."""
        return self.by_probe and not self.beyond


class Stage(Record, frozen=True):
    """One part of a design question."""

    id: Id
    title: str
    asks: str
    minutes: Minutes
