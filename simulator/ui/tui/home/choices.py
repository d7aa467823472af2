"""Lists of choices: what the first start, the setup and the settings have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.ui.preferences import Preferences
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.graph.records import Graph


@dataclass(frozen=True)
class ChoiceRow:
    """One line: the field of the preferences, its values, and what each is called and means.

    With `opens` the line has no values to turn: a prompt or a screen of its own asks for it.
    """

    field: str
    label: str
    values: Sequence[Any]
    names: Sequence[str]
    about: Sequence[str]
    opens: bool = False

    def index(self, preferences: Preferences) -> int:
        """Which value is chosen."""
        chosen = getattr(preferences, self.field, None)
        return self.values.index(chosen) if not self.opens and chosen in self.values else 0


class ChoiceRows(Rows):
    """The lines of a list of choices: a click turns the value of a line, as right does."""

    @dataclass
    class Clicked(Message):
        """A line was clicked; it is the marked one now."""

    def on_click(self, event: events.Click) -> None:
        # the default is to choose the line, which starts the interview in the setup
        event.prevent_default()
        index = int(self.scroll_offset.y) + event.y
        if 0 <= index < len(self.rows):
            self.cursor = index
            self.post_message(self.Clicked())


class Choosing(Frame):
    """A screen that shows its choices as soon as the graph is there."""

    def on_mount(self) -> None:
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        try:
            graph = await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        await self.loaded(graph)

    async def loaded(self, graph: "Graph") -> None:
        """The graph is there: show what can be chosen."""


class ChoiceList(Choosing):
    """One line a choice; left and right turn through its values, and below the list stands what the value means."""

    heading = ""

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[ChoiceRow, ...] = ()
        self.chosen = Preferences()

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield ChoiceRows(id="choices", label_width=12)
        with VerticalScroll(id="below", can_focus=False):
            yield Static(id="about", markup=False)
            yield Static(id="facts", markup=False)

    def on_mount(self) -> None:  # those of the bases run too
        self.chosen = self.begin_with(self.host.preferences)
        self.query_one("#choices", Rows).focus()

    def begin_with(self, kept: Preferences) -> Preferences:
        """The choices that are shown first."""
        return kept

    def show(self) -> None:
        """Show the lines with the values that are chosen now."""
        rows = [Row(c.field, c.label, c.names[c.index(self.chosen)]) for c in self.choices]
        self.query_one("#choices", Rows).fill(rows)
        self.show_about()

    @on(Rows.Moved, "#choices")
    def moved(self) -> None:
        """Another line is marked: what was said of the one before is over."""
        self.quiet("")
        self.show_about()

    def show_about(self) -> None:
        """Say what the chosen value of the marked line means."""
        choice = self.marked
        about = choice.about[choice.index(self.chosen)] if choice else ""
        self.query_one("#about", Static).update(about)

    @property
    def marked(self) -> ChoiceRow | None:
        """The marked line."""
        row = self.query_one("#choices", Rows).row
        return next((c for c in self.choices if row is not None and c.field == row.key), None)

    @on(ChoiceRows.Clicked)
    def action_next_value(self) -> None:
        self._turn(1)

    def action_previous_value(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        choice = self.marked
        if choice is None:
            return
        if choice.opens:
            self.open(choice.field)
            return
        value = choice.values[(choice.index(self.chosen) + by) % len(choice.values)]
        self.chosen = replace(self.chosen, **{choice.field: value})
        self.turned(choice.field)
        self.show()

    def turned(self, field: str) -> None:
        """Another value of a line was chosen."""

    def open(self, field: str) -> None:
        """Open what asks for the value of a line that cannot be turned."""
