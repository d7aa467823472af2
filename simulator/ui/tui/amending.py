"""What may be done with a session after it was sat: notes, bookmarks, sitting it again; files are used in a thread."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from simulator.errors import NotAllowed, SimulatorError
from simulator.graph.sanitise import short
from simulator.session.again import Way, missed, sit_again, whole
from simulator.session.state import State
from simulator.ui.tui import words
from simulator.ui.tui.panes.line import Pick
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.session.amend import Amendment
    from simulator.session.flow import Receipt
    from simulator.session.workspace import Workspace

Change = Callable[["Amendment"], "Receipt"]


async def amend(screen: Frame, path: Path, change: Change, done: str) -> bool:
    """Append to the transcript at `path` and say that it is done, or in one sentence why not."""
    try:
        await asyncio.to_thread(_amended, path, screen.program.workspace, change)
    except (SimulatorError, OSError) as error:
        screen.quiet(str(error))
        return False
    screen.quiet(done)
    return True


def _amended(path: Path, workspace: "Workspace", change: Change) -> None:
    from simulator.session.amend import Amending  # brings the engine; reading does without

    with Amending(path, workspace=workspace) as amendment:
        change(amendment).result()


async def offer_again(screen: Frame, state: State) -> None:
    """Ask in which way the session is to be sat again, and begin it; or say why it cannot be."""
    try:
        why_not = _hindrance(state, await screen.program.graph())
    except SimulatorError as error:
        why_not = str(error)
    if why_not:
        screen.quiet(why_not)
        return
    asked = words.plural(len(whole(state)), "item")
    wrong = len(missed(state))
    ways: dict[Way, tuple[str, str]] = {"same": ("Same", f"the {asked}, in their order")}
    if wrong:
        ways["missed"] = ("Missed", f"only the {wrong} that you missed")
    ways["others"] = ("Others", "its concepts, other questions")
    rows = [Row(way, label, text, _lasts(state, way)) for way, (label, text) in ways.items()]
    screen.app.push_screen(Pick("Sit this again, with which questions?", rows), partial(_begin_again, screen, state))


def _lasts(state: State, way: Way) -> str:
    """How long sitting it again in that way is; empty where it cannot be."""
    try:
        return words.minutes(sit_again(state, way).minutes or 0)
    except NotAllowed:
        return ""


def _hindrance(state: State, graph: "Graph") -> str:
    if state.header.graph != graph.id:
        return f"It was on the graph {short(state.header.graph)}; here is {graph.id}."
    if not state.turns:
        return "Nothing was asked in this interview."
    known = graph.questions.keys() | graph.checks.keys()
    return "" if any(turn.asked.id in known for turn in state.turns) else "The graph holds none of its questions now."


def _begin_again(screen: Frame, state: State, way: str | None) -> None:
    if way is None:
        return
    try:
        settings = sit_again(state, cast("Way", way))
    except NotAllowed as error:
        screen.quiet(str(error))
        return
    screen.program.start(replace(settings, candidate=screen.program.workspace.candidate))
