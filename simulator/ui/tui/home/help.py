"""Pages of keys: every key of the program, and how a person changes one."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import bindings, key_for, keys_of, of_context
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText, Page
from simulator.ui.tui.widgets.text import Columns

if TYPE_CHECKING:
    pass

EXAMPLE = '[keys]\n"answer.hint" = "f6"'
NAME_WIDTH = 22
HOW = (
    "The file is read whenever the settings open. A key of yours replaces the usual ones of that action; several stand "
    "in one pair of quotes, with commas between them."
)


class OwnKeys(Page):
    """A page to read: the keys are changed in the settings file, which is read when the settings open."""

    BINDINGS = bindings("own_keys")
    CSS_PATH = "../styles/help.tcss"
    contexts = ("own_keys",)
    shows_help = True
    heading = "Keys of your own"
    look = "names"

    def __init__(self, file: str, findings: Sequence[str]) -> None:
        super().__init__()
        self._file, self._findings = file, tuple(findings)

    def on_mount(self) -> None:
        self.call_later(self.fill, list(self._widgets()))

    def _widgets(self) -> Iterator[Widget]:
        own = self.host.preferences.keys
        if self._findings:
            yield _text("To mend", "context")
            yield from map(_text, self._findings)
        yield _text("Where they stand", "context")
        yield _text(self._file)
        yield _text(HOW, "about")
        yield _text(EXAMPLE, "example")
        for context, about in CONTEXTS.items():
            yield _text(about.title, "context")
            names = [(action.id, f"{keys_of(action, own)} · {action.help}") for action in of_context(context)]
            yield Columns(names, NAME_WIDTH)


def _text(words: str, look: str = "") -> Static:
    return Static(Content(words), classes=look, markup=False)


KEY_WIDTH = 24


class Help(LongText, Frame):
    """The keys of some contexts, then of all others."""

    BINDINGS = bindings("help")
    CSS_PATH = "../styles/help.tcss"
    contexts = ("help",)

    def __init__(self, first: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._first = first

    def body(self) -> ComposeResult:
        yield Title("Keys", "all of them, those of this screen first")
        yield Rule()
        with VerticalScroll(id="keys", can_focus=False):
            for context in ordered(self._first):
                yield Static(CONTEXTS[context].title, classes="context", markup=False)
                yield Columns([(self._keys(action), action.help) for action in of_context(context)], KEY_WIDTH)

    def _keys(self, action: Action) -> str:
        own = self.host.preferences.keys
        first = f"{key_for(f'{action.context}.commands', own)}, then " if action.after_escape else ""
        return f"{first}{keys_of(action, own)}"

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)


def ordered(first: tuple[str, ...]) -> list[str]:
    """All contexts, `first` ones first."""
    known = [c for c in first if c in CONTEXTS]
    return [*known, *(c for c in CONTEXTS if c not in known)]
