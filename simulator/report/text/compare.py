"""A comparison as lines of text: first page, then details. Every figure is the record's."""

from collections.abc import Iterator

from simulator.engine.scoring import MARK_WORDS, SOLID
from simulator.graph.text import fit, percent, wrap
from simulator.report.figures import compare as rec
from simulator.report.text.self_rating import calibration_sentence
from simulator.report.text.words import (
    level_sentence,
    tier_words,
    time_sentence,
)
from simulator.report.tones import CHANGE_WORDS

WIDTH = 79
WITH_ASKED, WITH_INTERVAL = 60, 78  # columns from which a line has room for these
LONGEST = max(map(len, CHANGE_WORDS.values()))
COARSE = 0.05  # from here on, one decimal does not round to 0


def comparison_lines(comparison: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """What changed from the earlier session to the later, and whether it is more than noise."""
    yield from (f"First  {comparison.first.id}", f"Then   {comparison.second.id}", "")
    yield from wrap(comparison.sentence, width)
    yield from wrap(about(comparison), width)
    yield from change_lines(comparison.overall, width)
    yield from detail_lines(comparison, width)


def about(comparison: rec.Comparison) -> str:
    """How to read the figures."""
    return (
        f"Each row: your chance of a {SOLID} answer at {tier_words(comparison.target)} in both interviews, the answers "
        "in each, and the 80% range of the difference (in logits); if that range includes 0, the difference could be "
        "chance. Each interview is judged by its own answers, from the same start. What only one of them asked about "
        "isn't compared."
    )


def detail_lines(comparison: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """All areas, concepts, points, levels, self-ratings and times."""
    for title, changes in (("Areas", comparison.areas), ("Concepts", comparison.concepts)):
        yield from ("", title) if changes else ()
        for change in changes:
            yield from change_lines(change, width)
    for title, points in (("Newly met", comparison.newly_met), ("Newly missed", comparison.newly_missed)):
        yield from ("", title) if points else ()
        for point in points:
            marks = f"{MARK_WORDS[point.first]}, then {MARK_WORDS[point.second]}"
            yield from wrap(f"{point.concept_title}: {point.point} ({marks})", width, "  ", "    ")
    sessions = zip(("First", "Then"), comparison.levels, comparison.calibration, comparison.time, strict=True)
    for name, level, rating, time in sessions:
        yield from ("", name)
        for sentence in (f"level {level_sentence(level)}", calibration_sentence(rating), time_sentence(time)):
            yield from wrap(sentence, width, "  ", "  ")


def change_lines(change: rec.FigureChange, width: int) -> Iterator[str]:
    """One change in full, on two lines if one is too narrow."""
    yield change_row(change, width)
    if width < WITH_INTERVAL:
        asked = "" if width >= WITH_ASKED else f"{change.asked[0]}/{change.asked[1]} answers, "
        yield f"    {asked}difference {_interval(change)}"


def change_row(change: rec.FigureChange, width: int) -> str:
    """One change on a line: title, both chances and the verdict; answers and interval where there is room."""
    chances = f"{percent(change.first):>5} -> {percent(change.second):>4}"
    answers = f"{change.asked[0]}/{change.asked[1]}"
    asked = f"{answers:>6}" if width >= WITH_ASKED else ""
    interval = f"  {_interval(change):<13}" if width >= WITH_INTERVAL else ""
    end = f"{chances}{asked}{interval}  {CHANGE_WORDS[change.verdict]:<{LONGEST}}"
    return f"  {fit(change.title, width - len(end) - 2)}{end}".rstrip()


def _interval(change: rec.FigureChange) -> str:
    return f"{signed(change.low)} to {signed(change.high)}"


def signed(difference: float) -> str:
    """A signed difference, with a second decimal where one would show 0: `-2.6`, `+0.04`."""
    return f"{difference:+.1f}" if abs(difference) >= COARSE else f"{difference:+.2f}"
