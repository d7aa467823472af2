"""Progress as lines of text with plots. Every figure is the record's."""

from collections.abc import Iterator
from datetime import date

from simulator.report import plots
from simulator.report import progress_records as rec
from simulator.report.plain import interval, wrapped
from simulator.report.words import calibration_words, percent, plural

WIDTH = 60
RECENT = 12
SAID = {"gap": "a gap", "held": "held, and the lowest", "not enough yet": "low, but not enough yet to call it a gap"}


def progress_lines(found: rec.Progress, today: date, width: int = WIDTH) -> Iterator[str]:
    """Where you stand, how it came, what is due; made for `width` columns."""
    yield f"Progress of {found.candidate}: {found.role_title}"
    yield (
        f"{plural(found.sessions, 'interview')}, {found.hours:.1f} h, {plural(found.questions, 'question')}, "
        f"{plural(found.checks, 'check')}"
    )
    if not found.sessions:
        yield "Nothing was sat yet; `interview start` begins."
        return
    for part in (_standing, _gaps, _areas, _calibration):
        yield ""
        yield from part(found, width)
    yield from ("", *_coverage(found), "", *_forecast(found, width), "", *_calendar(found, today))


def _standing(found: rec.Progress, width: int) -> Iterator[str]:
    yield f"Chance of a solid answer at tier {found.target}, with its 80 % interval"
    yield f"  now {percent(found.mastery)} ({interval(found.low, found.high)})"
    yield f"  level {found.level}, between {found.level_low} and {found.level_high} (80 %)"
    if found.path:
        yield from plots.band([(b.mastery, b.low, b.high) for b in found.path], width)
        first, last = found.path[0].at, found.path[-1].at
        yield f"{'':{plots.LABEL}}{first:%d %b %Y} to {last:%d %b %Y}, {plural(len(found.path), 'interview')}"
    if found.counted < found.sessions:
        yield f"  made of the latest {found.counted:,}; older ones have faded"


def _gaps(found: rec.Progress, width: int) -> Iterator[str]:
    yield "To work on first"
    if not found.gaps:
        yield "  nothing was answered so far"
    for number, gap in enumerate(found.gaps, 1):
        said = SAID[gap.word]
        text = f"{number}  {gap.title}, {percent(gap.mastery)} ({interval(gap.low, gap.high)}): {said}"
        yield from wrapped(text, width, "  ", "     ")
    if found.held:
        yield from wrapped(f"Held: {', '.join(found.held)}", width, "  ", "  ")


def _areas(found: rec.Progress, width: int) -> Iterator[str]:
    yield "Areas: chance, 80 % interval, questions asked of all"
    room = width - 40
    for area in sorted(found.areas, key=lambda a: (-a.questions, -a.weight)):
        title = area.title if len(area.title) <= room else f"{area.title[: room - 1]}…"
        bar = plots.interval_bar(area.mastery, area.low, area.high, 14)
        figures = f"{percent(area.mastery):>5} {interval(area.low, area.high):>9}  {area.asked}/{area.of}"
        yield f"  {title:<{room}} {bar} {figures}"


def _calibration(found: rec.Progress, width: int) -> Iterator[str]:
    counts = found.calibration
    yield "How you rate yourself: < lower than your points, > higher"
    yield from wrapped(calibration_words(counts.difference, counts.predictions), width, "  ", "  ")
    for point in [p for p in counts.sessions if p.difference is not None][-RECENT:]:
        assert point.difference is not None
        counted = plural(point.predictions, "prediction")
        yield f"  {point.at:%d %b}  {plots.difference_bar(point.difference)}  {point.difference:+.2f}, {counted}"
    if counts.checks:
        yield f"  checks: {counts.checks_right} of {counts.checks} right"


def _coverage(found: rec.Progress) -> Iterator[str]:
    cover = found.coverage
    yield "Coverage of the bank"
    yield f"  {cover.questions} of {cover.of_questions} questions, {cover.concepts} of {cover.of_concepts} concepts"


def _forecast(found: rec.Progress, width: int) -> Iterator[str]:
    yield "Due for another look"
    yield f"  now {found.forecast.now}"
    most = max((d.questions for d in found.forecast.days), default=0)
    for due in found.forecast.days:
        if due.questions:
            yield f"  {due.day:%a %d %b} {due.questions:>3} {plots.bar(due.questions, most, width - 20)}"


def _calendar(found: rec.Progress, today: date) -> Iterator[str]:
    yield "Sittings, the last 26 weeks"
    yield from plots.calendar({d.day: d.sittings for d in found.calendar}, today)
