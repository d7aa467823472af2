"""Keys of one's own: where they stand, how one is written, what is wrong with them, and the name of every action."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.actions import CONTEXTS, Action, bindings, keys_of, of_context
from simulator.ui.tui.screens.page import Page
from simulator.ui.tui.widgets.wrap import wrapped

EXAMPLE = '[keys]\n"answer.hint" = "f6"'
NAME_WIDTH = 22
HOW = (
    "The file is read whenever the settings open. A key of yours replaces the usual ones of that action; several stand "
    "in one pair of quotes, with commas between them."
)


class Names(Widget):
    """The actions of a place: the name, beside it the usual keys and what they do."""

    DEFAULT_CSS = "Names { width: 100%; height: auto; }"

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
            texts = wrapped(f"{keys_of(action)} · {action.help}", width - NAME_WIDTH, self.app.console)
            for number, text in enumerate(texts):
                lines.append(Content.assemble(("" if number else action.id).ljust(NAME_WIDTH), (text, "$quiet")))
        return lines


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
        if self._findings:
            yield _text("To mend", "context")
            yield from map(_text, self._findings)
        yield _text("Where they stand", "context")
        yield _text(self._file)
        yield _text(HOW, "about")
        yield _text(EXAMPLE, "example")
        for context, title in CONTEXTS.items():
            yield _text(title, "context")
            yield Names(of_context(context))


def _text(words: str, look: str = "") -> Static:
    return Static(Content(words), classes=look, markup=False)
