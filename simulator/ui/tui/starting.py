"""Interviews that begin elsewhere than in the setup: sat again, a deep dive on an area, what a report advises."""

from functools import partial
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from simulator.engine.choice.formats import DEEP_DIVE
from simulator.errors import NotAllowed, SimulatorError
from simulator.graph.text import format_minutes, plural, short
from simulator.session.header import Settings
from simulator.session.interview.state import State
from simulator.session.presets import (
    SHORT_DIVE_MINUTES,
    ResitMode,
    deep_dive,
    missed,
    sit_again,
    tonight,
    whole,
)
from simulator.ui.tui import words
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.records import StudyItem


async def offer_again(screen: Frame, state: State) -> None:
    """Ask in which way the session is to be sat again, and begin it; or say why it cannot be."""
    try:
        why_not = _hindrance(state, await screen.host.graph())
    except SimulatorError as error:
        why_not = str(error)
    if why_not:
        screen.quiet(why_not)
        return
    asked = plural(len(whole(state)), "item")
    wrong = len(missed(state))
    modes: dict[ResitMode, tuple[str, str]] = {"same": ("Same", f"the {asked}, in their order")}
    if wrong:
        modes["missed"] = ("Missed", f"only the {wrong} that you missed")
    modes["others"] = ("Others", "its concepts, other questions")
    rows = [Row(mode, label, text, _lasts(state, mode)) for mode, (label, text) in modes.items()]
    screen.app.push_screen(Pick("Sit this again, with which questions?", rows), partial(_begin_again, screen, state))


def _lasts(state: State, mode: ResitMode) -> str:
    """How long sitting it again in that way is; empty where it cannot be."""
    try:
        return format_minutes(sit_again(state, mode).minutes or 0)
    except NotAllowed:
        return ""


def _hindrance(state: State, graph: "Graph") -> str:
    if state.header.graph != graph.id:
        return f"It was on the graph {short(state.header.graph)}; here is {graph.id}."
    if not state.turns:
        return "Nothing was asked in this interview."
    known = graph.questions.keys() | graph.checks.keys()
    return "" if any(turn.asked.id in known for turn in state.turns) else "The graph holds none of its questions now."


def _begin_again(screen: Frame, state: State, mode: str | None) -> None:
    if mode is None:
        return
    try:
        settings = sit_again(state, cast("ResitMode", mode))
    except NotAllowed as error:
        screen.quiet(str(error))
        return
    screen.host.start(replace(settings, candidate=screen.host.workspace.candidate))


def confirm_deep_dive(screen: Frame, area: str, title: str) -> None:
    """Ask how long the deep dive on an area is to be, and begin it; esc begins none."""
    lengths = (("Whole", DEEP_DIVE.minutes), ("Short", SHORT_DIVE_MINUTES))
    rows = [
        Row(str(minutes), label, f"{format_minutes(minutes)} and about {words.scoring_minutes(minutes)} to score")
        for label, minutes in lengths
    ]

    def begin(picked: str | None) -> None:
        if picked is not None:
            chosen = screen.host.preferences.settings(screen.host.workspace.candidate)
            screen.host.start(deep_dive(chosen, area, float(picked)))

    screen.app.push_screen(Pick(f"Start a deep dive on {title}?", rows), begin)


def tonight_words(item: "StudyItem") -> str:
    """What the key before it begins: `starts 10 minutes on KV cache`."""
    return f"starts {plural(item.minutes, 'minute')} on {item.title}"


def tonight_settings(chosen: Settings, item: "StudyItem", session: str) -> Settings:
    """A short interview on a thing to study: questions on it that are new, then those that were missed."""
    return tonight(chosen, item.area, float(item.minutes), (*item.others, *item.questions), session)
