"""What all panes of the room share."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.containers import Vertical, VerticalScroll
from textual.events import Key, Paste
from textual.message import Message

from simulator.errors import NothingWritten, SimulatorError
from simulator.graph.text import clean
from simulator.session.interview.events import Asked, Resumed
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW, QUOTED_SAID_THAT
from simulator.session.interview.state import State
from simulator.session.transcript.sidecars import KeptLine
from simulator.ui.asked_first import ENDS, NO, YES, asks, in_small, keeps, what_ends
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.key_buffer import TOO_QUICK, TOO_SOON
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import footer, key_for, key_name, keys_for, of_context, types_character
from simulator.ui.tui.widgets.frame import NOTHING_HERE, Frame, LongText
from simulator.ui.tui.widgets.prompt import LinePrompt

if TYPE_CHECKING:
    from simulator.session.interview.turn import Turn

Call = Callable[[Interview], Receipt]
Done = str | Callable[[State], str]
Given = Callable[[Call], Call]

# what can be done without a text
WITHOUT_TEXT = {
    "answer.unknown": f"says {QUOTED_DONT_KNOW}",
    "probe.said": f"says {QUOTED_SAID_THAT}",
    "probe.unknown": f"says {QUOTED_DONT_KNOW}",
    "parting.skip": "skips it",
    "check.unknown": f"says {QUOTED_DONT_KNOW}",
    "check.skip": "skips it",
}
SHORTEST_TEXT = 3  # characters from which enter belongs to what is typed


class Pane(Vertical, can_focus=True):
    """Shows one state of the interview, and posts what the candidate wants done; the room does it."""

    FOCUS_ON_CLICK = False  # a click must not turn the letters of a text into commands
    context = ""
    takes_text: ClassVar[bool] = False  # whether keys pressed early may be meant as text
    rule = ""  # what the quiet line says until something else happens, and again after what was mentioned

    @dataclass
    class Command(Message):
        """A call to the interview. `go_on` asks for the next item after it; `done` then goes on the quiet line.

        What depends on what came of it is made only then.
        """

        call: Call
        go_on: bool = False
        done: Done = ""

    @dataclass
    class QuietWords(Message):
        """A sentence for the quiet line; it goes `with_next_key` if it's about the one that was pressed."""

        text: str
        with_next_key: bool = False

    class Typed(Message):
        """The candidate is writing or speaking."""

    class Leave(Message):
        """The candidate wants to leave; everything is kept."""

    class Finished(Message):
        """The interview is over, and its report is wanted."""

    class KeysChanged(Message):
        """The footer needs other keys."""

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__()
        self.interview = interview
        self.draft = draft or ""
        self.covered = False  # whether a prompt is open over it
        self.question = ""  # what waits to be confirmed; empty when nothing does
        self._then: Callable[[], None] | None = None
        self._last_key = ("", 0.0)  # the latest key, and when it was pressed
        self._asked_by, self._asked_at = self._last_key
        self._asked_about = ""  # the action that waits to be confirmed
        self._does = ""  # what it will do
        self._word_at = 0.0  # when the latest letter of a word came where there is no text
        self._word_length = 0

    def on_key(self, event: Key) -> None:
        """Note the key, which may lead to a question. Tab stops here, or it would move the focus out of the text."""
        self._last_key = (event.key, event.time)
        if self.takes_text and event.key in {"tab", "shift+tab"}:
            event.stop()

    def takes_click(self, action: str) -> bool:
        """Whether a click on an action's key in the footer confirms what was asked; any other click cancels it."""
        if self._asked_about == action:
            self.accept_question()
            return True
        self.cancel_question()
        self._last_key = ("", 0.0)
        return False

    @property
    def by_letter(self) -> bool:
        """Whether a letter led to the present action: it may be part of a word typed by mistake."""
        return types_character(self._last_key[0])

    @property
    def turn(self) -> "Turn":
        """The item that the pane is about."""
        turn = self.interview.state.current
        assert turn is not None
        return turn

    @property
    def recalls(self) -> bool:
        """Whether to show the question again: scoring comes after the end, or there was a pause since it was asked."""
        since = takewhile(lambda event: not isinstance(event, Asked), reversed(self.interview.events))
        return self.interview.state.closed is not None or any(isinstance(event, Resumed) for event in since)

    @property
    def text(self) -> str:
        """The text being typed here, which must not be lost."""
        return ""

    @property
    def written(self) -> str:
        """What of it is the candidate's own, and is kept as a note where the item ends without it."""
        return self.text

    @property
    def spoken_seconds(self) -> float:
        """Seconds spoken here, which must not be lost either."""
        return 0.0

    def resume_speaking(self, seconds: float) -> None:
        """Go on counting from the seconds spoken before the pane was shown again."""

    @property
    def reminder(self) -> str:
        """A sentence on an unfinished line that is kept out of sight; empty where there is none."""
        return ""

    def footer_keys(self, without: frozenset[str] = frozenset()) -> list[Action]:
        """The keys of the footer `without` some, and without the way back where nothing can be taken back."""
        stays = frozenset() if self.interview.may_undo else frozenset({f"{self.context}.undo"})
        return footer(self.context, without=without | stays)

    def keys(self) -> tuple[list[Action], int]:
        """The keys for the footer, and how many of the last stay however narrow it is."""
        return footer(self.context), 0

    def show_mode(self) -> None:
        """Show where keys go: into a text, to single letters, or to a prompt over it."""

    def other_keys(self) -> None:
        """Let the footer show the keys that work now."""
        self.post_message(self.KeysChanged())

    def begin(self) -> None:
        """Take the focus when the pane is shown."""
        self.focus()

    def follow(self) -> bool:
        """Show the changed state in place, or return False where another pane must take over."""
        return False

    def tick(self) -> None:
        """Called each second."""

    def do(self, call: Call, *, go_on: bool = False, done: Done = "", drop_repeat: bool = False) -> None:
        """Ask the room to carry out a command; keys wait until it is done.

        With `drop_repeat` the same key does nothing right afterwards, as by then it means something else.
        """
        self.cancel_question()
        if self.post_message(self.Command(call, go_on, done)):
            host_of(self).key_buffer.hold(drop_repeat=drop_repeat)

    def confirm(self, action: str, does: str, then: Callable[[], None], text: str = "", follows: str = "") -> None:
        """Do `then` once it is confirmed, by y, enter or the key that led here.

        `action` names the method that asks, `does` says what will be done and `follows`
        what that brings. The words of `text` are kept as a note.
        """
        self._then, (self._asked_by, self._asked_at) = then, self._last_key
        self._asked_about = action
        question = asks(f"{does}{keeps(words.word_count(text))}", key_name(self._asked_by))
        self.question, self._does = " ".join(filter(None, (question, follows, host_of(self).aside))), does
        self.say(self.question)
        self.other_keys()

    def action_end(self) -> None:
        text = clean(self.written)
        follows = what_ends(self.interview.state)
        self.confirm("end", ENDS, lambda: self.do(lambda interview: interview.stop(text)), text, follows)

    def cancel_question(self) -> None:
        """Withdraw the question; nothing is done."""
        if self.question:
            self.question, self._asked_about, self._then = "", "", None
            self.say("")
            self.other_keys()

    def action_cancel(self) -> None:
        """A click on the key that cancels."""
        self.cancel_question()

    def confirming_keys(self) -> list[Action]:
        """The footer's keys while something waits to be confirmed; that y and n answer too, the question says."""
        asking = next(a for a in of_context(self.context) if a.method == self._asked_about)
        cancel = next(a for a in of_context("line") if a.method == "cancel")
        does = self._does.split(",")[0]
        return [replace(asking, key="enter", aliases=(), label=does), cancel]

    def answers(self, event: Key | Paste) -> bool:
        """Whether a key does no more than answer the question.

        Y and enter confirm it, and so does the key that led to it, unless that is the n of a no. Anything else cancels
        it. Letters that come at once after a letter are of a word; a y right after f2 waits, as enter does.
        """
        if self._then is None:
            return False
        key = in_small(event.key) if isinstance(event, Key) else ""
        soon = event.time - self._asked_at < TOO_SOON
        of_word = soon and len(self._asked_by) == 1
        if not key or key not in ({"enter", self._asked_by} if of_word else {"enter", YES, self._asked_by} - {NO}):
            self.cancel_question()
            refused = key == NO and not of_word
            goes_on = not refused if self.editing else self.goes_on_with(event)  # then the key is also typed
            return key == "escape" or not goes_on
        if not soon:
            self.accept_question()
            return True
        if key == self._asked_by:
            # held down, or doubled in a word: wait from here on
            self._asked_at = event.time
        self.question = f"{TOO_QUICK} {self.question.removeprefix(TOO_QUICK).lstrip()}"
        self.say(self.question)
        return True

    def in_a_word(self, event: Key | Paste) -> bool:
        """Whether a key belongs to a text, typed where there are only choices: it must not be taken for a command.

        A text begins with a letter that means nothing here, and goes on while keys come as fast as one types, spaces
        and the enter at its end among them: `u` begins "user" as well as it goes back. One letter alone
        is none; it does nothing, and that's said.
        """
        if self.takes_text or self._then is not None or not isinstance(event, Key):
            return False
        ends = event.key == "enter" and self._word_length >= SHORTEST_TEXT  # one slip of a finger is no text
        goes_on = event.time - self._word_at < TOO_SOON and (event.is_printable or ends)
        if goes_on or ((event.character or "").isalpha() and self.means_nothing(event)):
            self._word_length = self._word_length + 1 if goes_on else 1
            self._word_at = event.time
            self.mention(NOTHING_HERE)
        return goes_on

    def goes_on_with(self, event: Key | Paste) -> bool:  # noqa: ARG002 - there is no text here
        """Whether a key that cancelled a question is of a text that one goes on with."""
        return False

    def means_nothing(self, event: Key) -> bool:
        """Whether a key is none of the commands here, nor was one in an earlier version."""
        own = host_of(self).preferences.keys
        actions = of_context(self.context, "app")
        return not any(event.key in (*action.keys(own), *action.former) for action in actions)

    def accept_question(self) -> None:
        """Do what waits to be confirmed."""
        then = self._then
        self.cancel_question()
        if then is not None:
            then()

    @property
    def editing(self) -> bool:
        """Whether keys go into a text."""
        return False

    def ask_line(
        self,
        name: str,
        title: str,
        placeholder: str,
        taken: Callable[[str, "Given"], None],
        none: str = "",
        *,
        does: str = "save",
        may_be_empty: bool = False,
    ) -> None:
        """Ask for a line. It is kept on the disk under `name` until its command is done, so that none of it is lost.

        `taken` gets the line, which `may_be_empty`, and a function through which to pass its command; the footer says
        what that `does`. `none` is said where no line is given.
        """
        host, kept = host_of(self), self._kept_line(name)

        def forgetting(call: Call) -> Call:
            """The command; once its event is on the disk, the line is no longer kept."""

            def called(interview: Interview) -> Receipt:
                receipt = call(interview)
                receipt.add_done_callback(lambda done: kept.keep("") if done.exception() is None else None)
                return receipt

            return called

        def after(text: str | None) -> None:
            if text is not None:
                taken(text, forgetting)
                host.release_keys()
            elif kept.text or none:
                self.say(self.reminder if kept.text else none)

        host.key_buffer.hold()
        prompt = LinePrompt(title, placeholder, does=does, kept=kept, holds_keys=True, may_be_empty=may_be_empty)
        self.app.push_screen(prompt, after)

    def begun(self, name: str) -> str:
        """The unfinished line of this name."""
        return self._kept_line(name).text

    def _kept_line(self, name: str) -> KeptLine:
        assert isinstance(self.screen, Frame)
        return KeptLine(self.screen.transcript_path, f"{name}:{self.turn.position}")

    def refusal(self, error: SimulatorError) -> str:
        """The words of an error; where nothing was written, with the keys that need no text."""
        if not isinstance(error, NothingWritten):
            return str(error)
        own = host_of(self).preferences.keys
        actions = [action for action in of_context(self.context) if action.id in WITHOUT_TEXT]
        keys = [self.key_in_text(a.id) if self.editing else key_name(a.keys(own)[0]) for a in actions]
        offers = ", ".join(f"{key} {WITHOUT_TEXT[a.id]}" for key, a in zip(keys, actions, strict=True))
        return f"{str(error).rstrip('.')}; {offers}."

    @property
    def way_back(self) -> str:
        """The keys that go back to the text, from letters that are commands."""
        own = host_of(self).preferences.keys
        return f"{key_for(f'{self.context}.write', own)} or {key_for(f'{self.context}.commands', own)}"

    def keyed(self, text: str) -> str:
        """A sentence in which `{answer.undo}` becomes the key of that action."""
        return host_of(self).keyed(text)

    def key_in_text(self, name: str) -> str:
        """The key of an action that works while one writes."""
        own = host_of(self).preferences.keys
        keys = keys_for(name, own)
        escape = f"{key_for(f'{self.context}.commands', own)}, then {key_name(keys[0])}"
        return next((key_name(key) for key in keys if not types_character(key)), escape)

    def say(self, text: str) -> None:
        """Show a sentence on the quiet line."""
        self.post_message(self.QuietWords(text))

    def mention(self, text: str) -> None:
        """Show a sentence on the quiet line until the next key."""
        self.post_message(self.QuietWords(text, with_next_key=True))

    def action_pause(self) -> None:
        self.do(lambda interview: interview.pause())

    def action_leave(self) -> None:
        self.post_message(self.Leave())

    def action_undo(self) -> None:
        text = self.written
        self.do(lambda interview: interview.undo(text))

    def action_next(self) -> None:
        self.do(lambda interview: interview.next())


class ScrollingPane(LongText, Pane):
    """A pane whose text may be longer than the screen."""

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)
