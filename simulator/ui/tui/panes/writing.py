"""The parts in which one writes: the answer, and the reply to a follow-up."""

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.widgets import TextArea

from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.session.state import Phase, Turn
from simulator.ui.remarks import lead_in
from simulator.ui.tui import words
from simulator.ui.tui.actions import FOOTER_KEYS, Action, bindings, of_context
from simulator.ui.tui.panes.line import Line
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.widgets.editor import Editor, edit_outside
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.talk import Talk, conversation

WORDS_SHOWN_FROM = 20


class WritingPane(Pane):
    """The conversation above, the editor below; escape leaves the editor for single-letter commands."""

    takes_text = True
    letters: tuple[str, ...] = ()
    placeholder = ""

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft or self.given_back(interview))
        self._place = place_of(self.turn)
        self._lead = lead_in(interview.state, self.turn, interview.graph)

    @staticmethod
    def given_back(interview: Interview) -> str:
        """A text that was taken back with undo."""
        turn = interview.state.current
        return turn.draft if turn else ""

    def compose(self) -> ComposeResult:
        yield Talk(classes="-code" if self.turn.question.kind == "code" else "")
        yield Rule()
        yield Editor(self.draft, self.placeholder)

    def on_mount(self) -> None:
        self.query_one(Talk).show(conversation(self.turn, self._lead))

    @property
    def text(self) -> str:
        return next((editor.text for editor in self.query(Editor)), "")

    @property
    def editing(self) -> bool:
        """Whether keys go into the text."""
        return any(editor.has_focus for editor in self.query(Editor))

    def begin(self) -> None:
        self.query_one(Editor).focus()

    def follow(self) -> bool:
        state = self.interview.state
        if state.paused or state.current is None or place_of(state.current) != self._place:
            return False
        self.query_one(Talk).show(conversation(state.current, self._lead))
        return True

    def keys(self) -> tuple[list[Action], int]:
        by_id = {a.id: a for a in of_context(self.context)}
        letters = [by_id[f"{self.context}.{name}"] for name in self.letters]
        if self.editing:
            ways = [by_id[f"{self.context}.done"], by_id[f"{self.context}.commands"]]
            return [*ways, *letters][:FOOTER_KEYS], len(ways)
        ways = [by_id[f"{self.context}.{name}"] for name in ("write", "done")]
        return [*ways, *letters, by_id[f"{self.context}.pause"]][:FOOTER_KEYS], 0

    def tick(self) -> None:
        clock = [words.clock(self.interview.question_seconds)] if self.screen.has_class("-clock") else []
        for rule in self.query(Rule):
            rule.note = " · ".join([*self.note(), *clock])

    def note(self) -> list[str]:
        """What the rule above the text says, besides the clock."""
        count = words.word_count(self.text) if len(self.text) < 100_000 else 0
        return [*self.where(), *([f"{count} words"] if count >= WORDS_SHOWN_FROM else [])]

    def where(self) -> list[str]:
        """The stage of a design question that is written now."""
        stages = self.turn.question.stages
        return [f"stage {len(self.turn.answers) + 1} of {len(stages)}"] if self.turn.stage else []

    def action_unknown(self) -> None:
        if self.surely("unknown", "Once more, if you do not know."):
            self.do(lambda interview: interview.dont_know())

    @on(Editor.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()

    def on_descendant_focus(self) -> None:
        self.post_message(self.KeysChanged())

    def on_descendant_blur(self) -> None:
        self.post_message(self.KeysChanged())

    def action_commands(self) -> None:
        self.focus()

    def action_write(self) -> None:
        self.query_one(Editor).focus()

    def action_external(self) -> None:
        editor = self.query_one(Editor)
        try:
            with self.app.suspend():
                text = edit_outside(editor.text)
        except SuspendNotSupported:
            self.say("Another editor cannot be opened in this terminal.")
        except OSError as error:
            self.say(f"Your editor could not be used: {error}.")
        else:
            editor.replace_all(text)
        editor.focus()

    def action_clock(self) -> None:
        self.screen.toggle_class("-clock")
        self.tick()

    def action_end(self) -> None:
        text = self.text.strip()
        kept = " What you have written is kept as a note." if text else ""
        if self.sure("end", f"Once more to end the interview.{kept}"):
            self.do(lambda interview: _end_with(interview, text))

    def surely(self, step: str, question: str) -> bool:
        """Whether words that are written may be thrown away for a step: there are none, or it was asked for twice."""
        count = words.word_count(self.text)
        return not count or self.sure(step, f"You have written {words.plural(count, 'word')}. {question}")

    def action_text_down(self) -> None:
        self.query_one(Talk).scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.query_one(Talk).scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.query_one(Talk).scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.query_one(Talk).scroll_page_up(animate=False)


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
        if self.speaks:
            self.letters = ("speak", *self.letters)
            self.placeholder = "Space starts and stops your speaking time; then write what you said, in three bullets."

    @property
    def speaks(self) -> bool:
        """Whether answers of this interview are spoken, with a few bullets written down."""
        return self.interview.header.input == "spoken"

    def begin(self) -> None:
        if self.speaks and not self.draft:
            self.focus()
        else:
            super().begin()

    def action_speak(self) -> None:
        if not self.speaks:
            self.say("Answers of this interview are typed; set up a spoken one to speak.")
        elif self._speaks_since is None:
            self._speaks_since = self.interview.clock
            self.say("Speak; space stops the time.")
        else:
            self._spoken += self.interview.clock - self._speaks_since
            self._speaks_since = None
            self.say(f"You spoke for {words.clock(self._spoken)}. Three bullets of what you said.")
            self.action_write()
        self.tick()

    def note(self) -> list[str]:
        since = self._speaks_since
        return (
            super().note()
            if since is None
            else [*self.where(), f"speaking {words.clock(self.interview.clock - since)}"]
        )

    def action_done(self) -> None:
        text, spoken = self.text, round(self._spoken, 1) or None
        self.do(lambda interview: interview.answer(text, spoken))

    def action_hint(self) -> None:
        self.do(lambda interview: interview.hint())

    def action_clarify(self) -> None:
        self.app.push_screen(Line("Ask the interviewer", "What do you want to know?"), self._ask)

    def _ask(self, text: str | None) -> None:
        if text:
            self.do(lambda interview: interview.clarify(text))

    def action_skip(self) -> None:
        if self.surely("skip", "Once more to pass this question over."):
            self.do(lambda interview: interview.skip(), go_on=True, done="Passed over; it counts as nothing.")


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
        self.do(lambda interview: interview.answer_probe(text))

    def action_said(self) -> None:
        self.do(lambda interview: interview.said_that())


def _end_with(interview: Interview, text: str) -> Receipt:
    """End the interview; what was being written stays with its question."""
    if text:
        interview.note(text)
    return interview.stop()


def place_of(turn: Turn) -> tuple[int, int, int, bool]:
    """What a writing part is about: item, stage, follow-up; another place is another part."""
    return (turn.position, len(turn.answers), len(turn.replies), turn.open_probe is not None)


def writing_pane(phase: Phase) -> type[WritingPane]:
    """The part for a phase in which one writes."""
    return ProbePane if phase is Phase.PROBING else AnswerPane
