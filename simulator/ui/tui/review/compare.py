"""Two interviews compared: did it go better, by more than chance? Then every concept and point."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.containers import ItemGrid
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget

from simulator.graph.text import fit
from simulator.report import records as rec
from simulator.report.figures.compare import Comparison, FigureChange, PointChange
from simulator.report.load import comparison_of
from simulator.report.text.compare import (
    SAME_START,
    WITH_CHANGE,
    WITH_RANGE,
    about,
    against_the_counts,
    asked_once,
    first_line,
    level_alone,
    point_words,
    points_sentence,
    rating_words,
    second_line,
    sittings,
    solid_words,
    spoken_apart,
)
from simulator.report.text.words import time_sentence
from simulator.report.tones import CHANGE_BADGES, CHANGE_WORDS, MARK_BADGES, outcome_badge
from simulator.session.presets import sitting_title
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Keys, Section, Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.text import Hanging, badge, plain_text, toned

COMPARING = "Comparing."
NARROWEST_CARD = 44
MARGINS, FRAME = 10, 4  # columns around the page with its scroll bar, and around the text in a frame
WITH_BAR, TITLE = 110, 34  # columns from which a line has a bar behind a title of that width
LONGEST_WORD = max(map(len, CHANGE_WORDS.values()))


class Compare(Page):
    """Compares the transcripts at two paths; the earlier interview always comes first."""

    BINDINGS = bindings("compare")
    CSS_PATH = "../styles/compare.tcss"
    contexts = ("compare",)
    heading = "Two interviews"
    look = "compared"

    def __init__(self, first: Path, second: Path) -> None:
        super().__init__()
        self._paths = (first, second)
        self._comparison: Comparison | None = None
        self._details = False

    def on_mount(self) -> None:
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        self.quiet(COMPARING)
        self._comparison = await self.in_thread(comparison_of, *self._paths, self.host.workspace)
        if self._comparison is None:
            return
        self.unsay(COMPARING)
        today = self.host.today
        both = (self._comparison.first, self._comparison.second)
        when = [words.moment(session.started, today) for session in both]
        full = [f"{sitting_title(session)}, {at}" for session, at in zip(both, when, strict=True)]
        self.query_one("#title", Title).show(right=(", then ".join(full), ", then ".join(when)))
        await self._show()

    def on_resize(self, event: Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    async def _show(self) -> None:
        if self._comparison is not None:
            lay_out = all_changes if self._details else first_page
            await self.fill([*lay_out(self._comparison, self.page_width)])

    async def action_details(self) -> None:
        self._details = not self._details
        self.query_one(Keys).relabel({"compare.details": "summary" if self._details else "details"})
        await self._show()


def first_page(comparison: Comparison, width: int) -> Iterator[Widget]:
    """The conclusion, the two interviews side by side, then what moved."""
    look = CHANGE_BADGES[comparison.overall.verdict]
    yield Hanging(toned(look.sign, look.tone, bold=True), comparison.sentence, 2, f"lead {look.tone}", tight=True)
    if why := against_the_counts(comparison):
        yield plain_text(why, "aside")
    yield plain_text(SAME_START, "aside")
    if apart := spoken_apart(comparison):
        yield plain_text(apart, "aside")
    sessions = [Section(title, *_session(comparison, number)) for number, title in enumerate(("First", "Then"))]
    both = ItemGrid(*sessions, min_column_width=NARROWEST_CARD, classes="pair")
    # what moved is what one came for: on a narrow screen the two interviews follow it
    moved = _moved(comparison, width)
    yield from (both, moved) if width + MARGINS >= SIDE_BY_SIDE else (moved, both)
    ranged = width >= WITH_RANGE or width < WITH_CHANGE  # between them the rows have room for the change alone
    if how_to_read := about(comparison, ranged=ranged):
        yield plain_text(how_to_read, "aside")


def _moved(comparison: Comparison, width: int) -> Widget:
    """The figures of both, those that moved by more than chance first, and the points that were newly met or missed."""
    areas = sorted(comparison.areas, key=lambda change: CHANGE_BADGES[change.verdict].tone == "unknown")
    rows = _changes((comparison.overall, *areas), width, whole=False)
    words = filter(None, (asked_once(comparison.areas, "area"), points_sentence(comparison)))
    return Section("What moved", *rows, *(plain_text(text, "after") for text in words), classes="list")


def _session(comparison: Comparison, number: int) -> Iterator[Widget]:
    """One of the two: how it went, at which level, how fast, and how the candidate rated themselves."""
    session: rec.SessionInfo = (comparison.first, comparison.second)[number]
    level, time, rating = comparison.levels[number], comparison.time[number], comparison.calibration[number]
    yield plain_text([*sittings(comparison)][number], "when")
    yield plain_text(badge(outcome_badge(session.verdict), solid_words(session, level)))
    if reached := level_alone(level):
        yield plain_text(reached)
    yield plain_text(f"Time: {time_sentence(time)}")
    yield plain_text(rating_words(rating, level), "aside")


def change_line(change: FigureChange, width: int) -> Content:
    """One change on a line: title, figures where there is room, a line from one chance to the other, and a badge."""
    look = CHANGE_BADGES[change.verdict]
    word = badge(look, f"{CHANGE_WORDS[change.verdict]:<{LONGEST_WORD}}", bold=look.tone != "unknown")
    parts = Content.assemble((f"{first_line(change, width)}  ", "$text"), word)
    room = width - parts.cell_length - (FRAME if width + MARGINS >= SIDE_BY_SIDE else 0)
    if width >= WITH_BAR:
        parts = Content.assemble("  ", move_bar(change.first, change.second, room - TITLE - 2, look.tone), parts)
        room = TITLE
    return Content(fit(change.title, max(8, room))) + parts


def move_bar(first: float, second: float, width: int, tone: str) -> Content:
    """Two chances on a line of `width` cells: a ring where it was, a dot where it is now."""
    before, now = (min(width - 1, max(0, int(share * width))) for share in (first, second))
    low, high = sorted((before, now))
    cells = ["━" if low < n < high else "┈" for n in range(width)]
    cells[before], cells[now] = "○", "●"
    text = "".join(cells)
    return Content.assemble((text[:low], "$rule"), (text[low : high + 1], f"${tone}"), (text[high + 1 :], "$rule"))


def all_changes(comparison: Comparison, width: int) -> Iterator[Widget]:
    """All areas, concepts and points, each with its figures."""
    for noun, changes in (("area", comparison.areas), ("concept", comparison.concepts)):
        if changes:
            rows = list(_changes(changes, width))
            once = [plain_text(text, "after" * bool(rows)) for text in (asked_once(changes, noun),) if text]
            yield Section(f"{noun.capitalize()}s", *rows, *once, classes="list")
    for title, points in (("Newly met", comparison.newly_met), ("Newly missed", comparison.newly_missed)):
        if points:
            yield Section(title, *map(_point_line, points), classes="list")
    compared = any(change.is_compared for change in (*comparison.areas, *comparison.concepts))
    if compared and (how_to_read := about(comparison)):  # without rows there is nothing to read
        yield plain_text(how_to_read, "aside")


def _changes(changes: Iterable[FigureChange], width: int, *, whole: bool = True) -> Iterator[Widget]:
    """A line for each that was asked in both; below it what it has no room for, on the first page only the change."""
    for change in filter(lambda change: change.is_compared, changes):
        yield plain_text(change_line(change, width))
        if width < (WITH_RANGE if whole else WITH_CHANGE):
            yield plain_text(f"  {second_line(change, width)}", "aside")


def _point_line(point: PointChange) -> Widget:
    look = MARK_BADGES[point.second]
    return Hanging(toned(look.sign, look.tone), point_words(point), 2, tight=True)
