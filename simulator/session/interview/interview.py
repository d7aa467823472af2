"""The Interview: the only place that knows what may happen next.

It takes commands, appends events to a sink and exposes the State folded from them. The full-screen app, the line mode
and the demo all drive this object; none of them has rules of its own.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal

from simulator.engine.choice.endings import EndReason
from simulator.engine.scoring import Verdict
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.records import Graph
from simulator.session.clock import Clock
from simulator.session.code.code_runs import run_fields
from simulator.session.code.run_result import RunResult
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.input import (
    CheckReading,
    Doubts,
    is_said_already,
    offered_fact,
    read_check,
    takes_offer,
)
from simulator.session.interview.journal import DUE, NOT_AT_CHECKS, Receipt, Sink, normalise
from simulator.session.interview.judging import NOTHING_BACK, Judging
from simulator.session.interview.outcome_words import DONT_KNOW, QUOTED_DONT_KNOW
from simulator.session.interview.parting_questions import OWN, good_questions, has_parting, motive
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Awaits, Phase, State, apply
from simulator.session.interview.turn import Turn

FINISH = "You've answered part of this question: finish it, however briefly."
Refusable = Literal["hint", "clarify", "unknown", "said", "skip"]
TAKEN_IN: Mapping[Refusable, tuple[Phase, ...]] = {
    "hint": (Phase.ANSWERING,),
    "clarify": (Phase.ANSWERING, Phase.PROBING),
    "unknown": (Phase.ANSWERING, Phase.PROBING, Phase.CHECKING),
    "said": (Phase.PROBING,),
    "skip": (Phase.ANSWERING, Phase.CHECKING, Phase.PARTING),
}
NO_HINT = "There are no hints in a follow-up."


class Interview(Judging):
    """One session in progress. Every command returns the receipt of the last event that it appended.

    Commands raise NotAllowed when the state does not accept them; nothing is appended then.
    """

    def __init__(
        self,
        graph: Graph,
        header: Header,
        sink: Sink,
        clock: Clock,
        selection: Selection,
        events: Sequence[ev.Event] = (),
        clock_at: float | None = None,
        last_n: int = 0,
    ) -> None:
        super().__init__(header, sink, clock, events, clock_at, last_n)
        self.graph = graph
        self.selection = selection
        self._doubts = Doubts()

    def why_not(self, command: Refusable) -> str:
        """Why a command isn't taken now, in a sentence; empty where it is."""
        turn, phase = self.state.current, self.state.phase
        match command:
            case "clarify" if phase is Phase.CHECKING:
                return NOT_AT_CHECKS
            case "hint" if phase is Phase.PROBING:
                return NO_HINT
            case _ if phase not in TAKEN_IN[command]:
                return DUE[self.state.awaits]
            case _ if phase is not Phase.ANSWERING or turn is None:
                return ""
            case "hint" if not turn.question.hints:
                return "There are no hints for this question."
            case "hint" if turn.question.is_coding and not turn.writes_code:
                return "The hints are about the code, which you've handed in."
            case "hint" if len(turn.hints) == len(turn.question.hints):
                return "There are no more hints for this question."
            case "skip" if turn.graded_runs:
                return FINISH
            case "skip" if turn.shown_before:
                return f"You've seen the reference: answer the question, or say {QUOTED_DONT_KNOW}."
            case "unknown" if turn.answers and turn.writes_code:
                return FINISH
        return ""

    def level(self, state: State) -> dict[str, int]:
        """The level of the session in a state, by the engine."""
        return self.selection.level(state)

    # Asking

    def next(self) -> Receipt:
        """Ask the next item, reveal the next answer of the debriefing, or end the interview."""
        self._require(Phase.READY, Phase.SETTLED, Phase.DEBRIEFING)
        turn, closed = self.state.current, self.state.closed
        if turn is not None and not turn.settled and (closed is not None or self.header.score == "each"):
            raise NotAllowed("This answer isn't scored yet.")
        if closed is not None:
            if not self.state.waiting:
                return self._end(closed.why)
            unscored = self.state.waiting[0]
            if unscored.dont_know:
                return self._score_unknown(unscored)
            return self._append(ev.Revealed, position=unscored.position)
        if self.state.left_open is not None:
            return self._append(ev.Returned, position=self.state.left_open.position)
        if self.state.parting.begun:
            return self._part(self.state.parting.why)
        choice, why = self.selection.choose(self.state, self._clock)
        if why is not None:
            return self._part(why) if has_parting(self.header) and self.state.turns else self._close(why)
        assert choice is not None
        return self._append(ev.Asked, **self.selection.asked_fields(self.state, choice))

    def clarify(self, text: str) -> Receipt:
        """Ask for clarification; the reply is a fact, the follow-up put again, or to assume something sensible."""
        from simulator.engine.choice.asked_back import replying, unprepared  # not on the way to the first question
        from simulator.engine.choice.asked_back.facts import SaidBefore

        turn = self._taking("clarify")
        question, probe = turn.question, turn.open_probe
        before = [back for one in self.state.turns for back in one.clarifications]
        asked = tuple(back.asks for back in turn.clarifications)
        at = unprepared.situated(question, sum(not back.matched for back in before))._replace(
            replies=tuple(back.reply for back in before),
            they_ask=has_parting(self.header),
            no_hint=self.why_not("hint"),
            no_skip=self.why_not("skip"),
            task=self.state.coding is not None,
            heard=SaidBefore(question.prompt, turn.told, asked, offered_fact(turn)),
        )
        if probe is not None:
            put = f"{probe.remark} {probe.words}".strip()  # "a case where that fails" says nothing without its quote
            at = at._replace(follow_up=put, is_bare=probe.is_bare, no_hint=DUE[Awaits.REPLY])
        explain = partial(unprepared.explained, self.selection.graph, question)
        said = replying.replied(text, question.clarifications, at, explain)
        return self._append(
            ev.Clarified,
            position=turn.position,
            asks=normalise(text),
            reply=said.text,
            matched=bool(said.facts),
            replies=said.pieces,
        )

    def hint(self) -> Receipt:
        """Show one more hint."""
        turn = self._taking("hint")
        shown = len(turn.hints)
        return self._append(ev.Hinted, position=turn.position, hint=shown + 1, text=turn.question.hints[shown])

    # Answering

    def answer(self, text: str, spoken_seconds: float | None = None) -> Receipt:
        """Commit the answer, or a stage of it; a follow-up may come. One that only asks raises QuestionBack, once."""
        turn, text = self._require(Phase.ANSWERING), normalise(text)
        if turn.writes_code:
            raise NotAllowed("This part is code: run it, and hand it in.")
        if not text:
            raise NotAllowed(FINISH) if turn.answers else NothingWritten("You haven't written an answer.")
        if takes_offer(turn, text):  # "say yes" was the last that was said
            return self.clarify(text)
        self._doubts.of_answer(text)
        stage = turn.stage.id if turn.stage else ""
        self._append(ev.Answered, position=turn.position, text=text, stage=stage, spoken_seconds=spoken_seconds)
        return self._follow_up()

    def ran(self, code: str, result: RunResult) -> Receipt:
        """Keep a run of the shown cases. It teaches, and does not count."""
        return self._append(ev.Ran, **run_fields(self._require(Phase.ANSWERING), code, result, kept=False))

    def hand_in(self, code: str, result: RunResult) -> Receipt:
        """Hand in the code of this stage, with the run of all its cases; the twist or the talk comes next."""
        run = run_fields(self._require(Phase.ANSWERING), code, result, kept=True)
        self._append(ev.Ran, **run)
        return self._append(ev.Answered, position=run["position"], text=run["code"], stage=run["stage"])

    def dont_know(self, written: str = "") -> Receipt:
        """Answer "don't know": it counts as weak, and unless scoring waits for the end the reference is shown.

        In a later stage, or in reply to a follow-up, it only adds nothing. Text `written` so far is kept as a note.
        """
        turn = self._taking("unknown")
        if self.state.phase is Phase.ANSWERING and turn.answers:  # this stage alone: what came before still counts
            if normalise(written):
                self.note(written)
            return self.answer(DONT_KNOW)
        self._keep_unsent(turn, written)
        if self.state.phase is Phase.PROBING:
            return self._reply_to_probe()
        if turn.check is not None:
            return self._append(ev.Checked, position=turn.position, correct=False, dont_know=True)
        receipt = self._append(ev.Answered, position=turn.position, dont_know=True)
        return receipt if self.state.withholds else self._score_unknown(turn)

    def skip(self, written: str = "") -> Receipt:
        """Skip the item; it is no evidence. Text `written` so far is kept as a note."""
        turn = self._taking("skip")
        if self.state.phase is Phase.PARTING:
            return self._reply_at_parting(normalise(written), unsent=True)
        self._keep_unsent(turn, written)
        return self._append(ev.Skipped, position=turn.position)

    def read_check(self, text: str) -> CheckReading:
        """How an answer to the current check would be understood, to be confirmed before it counts.

        It changes nothing, so it is allowed while the interview is paused.
        """
        turn = self.state.current
        if self.state.phase is not Phase.CHECKING or turn is None or turn.check is None:
            raise NotAllowed("There's no check to answer now.")
        return read_check(text, turn.check)

    @property
    def last_skip(self) -> bool:
        """Whether skipping the current item would end the questions: such a skip cannot be taken back."""
        turn, state = self.state.current, self.state
        if turn is None or state.left_open is not None or state.phase not in {Phase.ANSWERING, Phase.CHECKING}:
            return False
        skipped = ev.Skipped(n=state.last_n + 1, at=self._time.now(), clock=self.clock, position=turn.position)
        return self.selection.choose(apply(state, skipped), self.clock)[0] is None

    def answer_check(self, text: str) -> Receipt:
        """Answer a check: a number with its unit, or one of the options by letter, number or words."""
        turn, read = self._require(Phase.CHECKING), self.read_check(text)
        fields = {"text": read.text, "correct": read.correct, "value": read.value, "chosen": read.chosen}
        return self._append(ev.Checked, position=turn.position, **fields)

    def answer_probe(self, text: str, spoken_seconds: float | None = None) -> Receipt:
        """Answer the interviewer's follow-up. Raises NothingWritten for an empty text.

        Nothing but a question back or a grade's number raises Doubted, and is taken when it's sent a second time.
        Nothing but "I said that" closes it as `said_that` does.
        """
        text = normalise(text)
        if not text:
            raise NothingWritten("You haven't written a reply.")
        turn = self._require(Phase.PROBING)
        if is_said_already(text) and not turn.is_story:
            self._taking("said")
            return self._reply_to_probe(said=True, spoken_seconds=spoken_seconds)
        if takes_offer(turn, text):
            return self.clarify(text)
        self._doubts.of_reply(text, turn.open_probe.asks if turn.open_probe else "")
        return self._reply_to_probe(text=text, spoken_seconds=spoken_seconds)

    def said_that(self, written: str = "") -> Receipt:
        """Close the follow-up with "I said that". Text `written` so far is kept as a note."""
        self._keep_unsent(self._taking("said"), written)
        return self._reply_to_probe(said=True)

    def answer_parting(self, text: str) -> Receipt:
        """Reply to a parting question: the next is asked, or the interview closes. NothingWritten without a text."""
        text = normalise(text)
        if not text:
            raise NothingWritten("You haven't written a reply.")
        return self._reply_at_parting(text)

    def predict(self, verdict: Verdict) -> Receipt:
        """Predict the verdict; then, unless scoring waits for the end, the reference is shown."""
        turn = self._require(Phase.PREDICTING)
        receipt = self._append(ev.Predicted, position=turn.position, verdict=verdict)
        return receipt if self.state.withholds else self._append(ev.Revealed, position=turn.position)

    @property
    def may_undo(self) -> bool:
        """Whether there is a step to take back, or a parting question to go back to."""
        if self.state.phase is not Phase.PARTING:
            return super().may_undo
        return self.state.parting.open != self.state.parting.exchanges[0][0]

    def undo(self, written: str = "") -> Receipt:
        """Take back the last step, or go back from the second parting question to the first.

        Text `written` so far is kept.
        """
        if self.state.phase is not Phase.PARTING:
            return super().undo(written)
        turn, before = self._require(), self.state.parting.exchanges[0][0]
        if not self.may_undo:
            raise NotAllowed(NOTHING_BACK)
        self._keep_unsent(turn, written)
        return self._append(ev.PartingAsked, subject=before.subject, asks=before.asks, why=before.why)

    # Time

    def pause(self, why: str = "", *, ago: float = 0.0) -> Receipt:
        """Stop the clock as it was some seconds `ago`, since the last step; only `resume` starts it again."""
        if self.state.paused or self.state.phase is Phase.ENDED:
            raise NotAllowed("The interview isn't running.")
        self._wind_back(ago)
        return self._append(ev.Paused, why=normalise(why))

    def resume(self) -> Receipt:
        """Start the clock again, after a pause or after the program was stopped in any way."""
        if self.state.phase is Phase.ENDED:
            raise NotAllowed("This interview has ended.")
        receipt = self._append(ev.Resumed)
        return self._mend() or receipt

    def stop(self, written: str = "") -> Receipt:
        """End the interview early. Answers that wait for a score can still be debriefed.

        Text `written` so far is kept as a note of its item.
        """
        if self.state.phase is Phase.ENDED:
            raise NotAllowed("This interview has ended.")
        if self.state.paused:
            self._append(ev.Resumed)
        self._keep_unsent(self.state.current, written)
        return self._end("stopped") if self.state.closed else self._close("stopped")

    # Inside

    def _taking(self, command: Refusable) -> Turn:
        """The current item, where this command is taken now. Raises NotAllowed where it isn't."""
        turn = self._require()
        if why := self.why_not(command):
            raise NotAllowed(why)
        return turn

    def _reply_to_probe(self, **fields: Any) -> Receipt:
        turn = self._require(Phase.PROBING)
        probe = turn.open_probe
        assert probe is not None
        self._append(ev.ProbeAnswered, position=turn.position, probe=probe.probe, **fields)
        return self._follow_up()

    def _follow_up(self) -> Receipt:
        """Ask the next probe or twist if one is due, else leave the state to the prediction."""
        turn = self.state.current
        assert turn is not None
        if not turn.answered or turn.open_probe:
            return self._receipt
        chosen = self.selection.follow_up(self.state, turn, self.clock)
        if chosen is None:
            return self._receipt
        return self._append(ev.Probed, position=turn.position, probe=len(turn.probes) + 1, **chosen._asdict())

    def _part(self, why: EndReason) -> Receipt:
        """Ask the next parting question, or close the interview after both; `why` nothing else is asked."""
        subject = self.state.parting.left
        if subject is None:
            return self._close(why)
        asks, good = OWN, good_questions(self.header)
        if subject != "own":
            asks, good = motive(self.header.seed, self.selection.motives_met, self.graph.id), ()
        return self._append(ev.PartingAsked, subject=subject, asks=asks, why=why, good=good)

    def _reply_at_parting(self, text: str, *, unsent: bool = False) -> Receipt:
        self._require(Phase.PARTING)
        asked = self.state.parting.open
        assert asked is not None
        self._append(ev.PartingAnswered, subject=asked.subject, text=text, unsent=unsent and bool(text))
        return self._part(asked.why)

    def _close(self, why: EndReason) -> Receipt:
        receipt = self._append(ev.Closed, why=why)
        return receipt if self.state.waiting else self._end(why)

    def _end(self, why: EndReason) -> Receipt:
        return self._append(ev.Ended, why=why, level=self.level(self.state))

    def _mend(self) -> Receipt | None:
        """Append what is missing after a crash between two events of one command."""
        turn, last = self.state.current, next(self._steps_back(), None)
        if self.state.closed and not self.state.waiting and self.state.focus is None:
            return self._end(self.state.closed.why)
        if self.state.parting.begun and self.state.closed is None:
            return None if self.state.phase is Phase.PARTING else self._part(self.state.parting.why)
        if turn is None or turn.check is not None or turn.settled:
            return None
        if turn.writes_code and turn.stage is not None:  # handed in, and stopped before that was written down
            own = (e for e in reversed(self._events) if getattr(e, "position", None) == turn.position)
            run = next((e for e in own if isinstance(e, ev.Ran | ev.Answered | ev.Undone)), None)
            if isinstance(run, ev.Ran) and run.kept and run.stage == turn.stage.id:
                return self._append(ev.Answered, position=turn.position, text=run.code, stage=run.stage)
            return None
        if isinstance(last, ev.Revealed) and turn.dont_know:
            return self._score_unknown(turn, shown=True)
        if self.state.phase is Phase.PREDICTING and isinstance(last, ev.Answered | ev.ProbeAnswered):
            return self._follow_up()
        if self.state.withholds:
            return None
        if self.state.closed and isinstance(last, ev.Undone) and self.state.phase is Phase.ANSWERING:
            return self._append(ev.Returned, position=turn.position)
        if isinstance(last, ev.Answered) and last.dont_know:
            return self._score_unknown(turn)
        return self._append(ev.Revealed, position=turn.position) if isinstance(last, ev.Predicted) else None
