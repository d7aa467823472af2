"""A map drawn: chips in layers with their lines, the chain of the chosen one lit. Only what is seen is made."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size, Spacing
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.ui.tui.map.layout import Chip, ChipLabel, Edge, MapLayout

if TYPE_CHECKING:
    from simulator.ui.tui.map.canvas import TiledCanvas

TONES = ("good", "fair", "poor", "unknown")
SECONDS = 0.2  # that the view takes to follow
CHOSEN, TOUCHED = "»", "*"  # before the chosen chip, and behind what the last interview touched
CUT = "…"
SIDES = (("left", "left"), ("right", "right"), ("above", "up"), ("below", "down"))
AROUND = Spacing(3, 10, 3, 10)  # cells of the surroundings that stay in sight where there is room

Lit = tuple[Collection[str], Sequence[Edge]]
_Cell = tuple[str, Style]


@dataclass(frozen=True)
class Picture:
    """What a drawing shows. `light` says what is lit with a chip, `counts` what number stands beside a lit line.

    `path` is a walk from chip to chip, drawn over the lines. With `only_lit` no other line is drawn.
    """

    layout: MapLayout
    labels: Mapping[str, ChipLabel]
    light: Callable[[str], Lit] = lambda _name: ((), ())
    counts: Mapping[Edge, int] = field(default_factory=dict)
    path: Sequence[str] = ()
    only_lit: bool = False


class Drawing(ScrollView, can_focus=True):
    """Chips to choose from with the mouse; the view follows, and can be dragged."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("drawing--line", "drawing--bright", "drawing--chosen", "drawing--near", "drawing--far", "drawing--outline"),
        *(f"drawing--{tone}" for tone in TONES),
        *(f"drawing--far-{tone}" for tone in TONES),
    }
    DEFAULT_CSS = "\n".join(
        (
            "Drawing { background: transparent; }",
            "Drawing > .drawing--line { color: $muted 45%; }",
            "Drawing:ansi > .drawing--line { color: $rule; }",
            "Drawing > .drawing--bright { color: $accent; }",
            "Drawing > .drawing--chosen { color: $accent; text-style: bold reverse; }",
            "Drawing > .drawing--near { color: $foreground; text-style: bold; }",
            "Drawing > .drawing--far { color: $muted; }",
            "Drawing > .drawing--outline { color: $accent; text-style: bold; }",
            *(f"Drawing > .drawing--{tone} {{ color: ${tone}; background: $cursor; }}" for tone in TONES),
            *(f"Drawing > .drawing--far-{tone} {{ color: ${tone}; background: $panel; }}" for tone in TONES),
            *(f"Drawing:ansi > .drawing--{tone} {{ background: ansi_default; }}" for tone in TONES),
            *(f"Drawing:ansi > .drawing--far-{tone} {{ background: ansi_default; }}" for tone in TONES),
        )
    )

    @dataclass
    class Moved(Message):
        """Another chip is chosen."""

        name: str

    @dataclass
    class Opened(Message):
        """The chosen chip is to be opened."""

        name: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.picture: Picture | None = None
        self.chosen = ""  # the chip, empty before anything is shown
        self.lit: Lit = ((), ())  # the chips and lines of its chain
        self._lines: TiledCanvas | None = None
        self._bright: TiledCanvas | None = None
        self._rows: dict[int, list[Chip]] = {}
        self._beside: dict[tuple[int, int], str] = {}
        self._held: Offset | None = None
        self._dragged = False

    # What is shown

    def show(self, picture: Picture, chosen: str) -> None:
        """Show another picture; only its labels are new if its layout is the same."""
        from simulator.ui.tui.map.canvas import EdgeCanvas  # deferred, with numpy: only a drawing needs it

        before = self.picture
        if before is None or before.layout is not picture.layout or before.only_lit != picture.only_lit:
            self._lines = EdgeCanvas(picture.layout, () if picture.only_lit else picture.layout.lines)
            self._rows = {}
            for chip in picture.layout.chips.values():
                self._rows.setdefault(chip.row, []).append(chip)
        self.picture = picture
        self.virtual_size = Size(picture.layout.width, picture.layout.height)
        self._light(chosen)
        self._centre()

    def choose(self, name: str) -> None:
        """Choose a chip; the view follows, gliding where motion is on."""
        if self.picture is None or name == self.chosen or name not in self.picture.layout.chips:
            return
        self._light(name)
        place = self._place(Offset(round(self.scroll_target_x), round(self.scroll_target_y)))
        self.scroll_to(*place, duration=SECONDS, force=True)
        self.post_message(self.Moved(name))

    def _light(self, name: str) -> None:
        """Light the chain of a chip, or the walk."""
        from simulator.ui.tui.map.canvas import EdgeCanvas, WalkCanvas  # deferred, as above

        assert self.picture is not None
        layout, path, counts = self.picture.layout, self.picture.path, self.picture.counts
        self.chosen = name
        self.lit = (path, ()) if path or not name else self.picture.light(name)
        self._bright = WalkCanvas(layout, path) if path else EdgeCanvas(layout, self.lit[1], heavy=True)
        self._beside = {}
        for start, end in self.lit[1]:  # the count of a lit line stands beside its other end
            if count := counts.get((start, end)):
                chip, text = layout.chips[end if start == name else start], f" ({count}) "
                self._beside[chip.x - len(text) if start == name else chip.end, chip.row] = text
        self.refresh()

    def on_resize(self) -> None:
        self._centre()

    def _centre(self) -> None:
        if self.chosen and self.size:
            self.scroll_to(*self._place(None), animate=False, force=True)

    def _place(self, at: Offset | None) -> Offset:
        """Where the view goes, near where it is or with the chosen one's chain in its middle."""
        assert self.picture is not None
        room, layout = self.scrollable_content_region.size, self.picture.layout
        box = kept_in_sight(layout, self.chosen, self.lit[0], room)
        return view_offset(self._rows, box, room, self.virtual_size, at)

    @property
    def beyond(self) -> list[tuple[str, str]]:
        """The sides on which there is more than is seen, each with the way that looks there."""
        (x, y), room, whole = self.scroll_offset, self.scrollable_content_region.size, self.virtual_size
        cut = (x > 0, x + room.width < whole.width, y > 0, y + room.height < whole.height)
        return [side for side, is_cut in zip(SIDES, cut, strict=True) if is_cut and self.picture is not None]

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held, self._dragged = event.screen_offset, False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held is None:
            return
        by = self._held - event.screen_offset
        if by != Offset():
            self._held, self._dragged = event.screen_offset, True
            self.scroll_relative(by.x, by.y, animate=False, force=True)

    def on_mouse_up(self) -> None:
        self._held = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        if self.picture is None or self._dragged or not self.can_focus:
            return
        x, row = self._on_map(event.x, event.y)
        chip = next((chip for chip, label, end in self._labels_in(row) if end - label.width <= x < end), None)
        if chip is None:
            return
        self.choose(chip.name)
        if event.chain > 1:
            self.post_message(self.Opened(chip.name))

    # Painting

    def _on_map(self, x: int, y: int) -> tuple[int, int]:
        """Column and row of the map at a cell of the view; one that is smaller stands in its middle."""
        room, whole = self.scrollable_content_region.size, self.virtual_size
        left, top = max(0, (room.width - whole.width) // 2), max(0, (room.height - whole.height) // 2)
        return x + self.scroll_offset.x - left, y + self.scroll_offset.y - top

    def render_line(self, y: int) -> Strip:
        width, behind = self.scrollable_content_region.width, self.rich_style
        left, row = self._on_map(0, y)
        if self.picture is None or not 0 <= row < self.picture.layout.height:
            return Strip.blank(width, behind)
        cells = list(self._cells(row, left, width))
        segments = [
            Segment("".join(text for text, _ in run), style) for style, run in groupby(cells, key=lambda cell: cell[1])
        ]
        return Strip(segments).adjust_cell_length(width, behind).apply_style(behind)

    def _cells(self, row: int, left: int, width: int) -> list[_Cell]:
        """A row of the view: lines, over them those that are lit, over these the chips."""
        line, bright = map(self.get_component_rich_style, ("drawing--line", "drawing--bright"))
        assert self._lines is not None
        assert self._bright is not None
        start, end = max(0, left), max(0, left + width)
        blank: list[_Cell] = [(" ", line)] * (start - left)
        dim, lit = (canvas.row(row, start, end) for canvas in (self._lines, self._bright))
        both = zip(self._bright.over(dim, lit), lit, strict=True)
        cells = blank + [(letter, bright if b != " " else line) for letter, b in both]
        for chip, label, end in self._labels_in(row):
            shown = self._chip_cells(chip, label)
            _lay(cells, shown, end - len(shown) - left)
        for (x, at), text in self._beside.items():
            if at == row:
                _lay(cells, [(letter, bright) for letter in text], x - left)
        return cells

    def _labels_in(self, row: int) -> Sequence[tuple[Chip, ChipLabel, int]]:
        """The chips of a row with their labels and the columns behind them.

        A chip that the left edge cuts has its name's beginning in what is seen of it.
        """
        left, _ = self._on_map(0, 0)
        return [
            (chip, label.within(end - left) if end - label.width < left < end else label, end)
            for chip, label, end in self._widened(row, left)
        ]

    def _widened(self, row: int, left: int) -> Sequence[tuple[Chip, ChipLabel, int]]:
        """The same, whatever is seen of them.

        Where only the chain has lines, a name that is cut takes free cells behind its chip, then such before it, of
        those that are in sight: else its beginning would be out of it.
        """
        assert self.picture is not None
        labels, chips = self.picture.labels, self._rows.get(row, ())
        if not self.picture.only_lit:
            return [(chip, labels[chip.name], chip.end) for chip in chips]
        shown: list[tuple[Chip, ChipLabel, int]] = []
        taken, right = max(0, left), left + self.scrollable_content_region.width
        ends = [chip.x for chip in chips[1:]] + [self.picture.layout.width] * bool(chips)
        for chip, until in zip(chips, ends, strict=True):
            if chip.end <= left or chip.x >= right:
                continue
            label = labels[chip.name]
            behind = min(label.lacks, self._free_from(row, chip.end, until))
            before = min(label.lacks - behind, self._free_before(row, chip.x, taken))
            wider = label.wider(behind + before)
            taken = chip.end + max(0, wider.width - label.width - before)  # those behind may be out of sight
            shown.append((chip, wider, taken))
        return shown

    def _free_from(self, row: int, start: int, until: int) -> int:
        """The cells from a column on that no line takes, with one left blank."""
        between = self._bright.row(row, start, until) if self._bright and until > start else ""
        return max(0, len(between) - len(between.lstrip()) - 1)

    def _free_before(self, row: int, end: int, taken: int) -> int:
        """The cells before a column that no line takes, with one left blank."""
        between = self._bright.row(row, taken, end) if self._bright and end > taken else ""
        return max(0, len(between) - len(between.rstrip()) - 1)

    def _chip_cells(self, chip: Chip, label: ChipLabel) -> list[_Cell]:
        """A chip with its signs, cell by cell."""
        first, last = CHOSEN if chip.name == self.chosen else " ", TOUCHED if label.touched else " "
        if chip.name == self.chosen:
            style = self.get_component_rich_style("drawing--chosen")
            text = "".join(text for text, _ in label.pieces)
            return list(_split(text if label.bare else f"{first}{text}{last}", style))
        near = chip.name in self.lit[0]
        if label.bare and not near:  # no more than its letters, so that a walk is seen behind it
            text, tone = label.pieces[-1]
            return list(_split(text.strip(), Style(color=self._tone(tone, near=True).color)))
        behind = Style(bgcolor=self._tone(label.tone, near=near).bgcolor)
        outline = self.get_component_rich_style("drawing--outline") + behind
        title = self.get_component_rich_style("drawing--near" if near else "drawing--far") + behind
        if near and label.tone != "unknown":
            title += Style(color=self._tone(label.tone, near=True).color)
        cells: list[_Cell] = []
        for text, tone in label.pieces:
            cells += _split(text, self._tone(tone, near=near) + Style(bold=near) if tone else title)
        return cells if label.bare else [(first, behind), *cells, (last, outline)]

    def _tone(self, tone: str, *, near: bool) -> Style:
        return self.get_component_rich_style(f"drawing--{tone}" if near else f"drawing--far-{tone}")


@lru_cache(maxsize=4096)
def _letters(text: str) -> tuple[str, ...]:
    """A text by cell; after a letter of two cells comes an empty one."""
    cells: list[str] = []
    for letter in text:
        size = get_character_cell_size(letter)
        if size:
            cells += [letter, *[""] * (size - 1)]
        elif cells:
            cells[-1] += letter
    return tuple(cells)


def _split(text: str, style: Style) -> Iterator[_Cell]:
    return ((cell, style) for cell in _letters(text))


def _lay(cells: list[_Cell], over: Sequence[_Cell], at: int) -> None:
    """Put cells over others from a column on; three dots stand where they are cut."""
    first, last = max(0, -at), min(len(over), len(cells) - at)
    if first >= last:
        return
    shown = list(over[first:last])
    if first:
        shown[0] = (CUT, shown[0][1])
    if last < len(over):
        shown[-1] = (CUT, shown[-1][1])
        if len(shown) > 1 and not over[last - 1][0]:  # the second half of a wide letter
            shown[-2] = (" ", shown[-2][1])
    if first and len(shown) > 1 and not shown[1][0]:
        shown[1] = (" ", shown[1][1])
    cells[at + first : at + last] = shown


# Which part is in sight: the chosen chip, with as much of its lit chain as fits around it


def kept_in_sight(layout: MapLayout, name: str, lit: Collection[str], room: Size) -> Region:
    """The cells to keep in sight with a chip: its own, and of its lit chain what fits.

    What it rests on and what it opens come first, the nearest of both at once; after these the rest of its chain.
    """
    chosen, below, above = layout.chips[name], layout.before.get(name, ()), layout.after.get(name, ())

    def far(chip: Chip) -> tuple[int, int, int, int]:
        order = 0 if chip.name in below else 1 if chip.name in above else 2
        return order, abs(chip.layer - chosen.layer), chip.layer - chosen.layer, abs(chip.row - chosen.row)

    box = _region(chosen)
    for chip in sorted((layout.chips[other] for other in lit if other in layout.chips), key=far):
        wider = box.union(_region(chip))
        if wider.width <= room.width and wider.height <= room.height:
            box = wider
    return box


def _region(chip: Chip) -> Region:
    return Region(chip.x, chip.row, chip.width, 1)


def first_seen(start: int, end: int, room: int, whole: int, around: int, at: int | None) -> int:
    """The first column or row of the view of so many, so that those from `start` up to `end` are seen.

    As near as can be to `at`, where it is now; without that they come into the middle.
    """
    spare = max(0, room - (end - start))
    margin = min(around, spare // 2)
    wanted = start - spare // 2 if at is None else min(max(at, end + margin - room), start - margin)
    return max(0, min(wanted, whole - room))


def uncut(chips: Sequence[Chip], middle: int, box: Region, room: int, whole: int) -> int:
    """The first column near `middle` so that the view's edges cut as few chips as they can, with the box in sight."""
    last = whole - room
    if last <= 0 or box.width > room:
        return middle
    wanted = {middle, *(x for chip in chips for x in (chip.x - 1, chip.end + 1 - room))}
    holding = [x for x in wanted if 0 <= x <= last and x <= box.x and box.right <= x + room] or [middle]
    starts, ends = sorted(chip.x for chip in chips), sorted(chip.end for chip in chips)

    def cut(x: int) -> int:
        return sum(bisect_left(starts, edge) - bisect_right(ends, edge) for edge in (x, x + room))

    return min(holding, key=lambda x: (cut(x), abs(x - middle)))


def view_offset(rows: Mapping[int, Sequence[Chip]], box: Region, room: Size, whole: Size, at: Offset | None) -> Offset:
    """The upper left cell of the view, with the box in sight; `rows` are the chips by row.

    Near `at`, where the view is now, or with the box in its middle.
    """
    left, top = (None, None) if at is None else at
    y = first_seen(box.y, box.bottom, room.height, whole.height, AROUND.top, top)
    x = first_seen(box.x, box.right, room.width, whole.width, AROUND.left, left)
    if x == left:
        return Offset(x, y)
    seen = [chip for row in range(y, y + room.height) for chip in rows.get(row, ())]
    return Offset(uncut(seen, x, box, room.width, whole.width), y)
