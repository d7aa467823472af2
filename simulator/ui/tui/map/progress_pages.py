"""What the progress screen says beside its plots: where you stand, each area in a row, and the cards of habits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.text import fit, percent, plural, shorten, wrap
from simulator.report.concept_records import GAP, HELD, NOT_ENOUGH
from simulator.report.debrief import advert as advert_text
from simulator.report.text import progress as text
from simulator.report.text.progress_words import SO_FAR, left_out_lines, rating_words, solid_so_far
from simulator.report.text.words import (
    area_word,
    chance_words,
    code_words,
    headline,
    interval,
    own_level,
    seen_words,
    to_work_on_words,
)
from simulator.report.tones import ADVICE, AREA_BADGES, interval_parts, recommendation_badge, share_bar
from simulator.ui.tui.widgets.chrome import Card
from simulator.ui.tui.widgets.plots import RatingPlot, TimePlot
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import badge, toned
from simulator.ui.tui.words import short_title

if TYPE_CHECKING:
    from simulator.report.progress_records import AreaProgress, Coverage, Progress

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
    """What the figures in a row are. `alike`: all the chances are about the same, and it says so."""
    asked = columns_of(width, longest).asked
    if alike:
        return "Areas: answers so far; your chance is about the same"
    return f"Areas: answers so far, or your chance (80% range){'; times asked' if asked else ''}"


def titles_in(titles: Sequence[str], room: int) -> list[str]:
    """The titles; of one that is too long the first half, if no other begins so: `Retrieval` of `Retrieval and RAG`."""
    return [shorten(short_title(title, titles) if len(title) > room else title, room) for title in titles]


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


FIGURES = 17  # columns of a sign, a chance and its interval
SHARE = 20  # columns of a bar of coverage
INDENT = 2  # columns of the lines of text, which a card does not need
LEFT = frozenset(("advert", "to-do", "rating"))  # parts with a card in the left column
BESIDE_PLOT = {"to-do": "-told", "cover": "-tall", "when": "-days"}  # parts that a large window has on the first page
COUNTS, FULL, LOW, HIGH = "━+", r"[1-9]", "<+", ">+"


def standing(progress: "Progress", width: int, *, brief: bool = False) -> Content:
    """Where you stand, in a sentence; below it the recommendation and the level, then code rounds, and the advert.

    In brief the code round has a line: below it the areas need the room.
    """
    whole = solid_so_far(progress)
    briefly = whole.partition(",")[0].removesuffix(SO_FAR)
    above = Content.styled(whole if len(whole) <= width else briefly, "bold")
    recommendation = progress.recommendation
    level = own_level(progress)
    verdict = badge(recommendation_badge(recommendation), headline(recommendation))
    levels = [toned(words, "muted") for words in (level, level.replace("80% sure: ", ""), level.partition(" (")[0])]
    both = (Content("   ").join((verdict, words)) for words in levels)
    beside = next((line for line in both if line.cell_length <= width), None)
    against = "; ".join(advert_text.advert_phrases(recommendation.advert_areas))
    advert = [Content(line) for line in wrap(f"Against the advert: {against}", width)] if against else []
    code = recommendation.code_round
    said = code.headline if code and brief and not recommendation.by_code else code_words(recommendation)
    by_code = [toned(said, "muted")] if said else []
    return Content("\n").join([above, *([beside] if beside else [verdict, levels[1]]), *by_code, *advert])


def in_one_line(told: "Sequence[str]", room: int) -> str:
    """Facts in a line of `room` columns: the last ones are said in fewer words or left out, none is cut."""
    whole = " · ".join(told)
    fewer = [" · ".join(told[:n]) for n in range(len(told) - 1, 0, -1)]
    shorter = (whole, whole.removesuffix(text.ONCE), *fewer, *(line.partition(";")[0] for line in fewer[-1:]))
    return next((line for line in shorter if len(line) <= room), "")


def facts(progress: "Progress", area: "AreaProgress | None") -> tuple[str, str, str]:
    """What is plotted, its figures in words, and what they rest on."""
    if area is None:
        chance, cover = chance_words(progress.mastery, progress.low, progress.high), progress.coverage
        return EVERYTHING, chance, text.different_words(cover)
    gaps = f" · {plural(area.gaps, 'gap')}" if area.gaps else ""
    chance = f"; {chance_words(area.mastery, area.low, area.high)}" if area.is_figure else ""
    seen = f"{seen_words(area)}{chance}".removeprefix("; ")
    unclear = area.word == NOT_ENOUGH and area.low < HALF < area.high
    seen += "; the range is still on both sides of even odds" * unclear
    return f"{area.title}: {area_word(area.word)}", seen, f"{area.asked} of {area.of} questions{gaps}"


def first(progress: "Progress", width: int, *, brief: bool = False) -> Content:
    """The areas to work on first; the heading is the card's. In brief, a line each, for beside the list of all."""
    if not brief:
        return _block(text.first_lines(progress, width + INDENT))
    room = width - FIGURES
    titles = titles_in([gap.title for gap in progress.gaps], room)
    areas, lines = {area.area: area for area in progress.areas}, []
    alike = progress.areas_alike
    for gap, title in zip(progress.gaps, titles, strict=True):
        figures = f"{percent(gap.mastery):>5}{interval(gap.low, gap.high):>10}"
        said = figures if areas[gap.area].is_figure and not alike else to_work_on_words(areas[gap.area], brief=True)
        look = ADVICE if gap.word == HELD else AREA_BADGES[gap.word]  # a tick would say that there's nothing to do
        lines.append(Content.assemble((f"{look.sign} ", f"${look.tone}"), f"{fit(title, room)}{said:>{FIGURES - 2}}"))
    return Content("\n").join([*lines, Content(text.gaps_sentence(progress))])


def days(progress: "Progress", today: date, width: int) -> Content:
    """The days on which you sat."""
    sat = {day.day: day.sittings for day in progress.calendar}
    lines = text.calendar(sat, today, text.calendar_weeks(width))
    return Content("\n".join(lines)).highlight_regex(FULL, style="bold $accent")


def fill_cards(page: DOMNode, progress: "Progress", today: date, width: int) -> None:
    """Show the second page, `width` columns in a card: a card for each part, without what stands beside the plot."""
    left, right = page.query_one("#rated", Vertical), page.query_one("#spent", Vertical)
    counts = {(pair.predicted, pair.scored): pair.count for pair in progress.calibration.pairs}
    bars = toned("━ taken, follow-ups included   ┃ planned", "muted")
    bars = bars if progress.times else Content("No answers scored yet.")
    drawn: dict[str, tuple[Content, Widget | None]] = {
        "rating": (_rating(progress, today), RatingPlot(counts)),
        "time": (bars, TimePlot(progress.times)),
        "cover": (coverage(progress.coverage, width), None),
        "when": (days(progress, today, width), None),
    }
    heads = {"time": "Minutes by tier (answers)", "when": text.days_head(width)}
    parts = [part for part in text.progress_parts(progress, today, width + INDENT) if part.name != "areas"]
    for part in (*parts, text.ProgressPart("left-out", "Not counted", left_out_lines(progress, width + INDENT))):
        words, plot = drawn.get(part.name) or (_block(part.lines).highlight_regex(COUNTS, style="$accent"), None)
        is_beside = page.has_class(BESIDE_PLOT.get(part.name, "-none"))
        column, title = left if part.name in LEFT else right, heads.get(part.name, part.head)
        _show(column, part.name, title, Content("") if is_beside else words, plot)


def _show(column: Vertical, name: str, title: str, words: Content, plot: Widget | None = None) -> None:
    """A card with a plot and words, made when it is first shown; without words there is none."""
    card = next(column.query(f"#{name}").results(Card), None)
    if card is None:
        card = Card(title, *([plot] if plot else []), Static(words, markup=False), id=name)
        column.mount(card)
    else:
        card.query_one(Static).update(words)
        card.border_title = Content(title)
    card.display = bool(words.plain)


def _rating(progress: "Progress", today: date) -> Content:
    """How you rate yourself in sentences, and by interview."""
    rating = progress.calibration
    axes = [toned("across: predicted   up: scored\n= exact   < too low   > too high", "muted")] if rating.pairs else []
    lines = "\n".join(rating_words(rating))
    by = _block(text.rated_lines(rating, today)).highlight_regex(f"{LOW}|{HIGH}", style="$fair")
    checks = [Content(f"checks: {rating.checks_right} of {rating.checks} right")] if rating.checks else []
    return Content("\n\n").join([part for part in (*axes, Content(lines), by, *checks) if part.plain])


def coverage(cover: "Coverage", width: int) -> Content:
    """How much of the bank was asked, as bars with their figures."""
    asked = text.different_words(cover)
    words = [
        asked if len(asked) + 2 + SHARE // 2 <= width else asked.removesuffix(text.ONCE),
        f"{cover.met} of {cover.of_concepts} concepts have come up",
        f"{cover.concepts} of {cover.of_concepts} had a question or check of their own",
    ]
    counts = (
        (cover.questions, cover.of_questions),
        (cover.met, cover.of_concepts),
        (cover.concepts, cover.of_concepts),
    )
    room = max(1, min(SHARE, width - max(map(len, words)) - 2))
    lines = [
        Content.assemble((share_bar(count, of, room), "$accent"), f"  {said}")
        for (count, of), said in zip(counts, words, strict=True)
    ]
    return Content("\n").join(lines)


def _block(lines: Iterable[str]) -> Content:
    """Lines of text without what a card does not need: the space before them, and empty ones at the ends."""
    kept = [line.removeprefix(" " * INDENT) for line in lines]
    return Content("\n".join(kept).strip("\n"))
