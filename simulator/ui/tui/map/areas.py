"""The rows of the list of areas: where each stands, as a sign, an interval, figures and a word."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.graph.text import fit, percent, shorten
from simulator.report.concept_records import GAP, HELD, NOT_ENOUGH
from simulator.report.text.bars import interval_parts
from simulator.report.text.words import area_word, interval, seen_words
from simulator.report.tones import AREA_BADGES
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from simulator.report.progress_records import AreaProgress, Progress

Pieces = tuple[tuple[str, str], ...]  # texts with their styles
ALL = ""  # the key of the row for everything
EVERYTHING = "All areas"
BESIDE = 6  # columns for the mark, the sign and the scroll bar
PERCENT, INTERVAL, WORD, ASKED = 5, 11, 17, 9  # columns of each, with the space before it
TITLE, BAR, LONG_BAR = 17, 8, 24  # the fewest columns of a title and a bar, and the most of a bar
HALF = 0.5


class RowParts(NamedTuple):
    """How wide each part of a row is; 0 is left out."""

    title: int
    bar: int
    interval: int
    asked: int


def columns_of(width: int, longest: int) -> RowParts:
    """The parts that fit into a list of this width whose longest title has `longest` columns."""
    room = max(2, width - BESIDE - PERCENT - WORD - 1)
    interval = INTERVAL if room >= TITLE + BAR + INTERVAL else 0
    asked = ASKED if interval and room >= TITLE + BAR + INTERVAL + ASKED + 4 else 0
    room -= interval + asked
    bar = min(LONG_BAR, max(BAR, room - longest, room // 3))
    return RowParts(max(1, min(longest, room - bar)), bar, interval, asked)


def legend(width: int, longest: int, *, alike: bool = False) -> str:
    """What the figures in a row are; where all chances are `alike`, that they are."""
    asked = columns_of(width, longest).asked
    if alike:
        return "Areas: answers so far; your chance is about the same"
    return f"Areas: answers so far, or your chance (80% range){'; times asked' if asked else ''}"


def titles_in(titles: Sequence[str], room: int) -> list[str]:
    """The titles; of one that is too long the first half, if no other begins so: `Retrieval` of `Retrieval and RAG`."""
    halves = [title.partition(" and ")[0] for title in titles]
    return [
        shorten(half if len(title) > room and halves.count(half) == 1 else title, room)
        for title, half in zip(titles, halves, strict=True)
    ]


def area_rows(progress: "Progress", areas: "Sequence[AreaProgress]", width: int) -> list[Row]:
    """A row for everything, and one for each area."""
    fitting = columns_of(width, longest_of(areas))
    titles = titles_in([area.title for area in areas], fitting.title)
    cover = progress.coverage
    asked = f"{cover.questions}/{cover.of_questions}"
    whole = standing_of(progress)
    rows = [_row(ALL, EVERYTHING, _figures(progress, whole, fitting), whole, asked, fitting)]
    alike = progress.areas_alike
    for area, title in zip(areas, titles, strict=True):
        said = _figures(area, area.word, fitting) if area.is_figure and not alike else _seen(area, fitting)
        rows.append(_row(area.area, title, said, area.word, f"{area.asked}/{area.of}", fitting))
    return rows


def longest_of(areas: "Sequence[AreaProgress]") -> int:
    """RowParts of the longest title."""
    return max(len(title) for title in (EVERYTHING, *(area.title for area in areas)))


def standing_of(progress: "Progress") -> str:
    """The word for everything taken together, by the rule for an area."""
    return HELD if progress.low > HALF else GAP if progress.high < HALF else NOT_ENOUGH


def _figures(of: "AreaProgress | Progress", word: str, fitting: RowParts) -> Pieces:
    """An interval as a bar, then its figures."""
    before, inside, after = interval_parts(of.mastery, of.low, of.high, fitting.bar)
    figures = f"{percent(of.mastery):>{PERCENT}}"
    if fitting.interval:
        figures += f"{interval(of.low, of.high):>{fitting.interval}}"
    return (f" {before}", "rule"), (inside, AREA_BADGES[word].tone), (after, "rule"), (figures, "label")


def _seen(area: "AreaProgress", fitting: RowParts) -> Pieces:
    """What was seen, in the place of figures that would say nothing yet."""
    room = fitting.bar + PERCENT + fitting.interval
    whole = seen_words(area)
    return ((f" {whole if len(whole) <= room else seen_words(area, brief=True):<{room}}", "label"),)


def _row(key: str, title: str, said: Pieces, word: str, asked: str, fitting: RowParts) -> Row:
    look = AREA_BADGES[word]
    pieces = [*said, (f"  {area_word(word):<{WORD - 2}}", look.tone)]
    if fitting.asked:
        pieces.append((f"{asked:>{fitting.asked}}", "quiet"))
    return Row(key, text=fit(title, fitting.title), badge=look, pieces=tuple(pieces))
