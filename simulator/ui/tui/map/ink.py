"""The lines of a drawing, in buffers of textual-hires-canvas: a tile for each layer, drawn when it is first seen."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from textual_hires_canvas import Canvas, HiResMode  # with numpy: import this module only for a drawing

from simulator.ui.tui.map.layout import Edge, Plane, Point

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8  # the ways out of a cell; their sum is the place of its letter
THIN = " ╵╶╰╷│╭├╴╯─┴╮┤┬┼"
HEAVY = " ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋"


class Ink:
    """What is drawn between the chips, one tile for each layer with the gap behind it."""

    def __init__(self, plane: Plane) -> None:
        starts = [start for start, _ in plane.columns]
        self._plane = plane
        self._spans = tuple(pairwise((*starts, plane.width)))
        self._tiles: dict[int, list[str]] = {}

    def row(self, row: int, left: int, right: int) -> str:
        """The letters of a row from one column up to another, blank where nothing is drawn."""
        parts = []
        for number, (start, end) in enumerate(self._spans):
            if start < right and left < end:
                parts.append(self._tile(number)[row][max(0, left - start) : right - start])
        return "".join(parts).ljust(right - left)

    def _tile(self, number: int) -> list[str]:
        if number not in self._tiles:
            start, end = self._spans[number]
            # dotted lines are cut at the start of the last column and row: one more of each loses nothing
            canvas = Canvas(end - start + 1, self._plane.height + 1)
            with canvas.batch_refresh():
                self.draw(canvas, start, end)
            columns = range(end - start)
            rows = range(self._plane.height)
            self._tiles[number] = ["".join(canvas.get_pixel(x, y)[0] for x in columns) for y in rows]
        return self._tiles[number]

    def draw(self, canvas: Canvas, start: int, end: int) -> None:
        """Draw what lies between two columns."""
        raise NotImplementedError


class Lines(Ink):
    """Lines from chip to chip, joined where they meet."""

    def __init__(self, plane: Plane, edges: Iterable[Edge], *, heavy: bool = False) -> None:
        super().__init__(plane)
        self._letters = HEAVY if heavy else THIN
        self._pieces = {piece for edge in edges for piece in pairwise(plane.lines[edge])}

    def draw(self, canvas: Canvas, start: int, end: int) -> None:
        for (x, y), (to_x, to_y) in self._pieces:
            if y == to_y:
                self._run(canvas, [(column - start, y) for column in range(max(x, start - 1), min(to_x, end) + 1)])
            elif start <= x < end:
                self._run(canvas, [(x - start, row) for row in range(min(y, to_y), max(y, to_y) + 1)])

    def _run(self, canvas: Canvas, cells: Sequence[Point]) -> None:
        """A straight line through these cells, from left to right or downwards."""
        for (x, y), (to_x, to_y) in pairwise(cells):
            ahead, back = (RIGHT, LEFT) if y == to_y else (DOWN, UP)
            self._open(canvas, x, y, ahead)
            self._open(canvas, to_x, to_y, back)

    def _open(self, canvas: Canvas, x: int, y: int, way: int) -> None:
        if x >= 0:
            letter, _ = canvas.get_pixel(x, y)
            canvas.set_pixel(x, y, self._letters[self._letters.index(letter) | way])


class Walk(Ink):
    """Straight dotted lines from chip to chip, in an order."""

    def __init__(self, plane: Plane, names: Sequence[str]) -> None:
        super().__init__(plane)
        chips = [plane.chips[name] for name in names]
        self._spots = [((chip.x + chip.end) / 2, chip.row + 0.5) for chip in chips]

    def draw(self, canvas: Canvas, start: int, end: int) -> None:  # noqa: ARG002 - the canvas cuts lines itself
        pieces = [(x - start, y, to_x - start, to_y) for (x, y), (to_x, to_y) in pairwise(self._spots)]
        if pieces:
            canvas.draw_hires_lines(pieces, HiResMode.BRAILLE)
