"""The plan until the interview in words: what a day is for, why, and what it holds."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

import msgspec

from simulator.engine.choice.formats import FULL
from simulator.graph.records import Graph
from simulator.graph.text import (
    cells,
    fit,
    format_minutes,
    lower_first,
    names,
    plural,
    shorten,
    shorten_name,
    wrap,
)
from simulator.report.figures.day_plan import BRIEF_DAYS, BRIEF_MINUTES, FEW_LEFT, HURRY, SELDOM
from simulator.report.figures.plan_needs import lasting
from simulator.report.progress_records import Countdown, PlannedDay, Resting
from simulator.report.tones import MET, NOTHING, STANDING_BADGES, Badge
from simulator.session.days import day_and_month
from simulator.session.opening import WITH_SCORING, scoring_words

KIND_BADGES = {
    "interview": Badge("◉", "unknown"),
    "screen": Badge("◎", "unknown"),
    "code": Badge("▷", "unknown"),
    "gaps": Badge("▣", "unknown"),  # a cross would look like a day that was failed
    "area": STANDING_BADGES["not met"],
    "due": Badge("↻", "unknown"),
    "rest": NOTHING,
    "brief": Badge("≡", "unknown"),
}
INTERVIEW = Badge("★", "good")  # the day of the interview itself
KIND_WORDS = {
    "interview": "interview",
    "screen": "screening",
    "code": "code",
    "gaps": "gaps",
    "area": "in depth",
    "due": "due",
    "rest": "off",
    "brief": "brief",
}
DAY_ROOM, LEAST_TITLE = 10, 20
ALL_ASKED = "There are few questions to ask, and within a week you'd only hear them again. What you miss comes sooner."
THE_INTERVIEW = "The interview"
NEXT = "next "  # before what is left of a day whose first part was done
MISSED = " missed"  # after a count, in a title
AND = " + "  # between the things of a day, whose names have commas
SHORTEST_NAME = 8  # columns to which the name of an area may be cut
NEAR_DAYS = 7  # days that go by the name of the weekday
LAST_ONE = "Your last full interview: late enough to help, early enough to rest afterwards."
ONLY_ONE = "The only full one there's time for before the day. It shows what to go over in the days that are left."
DAY_DONE = "Done."
# where the plan has it the same day; the heading there is another on the day of the interview
ONE_BY_ONE = "What else you missed is in the report."
LEFT_OUT = 2  # areas without a day that are named
AGAIN = "The plan follows what you've done so far, and updates whenever you look."


def day_name(day: date) -> str:
    """A day as plans name it: `Fri 27 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def day_badge(day: PlannedDay) -> Badge:
    """The sign of what a day is for; a tick once it was done."""
    return MET if day.done else KIND_BADGES[day.kind]


def whole_title(day: PlannedDay) -> str:
    """What a day is for, and what it holds besides: `Full interview done, then production: 2 gaps`."""
    first = f"{day.title}{' done' * bool(day.done and day.also)}"  # alone, it's said where the minutes are
    return ", then ".join((first, *(f"{other.title[:1].lower()}{other.title[1:]}" for other in day.also)))


def title_in(day: PlannedDay, room: int) -> str:
    """What a day holds in so many columns, in ever fewer words; the minutes of them all stand beside it.

    Where not even these fit, the longest name is cut, then the last ones are only counted. Once the first part was
    done, it is what is left, as the minutes beside it are of that.
    """
    if day.done and day.also:
        rest = msgspec.structs.replace(day.also[0], also=day.also[1:])
        left = AND.join(map(lower_first, title_in(rest, room - len(NEXT)).split(AND)))
        return f"{NEXT}{left}" if "…" not in left else f"{plural(len(day.also), 'thing')} left"
    count = len(day.also)
    if not count:
        fitting = next((title for title in (day.title, *_shorter(day)) if cells(title) <= room), "")
        return fitting or shorten(day.title, max(1, room))
    told = [list(called) for called in zip(*map(_names, day.parts), strict=True)]
    longest = max(told[-1], key=cells)
    cut = shorten_name(longest, max(SHORTEST_NAME, cells(longest) + room - cells(AND.join(told[-1]))))
    told.append([cut if name == longest else name for name in told[-1]])
    titles = [*map(AND.join, told), *(f"{AND.join(told[-2][:-left])}, {left} more" for left in range(1, count + 1))]
    more = f", {count} more"
    fitting = next((title for title in (*titles, f"{day.title}{more}") if cells(title) <= room), "")
    return fitting or f"{shorten(day.title, max(1, room - len(more)))}{more}"


def _shorter(day: PlannedDay) -> tuple[str, ...]:
    """The title of a day for one thing in ever fewer words: `Retrieval: 2 missed`, `Retrieval`; `4 due`; `Brief`."""
    long, _, short, shortest = _names(day)
    if day.kind == "due":
        return long, short
    if day.kind == "brief":
        return (day.title.partition(": ")[0].partition(", ")[0],)
    return (f"{short} in depth" if day.kind == "area" else short, shortest)


def _names(part: PlannedDay) -> tuple[str, str, str, str]:
    """A thing to do in ever fewer words: `Retrieval and RAG in depth`, `Retrieval and RAG`, then `Retrieval`.

    Of gaps, their number goes with the area up to the last: `Retrieval: 2 gaps`.
    """
    if part.kind == "due":
        due = part.title.removeprefix("Drill: ")
        short = f"{part.questions} due" if part.questions else "what's due"
        return due, due, short, short
    about, colon, what = part.title.removesuffix(" in depth").partition(": ")
    first, own = about.partition(" and ")[0], what.partition(", ")[0]
    return part.title, f"{about}{colon}{own}", f"{first}{colon}{own}", first


def lasts_words(day: PlannedDay) -> str:
    """The minutes of a day beside its title; once the first part was done those of what is left, or `done`."""
    if day.done:
        return format_minutes(day.whole - day.minutes) if day.also else "done"
    return format_minutes(day.whole) if day.minutes else ""


def about_words(day: PlannedDay, plan: Countdown, concepts: str = "") -> str:
    """Why a day is for what it is for, or that it was done; and what fits in besides.

    A sentence on the `concepts` of all that comes before what the report has, which may be others.
    """
    why = DAY_DONE if day.done else why_words(day, plan)
    sat = f"You've sat {plural(plan.spent, 'minute')} so far today."
    spent = sat if plan.spent and not day.done and day.day == plan.today else ""
    also = also_words(day, plan.advert, concepts) or concepts
    left_out = left_out_words(plan) if day == plan.now else ""
    return " ".join(filter(None, (spent, why, also, left_out)))


def left_out_words(plan: Countdown) -> str:
    """Which areas of the advert have neither an answer nor a day; empty where all have, and in the last two days."""
    if not plan.left_out or plan.days_left in (0, 1):  # by then nobody should begin on it
        return ""
    others = len(plan.left_out) - LEFT_OUT
    named = [*plan.left_out[:LEFT_OUT], *([plural(others, "other")] if others > 0 else [])]
    return f"There's no day left for {names(named)}, which the advert asks for."


def also_words(day: PlannedDay, advert: Collection[str] = (), concepts: str = "") -> str:
    """What fits into the day besides, in a sentence, and its `concepts`; empty where nothing does.

    One thing is proposed, and the others stand behind an "or".

    `advert` are the areas it asks for.
    """
    reasons = ("; the advert asks for it" * (other.kind == "area" and other.area in advert) for other in day.also)
    others = [
        f"{_spoken_title(o)} ({format_minutes(o.minutes)}{reason})" for o, reason in zip(day.also, reasons, strict=True)
    ]
    gone_over = day.done and day.also and day.also[0].kind == "gaps"
    more = f" {ONE_BY_ONE}" if gone_over and day.kind in {"interview", "screen"} else ""
    about = f" {concepts}" if concepts else ""
    choice = f"{others[0]}{', or ' * (len(others) > 1)}{names(others[1:], 'or')}" if others else ""
    return f"If you have time left, go on with {choice}.{about}{more}" if others else ""


def _spoken_title(part: PlannedDay) -> str:
    """A thing to do within a sentence: `5 of 15 due questions`, `2 things you missed on safety`."""
    if part.kind == "due":
        return _names(part)[0]
    area, colon, what = part.title.partition(": ")
    own, also, others = what.partition(", ")
    if own.endswith(MISSED):  # concepts, or stories
        own = f"{plural(int(own.removesuffix(MISSED)), 'thing')} you missed"
    on = f"{own} on {lower_first(area)}{f', with {others}' * bool(also)}"
    return on if part.kind == "gaps" and colon else lower_first(part.title)


def rest_sentences(resting: Iterable[Resting], today: date, most: int) -> Iterator[str]:
    """Why questions aren't asked though their own date has come: at most so many concepts, then how many more."""
    concepts: dict[str, Resting] = {}
    for rest in resting:
        concepts.setdefault(rest.title, rest)  # the first to come back stands for all on its concept
    yield from (rest_sentence(rest, today) for rest in list(concepts.values())[:most])
    if (left := len(concepts) - most) > 0:
        yield f"{left} more {'rests' if left == 1 else 'rest'} too."


def rest_sentence(rest: Resting, today: date) -> str:
    """Why a question rests: `Self-attention rests till Friday: KV cache was answered well at tier 4 yesterday.`"""
    what = "it" if rest.title == rest.by_title else rest.by_title
    ago, left = (today - rest.answered).days, (rest.until - today).days
    answered = {0: "today", 1: "yesterday"}.get(ago, f"on {rest.answered:%A}")
    if ago >= NEAR_DAYS:
        answered = f"on {day_and_month(rest.answered, today)}"
    until = {0: "later today", 1: "tomorrow"}.get(left, f"{rest.until:%A}")
    if left >= NEAR_DAYS:
        until = day_and_month(rest.until, today)
    return f"{rest.title} rests till {until}: {what} was answered well at tier {rest.tier} {answered}."


def until_words(plan: Countdown) -> str:
    """Up to when the plan goes: `Interview on Wednesday 2 December, in 5 days`; empty without a date."""
    left = plan.days_left
    if plan.until is None or left is None or left < 0:
        return ""
    when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    year = f" {plan.until.year}" if plan.until.year != plan.today.year else ""
    return f"Interview on {plan.until:%A} {plan.until.day} {plan.until:%B}{year}, {when}"


def a_day_words(plan: Countdown) -> str:
    """The minutes a day that the plan keeps to: `60 min a day, with scoring`."""
    return f"{format_minutes(plan.minutes_a_day)} a day, {WITH_SCORING}"


def date_sentence(plan: Countdown, sets: str) -> str:
    """What to say where there is no date, or it has passed or is far off; `sets` says how to set one. Else empty."""
    if plan.until is None:
        return f"There's no date yet, so here's a week that suits any. {sets}"
    if (plan.days_left or 0) < 0:
        year = f" {plan.until.year}" * (plan.until.year != plan.today.year)
        day = f"{plan.until:%A} {plan.until.day} {plan.until:%B}{year}"
        return f"The interview was on {day}. Hope it went well. {sets}"
    return f"That's a long way off, so here are the first {len(plan.days)} days. {sets}" if plan.is_cut else ""


def why_words(day: PlannedDay, plan: Countdown) -> str:
    """Why a day is for what it is for, in a sentence or two."""
    left = None if plan.until is None else (plan.until - day.day).days
    first = not plan.started and plan.days and plan.days[0] == day
    later = any(other.kind == "interview" and other.day > day.day for other in plan.days)
    match day.kind:
        case "interview" if first:
            return (
                "There's nothing to go by yet. A full interview shows where to begin, and the plan goes on from there."
            )
        case "interview" if left is not None and left <= BRIEF_DAYS + SELDOM and not later:
            return LAST_ONE if left <= BRIEF_DAYS + HURRY else ONLY_ONE
        case "interview":
            return "A full interview every few days shows what's changed, and gets you used to the length."
        case "screen" if left is not None and left <= BRIEF_DAYS:
            return "A short one, so you know where you stand, and the brief has what you missed."
        case "screen":
            whole = f"of the usual length takes {format_minutes(lasting(int(FULL.minutes)))}, {WITH_SCORING}"
            longer = "If you have longer one day, start one from home instead: the plan will count it."
            return f"It fits into your {plan.minutes_a_day} minutes a day; a full interview {whole}. {longer}"
        case "gaps":
            asked_for = " The advert asks for this area." if day.area in plan.advert else ""
            about, by = ("each of these", "other questions") if len(day.concepts) > 1 else ("it", "another question")
            again = f"You'll be asked about {about} again, perhaps with {by}."
            return f"You fell short here, or on what it rests on. {again}{asked_for}"
        case "area":
            matters = "The advert asks for it" if day.area in plan.advert else "It matters for your role"
            return f"{matters}, and you haven't answered enough on it to say where you stand."
        case "due":
            resting = (rest for rest in plan.resting if rest.until > day.day)
            what = "this question" if day.questions == 1 else "these questions"
            why = f"You'd soon forget {what} otherwise."
            return " ".join((why, *rest_sentences(resting, plan.today, 1)))
        case "code":
            return "It's the round most people fail. The cases judge your code; you only mark what you say about it."
        case "rest" if day.title == FEW_LEFT:
            return ALL_ASKED
        case "rest":
            return "Six days in a row is plenty. Take a day off."
        case _ if left == 0:
            return "Go over it once if you like. Then it's your turn."
        case _ if left == 1:
            return "Go over it once, and stop early."
        case _:
            return (
                "From here on it's only what you missed, what's likely, your best answers and two you've done well on."
            )


def takes_words(day: PlannedDay) -> str:
    """How long a day takes: `60 min with scoring: 45 min to answer, about 15 min to score`; empty for a day off."""
    if not day.format:
        # what the brief will hold isn't known before its day
        about = "at most" if day.kind == "brief" and day.minutes == BRIEF_MINUTES else "about"
        return f"{about} {format_minutes(day.minutes)}" if day.minutes else ""
    scoring = f"{day.length} min to answer, {scoring_words(day.length)}"
    return f"{format_minutes(day.minutes)} {WITH_SCORING}: {scoring}"


def concepts_words(day: PlannedDay, graph: Graph) -> str:
    """Which concepts a day goes over, in a sentence: all that are still to do of it; empty where there are none."""
    left = [part for part in day.parts if not part.done or not day.also]  # what was done has no place beside the rest
    names_of = dict.fromkeys(graph.concepts[c].title for part in left for c in part.concepts if c in graph.concepts)
    return f"It's about {names(list(names_of))}." if names_of else ""


def tomorrow_words(plan: Countdown, graph: Graph) -> str:
    """What to read once today is done, by what the next day goes over; empty where that goes over nothing."""
    is_over = plan.now is not None and plan.now.done and not plan.now.also
    concepts = dict.fromkeys(c for day in plan.days[1:2] * is_over for part in day.parts for c in part.concepts)
    named = [graph.concepts[c].title for c in concepts if c in graph.concepts]
    has = f"Your plan has {'it' if len(named) == 1 else 'them'} tomorrow."
    return f"To read tonight, if you like: {names(named)}. {has}" if named else ""


def plan_lines(plan: Countdown, graph: Graph, width: int, sets: str = "") -> Iterator[str]:
    """The plan as a table, with why today is for what it is for; `sets` says how to set a date."""
    head = until_words(plan)
    if head:
        yield from wrap(f"{head} · {a_day_words(plan)}", width)
    if sentence := date_sentence(plan, sets):
        yield from wrap(sentence, width)
    if not plan.days:
        return
    yield ""
    longest = max(cells(title_in(day, width)) for day in plan.days)
    for day in plan.days:
        yield _day_line(day, plan, width, longest)
    yield ""
    today = plan.days[0]
    about = about_words(today, plan, tomorrow_words(plan, graph) or concepts_words(today, graph))
    yield from wrap(f"Today: {f'{about[:1].lower()}{about[1:]}' if today.done else about}", width)
    yield from wrap(AGAIN, width)


def _day_line(day: PlannedDay, plan: Countdown, width: int, longest: int) -> str:
    """A day in one line: `> Fri 27 Nov  ◉ Full interview    60 min`. `longest` are the columns of the longest title."""
    start = f"{'>' if day.day == plan.today else ' '} {fit(day_name(day.day), DAY_ROOM)}  {day_badge(day).sign} "
    room = max(LEAST_TITLE, min(longest, width - cells(start) - 9))
    return f"{start}{fit(title_in(day, room), room)}  {lasts_words(day):>7}".rstrip()
