"""Settings: how the program looks and asks, who you are, your own keys. Each change is saved at once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on

from simulator.graph.text import plural
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.help import OwnKeys
from simulator.ui.tui.home.setup import (
    LEVEL,
    SCORE,
    ChoiceList,
    ChoiceRow,
    clock_choice,
    input_choice,
    project_choice,
    role_choice,
)
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.theme import OFFERED, THEMES, readable_theme, theme_words
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.prompt import LinePrompt
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, day_words

if TYPE_CHECKING:
    from simulator.graph.records import Graph

DATE_ABOUT = "Home counts down to it, and offers a brief on the last two days."
KEYS_ABOUT = "{settings.choose} shows which file they are in, how to write one, and the name of every action."


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
        self.query_one("#title", Title).show(right="saved as you change them")
        return replace(kept, keys=self.host.preferences.keys, theme=self.app.theme)

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        self.show()

    def show(self) -> None:
        self.choices = tuple(self.settings_rows())
        super().show()

    def settings_rows(self) -> Iterator[ChoiceRow]:
        """The lines of the settings; the role is missing until the graph is read."""
        shown = (*THEMES, *(readable_theme(name) for name in OFFERED))
        themes, about = [theme.name for theme in shown], [theme_words(theme) for theme in shown]
        if (other := self.app.theme) not in themes:  # chosen in the palette or in the file
            themes, about = [*themes, other], [*about, theme_words(self.app.current_theme)]
        yield ChoiceRow("theme", "Theme", themes, themes, about)
        yield from (clock_choice(self.chosen.keys), input_choice(self.chosen.keys), SCORE)
        if self._graph is not None:
            yield role_choice(self._graph)
        yield LEVEL
        yield project_choice(self.chosen.project)
        on, today = self.chosen.interview_on, self.host.today
        yield ChoiceRow("interview_on", "Interview", (on,), (day_words(on, today),), (DATE_ABOUT,), opens=True)
        count = len(self.chosen.keys)
        keys = f"{plural(count, 'key')} of your own" if count else "the usual ones"
        keys += f", {plural(len(self._findings), 'thing')} to fix" if self._findings else ""
        yield ChoiceRow("keys", "Keys", ("",), (keys,), (self.host.keyed(KEYS_ABOUT),), opens=True)

    def turned(self, field: str) -> None:
        self.host.remember(self.chosen)
        if field == "theme":
            self.host.use_theme(self.chosen.theme)

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        self.action_next_value()

    def open(self, field: str) -> None:
        if field == "interview_on":
            self.app.push_screen(LinePrompt("When is the interview?", f"{DAY_EXAMPLES}; or none"), self.set_date)
        elif field == "keys":
            self.app.push_screen(OwnKeys(str(self.host.workspace.config), self._findings))

    def set_date(self, given: str | None) -> None:
        """Take the day that was typed, or say why it cannot be read; None leaves the date as it is."""
        if given is None:
            return
        try:
            day = day_of(given, self.host.today)
        except ValueError as error:
            self.quiet(str(error))
            return
        self.quiet("")
        self.chosen = replace(self.chosen, interview_on=day)
        self.turned("interview_on")
        self.show()
