"""The panes in which something is answered: a question, a follow-up, and at the end a parting question.

At a question one also takes a hint, asks for facts, or skips it; a parting question is not scored.
"""

from typing import get_args

from textual.events import Event

from simulator.errors import QuestionBack, SimulatorError
from simulator.graph.text import upper_first
from simulator.session.interview.input import (
    asks_to_skip,
    asks_why,
    is_said_already,
    may_have_misheard,
    only_asks,
    takes_offer,
)
from simulator.session.interview.interview import Interview, Refusable
from simulator.session.interview.item_blocks import Block
from simulator.session.interview.outcome_words import OUTCOMES, SKIPPED, SKIPPED_COUNTS
from simulator.session.interview.state import State
from simulator.ui.asked_first import LEAVES_FOLLOW_UP, SAYS_SO, skips
from simulator.ui.ending import parting_lead
from simulator.ui.interviewer import (
    HINT_COUNTS,
    reply_words,
    said_words,
    with_facts,
)
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.room.panes.pane import Given
from simulator.ui.tui.room.panes.speaking import SpeakingPane
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.room.place import place_of

TAKES_HINT = "take a hint, with which the question counts as easier"


class AskingPane(SpeakingPane):
    """A pane in which one can ask the interviewer something."""

    @property
    def reminder(self) -> str:
        if not self.begun("ask"):
            return ""
        return f"Your unfinished question is saved: {self.key_in_text(f'{self.context}.clarify')} goes back to it."

    def refusal(self, error: SimulatorError) -> str:
        words = super().refusal(error)
        if isinstance(error, QuestionBack):
            return f"{words.rstrip('.')}; {self.key_in_text(f'{self.context}.clarify')} asks it."
        return words

    def action_clarify(self) -> None:
        """Ask what was written, if it's nothing but a question; else ask for one in a line of its own."""
        if only_asks(text := self.text.strip()):
            self.ask_interviewer(text)
            if not asks_to_skip(text):  # which is only done once it's confirmed
                self.replace_text("")
            return

        def ask(text: str, given: Given) -> None:
            if self.answers_aside(text):
                self._kept_line("ask").keep("")
            else:
                self.do(given(lambda interview: interview.clarify(text)), done=self.how_to_leave)
            self.action_write()  # with the fact one writes on

        self.ask_line("ask", "Ask the interviewer", "What do you want to know?", ask, does="ask")

    def ask_interviewer(self, text: str) -> None:
        """Ask for a fact, or what a key answers."""
        if not self.answers_aside(text):
            self.do(lambda interview: interview.clarify(text), done=self.how_to_leave)

    def answers_aside(self, text: str) -> bool:
        """Whether a text asks for what a key does, which is done: say why it's asked, or leave it."""
        if asks_why(text):
            self.action_why()
        elif asks_to_skip(text):
            self._last_key = ("enter", Event().time)  # so that leaving isn't confirmed by the same stroke
            self.leave_it()
        else:
            return False
        return True

    def leave_it(self) -> None:
        """Leave what was asked, once that is confirmed."""
        raise NotImplementedError

    def how_to_leave(self, state: State) -> str:
        """How a follow-up is left, where the interviewer may have misheard what it's about."""
        if state.current is None or not may_have_misheard(state.current):
            return ""
        return f"{upper_first(self.key_in_text('probe.said'))}, then enter, leaves this follow-up."

    def takes_offer(self, text: str) -> bool:
        """Whether the text is a yes or a no to a fact that was just offered: it's told, and the text is free again."""
        if not takes_offer(self.turn, text):
            return False
        self.do(lambda interview: interview.clarify(text))
        self.replace_text("")
        return True


class AnswerPane(AskingPane):
    """A question waits for its answer, or for one stage of it."""

    BINDINGS = bindings("answer")
    context = "answer"
    letters: tuple[str, ...] = ("hint", "clarify", "unknown", "skip")
    text_name = "your answer"
    placeholder = "Type what you'd say."
    sums_up = "three bullets"
    tells_costs = True  # of a hint, where nothing is written yet

    @property
    def asks_for(self) -> str:
        """With what a hint costs, until one was taken: said after it alone, that came too late."""
        if not self.tells_costs or self.interview.state.hints_taken or self.interview.why_not("hint"):
            return super().asks_for
        costs = HINT_COUNTS.replace("hint", f"hint ({self.key_in_text('answer.hint')})")
        return f"{super().asks_for} {costs}"

    def lead(self) -> str:
        """Before the first question that keeps facts back, also that they can be asked for."""
        how = f"({self.key_in_text('answer.clarify')})"
        return with_facts(super().lead(), self.interview.state, self.turn, how)

    @property
    def offered(self) -> tuple[str, ...]:
        if place_of(self.interview.state) != self._place:
            return self.letters  # another pane is taking over
        refused = {command for command in get_args(Refusable) if self.interview.why_not(command)}
        return tuple(name for name in self.letters if name not in refused)

    def give(self) -> None:
        text, spoken = self.text, self.spoken
        if not self.takes_offer(text):
            self.do(lambda interview: interview.answer(text, spoken))

    def action_hint(self) -> None:
        if why_not := self.interview.why_not("hint"):
            self.say(why_not)
        elif self.by_letter or not self.interview.state.hints_taken:
            self.confirm("hint", TAKES_HINT, self._take_hint)
        else:
            self._take_hint()

    def _take_hint(self) -> None:
        # the key again at once would take the next one too, and no hint is taken back
        told = HINT_COUNTS * (not self.interview.state.hints_taken)
        self.do(lambda interview: interview.hint(), done=told, drop_repeat=True)
        # what comes next is text; the keys wait until the hint is shown
        self.action_write()

    def leave_it(self) -> None:
        self.action_skip()

    def action_skip(self) -> None:
        if why_not := self.interview.why_not("skip"):
            self.say(why_not)
            return
        text = self.written

        def skip() -> None:
            self.do(lambda interview: interview.skip(text), go_on=True, done=SKIPPED_COUNTS, drop_repeat=True)

        self.confirm("skip", skips(self.interview.state, last=self.interview.last_skip), skip, text)


class ProbePane(AskingPane):
    """The interviewer follows up, before anything is revealed."""

    BINDINGS = bindings("probe")
    context = "probe"
    letters: tuple[str, ...] = ("said", "unknown", "clarify")
    sums_up = "a bullet or two"

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        if self.speaks:  # its key takes the room of another, and anybody who is stuck needs "don't know"
            self.letters = ("speak", "unknown", "said", "clarify")

    @property
    def asks_for(self) -> str:
        """With the key for "I said that" and what it does: a point that is asked for may have been said already."""
        from simulator.engine.choice.unknown import has_no_answer  # known by now: a follow-up was asked

        if self.turn.probes[-1].sort != "gap" or has_no_answer(self.turn.answer_text):
            return super().asks_for
        said = f"Said that already? {upper_first(self.key_in_text('probe.said'))}, then enter, and I'll leave it."
        return f"{super().asks_for} {said}".lstrip()

    @property
    def while_writing(self) -> tuple[str, ...]:
        """As ever, but the letters come before the way back to what was read: somebody stuck needs "don't know"."""
        on, back = (self.reading, []) if "page_down" in self.reading else ([], self.reading)
        return ("done", *on, *self.offered, *back)

    def where(self) -> list[str]:
        """The number of the follow-up or the twist, and how long the reply was spoken."""
        number = len(self.turn.probes)
        twists = self.turn.probes[-1].sort == "twist"
        return self.with_time_spoken([f"twist {number}" if twists else f"follow-up {number}"])

    def give(self) -> None:
        text, spoken = self.text, self.spoken
        if self.takes_offer(text):
            return
        so = self.said_so if is_said_already(text) else ""
        self.do(
            lambda interview: interview.answer_probe(text, spoken),
            done=lambda state: so or reply_words(state, state.replies_given),
        )

    @property
    def said_so(self) -> str:
        """What the interviewer says to "I said that"."""
        state = self.interview.state
        return said_words(state, self.turn.probes[-1], state.said_already + 1)

    def leave_it(self) -> None:
        text = self.written

        def leave() -> None:
            self.do(lambda interview: interview.dont_know(text), drop_repeat=True)

        self.confirm("unknown", LEAVES_FOLLOW_UP, leave, text)

    def action_said(self) -> None:
        text, reply = self.text, self.said_so

        def say_so() -> None:
            self.do(lambda interview: interview.said_that(text), done=reply, drop_repeat=True)

        # nothing takes it back but judging the answer again
        self.confirm("said", SAYS_SO, say_so, self.written)


class PartingPane(WritingPane):
    """A question after the last one: about the candidate, or what they would like to ask."""

    BINDINGS = bindings("parting")
    context = "parting"
    letters: tuple[str, ...] = ("skip",)
    placeholder = "This isn't scored."
    needs_room = opens = False
    has_beside = False

    @property
    def asks_for(self) -> str:
        aloud = " Say it aloud, then write a line of it, or skip it." * (self.interview.header.input == "spoken")
        return f"{self.placeholder}{aloud}"

    def lead(self) -> str:
        return parting_lead(self.interview.state)

    def said(self) -> list[Block]:
        asked = self.interview.state.parting.open
        return [Block("interviewer", asked.asks)] if asked else []

    def where(self) -> list[str]:
        """Nothing: it is no question of the interview."""
        return []

    def time(self) -> tuple[str, bool]:
        """Nothing: no minutes are planned for it."""
        return "", False

    def give(self) -> None:
        text = self.text
        self.do(lambda interview: interview.answer_parting(text))

    def action_skip(self) -> None:
        text, done = self.text, f"{OUTCOMES[SKIPPED].capitalize()}."

        def skip() -> None:
            self.do(lambda interview: interview.skip(text), done=done, drop_repeat=True)

        self.confirm("skip", skips(self.interview.state, last=False), skip, self.written)
