"""The cards of home: a frame each, which keeps its place while what it says is worked out, and opens what it is about.

What they say is made by `cards`, which loads the report; this is light, and mounted once home is painted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from simulator.ui.tui.widgets.badges import Card, toned

Maker = Callable[[int, int], list[Content]]  # the lines of a card, for its width and height
WAITING = "Working it out."
RIGHT = (("Plan", "plan", "plan"), ("Level", "progress", "level"), ("Areas", "map", "areas"))


def waiting(width: int, height: int) -> list[Content]:  # noqa: ARG001 - as every maker
    """The line of a card that is not filled yet."""
    return [toned(WAITING, "muted")]


class HomeCard(Card):
    """A card whose lines are made for the room that it has. A click opens its `door`, or that of the line clicked."""

    @dataclass
    class Opened(Message):
        """The card was clicked: open this."""

        door: str

    def __init__(self, title: str, door: str, *, id: str) -> None:
        super().__init__(title, id=id)
        self._make: Maker = waiting
        self.door = door
        self._line_doors: Sequence[str] = ()

    def tell(self, make: Maker, *, title: str = "", line_doors: Sequence[str] = ()) -> None:
        """Say something else. `line_doors` are what the first lines open, where that is not what the card does."""
        self._make, self._line_doors = make, line_doors
        if title:
            self.border_title = Content(title)
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        lines = self._make(width, height) if width and height else []
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def on_click(self, event: events.Click) -> None:
        """Open what the card, or its line under the mouse, is about."""
        at = event.get_content_offset(self)
        doors = self._line_doors
        door = doors[at.y] if at is not None and at.y < len(doors) and doors[at.y] else self.door
        if door:
            self.post_message(self.Opened(door))


def left_cards() -> list[HomeCard]:
    """Those below what to do now."""
    return [HomeCard("Where you stand", "progress", id="standing"), HomeCard("Last interview", "last", id="last")]


def right_cards() -> list[HomeCard]:
    """Those beside what to do now."""
    return [HomeCard(title, door, id=name) for title, door, name in RIGHT]
