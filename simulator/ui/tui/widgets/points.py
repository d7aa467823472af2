"""The rubric's points: the judged ones on one line each, the present one in full."""

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from simulator.graph.records import Point
from simulator.session.state import Turn
from simulator.ui.tui.widgets.wrap import wrapped

MARK_WIDTH = 10  # "> partly  "
INDENT = " " * MARK_WIDTH


class Points(Widget):
    """Shows what is judged, what is next and what waits; where room is short, what stands around the present one."""

    DEFAULT_CSS = """
    Points { width: 100%; height: auto; margin: 0 2; }
    Points > .points--now { color: $foreground; text-style: bold; }
    Points > .points--mark { color: $accent; text-style: bold; }
    Points > .points--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"points--now", "points--mark", "points--quiet"}

    def __init__(self) -> None:
        super().__init__()
        self._turn: Turn | None = None

    def show(self, turn: Turn) -> None:
        """Show the points of a turn as they stand."""
        self._turn = turn
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width)[0])

    def render(self) -> Content:
        lines, start = self._lines(self.size.width)
        height = self.size.height
        first = max(0, min(start - 1, len(lines) - height)) if 0 < height < len(lines) else 0
        return Content("\n").join(lines[first : first + height] if height else lines)

    def _lines(self, width: int) -> tuple[list[Content], int]:
        """All lines at a width, and the place of the present point."""
        lines: list[Content] = []
        start = 0
        if self._turn is None:
            return lines, start
        now = self._turn.unjudged[0] if self._turn.unjudged else ""
        for point in self._turn.question.rubric:
            if point.id == now:
                start = len(lines)
                lines += self._now(point, self._turn, width)
            else:
                lines.append(self._other(point, self._turn, width))
        return lines, start

    def _style(self, name: str) -> Style:
        return Style.from_styles(self.get_component_styles(f"points--{name}"))

    def _other(self, point: Point, turn: Turn, width: int) -> Content:
        tag, quiet = _tag(point, turn), self._style("quiet")
        room = _room(width, tag)
        text = Content(point.point).truncate(room, ellipsis=True).plain
        gap = " " * max(0, room - cell_len(text))
        return Content.styled(f"  {turn.marks.get(point.id, '·'):<8}{text}{gap}{f'  {tag}' if tag else ''}", quiet)

    def _now(self, point: Point, turn: Turn, width: int) -> list[Content]:
        tag, mark, bold = _tag(point, turn), self._style("mark"), self._style("now")
        room = _room(width, tag)
        first, *more = wrapped(point.point, room, self.app.console)
        gap = " " * max(0, room - cell_len(first))
        lines = [Content.assemble(("> ?       ", mark), (first, bold), gap, (f"  {tag}" if tag else "", mark))]
        lines += [Content.assemble(INDENT, (line, bold)) for line in more]
        if point.partly:
            partly = wrapped(f"partly = {point.partly}", width - MARK_WIDTH, self.app.console)
            lines += [Content.assemble(INDENT, (line, self._style("quiet"))) for line in partly]
        return lines


def _room(width: int, tag: str) -> int:
    return max(10, width - MARK_WIDTH - (cell_len(tag) + 2 if tag else 0))


def _tag(point: Point, turn: Turn) -> str:
    prompted = "when asked" if point.id in turn.prompted else ""
    kind = "must have" if point.critical else "beyond" if point.beyond else ""
    return " · ".join(filter(None, (kind, prompted)))
