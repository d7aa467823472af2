"""How an answer is judged: what the candidate expects, the reference, the marks of its points, and the verdict."""

from typing import Any

from simulator.engine.scoring import MARK_WORDS, Mark, Verdict
from simulator.session.interview.session_events import Event


class Predicted(Event, frozen=True, kw_only=True, tag="predicted"):
    """The verdict that the candidate expects, given before the reference is shown, or in place of a slip after it."""

    undone_from = ("answer",)
    line = "You predict {0.verdict}"

    position: int
    verdict: Verdict

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """One made with the reference in sight is marked: it says nothing of how they rate themselves."""
        return {"prediction": self.verdict, "predicted_late": turn.revealed, "until": self.clock}


class Revealed(Event, frozen=True, kw_only=True, tag="revealed"):
    """The reference answer and the rubric were shown."""

    lasting = True
    line = "The reference is shown"

    position: int

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """A reference shown before the present answer stays known: "don't know" was taken back."""
        return {"revealed" if turn.answered else "shown_before": True}


class Judged(Event, frozen=True, kw_only=True, tag="judged"):
    """One rubric point was judged; a later judgement of the same point replaces it."""

    undone_from = ("score",)
    sets_level = True

    position: int
    point: str
    mark: Mark

    def summary(self) -> str:
        """The mark alone: a point's words are too long for a line."""
        return f"A point is marked: {MARK_WORDS[self.mark]}"

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """All marks so far: one of the same point is replaced."""
        return {"marks": {**turn.marks, self.point: self.mark}}


class Scored(Event, frozen=True, kw_only=True, tag="scored"):
    """The verdict of an answer. `by_points` is what the points make; `anchored` the candidate's own at tiers 5 and 6.

    `coverage` is None where there is no rubric; `capped` says that a critical point is missing. `overruled` marks a
    verdict that the candidate set against the points, `why` it is higher, or lower if they say; `insight` is one of
    their own beyond the question, which makes an answer outstanding that lacks nothing else. `level`, as in `ended`, is
    the engine's after an answer was scored again. `heard` is the coverage that was heard of it, None where it is not
    read. `unheard` counts the points marked as met and those of them that were not heard, then the same of the
    must-haves alone.
    """

    undone_from = ("score",)
    sets_level = True
    kept_in = "scored"
    line = "The verdict: {0.verdict}"

    position: int
    verdict: Verdict
    coverage: float | None = None
    by_points: Verdict | None = None
    anchored: Verdict | None = None
    capped: bool = False
    overruled: bool = False
    why: str = ""
    insight: str = ""
    level: dict[str, int] = {}
    heard: float | None = None
    unheard: tuple[int, int, int, int] | None = None
