"""Scoring an answer, and taking steps back.

The verdict that counts is the one the points make, the lower of that and the candidate's own at tiers 5 and 6, or one
that overrules the points with a reason.
"""

import hashlib
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from simulator.engine.scoring import ANCHORED_FROM_TIER, CHOICES, HIGHEST, LOWEST, VERDICTS, Mark, Verdict, lower, rank
from simulator.errors import NotAllowed
from simulator.graph.text import length_in_words, plural
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import reading
from simulator.session.interview.input import is_picked
from simulator.session.interview.journal import Journal, Receipt, normalise
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.session.interview.state import Awaits, Phase, State, apply, effective, needs_verdict
from simulator.session.interview.turn import Turn

GUESS_STAYS = "You can take your guess at the verdict back only before the first mark; this one stays."
NOTHING_BACK = "There's nothing to take back here. After the interview, Review lets you change an earlier verdict."
OF_YOUR_OWN = "insight of your own goes beyond the question"
GIVING_UP = 10  # words: who says more after "I'm not sure" has an answer to mark
MARK_FIRST = 0.25  # of the answers: the words found in them are shown only after each mark
CASES_JUDGE = "The cases judge the code, so you can't change its verdict."


def why_no_new_score(turn: Turn) -> str:
    """Why an answer cannot be scored again after the end, in a sentence; empty where it can."""
    if turn.check is not None:
        return "That's a check, and the program reads those by itself."
    if turn.skipped:
        return "You skipped this question, so there's no answer to score."
    if not turn.answered or not turn.revealed:
        return "An answer can only be scored again once its reference has been shown."
    return f"You said {QUOTED_DONT_KNOW}, so there's nothing to score." if turn.dont_know else ""


def why_not_set_aside(state: State, turn: Turn) -> str:
    """Why a check cannot be set aside as read wrongly, in a sentence; empty where it can."""
    if turn.check is None:
        return "The program only reads checks; score your own answers again instead."
    if turn.checked is None:
        return "This check wasn't answered."
    if turn.checked.dont_know:
        return f"You said {QUOTED_DONT_KNOW}, so nothing was read wrongly."
    if not turn.set_aside and is_picked(turn.checked.text, turn.check):
        return "You picked an option, so nothing was read wrongly."
    return "You'll see the result after the last question; you can set it aside then." if state.conceals(turn) else ""


def takes_insight(turn: Turn) -> bool:
    """Whether an insight of the candidate's own is all that an answer lacks for the highest verdict."""
    return turn.score is not None and turn.score.lacks_beyond and not turn.old_rules


def is_lower(turn: Turn, verdict: Verdict) -> bool:
    """Whether a verdict is below the one that the points make: you need no reason to think less of your answer."""
    return turn.score is not None and rank(verdict) < rank(turn.score.verdict)


def not_raised(turn: Turn) -> Verdict | None:
    """The verdict on a scored answer, no higher than its points make it; None of a task, or without points.

    What the candidate predicted is compared with this: a verdict that they raise may be raised to just that.
    """
    scored = turn.scored
    if scored is None or scored.coverage is None or turn.code_rank is not None:
        return None
    return lower(scored.verdict, scored.by_points or scored.verdict)


def verdict_fields(turn: Turn, verdict: Verdict | None, why: str) -> dict[str, Any]:
    """The fields of `scored` for an answer whose points are judged. Raises NotAllowed if one is missing."""
    points = turn.score
    if needs_verdict(turn.question) and verdict is None:
        raise NotAllowed(f"Give your own verdict too: {CHOICES}.")
    if points is None:
        assert verdict is not None
        return {"verdict": verdict, "anchored": verdict}
    fields: dict[str, Any] = {
        "coverage": round(points.coverage, 4),
        "by_points": points.verdict,
        "capped": points.capped,
    }
    if turn.code_rank is not None:
        if verdict is not None:
            raise NotAllowed(CASES_JUDGE)
        return {**fields, "verdict": VERDICTS[turn.code_rank]}
    if turn.question.tier >= ANCHORED_FROM_TIER:
        assert verdict is not None
        return {**fields, "verdict": lower(points.verdict, verdict), "anchored": verdict}
    if verdict is None or verdict == points.verdict:
        return {**fields, "verdict": points.verdict}
    if not why and not is_lower(turn, verdict):
        own = verdict == HIGHEST and takes_insight(turn)
        asked = f"what {OF_YOUR_OWN}" if own else "why it's better than the points make it"
        raise NotAllowed(f"Say in a few words {asked}.")
    if verdict == HIGHEST and takes_insight(turn):
        return {**fields, "verdict": verdict, "insight": why}
    return {**fields, "verdict": verdict, "overruled": True, "why": why}


def gave_up(turn: Turn) -> bool:
    """Whether an answer and all replies say that there's nothing to tell, so that none of its points can be in it."""
    from simulator.engine.choice.own_work import never_did  # not on the way to the home screen
    from simulator.engine.choice.unknown import gives_up

    texts = [*filter(None, (turn.answer_text, *(reply.text for reply in turn.replies)))]
    return bool(texts) and all(
        (gives_up(text) and length_in_words(text) <= GIVING_UP) or (turn.is_story and never_did(text)) for text in texts
    )


class Judging(Journal):
    """The commands on an answer that was given. They raise NotAllowed when the state does not accept them."""

    def judge(self, point: str, mark: Mark) -> Receipt:
        """Judge one rubric point; judging it again replaces the mark.

        The mark `prompted` ("only when asked") needs an answer that may have it (`Turn.may_be_prompted`).
        """
        turn = self._revealed()
        if all(known.id != point for known in turn.question.rubric):
            raise NotAllowed(f"The rubric of this question has no point {point!r}.")
        if mark == "prompted" and not turn.may_be_prompted:
            raise NotAllowed("Only when asked doesn't apply here: mark the point yes, partly or no.")
        return self._append(ev.Judged, position=turn.position, point=point, mark=mark)

    def judge_rest(self, mark: Mark) -> Receipt:
        """Judge all points that wait for their marks alike."""
        turn = self._revealed()
        if not turn.unjudged:
            raise NotAllowed("Every point is marked already.")
        return [self.judge(point, mark) for point in turn.unjudged][-1]

    def mark_before(self, point: str) -> Mark | None:
        """The mark of a point of the present answer that was taken back by itself; None if it's marked, or had none.

        Whoever goes back to look shouldn't have to mark again what comes after it. An answer that's scored anew is
        marked without what it had.
        """
        turn = self.state.current
        if turn is None or point in turn.marks:
            return None
        own = [event for event in self._events if getattr(event, "position", None) == turn.position]
        last = next((e for e in reversed(own) if isinstance(e, ev.Judged) and e.point == point), None)
        steps = (
            effective(own[:n]) for n, e in enumerate(own) if last and isinstance(e, ev.Undone) and e.undoes == last.n
        )
        return last.mark if last and any(before[-1] is last for before in steps) else None

    def confirm(self, verdict: Verdict | None = None, why: str = "") -> Receipt:
        """Settle the verdict.

        At tiers 1 to 4 the points make it; another `verdict` overrules them, and a higher one needs a reason (`why`).
        Where only judgement beyond the question is missing for the highest, it's the candidate's own insight. At tiers
        5 and 6 `verdict` is the candidate's own, and the lower of the two counts. Without a rubric only `verdict`
        counts.
        """
        turn = self._revealed()
        if turn.unjudged:
            raise NotAllowed(f"You haven't marked {plural(len(turn.unjudged), 'point')} yet.")
        fields = verdict_fields(turn, verdict, normalise(why))
        return self._append_counted(ev.Scored, position=turn.position, **fields, **reading(turn))

    def reopen(self, position: int, *, anew: bool = False) -> Receipt:
        """Open an answer after the end, to be judged and confirmed again.

        Its verdict is voided, never the answer; the old score stays in the transcript. Its marks stay until they are
        replaced; with `anew` they are voided too.
        """
        turn = self._scorable(position)
        kinds = ev.Judged | ev.Scored if anew else ev.Scored
        scores = (e for e in effective(self._events) if isinstance(e, kinds) and e.position == position)
        self.state = replace(self.state, reopened=position)
        voided = next(scores, None) if turn.scored or anew else None
        return self._append(ev.Undone, position=position, undoes=voided.n) if voided else self._receipt

    def points(self, position: int) -> tuple[str, ...]:
        """Ids of the rubric points of an answer that can be scored again, in order."""
        return tuple(p.id for p in self._scorable(position).question.rubric)

    def undo(self, written: str = "") -> Receipt:
        """Take back the last step on this item; if there is none yet, the skip of the item before.

        After the reveal this reopens points and verdict, and the prediction until a point is marked; never the answer.
        Only after "don't know" does the question come back, as one whose reference is known. Text `written` so far is
        kept.
        """
        turn: Turn | None = self._require()
        event = self._last_step(turn)
        if turn is None or event is None:
            raise NotAllowed(GUESS_STAYS if self.state.awaits is Awaits.MARK else NOTHING_BACK)
        if normalise(written) != turn.draft:  # the draft comes back by itself
            self._keep_unsent(turn, written)
        receipt = self._append(ev.Undone, position=event.position, undoes=event.n)
        if self.state.closed and self.state.phase is Phase.ANSWERING:  # other items came between: its time restarts
            return self._append(ev.Returned, position=event.position)
        return receipt

    @property
    def may_undo(self) -> bool:
        """Whether taking back is offered: not if that would only be a hand-in, whose first run counts anyhow."""
        step, turn = self._last_step(self.state.current), self.state.current
        stays = (
            isinstance(step, ev.Answered) and turn is not None and step.position == turn.position and turn.is_code(step)
        )
        return step is not None and not stays

    def set_aside(self, position: int = 0, *, on: bool = True) -> Receipt:
        """Set aside a check whose answer was read wrongly, or let it count again; position 0 is the current item.

        Its result must have been shown: until then the answer can be changed. Possible at any time, also after the end.
        """
        turn = self._turn(position) if position else self.state.current
        if turn is None:
            raise NotAllowed("There's no check here.")
        if why := why_not_set_aside(self.state, turn):
            raise NotAllowed(why)
        if turn.set_aside == on:
            raise NotAllowed("This check is already set aside." if on else "This check isn't set aside.")
        return self._append_counted(ev.SetAside, position=turn.position, on=on)

    def note(self, text: str, position: int | None = None) -> Receipt:
        """Keep a remark on an item, at any time, also after the end."""
        turn, text = self._turn(position) if position is not None else self.state.current, normalise(text)
        if turn is None or not text:
            raise NotAllowed("There's nothing to note here.")
        return self._append(ev.Noted, position=turn.position, text=text)

    def retell(self, text: str, seconds: float | None = None) -> Receipt:
        """Keep a second, shorter version of a revealed answer. It is no evidence."""
        turn, text = self.state.current, normalise(text)
        if turn is None or not turn.revealed or not text:
            raise NotAllowed("You can say it again once the reference has been shown.")
        return self._append(ev.Retold, position=turn.position, text=text, seconds=seconds)

    def bookmark(self, position: int = 0, *, on: bool = True) -> Receipt:
        """Bookmark an item, or with position 0 the whole session; `on` false takes the bookmark off."""
        turn = self._turn(position) if position else None
        if (turn.bookmarked if turn else self.state.bookmarked) == on:
            raise NotAllowed("It's already bookmarked." if on else "It isn't bookmarked.")
        return self._append(ev.Bookmarked, position=position, on=on)

    def level(self, state: State) -> dict[str, int]:
        """The level of the session in a state, as `ended` says it."""
        raise NotImplementedError

    # Inside

    def _append_counted(self, kind: type[ev.Event], **fields: Any) -> Receipt:
        """Append what changes the evidence; after the end with the level that it makes."""
        if self.state.ended:
            event = kind(n=self.state.last_n, at=self.header.started, clock=self.state.clock, **fields)
            fields["level"] = self.level(apply(self.state, event))
        return self._append(kind, **fields)

    def _turn(self, position: int) -> Turn:
        if not 1 <= position <= len(self.state.turns):
            raise NotAllowed(f"This interview has no item {position}; it has {len(self.state.turns)}.")
        return self.state.turn(position)

    def _scorable(self, position: int) -> Turn:
        if not self.state.ended:
            raise NotAllowed("This interview hasn't ended; `interview resume` goes on with it.")
        turn = self._turn(position)
        if why := why_no_new_score(turn):
            raise NotAllowed(why)
        return turn

    def _revealed(self) -> Turn:
        """The answer whose reference is shown. Raises NotAllowed where there is none."""
        turn: Turn | None = self._require(Phase.JUDGING, Phase.DEBRIEFING)
        if turn is None:
            raise NotAllowed("There's no answer open yet: go on to the first.")
        return turn

    def _score_unknown(self, turn: Turn, *, shown: bool = False) -> Receipt:
        """Score a "don't know" once its reference is shown."""
        if not shown:
            self._append(ev.Revealed, position=turn.position)
        coverage = 0.0 if turn.question.rubric else None
        by_points = LOWEST if turn.question.rubric else None
        return self._append(
            ev.Scored, position=turn.position, verdict=LOWEST, coverage=coverage, by_points=by_points, capped=False
        )

    def _last_step(self, turn: Turn | None) -> Any:
        """The event that undoing voids."""
        if turn is None:
            return None
        # after "don't know" the score came by itself: what can be taken back is that answer
        stage: ev.UndoneFrom = "score" if turn.revealed and not turn.dont_know else "answer"
        if turn.check is not None:
            stage = "check"
        own = (e for e in reversed(effective(self._events)) if getattr(e, "position", None) == turn.position)
        if (step := next((e for e in own if stage in e.undone_from), None)) is not None:
            return step
        # until a point is marked, a slip in the guess; scored at the end, the guess lies too far back
        if self.state.phase is Phase.JUDGING and isinstance(next(self._steps_back(), None), ev.Revealed):
            guesses = [e for e in effective(self._events) if isinstance(e, ev.Predicted)]
            return next((e for e in reversed(guesses) if e.position == turn.position), None)
        # while nothing was done on this item: the skip of the one before, or its "don't know" where scores wait
        put, before = islice(chain(self._steps_back(), (None, None)), 2)
        if not (isinstance(put, ev.Asked | ev.Returned) and put.position == turn.position):
            return None
        left = isinstance(before, ev.Skipped) or (isinstance(before, ev.Answered) and before.dont_know)
        return before if left else None


def marks_first(header: Header, position: int) -> bool:
    """Whether the words found in this answer are shown only after each mark."""
    digest = hashlib.blake2b(f"{header.seed}/{position}/words".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48 < MARK_FIRST
