"""What the first start asks: each question with what is said of it, and its choices; last what to do now."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS, FULL, SCREEN
from simulator.graph.text import format_minutes
from simulator.session.opening import lasting_words, scoring_minutes
from simulator.session.presets import is_taste
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.rows import TODAYS
from simulator.ui.tui.home.setup import ANY_PROJECT
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from datetime import date

    from simulator.session.header import Settings

LEVEL_WORDS = {
    "junior": "up to two years of this work",
    "mid": "you work on your own",
    "senior": "you lead parts of the work",
    "staff": "you set the direction for others",
}
NEAREST = "It decides what you're asked about most. Take the nearest: you can change all of this later."
WATCH = "watch:demo"  # no id of a role
WATCH_FIRST = Row(WATCH, "Watch a demo", "three minutes, then back here")
# the pages; what the project is about only where there is one, and minutes a day only where there is a date
ROLE, LEVEL, PROJECT, PROJECT_AREA, ADVERT, DATE, MINUTES, READY = range(8)
ASKED = (ROLE, LEVEL, PROJECT, ADVERT, DATE)  # that count: the two about the project are one, the day and minutes too
ROOMY_LINES = 36  # lines from which there is an example below the question, or beside it
BESIDE_FROM = 132  # columns from which what an interview is like stands beside the question
WHERE_TO = "Where do you want to begin?"  # in place of what an interview is like, where that stands beside it
OWN_PROJECT = (
    Row("no", "no", "interviews open with the basics"),
    Row("yes", "yes", "something you built or worked on"),
)
OTHER_PROJECT = Row("", ANY_PROJECT, "your role decides")
PROJECT_ABOUT = "If so, full interviews open with it; shorter ones leave it out."
HAS_ADVERT = (
    Row("no", "no", "your role decides what's asked"),
    Row("yes", "yes", "paste it to steer what you're asked"),
)
KEPT, KEPT_ABOUT = "kept", "You've already given one: {}."
NOT_A_DAY = "I can't read that as a day. Write it as above, or leave it empty."
KEPT_ADVERT = (
    Row(KEPT, "keep it", "it steers what you're asked"),
    Row("yes", "another", "paste it instead of this one"),
    Row("no", "none", "your role alone decides what's asked"),
)
ADVERT_ABOUT = "If you don't have it yet, add it later with {home.advert} on the home screen."
OTHER_MINUTES = Row("other", "other", "type any number of minutes")
FIRST = "This is the first question. {welcome.choose} goes on, and you can change all of it later."
NOT_TYPED = "Nothing is typed here: up and down mark a line, {welcome.choose} takes it."
TYPED = "{} min: {{welcome.choose}} takes it."
MOST_DIGITS = 4
A_DAY = {  # what fits in, with its scoring: a plan may well begin with less
    30: "up to a screening call",
    60: "up to a full interview",
    90: "a full interview and a short drill",
    120: "a full interview and two areas",
}
SCORED_BY_YOU = "That includes scoring: after each question you judge your own answer."
A_DAY_ABOUT = f"Your plan keeps each day to this. {SCORED_BY_YOU}"
TODAY_ABOUT = f"Your plan keeps to this. {SCORED_BY_YOU}"


def known_pages(kept: Preferences, today: "date") -> frozenset[int]:
    """The pages whose answer is there already, from an earlier interview, the settings or a command.

    The level is asked for where it's the default one, unless a command named it: nothing else tells whether that was
    chosen. Which roles there are is known only later, so the first start itself looks whether one was told.
    """
    has_day = kept.days_left(today) is not None
    known: Mapping[int, bool] = {
        LEVEL: kept.seniority != Preferences().seniority or "seniority" in kept.first_command,
        PROJECT: kept.project is not None,
        PROJECT_AREA: kept.project is not None,
        ADVERT: bool(kept.advert),
        DATE: has_day,
        MINUTES: has_day,
    }
    return frozenset(page for page, is_known in known.items() if is_known)


def ready_rows(full: "Settings", planned: "Settings | None", a_day: float | None = None) -> tuple[Row, ...]:
    """What to do at the end of the first start: what is `planned` for today comes first.

    Of what takes longer than the minutes `a_day` that somebody has, that's said.
    """
    minutes = _minutes(full)
    in_all = minutes + scoring_minutes(minutes)
    over = f"over your {format_minutes(a_day)}" if a_day is not None and in_all > a_day else ""
    rows = [
        Row("taste", "Taste", "ten minutes, two or three questions"),
        Row(WATCH, "Watch a demo", "a simulated candidate, three minutes"),
        Row("home", "Look around", "go to the home screen"),
        Row("full", FORMATS[full.format].title, lasting_words(minutes), over, brief=f"{format_minutes(in_all)} in all"),
    ]
    if planned is None:
        return tuple(rows)
    key = "taste" if is_taste(planned) else "full" if _what(planned) == _what(full) else "planned"
    own = next((row for row in rows if row.key == key), None)
    title, minutes = FORMATS[planned.format].title, _minutes(planned)
    own = own or Row(key, title, lasting_words(minutes))
    first = replace(own, note=TODAYS, brief=format_minutes(minutes))
    return (first, *(row for row in rows if row.key != key))


def why_short(full: "Settings", planned: "Settings | None", a_day: float) -> str:
    """Why a screening call is `planned` where a `full` interview fits into the minutes: the plan does so at the end."""
    minutes = _minutes(full)
    if planned is None or planned.format != SCREEN.id or minutes + scoring_minutes(minutes) > a_day:
        return ""
    own = "Only a full interview asks about your project. " if full.project and full.format == FULL.id else ""
    return f"A short one first leaves you time to go over what you missed. {own}".strip()


def _what(settings: "Settings") -> tuple[object, ...]:
    """What tells one interview of a person from another."""
    return settings.format, _minutes(settings), settings.area, settings.again


def _minutes(settings: "Settings") -> float:
    return settings.minutes or FORMATS[settings.format].minutes
