"""A comparison as lines of text. Every figure is the record's."""

from collections.abc import Iterator, Sequence

from simulator.report import compare as rec
from simulator.report.plain import wrapped
from simulator.report.words import calibration_sentence, level_sentence, percent, time_sentence

WIDTH = 79


def comparison_lines(found: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """What changed from the earlier session to the later, and whether it is more than noise."""
    yield f"First   {found.first.id}"
    yield f"Second  {found.second.id}"
    yield ""
    yield from wrapped(found.sentence, width)
    yield from wrapped(
        f"Chance of a solid answer at tier {found.target}; each session read alone, from the same start", width
    )
    yield _row(found.overall, width)
    for title, changes in (("Areas", found.areas), ("Concepts", found.concepts)):
        if changes:
            yield from ("", title, *(_row(change, width) for change in changes))
    for title, points in (("Newly met", found.newly_met), ("Newly missed", found.newly_missed)):
        if points:
            yield from ("", title, *_points(points, width))
    for name, level, rating, time in zip(("First", "Second"), found.levels, found.calibration, found.time, strict=True):
        yield from ("", name, f"  level {level_sentence(level)}")
        for sentence in (calibration_sentence(rating), time_sentence(time)):
            yield from wrapped(sentence, width, "  ", "  ")


def _row(change: rec.Change, width: int) -> str:
    room = width - 41
    title = change.title if len(change.title) <= room else f"{change.title[: room - 1]}…"
    asked = f"{change.asked[0]}/{change.asked[1]}"
    return f"  {title:<{room}}{percent(change.first):>6} -> {percent(change.second):>5} {asked:>5}  {change.verdict}"


def _points(points: Sequence[rec.PointChange], width: int) -> Iterator[str]:
    for point in points:
        yield from wrapped(
            f"{point.concept_title}: {point.point} ({point.first}, then {point.second})", width, "  ", "    "
        )
