"""The events of an interview. A transcript is a header and these, in order, each appended once and never changed.

Every event carries `n` (from 1, without gaps), `at` (UTC, milliseconds) and `clock` (interview seconds, without pauses
and scoring). Most name the `position` (from 1) of the asked item that they belong to.
"""

from datetime import datetime
from typing import Any, Literal

import msgspec

from simulator.engine.choice.reasons import EndReason, Reason
from simulator.engine.scoring import Mark, Verdict
from simulator.graph.records import Check, Question, ready


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag=str.lower):
    """Base of all events."""

    n: int
    at: datetime
    clock: float


class Asked(Event, frozen=True, kw_only=True, tag="asked"):
    """A question or a check was put. Holds the item as it was asked, why it was chosen, and the belief before it.

    `number` counts within its sort (question 3, check 1); `reason` is the engine's, as plain data; `belief` is the
    summary of the role-weighted belief (logits). `seen` says that the candidate has met this item before.
    """

    position: int
    number: int
    id: str
    area: str
    concepts: tuple[str, ...]
    tier: int
    reason: dict[str, Any] = {}
    belief: dict[str, float] = {}
    seen: bool = False
    question: Question | None = None
    check: Check | None = None


class Clarified(Event, frozen=True, kw_only=True, tag="clarified"):
    """The candidate asked back, and the interviewer replied."""

    position: int
    asks: str
    reply: str
    matched: bool = True


class Hinted(Event, frozen=True, kw_only=True, tag="hinted"):
    """One more hint was shown (`hint` counts from 1)."""

    position: int
    hint: int
    text: str


class Answered(Event, frozen=True, kw_only=True, tag="answered"):
    """An answer, or one stage of a design answer, was committed; or the candidate said that he does not know."""

    position: int
    text: str = ""
    stage: str = ""
    dont_know: bool = False
    spoken_seconds: float | None = None


class Probed(Event, frozen=True, kw_only=True, tag="probed"):
    """The interviewer followed up. `probe` counts from 1 within the item; `sort` is gap, drill, challenge or twist."""

    position: int
    probe: int
    sort: Literal["gap", "drill", "challenge", "twist"]
    asks: str
    point: str = ""
    reply: str = ""


class ProbeAnswered(Event, frozen=True, kw_only=True, tag="probe_answered"):
    """The follow-up was answered, or closed with "I said that" (`said`); without a text the candidate did not know."""

    position: int
    probe: int
    text: str = ""
    said: bool = False

    @property
    def words(self) -> str:
        """What the candidate said, in words."""
        return "I said that." if self.said else self.text or "I don't know."


class Predicted(Event, frozen=True, kw_only=True, tag="predicted"):
    """The verdict that the candidate expects, given before the reference is shown."""

    position: int
    verdict: Verdict


class Revealed(Event, frozen=True, kw_only=True, tag="revealed"):
    """The reference answer and the rubric were shown."""

    position: int


class Judged(Event, frozen=True, kw_only=True, tag="judged"):
    """One rubric point was judged; a later judgement of the same point replaces it."""

    position: int
    point: str
    mark: Mark


class Scored(Event, frozen=True, kw_only=True, tag="scored"):
    """The verdict of an answer. `by_points` is what the points make; `anchored` the candidate's at tiers 5 and 6.

    `coverage` is None where there is no rubric; `capped` says that a critical point is missing. `overruled` with
    `why` marks a verdict that the candidate set against the points. `level` is what the engine said after an answer was
    scored anew, as in `ended`.
    """

    position: int
    verdict: Verdict
    coverage: float | None = None
    by_points: Verdict | None = None
    anchored: Verdict | None = None
    capped: bool = False
    overruled: bool = False
    why: str = ""
    level: dict[str, int] = {}


class Checked(Event, frozen=True, kw_only=True, tag="checked"):
    """A check was answered and verified. `value` is what was read from the text; `chosen` the option from 0."""

    position: int
    correct: bool
    text: str = ""
    value: float | None = None
    chosen: int | None = None
    dont_know: bool = False


class SetAside(Event, frozen=True, kw_only=True, tag="set_aside"):
    """What was typed for a check was read wrongly: its result is no evidence. `on` false lets it count again.

    `level` is what the engine said after that where the interview had ended, as in `ended`.
    """

    position: int
    on: bool = True
    level: dict[str, int] = {}


class Skipped(Event, frozen=True, kw_only=True, tag="skipped"):
    """ "Not this one": the item was passed over; it is no evidence."""

    position: int


class Undone(Event, frozen=True, kw_only=True, tag="undone"):
    """Voids event `undoes` and the later ones of the same item. A recorded choice is never voided.

    Where that was a pass, its item is the current one again.
    """

    position: int
    undoes: int


class Returned(Event, frozen=True, kw_only=True, tag="returned"):
    """An item that was asked already is put again, after a pass before it was taken back."""

    position: int


class Noted(Event, frozen=True, kw_only=True, tag="noted"):
    """A remark of the candidate on an item, during the interview or afterwards.

    `unsent` is a text that was being written when its item was left: it comes back where one goes on with it.
    """

    position: int
    text: str
    unsent: bool = False


class Retold(Event, frozen=True, kw_only=True, tag="retold"):
    """The answer said again in sixty seconds after the reveal: take two, not evidence."""

    position: int
    text: str
    seconds: float | None = None


class Bookmarked(Event, frozen=True, kw_only=True, tag="bookmarked"):
    """The candidate marked an item to come back to, or with position 0 the whole session; `on` false takes it off."""

    position: int = 0
    on: bool = True


class Paused(Event, frozen=True, kw_only=True, tag="paused"):
    """The clock was stopped by the candidate, or by the end of the input."""

    why: str = ""


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """The interview goes on; `clock` is where it stopped, or where the kept draft says it was."""


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """Nothing more is asked; with scoring at the end the debriefing begins."""

    why: EndReason


class Ended(Event, frozen=True, kw_only=True, tag="ended"):
    """The interview is over. Only notes, bookmarks and re-scoring may follow.

    `level` is what the engine said then: the tier with its 80 % interval (`tier`, `low`, `high`).
    """

    why: EndReason
    level: dict[str, int] = {}


AnyEvent = (
    Asked
    | Clarified
    | Hinted
    | Answered
    | Probed
    | ProbeAnswered
    | Predicted
    | Revealed
    | Judged
    | Scored
    | Checked
    | SetAside
    | Skipped
    | Undone
    | Returned
    | Noted
    | Retold
    | Bookmarked
    | Paused
    | Resumed
    | Closed
    | Ended
)
KINDS: dict[str, type[Event]] = {str(kind.__struct_config__.tag): kind for kind in AnyEvent.__args__}
ready(Reason, *KINDS.values())  # a reason is what `Asked.reason` holds
