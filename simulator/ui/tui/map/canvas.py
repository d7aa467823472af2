"""The lines of a drawing, in buffers of textual-hires-canvas: cut into tiles, each drawn when it is first seen."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from textual_hires_canvas import Canvas, HiResMode  # with numpy: import this module only for a drawing

from simulator.ui.tui.map.layout import Edge, MapLayout, Point

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8  # the ways out of a cell; their sum is the tile of its letter
THIN = " ╵╶╰╷│╭├╴╯─┴╮┤┬┼"
HEAVY = " ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋"
CROSSED = (  # by the ways out that are heavy, from 1, and by those that thin lines have there, from 0
    "╹╹┖┖╿╿┞┞┚┚┸┸┦┦╀╀",
    "╺┕╺┕┍┝┍┝╼┶╼┶┮┾┮┾",
    "┗┗┗┗┡┡┡┡┺┺┺┺╄╄╄╄",
    "╻╽┎┟╻╽┎┟┒┧┰╁┒┧┰╁",
    "┃┃┠┠┃┃┠┠┨┨╂╂┨┨╂╂",
    "┏┢┏┢┏┢┏┢┲╆┲╆┲╆┲╆",
    "┣┣┣┣┣┣┣┣╊╊╊╊╊╊╊╊",
    "╸┙╾┵┑┥┭┽╸┙╾┵┑┥┭┽",
    "┛┛┹┹┩┩╃╃┛┛┹┹┩┩╃╃",
    "━┷━┷┯┿┯┿━┷━┷┯┿┯┿",
    "┻┻┻┻╇╇╇╇┻┻┻┻╇╇╇╇",
    "┓┪┱╅┓┪┱╅┓┪┱╅┓┪┱╅",
    "┫┫╉╉┫┫╉╉┫┫╉╉┫┫╉╉",
    "┳╈┳╈┳╈┳╈┳╈┳╈┳╈┳╈",
    "╋╋╋╋╋╋╋╋╋╋╋╋╋╋╋╋",
)
BOTH = {(thin, heavy): CROSSED[w][s] for w, heavy in enumerate(HEAVY[1:]) for s, thin in enumerate(THIN)}
BAND = 48  # rows of a tile; its columns are those of a layer with the gap behind it

TileKey = tuple[int, int]  # of a tile: the number of its layer and of its band
Piece = tuple[Point, Point]


class TiledCanvas:
    """What is drawn between the chips."""

    def __init__(self, layout: MapLayout) -> None:
        self._map_layout = layout
        self._starts = [start for start, _ in layout.columns]
        self._ends = [*self._starts[1:], layout.width]
        self._tiles: dict[TileKey, list[str]] = {}

    def row(self, row: int, left: int, right: int) -> str:
        """The letters of a row from one column up to another, blank where nothing is drawn."""
        band, line = divmod(row, BAND)
        parts = []
        for number in range(bisect_right(self._ends, left), bisect_left(self._starts, right)):
            start = self._starts[number]
            parts.append(self._tile((number, band))[line][max(0, left - start) : right - start])
        return "".join(parts).ljust(right - left)

    def _tile(self, tile: TileKey) -> list[str]:
        if tile not in self._tiles:
            number, band = tile
            width = self._ends[number] - self._starts[number]
            if not self.draws_on(tile):
                return [" " * width] * BAND
            # dotted lines are cut at the start of the last column and row: one more of each loses nothing
            canvas = Canvas(width + 1, BAND + 1)
            with canvas.batch_refresh():
                self.draw(canvas, tile, (self._starts[number], band * BAND))
            self._tiles[tile] = ["".join(canvas.get_pixel(x, y)[0] for x in range(width)) for y in range(BAND)]
        return self._tiles[tile]

    def over(self, below: str, own: str) -> str:
        """The letters of a row of other lines with those of this one over them."""
        return "".join(letter if letter != " " else other for letter, other in zip(own, below, strict=True))

    def draws_on(self, tile: TileKey) -> bool:  # noqa: ARG002 - not known before it is drawn
        """Whether there may be something on a tile."""
        return True

    def draw(self, canvas: Canvas, tile: TileKey, corner: Point) -> None:
        """Draw what lies on a tile; `corner` is its upper left one."""
        raise NotImplementedError


class EdgeCanvas(TiledCanvas):
    """Lines from chip to chip, joined where they meet."""

    def __init__(self, layout: MapLayout, edges: Iterable[Edge], *, heavy: bool = False) -> None:
        super().__init__(layout)
        self._letters = HEAVY if heavy else THIN
        self._pieces: dict[TileKey, list[Piece]] = defaultdict(list)
        for piece in {piece for edge in edges for piece in pairwise(layout.lines[edge])}:
            for tile in self._crossed(piece):
                self._pieces[tile].append(piece)

    def _crossed(self, piece: Piece) -> Iterable[TileKey]:
        """The tiles that a level or upright line passes, and those that it ends beside."""
        (x, y), (to_x, to_y) = piece
        first, last = bisect_right(self._starts, x) - 1, bisect_right(self._starts, to_x) - 1
        bands = range(min(y, to_y) // BAND, max(y, to_y) // BAND + 1)
        return [(number, band) for number in range(first, last + 1) for band in bands]

    def over(self, below: str, own: str) -> str:
        """Both where they cross or meet: a line would seem to end there."""
        return "".join(BOTH.get(pair, pair[1] if pair[1] != " " else pair[0]) for pair in zip(below, own, strict=True))

    def draws_on(self, tile: TileKey) -> bool:
        return tile in self._pieces

    def draw(self, canvas: Canvas, tile: TileKey, corner: Point) -> None:
        """Every cell is set once: the canvas takes long for one, and an arrow waits for what comes into sight."""
        left, top = corner
        right, bottom = self._ends[tile[0]], top + BAND
        ways: defaultdict[Point, int] = defaultdict(int)
        for (x, y), (to_x, to_y) in self._pieces[tile]:
            if y == to_y:
                ahead, back = RIGHT, LEFT
                cells = [(column - left, y - top) for column in range(max(x, left - 1), min(to_x, right) + 1)]
            else:
                ahead, back = DOWN, UP
                low, high = min(y, to_y), max(y, to_y)
                cells = [(x - left, row - top) for row in range(max(low, top - 1), min(high, bottom) + 1)]
            for cell, following in pairwise(cells):
                ways[cell] |= ahead
                ways[following] |= back
        alike: defaultdict[int, list[Point]] = defaultdict(list)
        for cell, sides in ways.items():
            alike[sides].append(cell)
        for sides, cells in alike.items():
            canvas.set_pixels(cells, char=self._letters[sides])


class WalkCanvas(TiledCanvas):
    """Straight dotted lines from chip to chip, in an order."""

    def __init__(self, layout: MapLayout, names: Sequence[str]) -> None:
        super().__init__(layout)
        chips = [layout.chips[name] for name in names]
        self._spots = [((chip.x + chip.end) / 2, chip.row + 0.5) for chip in chips]

    def draw(self, canvas: Canvas, tile: TileKey, corner: Point) -> None:  # noqa: ARG002 - the canvas cuts lines itself
        left, top = corner
        pieces = [(x - left, y - top, to_x - left, to_y - top) for (x, y), (to_x, to_y) in pairwise(self._spots)]
        if pieces:
            canvas.draw_hires_lines(pieces, HiResMode.BRAILLE)
