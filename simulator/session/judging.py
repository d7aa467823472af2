"""What follows the reveal: points judged, the verdict settled, steps taken back, notes, and the second telling."""

from itertools import chain, islice
from typing import Any

from simulator.engine.scoring import Mark, Verdict
from simulator.errors import NotAllowed
from simulator.session import events as ev
from simulator.session.flow import Flow, Receipt, normalise
from simulator.session.state import Phase, Turn, apply, effective
from simulator.session.verdicts import require_mark, require_set_aside, verdict_fields


class Judging(Flow):
    """The commands about an answer that was given. They raise NotAllowed when the state does not accept them."""

    def judge(self, point: str, mark: Mark) -> Receipt:
        """Judge one rubric point; judging it again replaces the mark.

        `prompted`, only when asked, is for a point that a follow-up asked for.
        """
        turn = self._revealed()
        require_mark(turn, point, mark)
        return self._append(ev.Judged, position=turn.position, point=point, mark=mark)

    def confirm(self, verdict: Verdict | None = None, why: str = "") -> Receipt:
        """Settle the verdict.

        At tiers 1 to 4 the points make it; another `verdict` overrules them and needs `why`. At tiers 5 and 6 `verdict`
        is the anchored one, and the lower of both is what counts. Without a rubric `verdict` is all there is.
        """
        turn = self._revealed()
        if turn.unjudged:
            raise NotAllowed(f"{len(turn.unjudged)} of the points are not judged yet.")
        return self._append(ev.Scored, position=turn.position, **verdict_fields(turn, verdict, normalise(why)))

    def undo(self, written: str = "") -> Receipt:
        """Take back the last step of this item, or where nothing was done yet the pass over the one before.

        After the reveal that reopens points and verdict, never the answer; only after "don't know" the question comes
        back, as one whose reference is known. What was `written` is kept for its place.
        """
        turn: Turn | None = self._require()
        event = (self._last_undoable(turn) or self._left_before(turn)) if turn else None
        if turn is None or event is None:
            raise NotAllowed("There is nothing to take back here.")
        self._keep_unsent(turn, written)
        receipt = self._append(ev.Undone, position=event.position, undoes=event.n)
        if self.state.closed and self.state.phase is Phase.ANSWERING:  # its time begins anew, for others came between
            return self._append(ev.Returned, position=event.position)
        return receipt

    def set_aside(self, position: int = 0, *, on: bool = True) -> Receipt:
        """Set a check aside whose answer was read wrongly, or let it count again; without a position the present one.

        Its result must have been told: until then the answer can be changed. Possible at any time, also after the end.
        """
        if position > len(self.state.turns):
            raise NotAllowed(f"This session has no item {position}; it has {len(self.state.turns)}.")
        turn = self.state.turn(position) if position else self.state.current
        if turn is None:
            raise NotAllowed("There is no check here.")
        require_set_aside(self.state, turn, on=on)
        fields: dict[str, Any] = {"position": turn.position, "on": on}
        if self.state.ended:
            event = ev.SetAside(n=self.state.last_n, at=self.header.started, clock=self.state.clock, **fields)
            fields["level"] = self.selection.level(apply(self.state, event))
        return self._append(ev.SetAside, **fields)

    def note(self, text: str, position: int | None = None) -> Receipt:
        """Keep a remark on an item, at any time, also after the end."""
        turn = self.state.turn(position) if position else self.state.current
        text = normalise(text)
        if turn is None or not text:
            raise NotAllowed("There is nothing to note, or nothing to note it on.")
        return self._append(ev.Noted, position=turn.position, text=text)

    def retell(self, text: str, seconds: float | None = None) -> Receipt:
        """Keep a second, shorter telling of a revealed answer: take two, not evidence."""
        turn, text = self.state.current, normalise(text)
        if turn is None or not turn.revealed or not text:
            raise NotAllowed("Say it again after the reference was shown.")
        return self._append(ev.Retold, position=turn.position, text=text, seconds=seconds)

    # Inside

    def _revealed(self) -> Turn:
        """The answer whose reference is shown. Raises NotAllowed where there is none."""
        turn: Turn | None = self._require(Phase.JUDGING, Phase.DEBRIEFING)
        if turn is None:
            raise NotAllowed("No answer is open yet: go on to the first.")
        return turn

    def _score_unknown(self, turn: Turn) -> Receipt:
        self._append(ev.Revealed, position=turn.position)
        return self._score_weak(turn)

    def _score_weak(self, turn: Turn) -> Receipt:
        coverage = 0.0 if turn.question.rubric else None
        by_points: Verdict | None = "weak" if turn.question.rubric else None
        return self._append(
            ev.Scored, position=turn.position, verdict="weak", coverage=coverage, by_points=by_points, capped=False
        )

    def _left_before(self, turn: Turn) -> ev.Skipped | ev.Answered | None:
        """The pass over the item before, or its "don't know" where scores wait, while this one was only put."""
        put, before = islice(chain(self._told(), (None, None)), 2)
        if not (isinstance(put, ev.Asked | ev.Returned) and put.position == turn.position):
            return None
        left = isinstance(before, ev.Skipped) or (isinstance(before, ev.Answered) and before.dont_know)
        return before if left else None  # type: ignore[return-value]

    def _last_undoable(self, turn: Turn) -> Any:
        kinds: tuple[type[ev.Event], ...] = (ev.Predicted, ev.ProbeAnswered, ev.Answered, ev.Skipped)
        if turn.check is not None:
            kinds = (ev.Skipped, ev.SetAside)
        elif turn.dont_know:
            kinds = (ev.Answered,)
        elif turn.revealed:
            kinds = (ev.Scored, ev.Judged, ev.Skipped)
        mine = (e for e in reversed(effective(self._events)) if getattr(e, "position", None) == turn.position)
        return next((e for e in mine if isinstance(e, kinds)), None)
