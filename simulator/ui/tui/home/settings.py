"""Settings: how the program looks and asks, who you are, your own keys. Each change is saved at once."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.content import Content

from simulator.graph.text import format_minutes, plural
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.choosing import SCORE, ChoiceList, ChoiceRow, clock_choice, input_choice
from simulator.ui.tui.home.help import OwnKeys, short_tokens, tokens
from simulator.ui.tui.home.setup import level_choice, project_choices, role_choice
from simulator.ui.tui.keys.registry import bindings, with_keys
from simulator.ui.tui.theme import OFFERED, THEMES, readable_theme, theme_words
from simulator.ui.tui.widgets.prompt import day_prompt, minutes_prompt
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.words import day_of, day_words, minutes_of, reading_in_doubt

if TYPE_CHECKING:
    from simulator.graph.records import Graph

DAYS = (20, 30, 45, 60, 90, 120)  # minutes to turn through
DAY_ABOUT = "Your plan keeps to this. {settings.choose} lets you type another number."
MOVES = ("Things move, but only where that tells you something.", "Nothing on the screen moves.")
STILL = "TEXTUAL_ANIMATIONS=none is set where you started this, so nothing moves, whatever you choose here."
NO_COLOUR = "NO_COLOR is set where you started this, so all is black, white and grey, whatever you choose here."
DATE_ABOUT = "Home counts down to it, and offers a brief on the last two days."
KEYS_ABOUT = "{settings.choose} shows which file they're in, how to write one, and the name of every action."


def motion_choice(*, still: bool) -> ChoiceRow:
    """The line of motion; `still` where the environment allows none."""
    return ChoiceRow("motion", "Motion", (True, False), ("on", "off"), (STILL, STILL) if still else MOVES)


def day_choice(chosen: int, keys: Mapping[str, str]) -> ChoiceRow:
    """The line of the minutes a day: the usual ones, and one that was typed."""
    minutes = sorted({*DAYS, chosen})
    names = [format_minutes(m) for m in minutes]
    about = [with_keys(DAY_ABOUT, keys)] * len(minutes)
    return ChoiceRow("minutes_a_day", "Minutes a day", minutes, names, about, typed=True)


class SettingsScreen(ChoiceList):
    """Theme, motion, clock, answers, scoring, role, level, date of the interview, minutes a day, own keys."""

    BINDINGS = bindings("settings")
    CSS_PATH = "../styles/choosing.tcss"
    contexts = ("settings", "lists")
    heading = "Settings"

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._findings: tuple[str, ...] = ()

    def begin_with(self, kept: Preferences) -> Preferences:
        self._findings = self.host.reread_keys()
        return replace(kept, keys=self.host.preferences.keys, theme=self.app.theme)

    def on_mount(self) -> None:  # Textual runs those of the bases too
        self.watch(self.app, "theme", self._theme_changed, init=False)

    def _theme_changed(self, name: str) -> None:
        """Another theme was chosen in the palette."""
        if name != self.chosen.theme:
            self.chosen = replace(self.chosen, theme=name)
            self.show()

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
        if self.app.no_color:
            about = [NO_COLOUR] * len(themes)
        yield ChoiceRow("theme", "Theme", themes, themes, about)
        yield motion_choice(still=self.host.is_still)
        yield from (clock_choice(self.chosen.keys), input_choice(self.chosen.keys), SCORE)
        if self._graph is not None:
            yield role_choice(self._graph)
        yield level_choice()
        yield from project_choices(self._graph, self.chosen)
        on, today = self.chosen.interview_on, self.host.today
        yield ChoiceRow("interview_on", "Interview", (on,), (day_words(on, today),), (DATE_ABOUT,), opens=True)
        yield day_choice(self.chosen.minutes_a_day, self.chosen.keys)
        count = len(self.chosen.keys)
        keys = f"{plural(count, 'key')} of your own" if count else "the usual ones"
        keys += f", {plural(len(self._findings), 'thing')} to fix" if self._findings else ""
        yield ChoiceRow("keys", "Keys", ("",), (keys,), (self.host.keyed(KEYS_ABOUT),), opens=True)

    def turned(self, field: str) -> None:
        # another setting leaves a theme that isn't known in the file, where its author finds it
        self.host.remember(self.chosen if field == "theme" else replace(self.chosen, theme=self.host.preferences.theme))
        if field == "theme":
            self.host.use_theme(self.chosen.theme)
        elif field == "motion":
            self.host.use_motion(on=self.chosen.motion)

    def meaning(self, choice: ChoiceRow, chosen: int) -> Content:
        about = super().meaning(choice, chosen)
        if choice.field != "theme":
            return about
        sample = tokens if self.has_class("-wide") else short_tokens
        return Content("\n\n" if self.has_class("-wide") else "\n").join((about, sample(self.room)))

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        choice = self.marked
        if choice is not None and choice.typed:
            self.open(choice.field)
        else:
            self.action_turn(1)

    def open(self, field: str) -> None:
        if field == "interview_on":
            self.app.push_screen(day_prompt(self.host.today), self.set_date)
        elif field == "minutes_a_day":
            self.app.push_screen(minutes_prompt(self.chosen.minutes_a_day), self.set_minutes)
        elif field == "keys":
            self.app.push_screen(OwnKeys(str(self.host.workspace.config), self._findings))

    def set_date(self, given: str | None) -> None:
        """Take the day that was typed; None leaves the date as it is."""
        if given is not None:
            self._take("interview_on", day_of(given, self.host.today))
            self.quiet(reading_in_doubt(given, self.host.today))

    def set_minutes(self, given: str | None) -> None:
        """Take the minutes that were typed; None leaves them as they are."""
        if given is not None:
            self._take("minutes_a_day", minutes_of(given))

    def _take(self, field: str, value: object) -> None:
        self.chosen = replace(self.chosen, **{field: value})
        self.turned(field)
        self.show()
