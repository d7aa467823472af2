"""Which part of a drawing is in sight: the chosen chip, with as much of its lit chain as fits around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from textual.geometry import Offset, Region, Size, Spacing

from simulator.ui.tui.map.layout import Chip, Plane

AROUND = Spacing(3, 10, 3, 10)  # cells of the surroundings that stay in sight where there is room


def held(plane: Plane, name: str, lit: Collection[str], room: Size) -> Region:
    """The cells to keep in sight with a chip: its own, and of its lit chain what fits, the nearest first."""
    chosen = plane.chips[name]
    box = _cells(chosen)
    for chip in _nearest(plane, chosen, lit):
        wider = box.union(_cells(chip))
        if wider.width <= room.width and wider.height <= room.height:
            box = wider
    return box


def _cells(chip: Chip) -> Region:
    return Region(chip.x, chip.row, chip.width, 1)


def _nearest(plane: Plane, chosen: Chip, lit: Collection[str]) -> Iterator[Chip]:
    """What a chip rests on and then what it opens, both at once; after these the rest of its chain."""
    below, above = plane.before.get(chosen.name, ()), plane.after.get(chosen.name, ())

    def far(chip: Chip) -> tuple[int, int, int, int]:
        order = 0 if chip.name in below else 1 if chip.name in above else 2
        return order, abs(chip.layer - chosen.layer), chip.layer - chosen.layer, abs(chip.row - chosen.row)

    yield from sorted((plane.chips[name] for name in lit if name in plane.chips), key=far)


def first(start: int, end: int, room: int, whole: int, around: int, at: int | None) -> int:
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


def offset(rows: Mapping[int, Sequence[Chip]], box: Region, room: Size, whole: Size, at: Offset | None) -> Offset:
    """The upper left cell of the view, with the box in sight; `rows` are the chips by row.

    Near `at`, where the view is now, or with the box in its middle.
    """
    left, top = (None, None) if at is None else at
    y = first(box.y, box.bottom, room.height, whole.height, AROUND.top, top)
    x = first(box.x, box.right, room.width, whole.width, AROUND.left, left)
    if x == left:
        return Offset(x, y)
    seen = [chip for row in range(y, y + room.height) for chip in rows.get(row, ())]
    return Offset(uncut(seen, x, box, room.width, whole.width), y)
