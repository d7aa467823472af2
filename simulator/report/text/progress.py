"""Progress as lines of text with plots. Every figure is the record's."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from simulator.engine.scoring import SOLID
from simulator.graph.text import fit, names, percent, plural, wrap
from simulator.report.concept_records import gaps_of
from simulator.report.figures import progress as rec
from simulator.report.figures.standing import GAP_BELOW, NOT_ENOUGH
from simulator.report.text.item_blocks import calibration_sentence
from simulator.report.text.words import interval, level_words, tier_words

HEIGHT = 8
LABEL = 6
WEEKDAY, HALF_YEAR = 5, 26  # columns before the first week of a calendar, and the most weeks
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def band(points: Sequence[tuple[float, float, float]], width: int = 60, height: int = HEIGHT) -> Iterator[str]:
    """(middle, low, high) from 0 to 1 over time: `●` the middle, `░` the interval. One column a point, or a mean."""
    room = width - LABEL - 1
    columns = _stretched(_thinned(points, room), room)
    for row in range(height):
        top, bottom = 1 - row / height, 1 - (row + 1) / height
        cells = [_cell(point, top, bottom, last=row == height - 1) for point in columns]
        label = {0: "100%", height // 2: " 50%", height - 1: "  0%"}.get(row, "")
        yield f"{label:>{LABEL - 1}} ┤{''.join(cells)}".rstrip()


def _cell(point: tuple[float, float, float], top: float, bottom: float, *, last: bool) -> str:
    middle, low, high = point
    if bottom < middle <= top or (last and middle <= bottom):
        return "●"
    return "░" if low <= top and high > bottom else " "


def _thinned(points: Sequence[tuple[float, float, float]], room: int) -> list[tuple[float, float, float]]:
    """At most `room` points, each the last of its share: what is shown was so."""
    count = min(len(points), room)
    return [points[(n + 1) * len(points) // count - 1] for n in range(count)]


def _stretched(points: Sequence[tuple[float, float, float]], room: int) -> list[tuple[float, float, float]]:
    """Few points as wide columns, so that three interviews are a picture too."""
    wide = max(1, min(6, room // max(1, len(points))))
    return [point for point in points for _ in range(wide)]


def interval_bar(mastery: float, low: float, high: float, width: int = 20) -> str:
    """One interval on a line from 0 to 1: `·` outside, `░` inside, `●` the middle, `|` one half."""
    cells = ["·"] * width
    at = [min(width - 1, int(value * width)) for value in (low, high, mastery)]
    cells[at[0] : at[1] + 1] = ["░"] * (at[1] + 1 - at[0])
    cells[width // 2] = "|"
    cells[at[2]] = "●"
    return "".join(cells)


def difference_bar(difference: float | None, half: int = 8) -> str:
    """A difference of -2 to 2 steps around a middle line: `<` rated too low, `>` too high."""
    cells = [" "] * half + ["|"] + [" "] * half
    if difference is not None:
        size = min(half, round(abs(difference) / 2 * half))
        span = range(half + 1, half + 1 + size) if difference > 0 else range(half - size, half)
        for n in span:
            cells[n] = ">" if difference > 0 else "<"
    return "".join(cells)


def bar(count: int, most: int, width: int) -> str:
    """A count as a bar; what is above nothing shows."""
    return "█" * (max(1, round(count / most * width)) if count else 0)


def calendar_weeks(width: int) -> int:
    """How many weeks fit into so many columns, half a year at most."""
    return min(HALF_YEAR, (width - WEEKDAY + 1) // 2)


def calendar(days: dict[date, int], today: date, weeks: int = HALF_YEAR) -> Iterator[str]:
    """The last weeks, Monday on top: `·` a day without, a digit the sittings of a day (9 is nine or more)."""
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    for weekday, label in enumerate(WEEKDAYS):
        row = [first + timedelta(days=weekday, weeks=week) for week in range(weeks)]
        marks = [" " if day > today else str(min(9, days[day])) if days.get(day) else "·" for day in row]
        yield f"{label:<{WEEKDAY}}{' '.join(marks)}".rstrip()


WIDTH = 60
RECENT = 12
NAMED = 3  # other graphs
BAR, SHORT_BAR = 14, 8
SAID = {"gap": "weak", "held": "held, and the lowest", "not enough yet": "low, but not enough yet to call it weak"}


def progress_lines(found: rec.Progress, today: date, width: int = WIDTH) -> Iterator[str]:
    """Where you stand, how it came, what is due; made for `width` columns."""
    yield f"Progress of {found.candidate}: {found.role_title}"
    yield (
        f"{plural(found.sessions, 'interview')}, {found.hours:.1f} h, {plural(found.questions, 'question')}, "
        f"{plural(found.checks, 'check')}"
    )
    for said in beside_sentences(found, "`interview start` begins"):
        yield from wrap(said, width)
    if not found.sessions:
        return
    for part in (_standing, first_lines, _areas):
        yield ""
        yield from part(found, width)
    yield from ("", *habit_lines(found, today, width))


def beside_sentences(found: rec.Progress, then: str) -> Iterator[str]:
    """What is left out of the figures, and that nothing was sat where nothing was; `then` says what can be done."""
    waiting, elsewhere = waiting_sentence(found), elsewhere_sentence(found)
    yield from filter(None, (waiting, gone_sentence(found), elsewhere))
    if not found.sessions and not waiting:
        yield f"Nothing was sat{' on this one' if elsewhere else ''} yet; {then}."


def waiting_sentence(found: rec.Progress) -> str:
    """What is left out because its scores are still to come; empty without."""
    if not found.waiting:
        return ""
    is_, counts = ("is", "counts") if found.waiting == 1 else ("are", "count")
    return f"{plural(found.waiting, 'interview')} {is_} still to be scored and {counts} then."


def gone_sentence(found: rec.Progress) -> str:
    """How many answers the level does without because the graph changed; empty without."""
    if not found.gone:
        return ""
    one = found.gone == 1
    are = "1 answer is to a question or check" if one else f"{found.gone:,} answers are to questions or checks"
    return f"{are} that the graph no longer has; your level and the chances do without {'it' if one else 'them'}."


def elsewhere_sentence(found: rec.Progress) -> str:
    """How many interviews are on other graphs, and how one sees them; empty without."""
    if not found.elsewhere:
        return ""
    count = sum(other.sessions for other in found.elsewhere)
    told = f"{plural(count, 'interview')} {'is' if count == 1 else 'are'} on"
    if len(found.elsewhere) == 1:
        (only,) = found.elsewhere
        shows = f"`interview progress --graph {only.graph}` shows {'it' if count == 1 else 'them'}."
        return f"{told} the graph {only.graph}; {shows}"
    named = [f"{other.graph} ({other.sessions:,})" for other in found.elsewhere[:NAMED]]
    more = [f"{len(found.elsewhere) - NAMED:,} more"] if len(found.elsewhere) > NAMED else []
    return f"{told} other graphs, {names([*named, *more])}; `interview progress --graph NAME` shows one."


def left_out_lines(found: rec.Progress, width: int = WIDTH) -> Iterator[str]:
    """What is left out of the figures, each as a part of its own; nothing without."""
    parts = (
        ("To be scored", waiting_sentence(found)),
        ("No longer in the graph", gone_sentence(found)),
        ("On other graphs", elsewhere_sentence(found)),
    )
    for head, said in parts:
        if said:
            yield from ("", head, *wrap(said, width, "  ", "  "))


def habit_lines(found: rec.Progress, today: date, width: int = WIDTH) -> Iterator[str]:
    """How you rate yourself, how much of the bank you met, what is due, and when you sat."""
    yield from _calibration(found, width)
    yield from ("", *_coverage(found, width), "", *_forecast(found, width), "", *_calendar(found, today, width))


def band_lines(path: Sequence[rec.Band], width: int = WIDTH, height: int = HEIGHT) -> Iterator[str]:
    """The chance over time with its band, and from when to when; nothing without an interview."""
    if path:
        yield from band([(b.mastery, b.low, b.high) for b in path], width, height)
        first, last = f"{path[0].at:%d %b %Y}", f"{path[-1].at:%d %b %Y}"
        when = first if first == last else f"{first} to {last}"
        yield f"{'':{LABEL}}{when}, {plural(len(path), 'interview')}"


def figures(of: rec.AreaProgress | rec.Progress, asked: int, count: int, width: int = WIDTH) -> str:
    """A chance as a bar, with its 80% interval and the questions asked of all; the bar is short on narrow screens."""
    bar = interval_bar(of.mastery, of.low, of.high, BAR if width >= WIDTH else SHORT_BAR)
    counted = f"{asked}/{count}"
    return f"{bar} {percent(of.mastery):>4} {interval(of.low, of.high):>9} {counted:>7}"


def areas_in_order(found: rec.Progress) -> list[rec.AreaProgress]:
    """The areas, those asked about most first."""
    return sorted(found.areas, key=lambda a: (-a.questions, -a.weight))


def _standing(found: rec.Progress, width: int) -> Iterator[str]:
    yield from wrap(f"Chance of a {SOLID} answer at {tier_words(found.target)}, with its 80% interval", width)
    yield f"  now {percent(found.mastery)} ({interval(found.low, found.high)})"
    level = level_words(found.level, found.level_low, found.level_high)
    yield from wrap(f"level: {level}", width, "  ", "    ")
    yield from band_lines(found.path, width)
    if found.counted < found.sessions:
        yield f"  made of the latest {found.counted:,}; older ones have faded"


def first_lines(found: rec.Progress, width: int = WIDTH) -> Iterator[str]:
    """The areas to work on first, how many gaps there are, and the areas that are held."""
    yield "To work on first"
    if not found.gaps:
        yield "  nothing was answered so far"
    for number, gap in enumerate(found.gaps, 1):
        said = "not enough yet to say" if gap.word == NOT_ENOUGH and gap.mastery >= GAP_BELOW else SAID[gap.word]
        text = f"{number}  {gap.title}, {percent(gap.mastery)} ({interval(gap.low, gap.high)}): {said}"
        yield from wrap(text, width, "  ", "     ")
    if found.gaps:
        gaps = len(gaps_of(found.concepts))
        said = plural(gaps, "gap") if gaps else "no certain gap"
        yield from wrap(f"{said} among the {plural(found.coverage.met, 'concept')} met", width, "  ", "  ")
    if found.held:
        yield from wrap(f"Held: {', '.join(found.held)}", width, "  ", "  ")


def _areas(found: rec.Progress, width: int) -> Iterator[str]:
    yield "Areas: chance, 80% interval, questions asked of all"
    room = width - 41
    for area in areas_in_order(found):
        yield f"  {fit(area.title, room)} {figures(area, area.asked, area.of)}"


def _calibration(found: rec.Progress, width: int) -> Iterator[str]:
    counts = found.calibration
    yield "How you rate yourself: < below, > above your points"
    yield from wrap(calibration_sentence(counts), width, "  ", "  ")
    for point in [p for p in counts.sessions if p.difference is not None][-RECENT:]:
        assert point.difference is not None
        counted = plural(point.predictions, "prediction")
        yield f"  {point.at:%d %b}  {difference_bar(point.difference)}  {point.difference:+.2f}, {counted}"
    if counts.checks:
        yield f"  checks: {counts.checks_right} of {counts.checks} right"


def _coverage(found: rec.Progress, width: int) -> Iterator[str]:
    cover = found.coverage
    yield "Coverage of the bank"
    subjects = f"{cover.concepts} of {cover.of_concepts} concepts"
    yield from wrap(f"{cover.questions} of {cover.of_questions} questions, mainly on {subjects}", width, "  ", "  ")
    yield from wrap(f"{cover.met} concepts met, mainly or beside another", width, "  ", "  ")


def _forecast(found: rec.Progress, width: int) -> Iterator[str]:
    yield "Due for another look"
    yield f"  now {found.forecast.now}"
    most = max((d.questions for d in found.forecast.days), default=0)
    for due in found.forecast.days:
        if due.questions:
            yield f"  {due.day:%a %d %b} {due.questions:>3} {bar(due.questions, most, width - 20)}"


def _calendar(found: rec.Progress, today: date, width: int) -> Iterator[str]:
    weeks = calendar_weeks(width)
    yield f"Sittings, the last {weeks} weeks"
    yield from calendar({d.day: d.sittings for d in found.calendar}, today, weeks)
