"""A comparison as lines of text: one page first, the details below it. Every figure is the record's."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from simulator.engine.scoring import MARK_WORDS, SOLID
from simulator.graph.text import fit, percent, plural, wrap
from simulator.report.figures import compare as rec
from simulator.report.figures.brief import Brief, BriefItem
from simulator.report.records import LevelResult, TimeResult
from simulator.report.text.item_blocks import calibration_sentence
from simulator.report.text.words import (
    asked_for_words,
    level_sentence,
    level_words,
    tier_words,
    time_sentence,
)

WIDTH = 79
WITH_ASKED, WITH_INTERVAL = 60, 78  # columns from which a line holds these
NOISE = "within the noise"
COARSE = 0.05  # differences from which one decimal shows more than 0


def comparison_lines(found: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """What changed from the earlier session to the later, and whether it is more than noise."""
    yield f"First   {found.first.id}"
    yield f"Second  {found.second.id}"
    yield ""
    yield from wrap(found.sentence, width)
    yield from wrap(about(found), width)
    yield from change_lines(found.overall, width)
    yield from detail_lines(found, width)


def first_page(found: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """The whole in a sentence, points, levels, pace and self-rating; then the areas."""
    yield from wrap(found.sentence, width)
    yield ""
    yield change_row(found.overall, width)
    changed = f"{len(found.newly_met)} newly met, {len(found.newly_missed)} newly missed"
    yield from ("", *wrap(f"Points of questions in both: {changed}", width, "", "  "))
    yield from _levels(found.levels, width)
    pace = f"Pace   {_pace(found.time[0])} the planned time a question, then {_pace(found.time[1])}"
    yield from wrap(pace, width, "", " " * 7)
    for name, rating in zip(("First: ", "Then:  "), found.calibration, strict=True):
        yield from wrap(f"{name}{calibration_sentence(rating)}", width, "", " " * 7)
    if found.areas:
        yield from ("", "Areas", *(change_row(change, width) for change in found.areas), "")
    yield from wrap(about(found), width)


def _levels(levels: Sequence[LevelResult], width: int) -> Iterator[str]:
    """Both levels, and once what the role asks for, where it asks for the same in both."""
    asked = [asked_for_words(level) for level in levels]
    shared = asked[0] == asked[1]
    told = [level_words(at.tier, at.low, at.high) if shared else level_sentence(at) for at in levels]
    rows = [("Level  first", told[0]), ("       then", told[1])]
    rows += [("       role", f"asks for {asked[0]}")] if shared else []
    for label, text in rows:
        yield from wrap(f"{label:<13} {text}", width, "", " " * 14)


def about(found: rec.Comparison) -> str:
    """What the figures are."""
    return (
        f"Chance of a {SOLID} answer at {tier_words(found.target)}, each session read alone, from the same start; "
        "answers in each; and the difference in logits with its 80% interval, which is noise where it holds 0. "
        "What only one of them asked about is not compared."
    )


def detail_lines(found: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """Areas, concepts, points, levels, calibration and time, all of them."""
    yield from _changes("Areas", found.areas, width)
    yield from _changes("Concepts", found.concepts, width)
    for title, points in (("Newly met", found.newly_met), ("Newly missed", found.newly_missed)):
        if points:
            yield from ("", title, *_points(points, width))
    for name, level, rating, time in zip(("First", "Second"), found.levels, found.calibration, found.time, strict=True):
        yield from ("", name)
        for sentence in (f"level {level_sentence(level)}", calibration_sentence(rating), time_sentence(time)):
            yield from wrap(sentence, width, "  ", "  ")


def _changes(title: str, changes: Sequence[rec.FigureChange], width: int) -> Iterator[str]:
    if changes:
        yield from ("", title)
    for change in changes:
        yield from change_lines(change, width)


def change_lines(change: rec.FigureChange, width: int) -> Iterator[str]:
    """One change in full, on two lines where one does not hold it."""
    yield change_row(change, width)
    if width < WITH_INTERVAL:
        asked = "" if width >= WITH_ASKED else f"{_asked(change)} answers, "
        yield f"    {asked}difference {_interval(change)}"


def change_row(change: rec.FigureChange, width: int) -> str:
    """One change on a line: both chances, what it is, and with room the answers and the interval of the difference."""
    chances = f"{percent(change.first):>5} -> {percent(change.second):>4}"
    asked = f"{_asked(change):>6}" if width >= WITH_ASKED else ""
    interval = f"  {_interval(change):<13}" if width >= WITH_INTERVAL else ""
    end = f"{chances}{asked}{interval}  {change.verdict:<{len(NOISE)}}"
    return f"  {fit(change.title, width - len(end) - 2)}{end}".rstrip()


def _asked(change: rec.FigureChange) -> str:
    return f"{change.asked[0]}/{change.asked[1]}"


def _interval(change: rec.FigureChange) -> str:
    return f"{signed(change.low)} to {signed(change.high)}"


def signed(difference: float) -> str:
    """A difference with its sign, so fine that one beside 0 is not shown as 0: `-2.6`, `+0.04`."""
    return f"{difference:+.1f}" if abs(difference) >= COARSE else f"{difference:+.2f}"


def _pace(time: TimeResult) -> str:
    return "not known" if time.pace is None else f"{time.pace:.2f} times"


def _points(points: Sequence[rec.PointChange], width: int) -> Iterator[str]:
    for point in points:
        marks = f"{MARK_WORDS[point.first]}, then {MARK_WORDS[point.second]}"
        yield from wrap(f"{point.concept_title}: {point.point} ({marks})", width, "  ", "    ")


NOTHING = "There is nothing to go over yet: a brief is made of interviews that you have sat and scored."
END = "That is all: nothing new before the interview."


def brief_lines(found: Brief, width: int, zone: tzinfo) -> Iterator[str]:
    """The whole brief in `width` columns; days as they were in `zone`."""
    if found.is_empty:
        yield from wrap(NOTHING, width)
        return
    yield f"Brief of {found.candidate}: {found.role_title}, about {plural(found.minutes, 'minute')}"
    parts = (
        ("Where you had gaps, in a few words", found.gists, "gist"),
        ("Your best answers, in your own words", found.answers, "answer"),
        ("Two that you know: say them aloud, then compare", found.questions, "reference"),
    )
    for title, items, field in parts:
        if items:
            yield from ("", title)
            yield from _part(items, field, width, zone)
    yield from ("", END)


def item_words(item: BriefItem, zone: tzinfo) -> str:
    """The concept of an item, with when it was asked and how it was scored."""
    day = item.at.astimezone(zone)
    return f"{item.concept_title} · {day.day} {day:%b} · {item.verdict}"


def _part(items: Sequence[BriefItem], field: str, width: int, zone: tzinfo) -> Iterator[str]:
    for item in items:
        text = getattr(item, field) or item.gist
        yield ""
        yield from wrap(item_words(item, zone), width, "  ", "  ")
        yield from wrap(item.prompt, width, "  ", "  ")
        yield from wrap(text, width, "    ", "    ")
