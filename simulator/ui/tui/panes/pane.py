"""What the parts of the room have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical, VerticalScroll
from textual.events import Key, Paste
from textual.message import Message

from simulator.session.events import Asked, Resumed
from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.ui.tui import words
from simulator.ui.tui.actions import Action, footer

if TYPE_CHECKING:
    from simulator.session.state import Turn
    from simulator.ui.tui.app import InterviewApp

Call = Callable[[Interview], Receipt]
ENDS = "Enter ends the interview; any other key goes on."
PASSED = "Passed over; it counts as nothing."
TOO_SOON = 0.4  # seconds: an enter that comes faster belongs to what is being typed by mistake


class Pane(Vertical, can_focus=True):
    """A part of the room: shows the state, and posts what the candidate wants done; the room does it."""

    context = ""
    takes_text: ClassVar[bool] = False  # whether keys that come early may be meant as text

    @dataclass
    class Command(Message):
        """Something to do with the interview. `go_on` asks for the next item after it, `done` is said quietly."""

        call: Call
        go_on: bool = False
        done: str = ""

    @dataclass
    class Said(Message):
        """A quiet sentence for the candidate."""

        text: str

    class Typed(Message):
        """The candidate has begun, or goes on, to write or to speak."""

    class Leave(Message):
        """The candidate wants to leave; everything is kept."""

    class Finished(Message):
        """The interview is over, and its report is wanted."""

    class KeysChanged(Message):
        """Other keys matter now."""

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__()
        self.interview = interview
        self.draft = draft
        self.question = ""  # what is asked before something is thrown away; empty when nothing is
        self._then: Callable[[], None] | None = None
        self._struck_at = self._asked_at = 0.0

    def on_key(self, event: Key) -> None:
        """Know when the key was struck that leads to a question."""
        self._struck_at = event.time

    @property
    def turn(self) -> "Turn":
        """The item that the part is about."""
        turn = self.interview.state.current
        assert turn is not None
        return turn

    @property
    def recalls(self) -> bool:
        """Whether the question is to be shown again: it was asked some time ago, or there was a pause since."""
        since = takewhile(lambda event: not isinstance(event, Asked), reversed(self.interview.events))
        return self.interview.state.closed is not None or any(isinstance(event, Resumed) for event in since)

    @property
    def text(self) -> str:
        """What is being typed here and must not be lost."""
        return ""

    @property
    def spoken_seconds(self) -> float:
        """How long was spoken here, which must not be lost either."""
        return 0.0

    def speak_on(self, seconds: float) -> None:
        """So much was spoken before the part was shown anew."""

    def keys(self) -> tuple[list[Action], int]:
        """The keys for the footer, and from which place on they need escape first (0: none does)."""
        return footer(self.context), 0

    def begin(self) -> None:
        """Take the focus when the part is shown."""
        self.focus()

    def follow(self) -> bool:
        """Show the changed state in place; False where another part must take over."""
        return False

    def tick(self) -> None:
        """A second has passed."""

    def do(self, call: Call, *, go_on: bool = False, done: str = "", once: bool = False) -> None:
        """Ask the room to carry out a command; keys wait until it is done.

        `once` where the same key means something else right afterwards: struck again at once it does nothing.
        """
        self.let_be()
        if self.post_message(self.Command(call, go_on, done)):
            cast("InterviewApp", self.app).typeahead.hold(once=once)

    def ask_first(self, question: str, then: Callable[[], None]) -> None:
        """Do `then` only when enter answers the question: letters may be words that are typed by mistake."""
        self.question, self._then, self._asked_at = question, then, self._struck_at
        self.say(question)

    def surely(self, does: str, then: Callable[[], None]) -> None:
        """Do `then`; where it would leave words that are written, ask first. `does` says what enter does."""
        if count := words.word_count(self.text):
            self.ask_first(
                f"Enter {does}, and keeps {words.plural(count, 'word')} as a note; any other key goes on.", then
            )
        else:
            then()

    def let_be(self) -> None:
        """Nothing is asked any more."""
        if self.question:
            self.question, self._then = "", None
            self.say("")

    def answers(self, event: Key | Paste) -> bool:
        """Whether a key answers the question that was asked, and is nothing else: enter does it, others let it be."""
        then = self._then
        if then is None:
            return False
        if not isinstance(event, Key) or event.key != "enter":
            self.let_be()
            return not self.editing  # a text goes on with that key
        if event.time - self._asked_at >= TOO_SOON:
            self.let_be()
            then()
        return True

    @property
    def editing(self) -> bool:
        """Whether keys go into a text."""
        return False

    def ask_line(self, title: str, placeholder: str, taken: Callable[[str | None], None]) -> None:
        """Ask for a line; what is typed before it can take keys is not lost."""
        from simulator.ui.tui.panes.line import Line  # it is built on the same widgets as a screen

        cast("InterviewApp", self.app).typeahead.hold()
        self.app.push_screen(Line(title, placeholder, holds_keys=True), taken)

    def keyed(self, text: str) -> str:
        """A sentence with the keys of the actions that it names as `{answer.undo}`, a person's own where given."""
        return cast("InterviewApp", self.app).keyed(text)

    def say(self, text: str) -> None:
        """Say something quietly."""
        self.post_message(self.Said(text))

    def action_pause(self) -> None:
        self.do(lambda interview: interview.pause())

    def action_leave(self) -> None:
        self.post_message(self.Leave())

    def action_undo(self) -> None:
        text = self.text
        self.do(lambda interview: interview.undo(text))

    def action_next(self) -> None:
        self.do(lambda interview: interview.next())


class ScrollingPane(Pane):
    """A part whose text may be longer than the screen."""

    @property
    def scroll(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(VerticalScroll)

    def action_text_down(self) -> None:
        self.scroll.scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.scroll.scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.scroll.scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.scroll.scroll_page_up(animate=False)
