"""The two parts in which one writes: the answer, with hints and questions back, and the reply to a follow-up."""

from textual import on

from simulator.session.interview import Interview
from simulator.session.state import Phase
from simulator.ui.remarks import REPLY_COUNTS, SAID_COUNTS
from simulator.ui.tui import words
from simulator.ui.tui.actions import FOOTER_KEYS, Action, bindings, of_context
from simulator.ui.tui.panes.pane import PASSED, Given
from simulator.ui.tui.panes.writing import WritingPane
from simulator.ui.tui.widgets.editor import Editor


class AnswerPane(WritingPane):
    """A question waits for its answer, or for one stage of it."""

    BINDINGS = bindings("answer")
    context = "answer"
    letters: tuple[str, ...] = ("hint", "clarify", "unknown", "skip")
    placeholder = "Your answer"

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft)
        self._spoken = 0.0
        self._speaks_since: float | None = None
        self._has_text = False
        if self.speaks:
            self.letters = ("speak", *self.letters)
            self.first = self.action_speak
            self.placeholder = (
                "{answer.speak} starts and stops your speaking time; then write what you said, in three bullets."
            )

    @property
    def speaks(self) -> bool:
        """Whether answers of this interview are spoken, with a few bullets written down."""
        return self.interview.header.input == "spoken"

    @property
    def spoken_seconds(self) -> float:
        since = self._speaks_since
        return self._spoken + (self.interview.clock - since if since is not None else 0.0)

    def speak_on(self, seconds: float) -> None:
        self._spoken = seconds

    @property
    def reminder(self) -> str:
        if not self.begun("ask"):
            return ""
        return self.keyed("The question that you began to ask is kept: {answer.clarify} goes on with it.")

    def keys(self) -> tuple[list[Action], int]:
        actions, lead = super().keys()
        if not self.speaks or (self.editing and self.text):
            return actions, lead
        speak = next(a for a in of_context(self.context) if a.id == "answer.speak")
        others = [a for a in actions if a is not speak]
        return [speak, *others][:FOOTER_KEYS], lead and lead + 1  # what comes first is to speak

    @on(Editor.Changed)
    def _other_first_key(self, event: Editor.Changed) -> None:
        if self.speaks and bool(event.text_area.text) != self._has_text:
            self._has_text = not self._has_text
            self.post_message(self.KeysChanged())

    def action_speak(self) -> None:
        if not self.speaks:
            self.say("Answers of this interview are typed; set up a spoken one to speak.")
        elif self._speaks_since is None:
            self.post_message(self.Typed())
            self._speaks_since = self.interview.clock
            self.say(self.keyed("Speak; {answer.speak} stops the time."))
        else:
            self._spoken, self._speaks_since = self.spoken_seconds, None
            self.say(f"You spoke for {words.clock(self._spoken)}. Three bullets of what you said.")
            self.action_write()
        self.tick()

    def note(self) -> list[str]:
        if self._speaks_since is None:
            return super().note()
        return [*self.where(), f"speaking {words.clock(self.spoken_seconds)}"]

    def action_done(self) -> None:
        text, spoken = self.text, round(self.spoken_seconds, 1) or None
        self.do(lambda interview: interview.answer(text, spoken))

    def action_hint(self) -> None:
        if self.by_letter and len(self.turn.hints) < len(self.turn.question.hints):
            self.ask_first("hint", "takes a hint, which makes it easier", self._take_hint)
        else:
            self._take_hint()

    def _take_hint(self) -> None:
        self.do(lambda interview: interview.hint())
        self.action_write()  # what comes next is written; the keys wait until the hint stands above

    def action_clarify(self) -> None:
        self.ask_line("ask", "Ask the interviewer", "What do you want to know?", self._ask)

    def _ask(self, text: str, given: Given) -> None:
        self.do(given(lambda interview: interview.clarify(text)))

    def action_skip(self) -> None:
        self.surely("skip", "passes this question over", self._pass_over, final=self.interview.last_pass)

    def _pass_over(self) -> None:
        text = self.text
        self.do(lambda interview: interview.skip(text), go_on=True, done=PASSED, once=True)


class ProbePane(WritingPane):
    """The interviewer follows up, before anything is revealed."""

    BINDINGS = bindings("probe")
    context = "probe"
    letters: tuple[str, ...] = ("said", "unknown")
    placeholder = "Your reply"

    def where(self) -> list[str]:
        """Which of the interviewer's further questions this is."""
        number = len(self.turn.probes)
        return [f"twist {number}" if self.turn.probes[-1].sort == "twist" else f"follow-up {number}"]

    def action_done(self) -> None:
        text = self.text
        self.do(lambda interview: interview.answer_probe(text), done=REPLY_COUNTS)

    def action_said(self) -> None:
        text = self.text
        self.do(lambda interview: interview.said_that(text), done=SAID_COUNTS, once=True)


def writing_pane(phase: Phase) -> type[WritingPane]:
    """The part for a phase in which one writes."""
    return ProbePane if phase is Phase.PROBING else AnswerPane
