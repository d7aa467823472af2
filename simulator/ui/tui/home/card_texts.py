"""What the cards of home say, in the room that each has. Import this once home is painted: it loads the report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from textual.content import Content

from simulator.engine.scoring import SOLID
from simulator.graph.job_advert.match import weights as mixed
from simulator.graph.text import cut_lines, fit, lower_first, percent, plural, quoted_words, wrap
from simulator.report.concept_records import GAP, HELD, NOT_ASKED, NOT_ENOUGH, THE_SAME, about_the_same
from simulator.report.debrief_records import Concern, Recommendation, Strength
from simulator.report.text.debrief import headline, lacked_words, practice_headline
from simulator.report.text.plan import date_sentence, day_badge, lasts_words, title_in
from simulator.report.text.progress_words import SO_FAR, solid_so_far
from simulator.report.text.words import TOO_EARLY, area_word, asked_at, own_level, seen_words
from simulator.report.tones import ADVICE, AREA_BADGES, MET, NOTHING, Badge, concern_badge, recommendation_badge
from simulator.session.presets import sitting_title
from simulator.ui.tui import words
from simulator.ui.tui.home.home_card import Maker
from simulator.ui.tui.widgets.text import badge, toned

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.load import LastReport
    from simulator.report.progress_records import AreaProgress, Countdown, PlannedDay, Progress

Lines = list[Content]
INDENT = "  "
WHOLE_QUOTE = 99  # lines of a quote, more than it has
ROOMY_LINES = 10  # lines from which the last interview is told at length
AREA_WORDS = (HELD, GAP, NOT_ENOUGH, NOT_ASKED)
DAY, SIGN, LASTS = 6, 2, 8  # columns of a day's name, its sign and its minutes
WIDE_LABEL = 19  # columns of the word before its areas, where there is room
WEEK = 7  # days that a weekday names
BAR = 30  # columns of a chance as a bar, at most


def muted(text: str) -> Content:
    """A text beside the point."""
    return toned(text, "muted")


def sentences(text: str) -> Maker:
    """A few sentences in place of figures."""

    def lines(width: int, height: int) -> Lines:
        return cut([muted(line) for line in wrap(text, width)], height)

    return lines


def cut(lines: Lines, height: int) -> Lines:
    """The lines that fit; if any are left out, the last one that is shown says so."""
    if len(lines) <= height or height <= 0:  # a window may be lower than what stands above
        return lines[: max(0, height)]
    last = lines[height - 1]
    return [*lines[: height - 1], Content.assemble(last, ("…", "$muted"))]


# The plan


def plan_title(countdown: "Countdown", today: date) -> str:
    """What the days lead up to: `Until Wednesday`, `Until 12 December`, `The week ahead`."""
    until = countdown.until
    if until is None:
        return "The week ahead"
    left = (until - today).days
    if left < 0:
        return "After the interview"
    if left < 2:
        return "Until the interview" if left else "Today"
    return f"Until {until:%A}" if left < WEEK else f"Until {until.day} {until:%B}"


def plan(countdown: "Countdown", today: date) -> Maker:
    """The days of a plan with what and how long; today first and accented."""

    def lines(width: int, height: int) -> Lines:
        days = countdown.days
        if not days:
            return sentences(date_sentence(countdown, ""))(width, height)
        # "and 1 more day" takes the line of that day; its weekday is today's, which stands there as "today"
        most = len(days) if len(days) <= min(height, WEEK + 1) else min(WEEK, height - 1)
        shown = [_day(day, today, width) for day in days[:most]]
        if len(days) > most:
            more = len(days) - most
            shown.append(muted(f"{'':<{DAY}}and {plural(more, 'more day')}"))
        return shown[:height]

    return lines


def _day(day: "PlannedDay", today: date, width: int) -> Content:
    now = day.day == today
    name, lasts = ("today" if now else f"{day.day:%a}"), lasts_words(day)
    look, room = day_badge(day), max(1, width - DAY - SIGN - LASTS)
    title = fit(title_in(day, room), room)
    style = "bold $accent" if now and not day.done else ""
    return Content.assemble(
        (f"{name:<{DAY}}", style or "$muted"),
        (f"{look.sign:<{SIGN}}", f"${look.tone}"),
        (title, style),
        (f"{lasts:>{LASTS}}", style or "$muted"),
    )


# The level


def level_lines(progress: "Progress", width: int, *, brief: bool = False) -> Lines:
    """The level in words, above the plot of it; where `brief`, one line."""
    level = own_level(progress)
    name, chance = level.partition(" (")[0], percent(progress.mastery)
    name = name if len(name) <= width else name.partition(", ")[0]  # the last word of what is beside it says what it is
    if brief:
        if level == TOO_EARLY:
            return [Content.styled(name, "bold")]
        of, at = f"  {chance} chance of a {SOLID} answer", asked_at(progress.target)  # not at the level that is named
        longest_first = (f"{of} {at}", of, f"  {chance} {SOLID} {at}", f"  {chance} {SOLID}", "")
        beside = next(words for words in longest_first if not words or len(name + words) <= width)
        return [Content.assemble((name, "bold"), (beside, "$muted"))]
    line = solid_so_far(progress)
    briefly = f"{SOLID} {asked_at(progress.target)}"  # not at the level that is named
    lines = [line, line.partition(",")[0], f"{chance} chance of {briefly}", f"{chance} {briefly}"]
    if level == TOO_EARLY:
        lines = [line, line.removesuffix(SO_FAR), f"{briefly}:{line.rpartition(':')[2].removesuffix(SO_FAR)}"]
    return [
        Content.styled(level if len(level) <= width else name, "bold"),
        Content(next((fitting for fitting in lines if len(fitting) <= width), lines[-1])),
    ]


# The areas


def areas(standings: Sequence["AreaProgress"]) -> Maker:
    """Every area under the word for it: with its chance, or what was seen so far.

    Where all chances are about the same, that is said instead.
    """
    titles = [area.title for area in standings]
    alike = about_the_same(standings)
    figures = any(map(_has_figure, standings))
    groups: list[tuple[Badge, str, list[Content]]] = []
    for word in AREA_WORDS:
        look, label = AREA_BADGES[word], area_word(word)
        worst_first = 1 if word != HELD else -1  # the last ones are only counted where there's no room
        own = sorted(
            (a for a in standings if a.word == word),
            key=lambda a: (not (a.questions or a.checks), worst_first * a.mastery),
        )
        items = [_area_item(a, words.short_title(a.title, titles), look, alike=alike) for a in own]
        if items:
            groups.append((look, label, items))

    def lines(width: int, height: int) -> Lines:
        heads = [badge(look, label, bold=False) for look, label, _ in groups]
        shown = [flowed(head, items, width) for head, (*_, items) in zip(heads, groups, strict=True)]
        for at in range(len(groups) - 1, -1, -1):  # those of which least is known are left out first
            spare = height - sum(map(len, shown)) + len(shown[at])
            shown[at] = flowed(heads[at], groups[at][2], width, max(1, spare))
        told = [line for group in shown for line in group]
        about = f"your chance: {THE_SAME}" if alike else f"%: your chance of a {SOLID} answer" if figures else ""
        if about and len(told) < height and len(about) <= width:
            told.append(muted(about))
        return told[:height]

    return lines


def _has_figure(area: "AreaProgress") -> bool:
    """Whether its chance stands here. "Weak, 19%" above "not clear yet, 20%" needs a reason, and there's no room."""
    return area.is_figure and area.word in {HELD, GAP}


def _area_item(area: "AreaProgress", name: str, look: Badge, *, alike: bool) -> Content:
    if _has_figure(area) and not alike:
        return Content.assemble(name, (f" {percent(area.mastery)}", f"${look.tone}"))
    seen = seen_words(area, brief=True)
    if area.word == HELD:  # the word for it stands before them all
        seen = seen.removesuffix(f" {SOLID}")
    return Content.assemble(name, (f" {seen}", "$muted")) if seen else Content(name)


def flowed(label: Content, items: Sequence[Content], width: int, most: int = 99) -> Lines:
    """A label and its items, wrapped over lines of `width` cells; beside the label where there is room.

    Beyond `most` lines the last items are only counted.
    """
    column = WIDE_LABEL if width >= 3 * WIDE_LABEL else len(INDENT)
    first = Content.assemble(label, " " * max(2, column - label.cell_length))
    for kept in range(len(items), -1, -1):
        more = muted(f"and {len(items) - kept} more" if kept else plural(len(items), "area"))
        rows = _rows_of([*items[:kept], *([more] if kept < len(items) else [])], first.cell_length, column, width)
        if len(rows) <= most:
            break
    heads = [first, *[Content(" " * column)] * (len(rows) - 1)]
    return [Content.assemble(head, Content("  ").join(row)) for head, row in zip(heads, rows, strict=True)]


def _rows_of(items: Sequence[Content], used: int, column: int, width: int) -> list[list[Content]]:
    """Items in rows of `width` cells: in the first so many are used already, the others begin at a column.

    An item that would be cut beside what is used begins a row, and the first stays empty.
    """
    rows: list[list[Content]] = [[]]
    for item in items:
        gap = 2 if rows[-1] else 0
        if (rows[-1] or used > column) and used + gap + item.cell_length > width:
            rows.append([])
            used, gap = column, 0
        rows[-1].append(item)
        used += gap + item.cell_length
    return rows


HOW_MUCH = "How much is asked about each."  # where the whole sentence has no room
FEW = 4  # lines, of which none is left for it


def heaviest(graph: "Graph", role: str, advert: Mapping[str, float]) -> Maker:
    """What a role and a job advert ask about, before anything was asked: the areas, the heaviest first."""
    own = graph.roles.get(role)
    weights = (mixed(own, advert, graph) if advert else own.areas) if own else {}
    order = sorted(graph.areas_asked, key=lambda area: -weights.get(area, 0.0))
    titles = {area: graph.areas[area].title for area in order}
    who = "your role and the advert ask" if advert else "your role asks"
    most, column = max(weights.values(), default=0.0), max(map(len, titles.values()), default=0) + 2

    def lines(width: int, height: int) -> Lines:
        room = min(BAR, width - column)
        bars = []
        for area in order:
            share = weights.get(area, 0.0) / most if most else 0.0
            bar = "━" * max(1, round(share * room)) if room > 0 else ""
            bars.append(Content.assemble(f"{titles[area]:<{column}}", (bar, "$accent")))
        about = f"How much {who} about each. After an interview you'll see where you stand."
        note = sentences(about)(width, 9)
        if len(bars) + 1 + len(note) <= height:
            return [*bars, Content(), *note]
        brief = [muted(HOW_MUCH)] if len(HOW_MUCH) <= width and height > FEW else []
        left = height - len(brief)
        if len(bars) > left:
            bars = [*bars[: left - 1], muted(f"and {plural(len(bars) - left + 1, 'more', 'more')}")]
        return [*bars, *brief]

    return lines


# The last interview


def when(last: "LastReport", today: date) -> str:
    """Which interview it was: `Full interview, yesterday 14:05`."""
    return f"{sitting_title(last.row)}, {words.moment(last.row.started, today)}"


def last_briefly(last: "LastReport", today: date) -> str:
    """The last interview in one line: which it was, what it came to, and one thing to say next time."""
    recommendation = last.found.recommendation
    concern = next((say for say in map(next_time, recommendation.concerns) if say), "")
    came_to, practised = headline(recommendation), practice_headline(last.found)
    came_to = came_to if recommendation.word or recommendation.by_code else came_to.partition(": ")[0]
    came_to = practised.partition("; ")[0] or came_to
    parts = [f"{lower_first(when(last, today))}: {came_to[:1].lower()}{came_to[1:].rstrip('.')}"]
    return "; ".join([*parts, *([concern] if concern else [])])


def last_report(last: "LastReport") -> Maker:
    """The recommendation; with little room one strength and one thing to say next time, with more all of them."""
    recommendation = last.found.recommendation
    practised = practice_headline(last.found)
    look = NOTHING if practised else recommendation_badge(recommendation)

    def lines(width: int, height: int) -> Lines:
        first, *more = wrap(practised or headline(recommendation), width - 2)
        head = [badge(look, first), *(toned(f"{INDENT}{line}", look.tone, bold=True) for line in more)]
        if look is NOTHING:
            head = [Content.styled(line, "bold") for line in (first, *more)]
        if height < ROOMY_LINES:
            return [*head, *_briefly(recommendation, width, height - len(head))][:height]
        # what to say next time matters more than the third strength
        for most, lines_each in product(range(len(recommendation.strengths), -1, -1), (WHOLE_QUOTE, 3, 2)):
            body = [Content(), *_at_length(recommendation, width, max(1, most), lines_each)]
            if len(head) + len(body) <= height:
                break
        return cut([*head, *body], height)

    return lines


def next_time(concern: Concern) -> str:
    """What to say instead, or what was still to say; empty where neither is known."""
    if concern.say:
        return f"say next time: {quoted_words(concern.say)}"
    return lacked_words(concern)


def strength_told(strength: Strength) -> str:
    """The candidate's own words, or the point that was marked."""
    return quoted_words(strength.quote) if strength.quoted and strength.quote else strength.title


def _briefly(recommendation: Recommendation, width: int, height: int) -> Lines:
    """One strength, if possible in the candidate's own words, and one thing to say next time."""
    strengths = recommendation.strengths
    strength = next((s for s in strengths if s.quoted), next(iter(strengths), None))
    concern = next((each for each in recommendation.concerns if next_time(each)), None)
    advice = next_time(concern) if concern else ""
    if concern and not concern.say:  # a sentence says what it is about, a missing point doesn't
        advice = f"{concern.title}; {advice}"
    most = max(1, height // 2) if strength and advice else max(0, height)
    lines = _hung(MET, strength_told(strength), width, most) if strength else []
    return [*lines, *(_hung(ADVICE, advice, width, height - len(lines)) if advice else [])]


def _at_length(recommendation: Recommendation, width: int, most: int, lines: int) -> Iterator[Content]:
    """At most so many strengths, and everything for next time; of each quote at most so many lines."""
    strengths, concerns = recommendation.strengths, recommendation.concerns
    if strengths:
        yield muted("What spoke for you")
    for strength in strengths[:most]:
        yield from _hung(MET, strength.title, width, 2)
        if strength.quote and strength.quoted:
            yield from (muted(line) for line in _limited(quoted_words(strength.quote), width, lines))
    if strengths and concerns:
        yield Content()
    if concerns:
        yield muted("For next time")
    for concern in concerns:
        yield from _hung(concern_badge(concern), concern.title, width, 2)
        if advice := next_time(concern):
            yield from (muted(line) for line in _limited(advice, width, lines))


def _limited(text: str, width: int, most: int) -> list[str]:
    """A text in at most so many indented lines; one that is longer ends in `…`."""
    return [INDENT + line for line in cut_lines(text, width - len(INDENT), most)]


def _hung(look: Badge, text: str, width: int, most: int) -> Lines:
    """A sign in its tone and a text that hangs beside it, in at most so many lines."""
    if most < 1:
        return []
    first, *more = _limited(text, width, most)
    return [Content.assemble((look.sign, f"${look.tone}"), first[1:]), *map(Content, more)]
