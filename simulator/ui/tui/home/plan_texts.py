"""How the days of a plan look: as rows, on the card of one day, and as a calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from simulator.engine.scoring import SOLID
from simulator.graph.text import fit, names, percent, plural
from simulator.report.concept_records import NOT_ASKED, ConceptStanding
from simulator.report.text.plan import (
    DAY_DONE,
    INTERVIEW,
    KIND_BADGES,
    KIND_WORDS,
    THE_INTERVIEW,
    about_words,
    day_badge,
    day_name,
    lasts_words,
    takes_words,
    title_in,
)
from simulator.report.text.words import area_word, interval, seen_words
from simulator.report.tones import MET, STANDING_BADGES, Badge
from simulator.ui.tui.home.help import flowing
from simulator.ui.tui.widgets.rows import MARK, Row
from simulator.ui.tui.widgets.text import badge, toned

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.progress_records import Countdown, PlannedDay, Progress

DONE = "done"
WEEKDAYS = "Mo Tu We Th Fr Sa Su".split()
MONTH, CELL, LABEL = 3, 5, 12  # columns; a day begins with a blank or its bracket
SIGN, NOTE_GAP = 2, 2  # columns of a row: the sign, and what is free before the next part
ONLY_BRIEF = "Nothing else for this day but the brief, if you like."
NO_DAY_YET, NO_DAY_LEFT = "no day yet", "no day left"  # the latter where all days up to the interview are planned
NAMED = 1  # areas without a day that are named


def day_rows(plan: "Countdown", width: int) -> list[Row]:
    """A row of so many columns for each day, and one for that of the interview."""
    room = width - len(MARK) - LABEL - SIGN - NOTE_GAP
    rows = [
        Row(
            day.day.isoformat(),
            short_name(day.day, plan.today),
            title_in(day, room - len(lasts_words(day))),
            lasts_words(day),
            badge=day_badge(day),
            accented=day.day == plan.today,
        )
        for day in plan.days
    ]
    if plan.until is not None and plan.days:
        rows.append(Row("interview", short_name(plan.until, plan.today), THE_INTERVIEW, badge=INTERVIEW))
    return rows


def short_name(day: date, today: date) -> str:
    """A day in a list: `Today`, `Sat 28 Nov`."""
    return "Today" if day == today else day_name(day)


def full_name(day: date, today: date) -> str:
    """A day in a heading: `Today`, `Tomorrow`, `Sunday 29 November`, with its year where that is another one."""
    away, year = (day - today).days, f" {day.year}" if day.year != today.year else ""
    return ("Today", "Tomorrow")[away] if away in (0, 1) else f"{day:%A} {day.day} {day:%B}{year}"


def day_content(
    day: "PlannedDay | None", plan: "Countdown", begun: str = "", reads: str = "", *, close: bool = False
) -> Content:
    """What a day is for, how long it takes, and why; None is the day of the interview. `close` leaves no blank line.

    `begun` is what to say first where it was begun, and `reads` last what to read where it's over.
    """
    if day is None:
        alone = not plan.days or plan.days[-1].day != plan.until
        return Content.assemble(badge(INTERVIEW, THE_INTERVIEW), "\n\n", f"{f'{ONLY_BRIEF} ' * alone}Good luck.")
    look = day_badge(day)
    head = Content.assemble(toned(look.sign, look.tone, bold=True), (f" {day.title}", "bold"))
    if takes := "" if day.done else takes_words(day):
        head = Content.assemble(head, "\n", toned(takes, "muted"))
    about = about_words(day, plan, reads)
    about = f"{DAY_DONE} {begun}{about.removeprefix(DAY_DONE)}" if day.done and begun else f"{begun} {about}".strip()
    return Content.assemble(head, "\n" if close else "\n\n", about)


def due_concepts(
    part: "PlannedDay", plan: "Countdown", graph: "Graph", progress: "Progress | None"
) -> Mapping[str, int]:
    """The concepts that a drill of the plan asks about, as far as they are known, with how many questions on each.

    What is due now is asked in its order: a later drill has what the ones before it leave.
    """
    drills = [other for day in plan.days for other in day.parts if other.kind == "due" and not other.done]
    if progress is None or part not in drills:
        return {}
    start = sum(other.questions for other in drills[: drills.index(part)])
    due = progress.forecast.questions[start : start + part.questions]
    return Counter(graph.questions[name].primary for name in due if name in graph.questions)


def held_lines(
    day: "PlannedDay | None", plan: "Countdown", graph: "Graph", progress: "Progress | None", width: int = 999
) -> Iterator[Content]:
    """What a day holds: concepts with how they stand, those of due questions, or the figures of an area.

    What comes besides is listed too where it has concepts, and alone once the rest is done.
    """
    if day is None or progress is None:
        return
    if not (day.done and day.also):
        yield from _held(day, plan, graph, progress, width)
    for part in day.also:
        yield from _concepts(part, "", graph, progress, width)


def _concepts(part: "PlannedDay", area: str, graph: "Graph", progress: "Progress", width: int) -> Iterator[Content]:
    """The concepts of a part of a day with how they stand; where that isn't `area`, the one of each that fits in."""
    standings = {standing.concept: standing for standing in progress.concepts}
    for standing in (standings[name] for name in part.concepts if name in standings):
        elsewhere = "" if standing.area == area else f"  {graph.areas[standing.area].title}"  # which it rests on
        shown = badge(STANDING_BADGES[standing.mark], standing.title, bold=False)
        fits = shown.cell_length + cell_len(elsewhere) <= width
        yield Content.assemble(shown, (elsewhere, "$muted")) if fits else shown


def _held(day: "PlannedDay", plan: "Countdown", graph: "Graph", progress: "Progress", width: int) -> Iterator[Content]:
    """What the first part of a day holds."""
    yield from _concepts(day, day.area, graph, progress, width)
    for concept, count in due_concepts(day, plan, graph, progress).items():
        several = f"{count} on " if count > 1 else ""  # else their count would fit no title
        yield Content(f"{KIND_BADGES['due'].sign} {several}{graph.concepts[concept].title}")
    area = next((a for a in progress.areas if a.area == day.area and day.kind == "area"), None)
    if area is not None:
        if area.is_figure:  # else there's nothing that it says
            chance = f"{percent(area.mastery)} ({interval(area.low, area.high)}%)"
            yield toned(f"Chance of a {SOLID} answer: {chance}", "muted")
        elif seen := seen_words(area):
            yield toned(f"So far: {seen}", "muted")
        word = f"{area_word(area.word).capitalize()}: " if area.word != NOT_ASKED else ""
        yield toned(f"{word}{area.asked} of its {area.of} questions asked so far", "muted")


def held_content(lines: Sequence[Content], most: int) -> Content:
    """At most so many of the lines, the last of which then says how many more there are; empty where none fits."""
    if len(lines) > most:
        lines = [*lines[: most - 1], toned(f"and {len(lines) - most + 1} more", "muted")] if most > 1 else []
    return Content("\n").join(lines)


def gap_lines(
    plan: "Countdown",
    graph: "Graph",
    progress: "Progress | None",
    *,
    named: bool = False,
    waiting_too: bool = False,
) -> list[Content]:
    """On which day how many concepts are gone over of each area in which answers fell short, as the days name them.

    A concept counts for its own area, as in the titles of the days, also where a drill asks about it, and on the first
    day that is still to come for it. Those that have none share the last line. If `named`, the concepts that have a day
    stand below their area; `waiting_too` names the others as well.
    """
    days: dict[str, date] = {}
    for day in plan.days:
        for part in (part for part in day.parts if not part.done):
            for concept in (*part.concepts, *(due_concepts(part, plan, graph, progress) if part.kind == "due" else ())):
                days.setdefault(concept, day.day)
    turns = dict.fromkeys(part.area for day in plan.days for part in day.parts)  # as the days name them
    turn = {area: number for number, area in enumerate(turns)}
    short = progress.missed if progress else ()  # what was gone over today may be mended since
    groups: dict[tuple[date, str], list[ConceptStanding]] = {}
    for s in short:
        groups.setdefault((days.get(s.concept, date.max), s.area), []).append(s)
    order = sorted(groups, key=lambda of: (of[0], turn.get(of[1], len(turn)), -len(groups[of])))
    dated = [(when, [area], groups[when, area]) for when, area in order if when < date.max]
    waiting = [(area, groups[when, area]) for when, area in order if when == date.max]
    left = [s for _, its in waiting for s in its]
    lines = [*dated, *([(date.max, [area for area, _ in waiting], left)] if waiting else [])]
    counts = [_missed_words(its) for *_, its in lines]
    column = max(map(len, counts), default=0) + NOTE_GAP
    told: list[Content] = []
    for (when, areas, its), count in zip(lines, counts, strict=True):
        titles = [graph.areas[area].title for area in areas]
        more = [f"{len(titles) - NAMED} more"] if len(titles) > NAMED else []
        no_day = NO_DAY_YET if plan.until is None or plan.is_cut else NO_DAY_LEFT
        label = short_name(when, plan.today) if when < date.max else no_day
        about = names([*titles[:NAMED], *more])
        told.append(Content.assemble((fit(label, LABEL) + fit(count, column), "$muted"), about))
        for standing in its if (named if when < date.max else waiting_too) else ():
            told.append(
                Content.assemble(" " * LABEL, badge(STANDING_BADGES[standing.mark], standing.title, bold=False))
            )
    return told


def _missed_words(its: Sequence[ConceptStanding]) -> str:
    """How many concepts there are to go over, as the days say it: `2 gaps`, `3 missed`."""
    return plural(len(its), "gap") if all(s.mark == "gap" for s in its) else f"{len(its)} missed"


def month_content(plan: "Countdown", at: date, most: int, sat: Iterable[date] = ()) -> Content:
    """The plan as a calendar of at most so many weeks, with the day `at` in brackets; below it what the signs say.

    The days before today on which something was `sat` have a tick.
    """
    signs = {day.day: day_badge(day) for day in plan.days}
    if plan.until is not None:
        signs[plan.until] = INTERVIEW
    first, last = plan.days[0].day, plan.until or plan.days[-1].day
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    # where there are more than `most`, those around the day
    start = min(max(0, (at - monday).days // 7 - most // 2), max(0, count - most))
    weeks = [monday + timedelta(weeks=n) for n in range(start, min(count, start + most))]
    head = " " * MONTH + "".join(f" {name:<{CELL - 1}}" for name in WEEKDAYS)
    lines = [toned(head.rstrip(), "muted")]
    ticked = {day: MET for day in sat if weeks[0] <= day < plan.today}
    signs |= ticked
    rows = [row for monday in weeks for row in _by_month(monday, {*signs, at})]
    while len(rows) > most:  # parts of weeks are more than these
        rows.pop(0 if at in rows[-1] else -1)
    for before, days in zip([[], *rows], rows, strict=False):
        month = f"{days[0]:%b}" if not before or before[0].month != days[0].month else ""
        cells = [_cell(day, signs.get(day), marked=day == at) for day in days]
        indent = " " * CELL * days[0].weekday()
        lines.append(Content.assemble(toned(f"{month:<{MONTH}}", "muted"), indent, *cells))
    said = {MET: DONE} if ticked else {}
    said |= {day_badge(day): DONE if day.done else KIND_WORDS[day.kind] for day in plan.days}
    if plan.until is not None:
        said[INTERVIEW] = "the day"
    kinds = [toned(look.sign, look.tone) + f"\u00a0{word}" for look, word in said.items()]
    return Content("\n").join([*lines, Content(""), flowing(kinds, MONTH + CELL * len(WEEKDAYS))])


def _by_month(monday: date, shown: Set[date]) -> list[list[date]]:
    """The days of a week, those of two months apart; without a part in which no day is `shown`.

    In one row they were read wrongly either way: `Dec 30`, or six days of December beside `Nov`.
    """
    week = [monday + timedelta(days=n) for n in range(min(len(WEEKDAYS), (date.max - monday).days + 1))]
    parts = [[*days] for _, days in groupby(week, key=lambda day: day.month)]
    return [days for days in parts if len(parts) == 1 or not shown.isdisjoint(days)]


def _cell(day: date, sign: Badge | None, *, marked: bool) -> Content:
    """A day of the calendar: `27◉`, in brackets if it is marked; a day outside of the plan is only a number."""
    opens, closes = ("[", "]") if marked else (" ", " ")
    number = f"{day.day:>2}"
    if sign is None:
        return toned(f" {number}  ", "muted")
    return Content.assemble(
        toned(opens, "accent", bold=True),
        (number, "bold"),
        toned(sign.sign, sign.tone),
        toned(closes, "accent", bold=True),
    )
