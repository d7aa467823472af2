"""Help: every key, what signs and colours mean, where the files are; and how to change a key."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.home import legend
from simulator.ui.tui.keys.registry import bindings, footer, keys_of, of_context, ways
from simulator.ui.tui.keys.room import CODE_EDITING, CODE_EDITING_TITLE
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText, Page
from simulator.ui.tui.widgets.text import Columns

EXAMPLE = '[keys]\n"answer.hint" = "f6"'
NAME_WIDTH = 22
HOW = (
    "The file is read each time the settings open. Your key replaces the usual keys of that action. To give more than "
    "one, put them in one pair of quotes, with commas between them."
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


LEAST_WIDTH = 8  # of the keys
WIDE = 100  # columns from which there are two side by side


class Help(LongText, Frame):
    """The keys of the contexts `first`, what signs and colours mean and where the files are; then all other keys."""

    BINDINGS = bindings("help")
    CSS_PATH = "../styles/help.tcss"
    contexts = ("help",)

    def __init__(self, first: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._first = [context for context in first if context in CONTEXTS]

    def body(self) -> ComposeResult:
        yield Title("Help", "this screen's keys first, then the rest")
        yield Rule()
        others = [context for context in CONTEXTS if context not in (*self._first, "app")]
        with VerticalScroll(id="keys", can_focus=False):
            with Container(classes="pair"):
                yield Vertical(*self._keys(*self._first, "app"))
                yield Vertical(*self._signs_and_files())
            with Container(classes="pair"):
                for several in halves(others):
                    yield Vertical(*self._keys(*several))

    def _keys(self, *contexts: str) -> Iterator[Widget]:
        own = self.host.preferences.keys
        for context in dict.fromkeys(contexts):
            yield _text(CONTEXTS[context].title, "context")
            keys = [(ways(action, own), action.help) for action in of_context(context)]
            yield Columns(keys, max(LEAST_WIDTH, *(len(key) + 2 for key, _ in keys)))
            if context == "coding":
                yield _text(CODE_EDITING_TITLE, "context")
                yield Columns(CODE_EDITING, max(len(key) + 2 for key, _ in CODE_EDITING))

    def _signs_and_files(self) -> Iterator[Widget]:
        yield _text("Signs", "context")
        yield Static(legend.signs(PAIR_WIDTH))
        yield _text("Colours", "context")
        yield Static(legend.tokens(PAIR_WIDTH))
        yield _text("Files", "context")
        workspace = self.host.workspace
        folders = (("interviews", workspace.sessions), ("settings", workspace.config), ("questions", workspace.graphs))
        # a path below its name, or it would be broken within a word
        yield Columns([row for name, path in folders for row in ((name, ""), ("", shown(path)))], FILE_INDENT)

    def on_mount(self) -> None:  # Textual runs that of the frame too
        for changed in ("scroll_y", "virtual_size"):
            self.watch(self.scroll, changed, self._say_more)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        """Show the key that scrolls while there is more below."""
        below = [
            a for a in of_context("help") if a.id == "help.down" and self.scroll.scroll_y < self.scroll.max_scroll_y
        ]
        self.show_actions([*below, *footer("help")])

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)


PAIR_WIDTH = 44  # of a text beside another in the narrowest window with two
FILE_INDENT = 2


def halves(contexts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The contexts in two parts of about the same number of lines, in their order."""
    lines = [len(of_context(context)) + 2 for context in contexts]
    middle = next(n for n in range(len(lines) + 1) if 2 * sum(lines[:n]) >= sum(lines))
    return contexts[:middle], contexts[middle:]


def shown(path: Path) -> str:
    """A path as one writes it, with `~` for the home directory."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
