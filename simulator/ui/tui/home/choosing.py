"""A screen with one choice on each line, and beside or below it what the marked choice means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.help import flowing
from simulator.ui.tui.keys.registry import key_for
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Card, Title
from simulator.ui.tui.widgets.frame import Frame, ReadsOn
from simulator.ui.tui.widgets.rows import MARK, Row, Rows
from simulator.ui.tui.widgets.text import clickable, clicked_value

if TYPE_CHECKING:
    from simulator.graph.records import Graph

LABEL = 15  # columns
CHOSEN, OTHER = "●", "○"
MOST_EXPLAINED = 6  # values; of more, only the chosen one is explained


@dataclass(frozen=True)
class ChoiceRow:
    """One line: a field of the preferences, its values, and what each is called and means.

    With `opens` there are no values to turn: a prompt or a screen asks for one. With `typed` one may also be typed.
    `brief` is what a value is called where its name has no room.
    """

    field: str
    label: str
    values: Sequence[Any]
    names: Sequence[str]
    about: Sequence[str]
    opens: bool = False
    typed: bool = False
    brief: str = ""

    def index(self, preferences: Preferences) -> int:
        """Which value is chosen."""
        chosen = getattr(preferences, self.field, None)
        return self.values.index(chosen) if not self.opens and chosen in self.values else 0


SCORE = ChoiceRow(
    "score",
    "Score",
    ("each", "end"),
    ("after each answer", "at the end"),
    (
        "You see the reference after each answer, and your score decides the next question.",
        "As in a real interview: you see nothing until the last answer, then score them all.",
    ),
)


def input_choice(keys: Mapping[str, str]) -> ChoiceRow:
    """The line of typing or speaking; `keys` are the person's own, by action."""
    speaks = f"{key_for('answer.speak', keys)} starts the clock. You speak, then sum up what you said in three bullets."
    names = ("typed", "spoken aloud")
    return ChoiceRow("input", "Answers", ("typed", "spoken"), names, ("You write your answer.", speaks))


def clock_choice(keys: Mapping[str, str]) -> ChoiceRow:
    """The line of the clock."""
    about = f"How long you've taken. In the interview, {key_for('answer.clock', keys)} shows or hides it."
    return ChoiceRow("clock", "Clock", (True, False), ("shown", "hidden"), [about] * 2)


def whole_meaning(choice: ChoiceRow, chosen: int, width: int) -> Content:
    """The chosen value with what it means, among the others; where all mean the same, that is said once.

    Each can be clicked.
    """
    if choice.opens:
        return Content(choice.about[0])
    looks = ((CHOSEN, "bold $accent") if n == chosen else (OTHER, "$muted") for n in range(len(choice.names)))
    named = [
        clickable(Content.styled(f"{sign} {name}", style), n)
        for n, (name, (sign, style)) in enumerate(zip(choice.names, looks, strict=True))
    ]
    if len(named) > MOST_EXPLAINED or len(set(choice.about)) == 1:
        return Content("\n\n").join((Content(choice.about[chosen]), flowing(named, width)))
    means = [
        clickable(Content.styled(about, "$foreground" if n == chosen else "$muted"), n)
        for n, about in enumerate(choice.about)
    ]
    return Content("\n\n").join(Content("\n").join(pair) for pair in zip(named, means, strict=True))


class ChoiceRows(Rows):
    """A list of choices: a click changes the value of a line, as the right arrow does."""

    @dataclass
    class Clicked(Message):
        """A line was clicked, and is now the marked one."""

    @dataclass
    class Resized(Message):
        """The list has another size."""

    def on_resize(self) -> None:  # Textual runs that of the list too
        self.post_message(self.Resized())

    def clicked(self) -> None:
        """Choose nothing: that would start the interview."""
        self.post_message(self.Clicked())


class Choosing(Frame):
    """A screen that shows its choices once the graph is loaded."""

    def on_mount(self) -> None:
        self.run_worker(self.load(), exit_on_error=False)

    async def load(self) -> None:
        """Wait for the graph, or say why it cannot be read."""
        graph = await self.read_graph()
        if graph is None:
            return
        await self.loaded(graph)

    async def loaded(self, graph: "Graph") -> None:
        """Show what can be chosen with this graph."""


class ChoiceList(Choosing, ReadsOn):
    """One choice a line: left and right change its value, and what it means is shown below the list."""

    long_text = "#below"

    heading = ""
    note = "saved as you change them"  # beside the heading

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[ChoiceRow, ...] = ()
        self.chosen = Preferences()

    def body(self) -> ComposeResult:
        yield Title(self.heading, self.note, id="title")
        with Container(id="pair"):
            yield ChoiceRows(id="choices", label_width=LABEL)
            with Card("", id="meaning"), VerticalScroll(id="below", can_focus=False):
                yield Static(id="about", markup=False)
                yield Static(id="facts", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        if self.choices:
            self.call_after_refresh(self.show_about)

    def on_mount(self) -> None:  # Textual runs those of the bases too
        self.chosen = self.begin_with(self.host.preferences)
        self.say_facts("")
        choices = self.query_one("#choices", Rows)
        choices.about = self.query_one("#below")
        choices.focus()
        self.show()  # what needs no graph

    def begin_with(self, kept: Preferences) -> Preferences:
        """The choices to show at first."""
        return kept

    def show(self) -> None:
        """Show the lines with their present values."""
        shown = self.query_one("#choices", Rows)
        room = shown.size.width - LABEL - len(MARK)
        names = [c.names[c.index(self.chosen)] for c in self.choices]
        named = [c.brief if c.brief and len(name) > room else name for c, name in zip(self.choices, names, strict=True)]
        shown.fill([Row(c.field, c.label, name) for c, name in zip(self.choices, named, strict=True)])
        self.show_about()

    @on(Rows.Moved, "#choices")
    def moved(self) -> None:
        """Another line is marked: drop the message about the last one."""
        self.quiet("")
        self.show_about()

    def show_about(self) -> None:
        """Explain the value of the marked line."""
        choice = self.marked
        if choice is None:
            return
        self.query_one("#meaning", Card).border_title = Content(choice.label)
        self.query_one("#about", Static).update(self.meaning(choice, choice.index(self.chosen)))

    def say_facts(self, words: str) -> None:
        """Say something below, whatever line is marked."""
        facts = self.query_one("#facts", Static)
        facts.update(Content(words))
        facts.display = bool(words)

    def meaning(self, choice: ChoiceRow, chosen: int) -> Content:
        """What is said of a line whose value number `chosen` is chosen."""
        return whole_meaning(choice, chosen, self.room) if self.has_class("-wide") else Content(choice.about[chosen])

    @property
    def room(self) -> int:
        """Columns for what is said of a line, when the scroll bar is shown."""
        below = self.query_one("#below")
        return max(20, below.size.width - below.styles.scrollbar_size_vertical)

    @property
    def marked(self) -> ChoiceRow | None:
        """The marked line."""
        row = self.query_one("#choices", Rows).row
        return next((c for c in self.choices if row is not None and c.field == row.key), None)

    @on(ChoiceRows.Resized)
    def _resized(self) -> None:
        if self.choices:
            self.show()

    @on(ChoiceRows.Clicked)
    def _clicked(self) -> None:
        self.clicked()

    def clicked(self) -> None:
        """The marked line was clicked."""
        self.action_turn(1)

    def on_click(self, event: events.Click) -> None:
        """Take the value of the marked line that was clicked where it's explained."""
        choice, value = self.marked, clicked_value(event)
        if choice is not None and value is not None:
            self.action_turn(value - choice.index(self.chosen))

    def action_turn(self, by: int) -> None:
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
        """The value of a line has changed."""

    def open(self, field: str) -> None:
        """Open the prompt or screen that asks for the value."""
