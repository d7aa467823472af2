"""Help: every key, those of the screen it was called from first."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.ui.tui.actions import CONTEXTS, Action, bindings, key_for, keys_of, of_context
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.columns import Columns
from simulator.ui.tui.widgets.long_text import LongText
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

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
                yield Static(CONTEXTS[context], classes="context", markup=False)
                yield Columns([(self._keys(action), action.help) for action in of_context(context)], KEY_WIDTH)

    def _keys(self, action: Action) -> str:
        own = self.program.preferences.keys
        first = f"{key_for(f'{action.context}.commands', own)}, then " if action.after_escape else ""
        return f"{first}{keys_of(action, own)}"

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)

    def action_back(self) -> None:
        self.dismiss()


def ordered(first: tuple[str, ...]) -> list[str]:
    """All contexts, `first` ones first."""
    known = [c for c in first if c in CONTEXTS]
    return [*known, *(c for c in CONTEXTS if c not in known)]
