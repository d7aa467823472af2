"""What the parts of the room have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.message import Message

from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.ui.tui.actions import Action, footer

if TYPE_CHECKING:
    from simulator.session.state import Turn
    from simulator.ui.tui.app import InterviewApp

Call = Callable[[Interview], Receipt]


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
        self._sure_of = ""
        self._struck = ""  # the latest key that meant something here
        self._struck_at = self._asked_at = 0.0

    def on_key(self, event: Key) -> None:
        """A step that was asked for is only sure when nothing else was pressed in between."""
        if event.key != self._struck:
            self._sure_of = ""
        self._struck, self._struck_at = event.key, event.time

    @property
    def turn(self) -> "Turn":
        """The item that the part is about."""
        turn = self.interview.state.current
        assert turn is not None
        return turn

    @property
    def text(self) -> str:
        """What is being typed here and must not be lost."""
        return ""

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
        if self.post_message(self.Command(call, go_on, done)):
            cast("InterviewApp", self.app).typeahead.hold(once=once)

    def sure(self, step: str, question: str, apart: float = 0.0) -> bool:
        """Whether a step that cannot be taken back was asked for twice; the first time `question` is said.

        The second time has to come `apart` seconds later: a letter may be doubled in a word.
        """
        if self._sure_of == step and self._struck_at - self._asked_at >= apart:
            return True
        self._sure_of, self._asked_at = step, self._struck_at
        self.say(question)
        return False

    def say(self, text: str) -> None:
        """Say something quietly."""
        self.post_message(self.Said(text))

    def action_pause(self) -> None:
        self.do(lambda interview: interview.pause())

    def action_leave(self) -> None:
        self.post_message(self.Leave())

    def action_undo(self) -> None:
        self.do(lambda interview: interview.undo())

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
