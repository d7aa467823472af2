"""The keys: every key of the program, and how to change one."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.keys.registry import bindings, keys_of, of_context, ways
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText, Page
from simulator.ui.tui.widgets.text import Columns

EXAMPLE = '[keys]\n"answer.hint" = "f6"'
NAME_WIDTH = 22
HOW = (
    "The file is read each time the settings open. Your key replaces the usual keys of that action. To give several, "
    "put them in one pair of quotes, with commas between them."
)


class OwnKeys(Page):
    """How to change keys in the settings file, which is read when the settings open."""

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
        own = self.host.preferences.keys
        widgets: list[Widget] = []
        if self._findings:
            widgets += [_text("To fix", "context"), *map(_text, self._findings)]
        widgets += [_text("Where they are", "context"), _text(self._file)]
        widgets += [_text(HOW, "about"), _text(EXAMPLE, "example")]
        for context, about in CONTEXTS.items():
            names = [(action.id, f"{keys_of(action, own)} · {action.help}") for action in of_context(context)]
            widgets += [_text(about.title, "context"), Columns(names, NAME_WIDTH)]
        self.call_later(self.fill, widgets)


def _text(words: str, look: str = "") -> Static:
    return Static(words, classes=look, markup=False)


KEY_WIDTH = 24


class Help(LongText, Frame):
    """The keys of the contexts `first`, then all others."""

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
                yield Columns([(ways(a, self.host.preferences.keys), a.help) for a in of_context(context)], KEY_WIDTH)

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)


def ordered(first: tuple[str, ...]) -> list[str]:
    """All contexts, `first` ones first."""
    known = [c for c in first if c in CONTEXTS]
    return [*known, *(c for c in CONTEXTS if c not in known)]
