"""The way into an interview: it is begun, or opened again, in a thread, and gets its room."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from simulator.session.fitting import fitting_area, fitting_role
from simulator.session.header import Settings
from simulator.ui.tui.program import Program

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.session.sitting import Sitting
    from simulator.ui.tui.pilot import Demo
    from simulator.ui.tui.screens.room import Room

Way = Callable[["Graph"], "Sitting"]


def beginning(program: Program, settings: Settings) -> Way:
    """A new interview; a role or an area that the graph does not have gives way to one of its own."""

    def way(graph: "Graph") -> "Sitting":
        from simulator.session.sitting import begin  # loads what an interview needs

        role = fitting_role(graph, settings.role)
        area = fitting_area(graph, role, settings.area) if settings.area else ""
        return begin(graph, replace(settings, role=role, area=area), program.workspace, program.clock)

    return way


def going_on(program: Program, path: Path) -> Way:
    """The interview of a transcript, where it stopped."""

    def way(graph: "Graph") -> "Sitting":
        from simulator.session.sitting import reopen  # loads what an interview needs

        return reopen(path, program.workspace, graph, program.clock)

    return way


async def room_for(graph: "Graph", way: Way, demo: "Demo | None") -> "Room":
    """The room of an interview, imported now: it brings the editor and all parts.

    Raises SimulatorError or OSError where the interview cannot be begun or opened.
    """
    sitting = await asyncio.to_thread(_with_engine, way, graph)
    if demo is not None:
        from simulator.ui.tui.screens.demo import DemoRoom

        return DemoRoom(sitting, demo)
    from simulator.ui.tui.screens.room import Room

    return Room(sitting)


def _with_engine(way: Way, graph: "Graph") -> "Sitting":
    """The sitting with its engine ready, so that the first choice does not hold up the screen."""
    sitting = way(graph)
    _ = sitting.interview.selection.prior
    return sitting


def import_ahead() -> None:
    """Import what an interview and the map need, in a thread, before one is asked for."""
    import simulator.session.sitting
    import simulator.ui.tui.screens.map
    import simulator.ui.tui.screens.room  # noqa: F401
