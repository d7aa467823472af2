"""Whatever is done in whatever order: the state is the fold of its events, and a refusal changes nothing."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from simulator.engine.scoring import MARKS, VERDICTS, Mark, Verdict
from simulator.errors import NotAllowed
from simulator.session.clock import SimulatedClock
from simulator.session.interview import events as ev
from simulator.session.interview.history import turn_evidence
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, fold
from tests.reporting import START, Nowhere
from tests.seven import ANSWERS, bank_of_seven, begun, on, seven
from tests.some import examples


class AnyInterview(RuleBasedStateMachine):
    """One interview on a small graph, each command at any time."""

    @initialize(seed=st.integers(0, 30), score=st.sampled_from(["each", "end"]))
    def begin(self, seed: int, score: str) -> None:
        self.interview = begun(seed, score=score)

    def attempt(self, command: str, *arguments: object, **more: object) -> None:
        before, state = self.interview.events, self.interview.state
        act, refusal = getattr(self.interview, command), ""
        try:
            receipt: Receipt = act(*arguments, **more)
            receipt.result(0)
        except NotAllowed as error:
            refusal = str(error)
        now = (self.interview.events, self.interview.state)
        assert now == (before, state) if refusal else len(now[0]) > len(before)

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            if self.interview.state.phase is not Phase.ENDED and not self.interview.state.paused:
                on(self.interview)

    @rule(command=st.sampled_from(["next", "hint", "pause", "resume", "answer_check"]))
    def plain(self, command: str) -> None:
        turn = self.interview.state.current
        self.attempt(command, *([ANSWERS.get(turn.asked.id if turn else "", "b")] * (command == "answer_check")))

    @rule(command=st.sampled_from(["undo", "dont_know", "skip", "said_that"]), text=st.sampled_from(["", "Words."]))
    def step(self, command: str, text: str) -> None:
        self.attempt(command, text)

    @rule(verdict=st.sampled_from(VERDICTS), command=st.sampled_from(["predict", "confirm"]))
    def rate(self, verdict: Verdict, command: str) -> None:
        self.attempt(command, verdict, *(["my case is special"] * (command == "confirm")))

    @rule(mark=st.sampled_from(MARKS), point=st.sampled_from(["core", "why", "when", "limit"]))
    def judge(self, mark: Mark, point: str) -> None:
        self.attempt("judge", point, mark)

    @rule(position=st.integers(0, 12), on=st.booleans())
    def set_aside(self, position: int, on: bool) -> None:
        self.attempt("set_aside", position, on=on)

    @rule(position=st.integers(0, 60))
    def end_now_and_then(self, position: int) -> None:
        if position < 4:
            self.attempt("stop")

    @rule(torn=st.integers(0, 2))
    def killed_and_opened_again(self, torn: int) -> None:
        """The last events may be missing; what follows from the others is appended anew."""
        events = self.interview.events[: max(1, len(self.interview.events) - torn)]
        if any(isinstance(event, ev.Ended) for event in events):
            return
        header, clock = self.interview.header, SimulatedClock(START)
        selection = Selection(seven(), header, bank=bank_of_seven())
        self.interview = Interview(seven(), header, Nowhere(), clock, selection, events)
        if self.interview.state.phase is not Phase.ENDED:
            self.interview.resume()

    @invariant()
    def the_state_is_the_fold_of_its_events(self) -> None:
        if hasattr(self, "interview"):
            assert fold(self.interview.header, self.interview.events) == self.interview.state

    @invariant()
    def evidence_is_of_what_counts(self) -> None:
        if not hasattr(self, "interview"):
            return
        for turn in self.interview.state.turns:
            pieces = turn_evidence(turn)
            assert not (turn.set_aside and pieces)
            assert all(piece.seen_before == turn.shown_before for piece in pieces)
            assert turn.may_be_prompted or not turn.when_asked
            assert not (turn.shown_before and turn.skipped)
            assert turn.dont_know is False or not turn.marks, "nobody judges the points of what was not known"

    @invariant()
    def something_can_always_be_done(self) -> None:
        if hasattr(self, "interview") and self.interview.state.phase is Phase.JUDGING:
            turn = self.interview.state.current
            assert turn is not None
            assert turn.revealed
            assert not turn.dont_know


AnyInterview.TestCase.settings = settings(max_examples=examples(80), stateful_step_count=40, deadline=None)
TestAnyInterview = AnyInterview.TestCase
