"""Progress without drawings, each figure in a sentence: for a screen reader, and where tables have no room."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from simulator.graph.records import TIER_NAMES
from simulator.graph.text import names, percent, plural, wrap, wrapped
from simulator.report import progress_records as rec
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief.advert import HEAD, UNASKED_YET, shown_words
from simulator.report.debrief_records import AdvertArea
from simulator.report.text.plan import rest_sentences
from simulator.report.text.progress import (
    COVERED,
    HALF_YEAR,
    RECENT,
    RESTING,
    WORK_FIRST,
    ProgressPart,
    coverage_lines,
    first_lines,
    minutes_words,
    rating_words,
    waits_sentence,
)
from simulator.report.text.words import area_word, areas_in_order, seen_words
from simulator.session.clock import LOCAL
from simulator.session.days import day_and_month

MARGIN, LATER = "  ", "    "


def told_path(path: Sequence[rec.Band], width: int, today: date) -> Iterator[str]:
    """The chance after each of the latest interviews, with its range."""
    for band in path[-RECENT:]:
        day = day_and_month(band.at.astimezone(LOCAL), today)
        yield from wrap(f"{day}: {percent(band.mastery)}, {between(band.low, band.high)}", width, MARGIN, LATER)


def between(low: float, high: float) -> str:
    """A range in words: `between 6% and 37%`."""
    return f"between {percent(low)} and {percent(high)}"


def told_parts(progress: rec.Progress, today: date, width: int) -> Iterator[ProgressPart]:
    """The parts of progress (`progress_parts`) without drawings: in sentences, wrapped at `width` columns."""
    rated, times = rating_sentences(progress.calibration, today), map(time_words, progress.times)
    yield ProgressPart("advert", HEAD, _laid(map(_advert_words, progress.recommendation.advert_areas), width))
    yield ProgressPart("to-do", WORK_FIRST, first_lines(progress, width))
    yield ProgressPart("areas", "Areas", _laid(area_sentences(progress), width))
    yield ProgressPart("rating", "How you rate yourself", _laid(rated, width))
    yield ProgressPart("time", "Minutes an answer took, by tier", _laid(times, width))
    yield ProgressPart("cover", COVERED, coverage_lines(progress.coverage, width))
    yield ProgressPart("due", "Due again", _laid(due_sentences(progress.forecast, today), width))
    yield ProgressPart("when", f"Interviews in the last {HALF_YEAR} weeks", _laid(_days(progress, today), width))


def _laid(sentences: Iterator[str], width: int) -> Iterator[str]:
    return wrapped(sentences, width, MARGIN, LATER)


def _advert_words(area: AdvertArea) -> str:
    return f"{area.title}: {area.of_hundred}; {shown_words(area, UNASKED_YET)}"


def area_sentences(progress: rec.Progress) -> Iterator[str]:
    """How you stand in each area that was asked about, and which weren't."""
    unasked = []
    for area in areas_in_order(progress.areas):
        if area.word == NOT_ASKED:
            unasked.append(area.title)
            continue
        told = [area_word(area.word), *filter(None, (seen_words(area),))]
        if area.is_figure and not progress.areas_alike:
            told.append(f"chance {percent(area.mastery)}, {between(area.low, area.high)}")
        yield f"{area.title}: {'; '.join(told)}; {area.asked} of its {area.of} questions asked"
    if unasked:
        yield f"{NOT_ASKED.capitalize()}: {names(unasked)}"


def rating_sentences(rating: rec.CalibrationOverTime, today: date) -> Iterator[str]:
    """How you rate yourself, what each prediction came to, and how far off you were in the latest interviews."""
    yield from rating_words(rating)
    scored: defaultdict[str, list[str]] = defaultdict(list)
    for pair in rating.pairs:
        scored[pair.predicted].append(f"{pair.count} {pair.scored}")
    yield from (f"Predicted {predicted}: {names(came_to)}" for predicted, came_to in scored.items())
    for point in [point for point in rating.sessions if point.difference is not None][-RECENT:]:
        off = point.difference or 0.0
        how = f"{abs(off):.2f} of a verdict too {'high' if off > 0 else 'low'}" if round(off, 2) else "even"
        yield f"{day_and_month(point.at.astimezone(LOCAL), today)}: {how}, {plural(point.predictions, 'prediction')}"
    if rating.checks:
        yield f"checks: {rating.checks_right} of {rating.checks} right"


def time_words(time: rec.TierTime) -> str:
    """What the answers of a tier took: `Tier 2, depth: 4.6 of 4 min, 12 answers`."""
    return f"Tier {time.tier}, {TIER_NAMES[time.tier]}: {minutes_words(time)}"


def due_sentences(due: rec.Forecast, today: date) -> Iterator[str]:
    """What is due now and on the coming days; what waits and what rests."""
    yield f"now: {plural(due.now, 'question')}"
    yield from (f"{day.day:%a} {day.day.day} {day.day:%b}: {day.questions}" for day in due.days if day.questions)
    yield from filter(None, (waits_sentence(due),))
    yield from rest_sentences(due.resting, today, RESTING)


def _days(progress: rec.Progress, today: date) -> Iterator[str]:
    """The days on which something was sat."""
    first = today - timedelta(weeks=HALF_YEAR)
    yield from (
        f"{day_and_month(day.day, today)}: {plural(day.sittings, 'interview')}"
        for day in progress.calendar
        if first < day.day <= today
    )
