"""Progress as lines of text with plots. Every figure is the record's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from simulator.engine.scoring import LOWEST, SCALE, SOLID, Verdict, rank
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import fit, format_hours, percent, plural, wrap, wrapped
from simulator.report import progress_records as rec
from simulator.report.concept_records import GAP, HELD, NOT_ENOUGH, THE_SAME, gaps_of
from simulator.report.debrief.advert import HEAD, HEAD_IN_BRIEF, UNASKED_YET, advert_lines
from simulator.report.debrief_records import AdvertArea
from simulator.report.figures.standing import GAP_BELOW
from simulator.report.progress_records import CalibrationOverTime, Forecast
from simulator.report.text.plan import rest_sentences
from simulator.report.text.progress_words import (
    LATER,
    MARGIN,
    RECENT,
    RESTING,
    advert_words,
    area_sentences,
    beside_sentences,
    day_sentences,
    due_sentences,
    minutes_words,
    rating_sentences,
    rating_words,
    solid_so_far,
    time_words,
    told_path,
    waits_sentence,
)
from simulator.report.text.words import (
    areas_in_order,
    code_words,
    headline,
    interval,
    own_level,
    own_target,
    screening_words,
    seen_words,
    to_work_on_words,
)
from simulator.report.tones import bar, difference_bar, interval_bar, planned_bar
from simulator.session.clock import LOCAL
from simulator.session.days import day_and_month
from simulator.session.opening import UNSCORED
from simulator.session.workspace import DEFAULT_CANDIDATE

HEIGHT = 8
LABEL = 6
WEEKDAY, HALF_YEAR = 5, 26  # columns before the first week of a calendar, and the most weeks
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def band(points: Sequence[tuple[float, float, float]], width: int = 60, height: int = HEIGHT) -> Iterator[str]:
    """Plot (middle, low, high), each from 0 to 1, over time: `●` is the middle, `░` the interval, `┈` one half.

    With more points than columns, each column shows the last of its share: a mean was never true at any time. A few
    points become wide columns, so that three interviews make a picture too.
    """
    room = width - LABEL - 1
    count = min(len(points), room)
    shown = [points[(n + 1) * len(points) // count - 1] for n in range(count)]
    wide = max(1, min(6, room // max(1, count)))
    for row in range(height):
        top, bottom, is_last = 1 - row / height, 1 - (row + 1) / height, row == height - 1
        cells, beside = "", "┈" if row == height // 2 else " "
        for middle, low, high in shown:
            if bottom < middle <= top or (is_last and middle <= bottom):
                cells += "●" * wide
            else:
                cells += ("░" if low <= top and high > bottom else beside) * wide
        label = {0: "100%", height // 2: " 50%", height - 1: "  0%"}.get(row, "")
        yield f"{label:>{LABEL - 1}} ┤{cells}".rstrip()


def calendar(days: dict[date, int], today: date, weeks: int = HALF_YEAR) -> Iterator[str]:
    """The last weeks, Monday on top: a digit counts the interviews of a day (9 means nine or more), `·` is none."""
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    for weekday, label in enumerate(WEEKDAYS):
        row = [first + timedelta(days=weekday, weeks=week) for week in range(weeks)]
        marks = [" " if day > today else str(min(9, days[day])) if days.get(day) else "·" for day in row]
        yield f"{label:<{WEEKDAY}}{' '.join(marks)}".rstrip()


WIDTH = 60
BAR = 14
BAR_COLUMNS = 40  # columns of a bar of counts
RANGE = "The range is 80% sure."
ONCE = ", each counted once"
AREAS = ": answers, or your chance (80% range); times asked"
AREAS_ALIKE = f": answers; times asked. Your chance is {THE_SAME}."
WORK_FIRST, COVERED = "Areas to work on first", "Asked so far"
AREA_WORDS = {
    GAP: LOWEST,
    HELD: "enough for this level",
    NOT_ENOUGH: f"low, but not clear enough to call it {LOWEST}",
}


def progress_lines(
    progress: rec.Progress,
    today: date,
    width: int = WIDTH,
    *,
    is_drawn: bool = True,
) -> Iterator[str]:
    """Where you stand, how you got there and what is due, in `width` columns.

    What isn't `is_drawn` is told in sentences: for a screen reader, and where tables have no room.
    """
    whose = "Your progress" if progress.candidate == DEFAULT_CANDIDATE else f"Progress of {progress.candidate}"
    yield f"{whose}: {progress.role_title}"
    asked = f"{asked_words(progress)}, {plural(progress.checks, 'check')}"
    sat = f"{plural(progress.sessions, 'interview')} with answers, {format_hours(progress.hours)} {UNSCORED}"
    yield from wrap(f"{sat}, {asked}", width)
    yield from wrapped(beside_sentences(progress, "`interview start` begins one"), width)
    if not progress.sessions:
        return
    yield ""
    recommendation = progress.recommendation
    below = filter(None, (recommendation.why, recommendation.basis, code_words(recommendation)))
    yield from wrap("; ".join(filter(None, (headline(recommendation), own_target(recommendation)))), width)
    yield from wrapped(below, width, "  ", "  ")
    if screening := screening_words(progress):
        yield from wrap(f"{screening}.", width)
    yield from wrap(solid_so_far(progress), width)
    yield from wrap(RANGE, width, "  ", "  ")
    yield from wrap(own_level(progress), width, "  ", "    ")
    yield from band_lines(progress.path, width) if is_drawn else told_path(progress.path, width, today)
    if progress.counted < progress.sessions:
        yield f"  based on your latest {progress.counted:,}; older ones no longer count"
    for part in progress_parts(progress, today, width):
        if is_drawn or part.told is None:
            head, lines = f"{part.head}{part.key}", [*part.lines]
        else:
            head, lines = part.told_head or part.head, [*wrapped(part.told, width, MARGIN, LATER)]
        if lines:
            yield from ("", *wrap(head, width), *lines)


def asked_words(progress: rec.Progress) -> str:
    """How many questions were asked, and of them scored, as reports count: `7 questions asked, 6 of them scored`."""
    some = f", {progress.scored or 'none'} of them scored" if progress.scored < progress.questions else ""
    return f"{plural(progress.questions, 'question')} asked{some}"


class ProgressPart(NamedTuple):
    """A part of progress: its heading, its lines, and a `key` to the signs in them. Screens may draw it by its name.

    `told` is the same in sentences, below a head of its own if it has one; None where the lines are sentences already.
    """

    name: str
    head: str
    lines: Iterable[str]
    key: str = ""
    told: Iterable[str] | None = None
    told_head: str = ""


def progress_parts(progress: rec.Progress, today: date, width: int) -> Iterator[ProgressPart]:
    """What comes below the sentences on where you stand, in lines of `width` columns; on a screen each is a card."""
    yield advert_part(progress.recommendation.advert_areas, width)
    yield ProgressPart("to-do", WORK_FIRST, first_lines(progress, width))
    alike = progress.areas_alike
    areas = (f"{MARGIN}{fit(a.title, width - 41)} {figures(a, alike=alike)}" for a in areas_in_order(progress.areas))
    yield ProgressPart("areas", "Areas", areas, AREAS_ALIKE if alike else AREAS, area_sentences(progress))
    rating, times = progress.calibration, progress.times
    signs, told = ": < below, > above your points", rating_sentences(rating, today)
    yield ProgressPart("rating", "How you rate yourself", rating_lines(rating, today, width), signs, told)
    spent = time_lines(times, width)
    yield ProgressPart("time", "Minutes an answer took, by tier", spent, ": ┃ planned", map(time_words, times))
    yield ProgressPart("cover", COVERED, coverage_lines(progress.coverage, width))
    due = progress.forecast
    yield ProgressPart("due", "Due again", due_lines(due, today, width), told=due_sentences(due, today))
    yield calendar_part(progress.calendar, today, width)


def advert_part(areas: Sequence[AdvertArea], width: int) -> ProgressPart:
    """The areas that a job advert asks for."""
    table = (f"{MARGIN}{line}" for line in advert_lines(areas, width - len(MARGIN), UNASKED_YET))
    head = HEAD if len(HEAD) <= width - len(MARGIN) else HEAD_IN_BRIEF
    return ProgressPart("advert", head, table, told=map(advert_words, areas), told_head=HEAD)


def calendar_part(sat: Sequence[rec.Day], today: date, width: int) -> ProgressPart:
    """The days on which something was sat: as many weeks as fit where they are drawn, else half a year."""
    drawn = calendar({day.day: day.sittings for day in sat}, today, calendar_weeks(width))
    told = day_sentences(sat, today, HALF_YEAR)
    return ProgressPart("when", days_head(width), drawn, told=told, told_head=days_head())


def calendar_weeks(width: int) -> int:
    """How many weeks fit into `width` columns, half a year at most."""
    return min(HALF_YEAR, (width - WEEKDAY + 1) // 2)


def days_head(width: int | None = None) -> str:
    """What the days in `width` columns are, and in any number of them without it."""
    return f"Interviews in the last {HALF_YEAR if width is None else calendar_weeks(width)} weeks"


def rating_lines(rating: CalibrationOverTime, today: date, width: int = WIDTH) -> Iterator[str]:
    """How you rate yourself: in sentences, as a table of predictions, by interview, and by checks."""
    yield from wrapped(rating_words(rating), width, "  ", "  ")
    yield from prediction_lines(rating)
    yield from rated_lines(rating, today)
    if rating.checks:
        yield f"  checks: {rating.checks_right} of {rating.checks} right"


def prediction_lines(rating: CalibrationOverTime) -> Iterator[str]:
    """Predictions down, scores across, and how often each; `=` marks those that came true."""
    if not rating.pairs:
        return
    counts = {(pair.predicted, pair.scored): pair.count for pair in rating.pairs}
    wide = max(map(len, SCALE))
    yield f"  {'predicted':<{wide}}  scored {'  '.join(SCALE)}"
    for predicted in SCALE:
        cells = [f"{counted(counts, predicted, scored):>{len(scored)}}" for scored in SCALE]
        yield f"  {predicted:<{wide}}         {'  '.join(cells)}"


def counted(counts: Mapping[tuple[Verdict, Verdict], int], predicted: Verdict, scored: Verdict) -> str:
    """A count of predictions with `=` where they came true, `<` where they were too low and `>` too high."""
    count, off = counts.get((predicted, scored), 0), rank(predicted) - rank(scored)
    sign = "=" if not off else ">" if off > 0 else "<"
    return f"{sign}{count}" if count else sign if not off else "·"


def rated_lines(rating: CalibrationOverTime, today: date) -> Iterator[str]:
    """The mean difference of the latest interviews with a prediction."""
    rated = [(point, point.difference) for point in rating.sessions if point.difference is not None]
    for point, difference in rated[-RECENT:]:
        predicted = plural(point.predictions, "prediction")
        day = point.at.astimezone(LOCAL)
        off = f"{difference:+.2f}" if round(difference, 2) else "even"  # +0.00 says nothing
        yield f"  {day_and_month(day, today):>6}  {difference_bar(difference)}  {off}, {predicted}"


def time_lines(times: Sequence[rec.TierTime], width: int = WIDTH) -> Iterator[str]:
    """The mean minutes of an answer at each tier, as a bar with a mark where it was planned to end."""
    most = max((max(time.minutes, time.planned) for time in times), default=0.0)
    for time in times:
        name = f"{time.tier} {TIER_NAMES[time.tier]}"
        yield f"  {name:<15}{''.join(planned_bar(time.minutes, time.planned, most, width - 45))} {minutes_words(time)}"


def different_words(cover: rec.Coverage) -> str:
    """How many questions were asked: where one came again, more were asked in all, and `ONCE` says so at the end."""
    return f"{cover.questions:,} of {cover.of_questions:,} questions and tasks{ONCE}"


def coverage_lines(cover: rec.Coverage, width: int = WIDTH) -> Iterator[str]:
    """How much of the bank was asked."""
    yield from wrap(different_words(cover), width, "  ", "  ")
    touched = f", {cover.met - cover.concepts} more touched on alongside them" if cover.met > cover.concepts else ""
    yield from wrap(f"{cover.concepts} of {cover.of_concepts} concepts asked about{touched}", width, "  ", "  ")


def due_lines(due: Forecast, today: date, width: int = WIDTH) -> Iterator[str]:
    """What is due now, and on each of the coming days; then what rests, and what waits for a harder question."""
    yield f"  now {due.now}"
    most = max((day.questions for day in due.days), default=0)
    for day in due.days:
        if day.questions:
            when = f"{day.day:%a} {day.day.day:>2} {day.day:%b}"
            yield f"  {when} {day.questions:>3} {bar(day.questions, most, min(BAR_COLUMNS, width - 20))}"
    yield from wrapped(filter(None, (waits_sentence(due),)), width, "  ", "  ")
    yield from wrapped(rest_sentences(due.resting, today, RESTING), width, "  ", "  ")


def band_lines(path: Sequence[rec.Band], width: int = WIDTH) -> Iterator[str]:
    """The chance over time with its band, and its first and last day; nothing without an interview."""
    if path:
        yield from band([(b.mastery, b.low, b.high) for b in path], width)
        days = (each.at.astimezone(LOCAL) for each in (path[0], path[-1]))
        first, last = (f"{day.day} {day:%b %Y}" for day in days)
        when = first if first == last else f"{first} to {last}"
        yield f"{'':{LABEL}}{when}, {plural(len(path), 'interview')}"


def figures(area: rec.AreaProgress, *, alike: bool = False) -> str:
    """A chance as a bar and a number with its 80% interval, or else what was seen; and questions asked out of all.

    Where all chances are `alike`, it's what was seen.
    """
    said = seen_words(area)
    if area.is_figure and not alike:
        bar = interval_bar(area.mastery, area.low, area.high, BAR)
        said = f"{bar} {percent(area.mastery):>4} {interval(area.low, area.high):>9}"
    return f"{said:<{BAR + 15}} {f'{area.asked}/{area.of}':>7}"


def gaps_sentence(progress: rec.Progress) -> str:
    """How many of the concepts met are a gap."""
    count = len(gaps_of(progress.concepts))
    met = f"of the {plural(progress.coverage.met, 'concept')} you've met"
    return f"{count or 'None'} {met} {'are clear gaps' if count > 1 else 'is a clear gap'}{' yet' * (not count)}"


def first_lines(progress: rec.Progress, width: int = WIDTH) -> Iterator[str]:
    """The areas to work on first, the number of gaps, and the areas that are held."""
    if not progress.gaps:
        yield "  no answers yet"
    areas, alike = {area.area: area for area in progress.areas}, progress.areas_alike
    for number, gap in enumerate(progress.gaps, 1):
        area = areas[gap.area]
        too_little = gap.word == NOT_ENOUGH and (gap.mastery >= GAP_BELOW or not area.is_figure)
        word = "not clear yet" if too_little else AREA_WORDS[gap.word]
        is_told = area.is_figure and not alike
        word += ", but among your lowest" if is_told and gap.word == HELD else ""  # figures that are alike have none
        chance = f"chance {percent(gap.mastery)} ({interval(gap.low, gap.high)})" if is_told else ""
        seen = (to_work_on_words(area), chance)
        told = "; ".join(filter(None, (word, *seen) if word == LOWEST else (*seen, word)))
        yield from wrap(f"{number}  {gap.title}: {told}", width, "  ", "     ")
    if progress.gaps:
        yield from wrap(gaps_sentence(progress), width, "  ", "  ")
    if progress.held:
        yield from wrap(f"{SOLID.capitalize()}: {', '.join(progress.held)}", width, "  ", "  ")
