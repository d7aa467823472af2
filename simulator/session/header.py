"""The candidate's settings for a session, and the header of its transcript."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from simulator.engine.model.parameters import Seniority as Seniority
from simulator.graph.records import ready

TRANSCRIPT_VERSION = 1

DEMO_CANDIDATE = "demo"  # keeps a demo out of the history of the person who watches

ScoreWhen = Literal["each", "end"]
InputMode = Literal["typed", "spoken"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
LEAST_MINUTES, MOST_MINUTES = 1, 600  # minutes of an interview, as somebody chooses them
Length = Annotated[float, msgspec.Meta(ge=LEAST_MINUTES, le=MOST_MINUTES)]


class Retake(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session that is taken again: exactly `items`, in this order, or `concepts` by questions not in `barred`.

    `session` is the id of the earlier one; empty for the gaps of a plan, which are of several.
    """

    session: str
    items: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate's choices for one session. If `minutes` or `max_questions` is None, the format decides.

    `project` says that they have work of their own to open with, `project_area` which area it was about, empty where
    that wasn't said. `advert` maps areas to the share of the total weight that a job advert gives them; the rest is the
    role's. `advert_terms` are what it names, as it writes them. `concept` is what a deep dive begins with, if anything.
    """

    format: str = "full"
    role: str = "applied-engineer"
    seniority: Seniority = "mid"
    minutes: float | None = None
    max_questions: int | None = None
    score: ScoreWhen = "each"
    input: InputMode = "typed"
    area: str = ""
    concept: str = ""
    project: bool = False
    project_area: str = ""
    advert: dict[str, float] = {}
    advert_terms: tuple[str, ...] = ()
    seed: int | None = None
    candidate: str = "me"
    again: Retake | None = None


class PriorSession(msgspec.Struct, frozen=True):
    """One earlier session that the starting belief was made from, with its last event number then."""

    session: str
    last: int


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The `[session]` table of a transcript. `opening` is what the interviewer said before the first question."""

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
    concept: str = ""
    project: bool = False
    project_area: str = ""
    areas: dict[str, Share] = {}
    advert: dict[str, Share] = {}
    advert_terms: tuple[str, ...] = ()
    again: Retake | None = None
    due: tuple[str, ...] = ()
    earlier: tuple[PriorSession, ...] = ()
    belief_digest: str = ""
    opening: str = ""

    @property
    def is_demo(self) -> bool:
        """Whether nobody sat it: a simulated candidate was watched."""
        return self.candidate == DEMO_CANDIDATE


ready(Header)
