"""What a candidate chose for a session, and the header that a transcript begins with."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from simulator.graph.records import ready

TRANSCRIPT_VERSION = 1
DISCOUNTING = frozenset("01234567")  # engines by which a yes after its follow-up counts less by itself

Seniority = Literal["junior", "mid", "senior", "staff"]
ScoreWhen = Literal["each", "end"]
InputMode = Literal["typed", "spoken"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Again(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session that is sat again: `items` are asked in this order and nothing else, or `concepts` by other questions.

    `session` is the id of the one before; the questions in `barred` are not asked.
    """

    session: str
    items: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate's choices for one session. `minutes` and `max_questions` of None mean the format's own.

    `advert` holds the part of the whole weight that a job advert gives to areas; the role has the rest.
    """

    format: str = "full"
    role: str = "applied-engineer"
    seniority: Seniority = "mid"
    minutes: float | None = None
    max_questions: int | None = None
    score: ScoreWhen = "each"
    input: InputMode = "typed"
    area: str = ""
    advert: dict[str, float] = {}
    seed: int | None = None
    candidate: str = "me"
    again: Again | None = None


class Earlier(msgspec.Struct, frozen=True):
    """One earlier session that the starting belief was made of, with its last event then."""

    session: str
    last: int


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The `[session]` table of a transcript."""

    version: int
    id: str
    program: str
    engine: str
    candidate: str
    seniority: Seniority
    graph: str
    graph_digest: str
    seed: int
    format: str
    role: str
    minutes: float
    started: datetime
    max_questions: int | None = None
    score: ScoreWhen = "each"
    input: InputMode = "typed"
    area: str = ""
    areas: dict[str, Share] = {}
    again: Again | None = None
    due: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    belief_digest: str = ""

    @property
    def discounts_yes(self) -> bool:
        """Whether a yes counts as prompted wherever a follow-up asked for it; later engines go by the mark alone."""
        return self.engine in DISCOUNTING


ready(Header)
