"""Help: every key, those of the screen it was called from first."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.actions import CONTEXTS, Action, bindings, keys_of, of_context
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title
from simulator.ui.tui.widgets.wrap import wrapped

KEY_WIDTH = 24


class KeyList(Widget):
    """Keys on the left, what they do on the right, wrapped under itself."""

    DEFAULT_CSS = "KeyList { width: 100%; height: auto; }"

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for action in self._actions:
            keys = f"{'esc, then ' if action.after_escape else ''}{keys_of(action)}"
            for number, text in enumerate(wrapped(action.help, width - KEY_WIDTH, self.app.console)):
                lines.append(Content.assemble(("" if number else keys).ljust(KEY_WIDTH), (text, "$quiet")))
        return lines


class Help(Frame):
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
                yield KeyList(of_context(context))

    def action_back(self) -> None:
        self.dismiss()

    def action_text_down(self) -> None:
        self.query_one("#keys").scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.query_one("#keys").scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.query_one("#keys").scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.query_one("#keys").scroll_page_up(animate=False)


def ordered(first: tuple[str, ...]) -> list[str]:
    """All contexts, `first` ones first."""
    known = [c for c in first if c in CONTEXTS]
    return [*known, *(c for c in CONTEXTS if c not in known)]
