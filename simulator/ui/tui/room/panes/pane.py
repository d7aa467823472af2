"""What all panes of the room have in common, and what is said of a command that does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.events import Key, Paste
from textual.keys import key_to_character
from textual.message import Message

from simulator.errors import NothingWritten, SimulatorError
from simulator.graph.text import plural
from simulator.session.interview.events import Asked, Resumed
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.outcomes import QUOTED_DONT_KNOW, QUOTED_SAID_THAT, SKIPPED_COUNTS
from simulator.session.transcript.sidecars import KeptLine
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import footer, key_for, key_name, of_context, with_keys
from simulator.ui.tui.widgets.frame import Frame, LongText
from simulator.ui.tui.widgets.prompt import LinePrompt

if TYPE_CHECKING:
    from simulator.session.interview.turn import Turn

Call = Callable[[Interview], Receipt]
Given = Callable[[Call], Call]
ENDS = "ends the interview"
# seconds; a key that comes faster is held down, or part of a word typed by mistake
TOO_SOON = 0.4


class Pane(Vertical, can_focus=True):
    """One pane of the room: shows the state, and posts what the candidate wants done; the room does it."""

    FOCUS_ON_CLICK = False  # a click must not turn the letters of a text into commands
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
        # what is asked before something is thrown away; empty when nothing is
        self.question = ""
        self._then: Callable[[], None] | None = None
        self._struck = ("", 0.0)  # the latest key, and when
        self._asked_by, self._asked_at = self._struck
        self._asked_about = ""  # the action that waits for the answer

    def on_key(self, event: Key) -> None:
        """Note the key: it may lead to a question. Tab stops here, or it would leave the text for its commands."""
        self._struck = (event.key, event.time)
        if self.takes_text and event.key in {"tab", "shift+tab"}:
            event.stop()

    def takes_click(self, action: str) -> bool:
        """Whether a click on the key of an action answers what was asked; else it is done, and no key led to it."""
        if self._asked_about == action:
            self.accept_question()
            return True
        self.cancel_question()
        self._struck = ("", 0.0)
        return False

    @property
    def by_letter(self) -> bool:
        """Whether a letter led to what is done now: it may be part of a word typed by mistake."""
        return (key_to_character(self._struck[0]) or "\n").isprintable()

    @property
    def turn(self) -> "Turn":
        """The item that the pane is about."""
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
        """What is being typed here, which must not be lost."""
        return ""

    @property
    def spoken_seconds(self) -> float:
        """How long was spoken here, which must not be lost either."""
        return 0.0

    def resume_speaking(self, seconds: float) -> None:
        """Count on from the seconds that were spoken before the pane was shown again."""

    @property
    def reminder(self) -> str:
        """A sentence on a line that was begun here and is kept out of sight; empty where there is none."""
        return ""

    def keys(self) -> tuple[list[Action], int]:
        """The keys for the footer, and from which of them on escape comes first (0 for none)."""
        return footer(self.context), 0

    def begin(self) -> None:
        """Take the focus when the pane is shown."""
        self.focus()

    def follow(self) -> bool:
        """Show the changed state in place; False where another pane must take over."""
        return False

    def tick(self) -> None:
        """A second has passed."""

    def do(self, call: Call, *, go_on: bool = False, done: str = "", drop_repeat: bool = False) -> None:
        """Ask the room to carry out a command; keys wait until it is done.

        `drop_repeat` where the same key means something else right afterwards: pressed again at once it does nothing.
        """
        self.cancel_question()
        if self.post_message(self.Command(call, go_on, done)):
            host_of(self).key_buffer.hold(drop_repeat=drop_repeat)

    def confirm(self, action: str, does: str, then: Callable[[], None], keeps: str = "") -> None:
        """Do `then` once it is confirmed, by enter or by the key that led here, which may be part of a word.

        `action` names the method that asks, `does` says what is done, and `keeps` what is kept of a text that is left.
        """
        self._then, (self._asked_by, self._asked_at) = then, self._struck
        self._asked_about = action
        again = f" or {key_name(self._asked_by)} again" if self._asked_by not in {"", "enter"} else ""
        self.question = f"Enter{again} {does}{keeps}; esc cancels."
        self.say(self.question)

    def confirm_if_text(self, action: str, does: str, then: Callable[[], None], *, final: bool) -> None:
        """Do `then`; confirm it first where it is `final`, where words are written, or where a letter led here."""
        if final or self.by_letter or self.text.strip():
            self.confirm(action, does, then, self.keeps_as_note(self.text))
        else:
            then()

    @staticmethod
    def keeps_as_note(text: str) -> str:
        """What the question says of the words that are written."""
        count = words.word_count(text)
        return f", and keeps {plural(count, 'word')} as a note" if count else ""

    def cancel_question(self) -> None:
        """Take back what was asked; nothing is done."""
        if self.question:
            self.question, self._asked_about, self._then = "", "", None
            self.say("")

    def answers(self, event: Key | Paste) -> bool:
        """Whether a key answers the question that was asked, and is nothing else.

        Enter confirms it, and so does the key that led to it. Anything else cancels it.
        """
        if self._then is None:
            return False
        key = event.key if isinstance(event, Key) else ""
        if key not in {"enter", self._asked_by} or not key:
            self.cancel_question()
            return key == "escape" or not self.editing  # in a text, the key is typed
        if event.time - self._asked_at >= TOO_SOON:
            self.accept_question()
        elif key == self._asked_by:
            # held down, or doubled in a word: it counts from now
            self._asked_at = event.time
        return True

    def accept_question(self) -> None:
        """Do what was asked."""
        then = self._then
        self.cancel_question()
        if then is not None:
            then()

    @property
    def editing(self) -> bool:
        """Whether keys go into a text."""
        return False

    def ask_line(
        self, name: str, title: str, placeholder: str, taken: Callable[[str, "Given"], None], none: str = ""
    ) -> None:
        """Ask for a line; what is typed before it can take keys is not lost, nor is the line where the program ends.

        `taken` hands on what `given` makes of its command: once that is done the line is kept no more. Without a line
        `none` is said.
        """
        host, kept = host_of(self), self._kept_line(name)

        def after(text: str | None) -> None:
            if text:
                taken(text, partial(_forgetting, kept))
                host.release_keys()
            elif kept.text or none:
                self.say(self.reminder if kept.text else none)

        host.key_buffer.hold()
        self.app.push_screen(LinePrompt(title, placeholder, kept=kept, holds_keys=True), after)

    def begun(self, name: str) -> str:
        """The line of this name that was begun and never given."""
        return self._kept_line(name).text

    def _kept_line(self, name: str) -> KeptLine:
        assert isinstance(self.screen, Frame)
        return KeptLine(self.screen.transcript_path, f"{name}:{self.turn.position}")

    def keyed(self, text: str) -> str:
        """A sentence with the keys of the actions that it names as `{answer.undo}`, a person's own where given."""
        return host_of(self).keyed(text)

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


class ScrollingPane(LongText, Pane):
    """A pane whose text may be longer than the screen."""

    @property
    def scroll(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(VerticalScroll)


def _forgetting(line: KeptLine, call: Call) -> Call:
    """The command; once its event is on the disk, the line that it came from is no longer kept."""

    def called(interview: Interview) -> Receipt:
        receipt = call(interview)
        receipt.add_done_callback(lambda done: line.keep("") if done.exception() is None else None)
        return receipt

    return called


KEYS_OUT = {
    "answer.unknown": f"says {QUOTED_DONT_KNOW}",
    "probe.said": f"says {QUOTED_SAID_THAT}",
    "probe.unknown": f"says {QUOTED_DONT_KNOW}",
    "check.unknown": f"says {QUOTED_DONT_KNOW}",
    "check.skip": "skips it",
}


def refusal(error: SimulatorError, pane: Pane | None) -> str:
    """The words of an error, with the keys that do something in the pane where it came up."""
    if pane is None or not isinstance(error, NothingWritten):
        return str(error)
    own = host_of(pane).preferences.keys
    ways = {action.keys(own)[0]: KEYS_OUT[action.id] for action in of_context(pane.context) if action.id in KEYS_OUT}
    written = pane.editing and any(map(_is_text, ways))
    after = f"after {key_for(f'{pane.context}.commands', own)} " if written else ""
    told = ", ".join(f"{key_name(key)} {does}" for key, does in ways.items())
    return f"{str(error).rstrip('.')}; {after}{told}."


def skipped_words(context: str, own: Mapping[str, str]) -> str:
    """What is said of an item that was skipped, with the keys that take it back in the pane that follows.

    `context` is that of the pane, `own` are a person's own keys, by action.
    """
    undo = next((action for action in of_context(context) if action.id == f"{context}.undo"), None)
    if undo is None:
        return SKIPPED_COUNTS
    first = f"{{{context}.commands}}, then " if undo.after_escape and _is_text(undo.keys(own)[0]) else ""
    return with_keys(f"{SKIPPED_COUNTS} {first}{{{undo.id}}} takes that back.", own)


def _is_text(key: str) -> bool:
    """Whether a key types a character."""
    return (key_to_character(key) or "\n").isprintable()
