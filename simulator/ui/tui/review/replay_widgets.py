"""What happened at an event, in a few words, and what the engine knew then."""

from itertools import groupby
from typing import Literal

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from simulator.graph.records import Graph
from simulator.graph.text import percent
from simulator.report.concept_records import SIGNS, ConceptStanding
from simulator.report.figures.replay import Moved, Outlook
from simulator.report.text.words import interval, tier_briefly, tier_words
from simulator.session.interview import events as ev
from simulator.session.interview.turn import Turn
from simulator.ui.tui.map.layers import COLOURS, LEGEND
from simulator.ui.tui.review.transcript import heading


def event_words(event: ev.Event, turn: Turn | None, *, secret: bool = False) -> str:
    """One event in a few words; of an item that is still a secret not what came of a check."""
    if isinstance(event, ev.Asked):
        return f"{heading(turn)} is asked"
    return "The check is answered" if isinstance(event, ev.Checked) and secret else event.summary()


Room = Literal["whole", "some", "little"]
MOVES = {"some": 3, "little": 2}  # concepts that moved, where there is no room for the map
FIGURES = 25  # columns of "  62% to  46%  (33 to 74)"


class OutlookView(Widget):
    """Lines as the room allows: level and movements first, the map below them where it fits."""

    DEFAULT_CSS = "OutlookView { width: 100%; height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._outlook: Outlook | None = None
        self._graph: Graph | None = None
        self._room: Room = "some"
        self._caption = ""

    def show(self, outlook: Outlook, graph: Graph, caption: str, room: Room) -> None:
        """Show this; `caption` says what moved the belief last, `room` how much is shown, the whole with the map."""
        self._outlook, self._graph, self._caption, self._room = outlook, graph, caption, room
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        found = self._outlook
        if found is None or self._graph is None:
            return [Content("")]
        most = MOVES.get(self._room, len(found.moved))
        moves = [moved_line(moved, width) for moved in found.moved[:most]]
        overall = [] if self._room == "little" else [overall_line(found, width)]
        caption = Content.styled(self._caption, "$quiet").truncate(width, ellipsis=True)
        lines = [level_line(found, width), *overall, caption, *moves]
        if self._room != "whole":
            return lines + [Content("")] * (most - len(moves))
        return [*lines, Content(""), *map_lines(found, self._graph, width), Content.styled(LEGEND, "$quiet")]


def level_line(found: Outlook, width: int) -> Content:
    """The level with its interval, and what it was before, where it changed."""
    tier, low, high = found.level
    was = found.level_before[0]
    changed = f", before {f'tier {was}' if was else 'below tier 1'}" if was != tier else ""
    rest = f", {low} to {high} (80%){changed}"
    named = _named(tier, width - len("Level   ") - len(rest))
    return Content.assemble("Level   ", (named, "bold"), rest)


def _named(tier: int, room: int) -> str:
    """A tier in as many words as there is room for."""
    named = (tier_words(tier), tier_briefly(tier))
    return next((words for words in named if len(words) <= room), f"tier {tier}" if tier else "below tier 1")


def overall_line(found: Outlook, width: int) -> Content:
    """The chance of a solid answer at the target tier over the whole role."""
    middle, low, high = found.mastery
    figures = f"   {percent(middle)}, {percent(low)} to {percent(high)}"
    return Content(f"Solid at {_named(found.target, width - len('Solid at ') - len(figures))}{figures}")


def moved_line(moved: Moved, width: int) -> Content:
    """A concept with its mark, its chance before and now, and the interval."""
    now = moved.now
    title = Content(now.title).truncate(max(8, width - FIGURES - 3), ellipsis=True, pad=True)
    figures = f"{percent(moved.before):>4} to {percent(now.mastery):>4}  ({interval(now.low, now.high)})"
    return Content.assemble(_sign(now), " ", title, " ", (figures, "bold"))


def _sign(standing: ConceptStanding) -> tuple[str, str]:
    return SIGNS[standing.mark], COLOURS[standing.mark]


def map_lines(found: Outlook, graph: Graph, width: int) -> list[Content]:
    """Every area with the marks of its concepts, in graph order."""
    order = list(graph.areas)
    by_area = sorted(found.standings, key=lambda s: order.index(s.area))
    lines = []
    for area, group in groupby(by_area, key=lambda s: s.area):
        signs = [_sign(standing) for standing in group]
        title = Content(graph.areas[area].title).truncate(max(8, width - len(signs) - 2), ellipsis=True, pad=True)
        lines.append(Content.assemble(title, "  ", *signs))
    return lines
