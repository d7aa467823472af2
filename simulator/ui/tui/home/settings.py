"""Settings: how the program looks and asks, who you are, your own keys; every change is kept at once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.text import plural
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.choices import ChoiceList, ChoiceRow
from simulator.ui.tui.home.setup import LEVEL, SCORE, clock_choice, input_choice, role_choice
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import bindings, key_for, keys_of, of_context
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.theme import theme_words
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText, Page
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.text import Columns
from simulator.ui.tui.words import WAYS, day_of, day_words

if TYPE_CHECKING:
    from simulator.graph.records import Graph

DATE_ABOUT = "Home counts the days, and offers a brief on the last two."
KEYS_ABOUT = "{settings.choose} shows the file they stand in, how one is written, and the name of every action."


class SettingsScreen(ChoiceList):
    """Theme, clock, answers, scoring, role, level, date of the interview, own keys."""

    BINDINGS = bindings("settings")
    CSS_PATH = "../styles/choosing.tcss"
    contexts = ("settings", "lists")
    shows_help = True
    heading = "Settings"

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._findings: tuple[str, ...] = ()

    def begin_with(self, kept: Preferences) -> Preferences:
        self._findings = self.host.reread_keys()
        self.query_one("#title", Title).show(right="kept as you change them")
        return replace(kept, keys=self.host.preferences.keys, theme=self.app.theme)

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        self.show()

    def show(self) -> None:
        self.choices = tuple(self._choices())
        super().show()

    def _choices(self) -> Iterator[ChoiceRow]:
        themes = sorted(self.app.available_themes, key=lambda name: (name not in ("ink", "paper"), name))
        about = [theme_words(self.app.available_themes[name]) for name in themes]
        yield ChoiceRow("theme", "Theme", themes, themes, about)
        yield from (clock_choice(self.chosen.keys), input_choice(self.chosen.keys), SCORE)
        if self._graph is not None:
            yield role_choice(self._graph)
        yield LEVEL
        on, today = self.chosen.interview_on, self.host.today
        yield ChoiceRow("interview_on", "Interview", (on,), (day_words(on, today),), (DATE_ABOUT,), opens=True)
        yield self._keys()

    def _keys(self) -> ChoiceRow:
        count = len(self.chosen.keys)
        said = f"{plural(count, 'key')} of your own" if count else "the usual ones"
        wrong = f", {plural(len(self._findings), 'thing')} to mend" if self._findings else ""
        return ChoiceRow("keys", "Keys", ("",), (f"{said}{wrong}",), (self.host.keyed(KEYS_ABOUT),), opens=True)

    def turned(self, field: str) -> None:
        self.host.remember(self.chosen)
        if field == "theme":
            self.app.theme = self.chosen.theme

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        self.action_next_value()

    def open(self, field: str) -> None:
        if field == "interview_on":
            from simulator.ui.tui.widgets.prompt import LinePrompt  # only when a day is asked for

            self.app.push_screen(LinePrompt("When is the interview?", f"{WAYS}; or none"), self._dated)
        elif field == "keys":
            self.app.push_screen(OwnKeys(str(self.host.workspace.config), self._findings))

    def _dated(self, given: str | None) -> None:
        if given is None:
            return  # nothing written: it stays as it is
        try:
            day = day_of(given, self.host.today)
        except ValueError as error:
            self.quiet(str(error))
            return
        self.quiet("")
        self.chosen = replace(self.chosen, interview_on=day)
        self.turned("interview_on")
        self.show()

    def action_back(self) -> None:
        self.dismiss()


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

    def action_back(self) -> None:
        self.dismiss()


def ordered(first: tuple[str, ...]) -> list[str]:
    """All contexts, `first` ones first."""
    known = [c for c in first if c in CONTEXTS]
    return [*known, *(c for c in CONTEXTS if c not in known)]
