"""What home says besides its lines: what enter starts on the marked one, who it's for, how the last interview went.

And the words of what there is to practise, the longest first.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from simulator.engine.choice.formats import FORMATS
from simulator.engine.scoring import SOLID
from simulator.graph.text import plural
from simulator.report.concept_records import gaps_of
from simulator.session.presets import fitting_role, holds_debrief, sitting_title
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import with_keys

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.progress_records import Progress
    from simulator.report.records import StudyItem
    from simulator.session.archive.summary import SessionRow
    from simulator.ui.preferences import Preferences

STARTS = {  # what enter starts on other lines than that of Start
    "repeat": "{home.choose} starts it again; Start stays as it is.",
    "today": "{home.choose} goes to what's planned today; {home.plan} shows the plan.",
    "demo": "{home.choose} plays a full interview in about three minutes.",
    "practise": f"{{home.choose}} offers a drill, {round(FORMATS['drill'].minutes)} minutes.",
    "weakest": "{home.choose} offers a deep dive there, short or full.",
    "code": "{home.choose} offers one task: you write the code, and it runs.",
}
SOON = 7  # days, within which home says when something is due
TODAY_DONE = "{home.choose} shows the plan; what it had for today is done."


def start_words(key: str, preferences: "Preferences", *, today_done: bool = False) -> str:
    """What enter starts on a line of home, and how long it lasts; short enough for the narrowest window, or empty."""
    text = TODAY_DONE if key == "today" and today_done else STARTS.get(key, "")
    if key == "start":
        length = plural(round(preferences.length), "minute")
        text = f"{{home.choose}} starts a {preferences.shape.title.lower()}, {length}; {{home.setup}} changes it."
    return with_keys(text, preferences.keys)


def advice_words(advice: "StudyItem", preferences: "Preferences", *, reads: bool) -> str:
    """What enter offers on the line of what the last report advises, which may be only to read."""
    minutes = plural(advice.minutes, "minute")
    on = f"{minutes} on {advice.title}, or some reading first"
    offers = f"reading on {advice.title}, or {minutes} of questions" if reads else on
    return f"{with_keys('{home.choose}', preferences.keys)} offers {offers}."


def title_words(graph: "Graph | None", chosen: "Preferences", today: date) -> tuple[str, ...]:
    """Role, level and date in ever fewer words."""
    role = fitting_role(graph, chosen.role) if graph is not None else ""
    who = [graph.roles[role].title] if graph is not None and role else []
    on_day = chosen.interview_on
    until = words.interview_on(on_day, today) if on_day and on_day >= today else ()
    whole = (" · ".join((*who, chosen.seniority, day)) for day in until)
    return (*whole, *until) or (" · ".join((*who, chosen.seniority)), chosen.seniority)


def last_words(sessions: Sequence["SessionRow"], today: date) -> str:
    """How the last interview went that was long enough for a debrief; empty where there is none."""
    ended = [row for row in sessions if row.state == "ended" and row.answers]
    last = next(filter(holds_debrief, ended), None)
    if last is None:
        return ""
    when = f"{sitting_title(last)}, {words.moment(last.started, today)}"
    return f"{when}: {last.strong} of {plural(last.answers, 'answer')} {SOLID}."


def due_texts(progress: "Progress", graph: "Graph | None") -> tuple[str, ...]:
    """What a drill begins with: how many questions are due again, and in which areas; then the gaps."""
    due = progress.forecast
    again, count = f"{plural(due.now, 'question')} due again", len(gaps_of(progress.concepts))
    gaps = f" · {plural(count, 'gap')}" if count else ""
    known = [graph.questions[name].primary for name in due.questions if name in graph.questions] if graph else []
    areas = [graph.areas[area].title for area in dict.fromkeys(map(graph.area_of, known))] if graph else []
    if not areas:
        return (f"{again}{gaps}", again)
    more = f"; {plural(len(areas) - 1, 'more area', 'more areas')}" if len(areas) > 1 else ""
    told = (f"{again}: {'; '.join(areas)}", f"{again}: {areas[0]}{more}")
    return (*(f"{text}{gaps}" for text in told), *told, f"{due.now} due: {areas[0]}{more}", again)


def weakest_texts(progress: "Progress", today: date) -> tuple[str, ...]:
    """The area to work on first; then the gaps, and when questions are due again."""
    first = progress.gaps[0].title
    count = len(gaps_of(progress.concepts))
    later = next((d for d in progress.forecast.days if d.questions and (d.day - today).days < SOON), None)
    when = "nothing due"
    if later is not None:  # the plan has them on that day
        away = (later.day - today).days
        on_day = ("later today", "tomorrow")[away] if away < 2 else f"on {later.day:%A}"
        when = f"{plural(later.questions, 'question')} due again {on_day}"
    texts = (f"{first} first", *([plural(count, "gap")] if count else []), when)
    return tuple(" · ".join(texts[:most]) for most in range(len(texts), 0, -1))
