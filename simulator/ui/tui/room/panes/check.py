"""A quick check: asked in one line, answered in one line, marked by the program."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Key, Paste
from textual.widgets import Input, Static

from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.text import clean
from simulator.session.interview.input import exactness_of, hint_of
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, item_blocks, said_blocks
from simulator.session.interview.judging import why_not_set_aside
from simulator.session.interview.outcome_words import SKIPPED_COUNTS
from simulator.session.interview.state import Awaits
from simulator.session.interview.turn import Turn
from simulator.ui.asked_first import NO, SAYS_UNKNOWN, YES, in_small, skips
from simulator.ui.interviewer import CHECK_KEPT, READ_AS, lead_in
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import bindings, footer, of_context
from simulator.ui.tui.room.blocks import ConversationView, block_widget, labelled_widget
from simulator.ui.tui.room.panes.pane import ScrollingPane
from simulator.ui.tui.room.panes.sheet import Sheet
from simulator.ui.tui.room.panes.writing import TextPane
from simulator.ui.tui.widgets.editor import LineInput

READ_LETTERS = 16  # of an option that is read back in words
KEYS_WHILE_TYPING = ("unknown", "skip", "commands")
LEAST_LINES = 3  # of the check
KEYS_AFTER_ESCAPE = ("unknown", "skip", "why", "pause", "end", "leave")


class CheckPane(TextPane):
    """A check waits for a number or the number of an option."""

    BINDINGS = bindings("check")
    context = "check"
    _read = ""  # the text that is read back
    _chosen: int | None = None  # the option that is read back
    _told_of = ""  # the text for which something stands below the line

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, interview.state.draft if draft is None else draft)
        self._position = self.turn.position

    def compose(self) -> ComposeResult:
        check = self.turn.check
        assert check is not None
        line = LineInput(self.draft, hint_of(check), gives=("check.done", self.action_done))
        read = Static(id="read", classes="asks", markup=False)
        read.display = False  # takes no room until something is read
        with Vertical(classes="desk"):
            yield ConversationView()
            yield Sheet(", ".join(filter(None, ("your answer", exactness_of(check)))), line, classes="-line -writing")
            yield read

    def on_mount(self) -> None:
        self._show_conversation()
        self.watch_reading()

    def _show_conversation(self) -> None:
        lead = Block("lead", lead_in(self.interview.state, self.turn, self.interview.graph))
        self.query_one(ConversationView).show([lead, *said_blocks(self.turn), *self._reason])
        self.call_after_refresh(self._give_room)

    def on_resize(self) -> None:
        self._give_room()

    def _give_room(self) -> None:
        """Let the check have all lines that its answer leaves; an option that is read back is in sight."""
        taken = sum(part.outer_size.height for part in self.query("Sheet, #read") if part.display)
        for talk in self.query(ConversationView):
            talk.fit_into(max(LEAST_LINES, self.size.height - talk.styles.margin.height - taken), self._chosen)

    @property
    def text(self) -> str:
        return next((line.value for line in self.query(Input)), "")

    def begin(self) -> None:
        self._position = self.turn.position
        super().begin()

    def follow(self) -> bool:
        """Stay while the same check is open: an answer that could not be read is still in the line."""
        state = self.interview.state
        waits = state.awaits is Awaits.CHECK and not state.paused
        return waits and state.current is not None and state.current.position == self._position

    def answers(self, event: Key | Paste) -> bool:
        """While an answer is read back, y gives it, and n or escape only goes back to it."""
        if self._read and isinstance(event, Key) and in_small(event.key) in {"escape", YES, NO}:
            if in_small(event.key) == YES:
                self._give(clean(self.text))
            else:
                self._read_back("")
            return True
        return super().answers(event)

    def _letter(self, event: Key) -> None:
        """A digit begins the answer, also among the commands: none of them is one."""
        if (event.character or "").isdigit() and self.means_nothing(event):
            self._into_text()
        else:
            super()._letter(event)

    def confirm(self, action: str, does: str, then: Callable[[], None], text: str = "", follows: str = "") -> None:
        """Ask one thing at a time: an answer that was read back would take the y."""
        self._read_back("")
        super().confirm(action, does, then, text, follows)

    def keys(self) -> tuple[list[Action], int]:
        by_name = {a.id.split(".")[1]: a for a in of_context("check")}
        if self.editing:
            shown = [by_name[name] for name in ("done", *self.reading, *KEYS_WHILE_TYPING)]
            labels = {"check.done": "confirm", "check.commands": "change"} if self._read else {}
            return relabelled(shown, labels), 1
        return [by_name[name] for name in KEYS_AFTER_ESCAPE], 2

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.draft:  # which stands in the line from the start
            self.post_message(self.Typed())
        if self.text != self._told_of:  # the event may be of a key before the one that was answered
            self._read_back("")

    def action_done(self) -> None:
        """Read the answer back, and give it when pressed again; the number of an option is given at once.

        The interview refuses what cannot be read.
        """
        text = clean(self.text)
        if act := self.obeyed(text):
            self.query_one(Input).value = ""
            act()
            return
        if self.is_mistyped(text):
            return
        if self._read != self.text:
            try:
                read = self.interview.read_check(text)
            except NothingWritten:
                pass  # refused below, with the keys that need no text
            except NotAllowed as error:  # beside the line: the foot of the screen is far away
                self._read = ""
                self._tell(str(error))
                return
            else:
                if read.plain:  # whoever presses enter twice would miss the result
                    self._give(text, drop_repeat=True)
                    return
                # a long option stands above, and there may be one line for this
                self._chosen = read.chosen
                long = read.chosen is not None and len(read.words) > READ_LETTERS
                words = f"{read.chosen + 1}" if long and read.chosen is not None else read.words
                self._read_back(READ_AS.format(words=words))
                return
        self._give(text)

    def _give(self, text: str, *, drop_repeat: bool = False) -> None:
        self.do(lambda interview: interview.answer_check(text), done=self._kept, drop_repeat=drop_repeat)

    def _read_back(self, words: str) -> None:
        self._read = self.text if words else ""
        self._tell(f"{words} Enter or {YES} confirms, {NO} changes it." if words else "")

    def _tell(self, words: str) -> None:
        """Say something below the line; nothing takes no room."""
        self._told_of = self.text if words else ""
        line = self.query_one("#read", Static)
        line.update(words)
        line.display = bool(words)
        self._chosen = self._chosen if self._read else None
        self.other_keys()
        self.call_after_refresh(self._give_room)

    @property
    def _kept(self) -> str:
        return CHECK_KEPT if self.interview.state.withholds else ""

    def action_unknown(self) -> None:
        text = clean(self.text)

        def say_unknown() -> None:
            self.do(lambda interview: interview.dont_know(text), done=self._kept, drop_repeat=True)

        self.confirm("unknown", SAYS_UNKNOWN, say_unknown, self.written)

    def action_skip(self) -> None:
        text = clean(self.text)

        def skip() -> None:
            self.do(lambda interview: interview.skip(text), go_on=True, done=SKIPPED_COUNTS, drop_repeat=True)

        self.confirm("skip", skips(self.interview.state, last=self.interview.last_skip), skip, self.written)


class CheckedPane(ScrollingPane):
    """The result of a check, and why; it can be set aside where it was read wrongly."""

    BINDINGS = bindings("checked")
    context = "checked"

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield from outcome(self.turn)

    def keys(self) -> tuple[list[Action], int]:
        if self.turn.set_aside:
            return footer(self.context, without=frozenset({"checked.misread"})), 0
        refused = why_not_set_aside(self.interview.state, self.turn)
        without = {"checked.undo", "checked.misread"} if refused else {"checked.undo"}
        return footer(self.context, without=frozenset(without)), 0

    def action_misread(self) -> None:
        self.do(
            lambda interview: interview.set_aside(),
            done=self.keyed("Set aside; it won't count. {checked.undo} takes that back."),
        )


def outcome(turn: Turn) -> ComposeResult:
    """A check that was answered, its result, and why; without its options, as room is short."""
    for block in item_blocks(turn):
        if block.kind != "options":
            yield labelled_widget(block) if block.kind == "you" else block_widget(block)
