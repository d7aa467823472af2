"""Progress without drawings, each figure in a sentence: for a screen reader, and where tables have no room."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from simulator.engine.scoring import SOLID
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import names, percent, plural, wrap
from simulator.report import progress_records as rec
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief.advert import UNASKED_YET, shown_words
from simulator.report.debrief_records import AdvertArea
from simulator.report.text.plan import rest_sentences
from simulator.report.text.self_rating import calibration_sentence, predictions_sentence, words_sentence
from simulator.report.text.words import (
    TOO_EARLY,
    area_word,
    areas_in_order,
    asked_at,
    own_level,
    seen_words,
    solid_sentence,
)
from simulator.session.clock import LOCAL
from simulator.session.days import day_and_month

SO_FAR = " so far"
MARGIN, LATER = "  ", "    "
NAMED = 3  # other graphs
RECENT = 12  # interviews whose self-rating is told
RESTING = 3  # concepts named that rest


def told_path(path: Sequence[rec.Band], width: int, today: date) -> Iterator[str]:
    """The chance after each of the latest interviews, with its range."""
    for band in path[-RECENT:]:
        day = day_and_month(band.at.astimezone(LOCAL), today)
        yield from wrap(f"{day}: {percent(band.mastery)}, {between(band.low, band.high)}", width, MARGIN, LATER)


def between(low: float, high: float) -> str:
    """A range in words: `between 6% and 37%`."""
    return f"between {percent(low)} and {percent(high)}"


def solid_so_far(progress: rec.Progress) -> str:
    """Where you stand, in a sentence; only the range while it's too early for a level: a figure would gainsay that."""
    if own_level(progress) != TOO_EARLY:
        return solid_sentence(progress.target, progress.mastery, progress.low, progress.high)
    range_ = f"{percent(progress.low)} to {percent(progress.high)}"
    return f"Chance of a {SOLID} answer {asked_at(progress.target)}: {range_}{SO_FAR}"


def advert_words(area: AdvertArea) -> str:
    """How much an advert asks for an area, and what one has shown there."""
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


def day_sentences(sat: Sequence[rec.Day], today: date, weeks: int) -> Iterator[str]:
    """The days of the last weeks on which something was sat."""
    first = today - timedelta(weeks=weeks)
    yield from (
        f"{day_and_month(day.day, today)}: {plural(day.sittings, 'interview')}"
        for day in sat
        if first < day.day <= today
    )


def rating_words(rating: rec.CalibrationOverTime) -> list[str]:
    """How you rate yourself in sentences."""
    lead, counts = calibration_sentence(rating), predictions_sentence(rating)
    if "exact" in lead:
        counts = f"{rating.higher} {'was' if rating.higher == 1 else 'were'} too high and {rating.lower} too low."
    return [sentence for sentence in (lead, counts, words_sentence(rating)) if sentence]


def minutes_words(time: rec.TierTime, form: str = "answers") -> str:
    """What answers of a tier took and were planned to take: `4.6 of 4 min, 12 answers`.

    The form "minutes" is `4.6 of 4 min (12)`, and any other `4.6 of 4 (12)`.
    """
    figures = f"{time.minutes:.1f} of {round(time.planned, 1):g}"
    if form == "answers":
        return f"{figures} min, {plural(time.answers, 'answer')}"
    return f"{figures}{' min' if form == 'minutes' else ''} ({time.answers})"


def waits_sentence(due: rec.Forecast) -> str:
    """What waits for a harder question; empty where nothing does."""
    if not due.waiting:
        return ""
    waits, them = ("waits", "it") if len(due.waiting) == 1 else ("wait", "them")
    easier = plural(len(due.waiting), "easier question")
    return f"{easier} {waits} till tomorrow: a harder one that's due too may cover {them}."


def beside_sentences(progress: rec.Progress, then: str) -> Iterator[str]:
    """What the figures leave out; without any interview, that there is none yet and what to do (`then`)."""
    waiting, elsewhere = waiting_sentence(progress), elsewhere_sentence(progress)
    yield from filter(None, (waiting, gone_sentence(progress), elsewhere))
    if not progress.sessions and not waiting:
        yield f"{'None on this graph' if elsewhere else 'No interviews'} yet; {then}."


def waiting_sentence(progress: rec.Progress) -> str:
    """How many interviews are left out because they are not scored yet; empty if none."""
    if not progress.waiting:
        return ""
    if progress.waiting == 1:
        return "1 interview isn't scored yet; it'll count once it is."
    return f"{plural(progress.waiting, 'interview')} aren't scored yet; they'll count once they are."


def gone_sentence(progress: rec.Progress) -> str:
    """How many answers are left out because the graph has changed; empty if none."""
    if not progress.gone:
        return ""
    if progress.gone == 1:
        return "1 answer was to a question or check that the graph no longer has, so it doesn't count."
    answers = plural(progress.gone, "answer")
    return f"{answers} were to questions or checks that the graph no longer has, so they don't count."


def elsewhere_sentence(progress: rec.Progress) -> str:
    """How many interviews are on other graphs, and how to see them; empty if none.

    A graph that was given by its path isn't found by its name.
    """
    if not progress.elsewhere:
        return ""
    count = sum(other.sessions for other in progress.elsewhere)
    begin = f"{plural(count, 'interview')} {'is' if count == 1 else 'are'} on"
    if len(progress.elsewhere) == 1:
        (only,) = progress.elsewhere
        them = "it" if count == 1 else "them"
        shows = f"`interview progress --graph {only.graph}` shows {them}."
        if only.missing:
            shows = f"`interview progress --graph FOLDER` shows {them}, with the folder of that graph."
        return f"{begin} the graph {only.graph}; {shows}"
    graphs = [f"{other.graph} ({other.sessions:,})" for other in progress.elsewhere[:NAMED]]
    more = [f"{len(progress.elsewhere) - NAMED:,} more"] if len(progress.elsewhere) > NAMED else []
    missing = [other.graph for other in progress.elsewhere[:NAMED] if other.missing]
    by_folder = f" For {names(missing)} give the folder in place of the name." if missing else ""
    shows = "`interview progress --graph NAME` shows one."
    return f"{begin} other graphs, {names([*graphs, *more])}; {shows}{by_folder}"


def left_out_lines(progress: rec.Progress, width: int) -> Iterator[str]:
    """What the figures leave out, each under a heading of its own; nothing if they leave nothing out."""
    for head, sentence in (
        ("To be scored", waiting_sentence(progress)),
        ("No longer in the graph", gone_sentence(progress)),
        ("On other graphs", elsewhere_sentence(progress)),
    ):
        if sentence:
            yield from ("", head, *wrap(sentence, width, MARGIN, MARGIN))
