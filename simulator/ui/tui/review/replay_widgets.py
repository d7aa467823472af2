"""What happened at an event, in a few words, and what stood on the screen then."""

from itertools import groupby
from typing import Literal, NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.records import Graph
from simulator.report.figures.replay import Moved, Outlook
from simulator.report.progress_records import SIGNS, ConceptStanding
from simulator.report.text.words import interval, percent, tier_briefly, tier_words
from simulator.session.interview import events as ev
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import SEEN_NOW, SEEN_THEN
from simulator.ui.tui.map.layers import COLOURS, LEGEND
from simulator.ui.tui.review.transcript import AS_TYPED, MARK_WIDTH, RESULT_NOT_YET, heading, mark_of
from simulator.ui.tui.room.conversation import conversation
from simulator.ui.tui.room.panes.check import result_line
from simulator.ui.tui.room.panes.verdict import verdict_lines
from simulator.ui.tui.widgets.text import Hanging, plain_text, prose


class Block(NamedTuple):
    """A paragraph on the screen: how it looks, its text, whether it may hold Markdown, and a mark beside it."""

    look: str
    text: str
    marked_up: bool = False
    mark: str = ""

    def widget(self) -> Widget:
        """The block as it is shown."""
        if self.mark:
            return Hanging(self.mark, self.text, MARK_WIDTH, self.look)
        if self.look == "result":
            first, newline, rest = self.text.partition("\n")
            return Static(Content.assemble((first, "bold"), newline, rest), classes="prose result")
        return prose(self.text, self.look) if self.marked_up else plain_text(self.text, self.look)


def event_words(event: ev.AnyEvent, turn: Turn | None, *, secret: bool = False) -> str:
    """One event in a few words; of an item that is still a secret not what came of a check."""
    if isinstance(event, ev.Asked):
        return f"{heading(turn)} is asked"
    return "The check is answered" if isinstance(event, ev.Checked) and secret else event.told()


def blocks(turn: Turn, *, secret: bool = False) -> list[Block]:
    """What stands on the screen: what was said, and after the reveal the points, the verdict and the reference.

    Of a check whose result is still a `secret` that is not shown.
    """
    said = [Block(_look(line.speaker), line.text, line.speaker not in AS_TYPED) for line in conversation(turn)]
    if turn.check is not None:
        return said + _check(turn, secret=secret)
    if turn.dont_know:
        said.append(Block("you", "I don't know."))
    if turn.shown_before:
        said.append(Block("aside", SEEN_THEN if turn.answered else SEEN_NOW))
    if turn.prediction:
        said.append(Block("aside", f"You predicted {turn.prediction}."))
    if turn.skipped:
        said.append(Block("aside", "Passed over."))
    said += [Block("note", f"Note: {note.text}") for note in turn.notes]
    return said + (_judged(turn) if turn.revealed else [])


def first_difference(before: list[Block], now: list[Block]) -> int:
    """How many blocks are the same from the top on."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((n for n, (old, new) in pairs if old != new), min(len(before), len(now)))


def _look(speaker: str) -> str:
    return "you" if speaker == "asked" else speaker


def _check(turn: Turn, *, secret: bool) -> list[Block]:
    check = turn.check
    assert check is not None
    found = [Block("options", "\n".join(check.option_lines))] if check.option_lines else []
    if turn.checked is not None and secret:
        return [*found, Block("aside", RESULT_NOT_YET)]
    if turn.checked is not None:
        return [*found, Block("result", result_line(turn, check).plain), Block("aside", check.why, True)]
    return [*found, Block("aside", "Passed over.")] if turn.skipped else found


def _judged(turn: Turn) -> list[Block]:
    question = turn.question
    found = [Block("point", point.point, mark=mark_of(turn, point.id)) for point in question.rubric]
    if turn.scored is not None:
        found.append(Block("result", verdict_lines(turn).plain))
    if turn.retold is not None:
        found.append(Block("you", turn.retold.text))
    if question.answer:
        found += [Block("head", "Reference"), Block("reference", question.answer, True)]
    return found


Room = Literal["whole", "some", "little"]
MOVES = {"some": 3, "little": 2}  # concepts that moved, where there is no room for the map
FIGURES = 27  # columns of "  62 % to 46 %  (33 to 74)"


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
    rest = f", {low} to {high} (80 %){changed}"
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
    figures = f"{percent(moved.before):>5} to {percent(now.mastery):>5}  ({interval(now.low, now.high)})"
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
