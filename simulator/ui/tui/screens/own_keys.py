"""Keys of one's own: where they stand, how one is written, what is wrong with them, and the name of every action."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.actions import CONTEXTS, bindings, keys_of, of_context
from simulator.ui.tui.screens.page import Page
from simulator.ui.tui.widgets.columns import Columns

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
        own = self.program.preferences.keys
        if self._findings:
            yield _text("To mend", "context")
            yield from map(_text, self._findings)
        yield _text("Where they stand", "context")
        yield _text(self._file)
        yield _text(HOW, "about")
        yield _text(EXAMPLE, "example")
        for context, title in CONTEXTS.items():
            yield _text(title, "context")
            names = [(action.id, f"{keys_of(action, own)} · {action.help}") for action in of_context(context)]
            yield Columns(names, NAME_WIDTH)


def _text(words: str, look: str = "") -> Static:
    return Static(Content(words), classes=look, markup=False)
