"""The rubric's points: the judged ones on one line each, the present one in full."""

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from simulator.graph.records import Point
from simulator.session.state import Turn

MARK_WIDTH = 10  # "> partly  "


class Points(Widget):
    """Shows what is judged, what is next and what waits."""

    DEFAULT_CSS = """
    Points { width: 100%; height: auto; margin: 0 2; }
    Points > .points--now { text-style: bold; }
    Points > .points--mark { color: $accent; text-style: bold; }
    Points > .points--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES = {"points--now", "points--mark", "points--quiet"}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._turn: Turn | None = None

    def show(self, turn: Turn) -> None:
        """Show the points of a turn as they stand."""
        self._turn = turn
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._turn is None:
            return Content("")
        now = self._turn.unjudged[0] if self._turn.unjudged else ""
        lines: list[Content] = []
        for point in self._turn.question.rubric:
            lines += self._now(point) if point.id == now else [self._waiting_or_done(point, self._turn)]
        return Content("\n").join(lines)

    def _style(self, name: str) -> Style:
        return Style.from_styles(self.get_component_styles(f"points--{name}"))

    @property
    def _room(self) -> int:
        return max(20, self.size.width)

    def _waiting_or_done(self, point: Point, turn: Turn) -> Content:
        mark = turn.marks.get(point.id, "·")
        tag = _tag(point, turn)
        width = self._room - MARK_WIDTH - (cell_len(tag) + 2 if tag else 0)
        text = Content(point.point).truncate(width, ellipsis=True).pad_right(0)
        gap = " " * max(0, width - text.cell_length)
        ending = Content.assemble(gap, "  ", (tag, self._style("quiet"))) if tag else Content("")
        style = self._style("quiet")
        return Content.assemble((f"  {mark:<8}", style), (text.plain, style), ending)

    def _now(self, point: Point) -> list[Content]:
        assert self._turn is not None
        tag = _tag(point, self._turn)
        width = self._room - MARK_WIDTH - (cell_len(tag) + 2 if tag else 0)
        wrapped = _wrap(point.point, width)
        first = Content.assemble(("> ?       ", self._style("mark")), (wrapped[0], self._style("now")))
        gap = " " * max(0, self._room - first.cell_length - cell_len(tag))
        lines = [Content.assemble(first, gap, (tag, self._style("mark"))) if tag else first]
        lines += [Content.assemble(" " * MARK_WIDTH, (more, self._style("now"))) for more in wrapped[1:]]
        if point.partly:
            for more in _wrap(f"partly = {point.partly}", self._room - MARK_WIDTH):
                lines.append(Content.assemble(" " * MARK_WIDTH, (more, self._style("quiet"))))
        return lines


def _tag(point: Point, turn: Turn) -> str:
    prompted = "when asked" if point.id in turn.prompted else ""
    kind = "must have" if point.critical else "beyond" if point.beyond else ""
    return " · ".join(filter(None, (kind, prompted)))


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; wide characters count double."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=max(8, width), legacy_windows=False)
    return [line.plain.rstrip() for line in Text(text).wrap(console, max(8, width))] or [""]
