"""What a report holds of one answer: its points, the follow-ups with their replies, and the sources to read."""

from simulator.engine.scoring import Mark
from simulator.report.concept_records import Result


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
    """One follow-up with the reply; `said` means that the candidate answered "I said that"."""

    sort: str
    asks: str
    reply: str = ""
    said: bool = False


class SourceResult(Result, frozen=True):
    """A source to read: one line, and an address if there is one."""

    text: str
    url: str = ""
