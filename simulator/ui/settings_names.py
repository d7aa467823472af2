"""Names in the settings file that don't exist: a setting, format, theme, graph, role or area, each in one sentence.

A name may belong to another graph than the one that is open, as one settings file serves them all: only what no graph
has is mentioned. The usual value counts meanwhile, and the file stays as it is.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from simulator.engine.choice.formats import FORMATS, has_area
from simulator.errors import SimulatorError, UsageError
from simulator.graph.bounded_toml import place_of
from simulator.graph.files import SMALL, read_ordinary
from simulator.graph.findings import nearest, no_such
from simulator.graph.text import lower_first, short
from simulator.session.presets import fitting_area, fitting_role, story_areas
from simulator.session.workspace import Workspace, find_graph, graph_folders
from simulator.ui.preferences import Preferences
from simulator.ui.settings_file import REMARKS

if TYPE_CHECKING:
    from simulator.graph.records import Graph


MOST_NAMED = 12  # names in one sentence


def graph_in_settings(workspace: Workspace, name: str) -> str:
    """The graph that the settings name; empty where there is none of that name, and then the usual one counts."""
    return name if name and not _refused(workspace, name) else ""


def _refused(workspace: Workspace, name: str) -> str:
    try:
        find_graph(workspace, name)
    except UsageError as error:
        return str(error)
    return ""


def unknown_settings(workspace: Workspace, themes: Collection[str] = ()) -> Iterator[str]:
    """What can be said before a graph is read; of the theme only where `themes` are given."""
    for name, value, where in _written(workspace.config):
        if name not in Preferences.__struct_fields__ and name not in REMARKS:
            meant = nearest(name, Preferences.__struct_fields__) or " (`s` on home shows them all)"
            yield f"{where()}: there's no such setting{meant}, so it's ignored."
        elif name == "format" and value not in FORMATS:
            yield _unknown(where(), "format", value, FORMATS, next(iter(FORMATS)))
        elif name == "theme" and value and themes and value not in themes:
            yield _unknown(where(), "theme", value, themes, "the usual one")
        elif name == "graph" and value and (refused := _refused(workspace, value)):
            yield f"{where()}: {lower_first(refused)} Until then it's the usual one."


def unknown_in_graph(workspace: Workspace, graph: "Graph") -> Iterator[str]:
    """What can be said once a graph is read: of the role and of the areas."""
    written = {name: (value, where) for name, value, where in _written(workspace.config)}
    (role, at_role), (area, at_area), (own, at_own) = (
        written.get(name, ("", str)) for name in ("role", "area", "project_area")
    )
    if role and graph.roles and role not in graph.roles and not _elsewhere(workspace, graph, "roles", role):
        usual = fitting_role(graph, role)
        yield f"{at_role()}: {lower_first(no_such(graph, 'role', role, graph.roles))} Until then it's {usual}."
    if area and area not in graph.areas and not _elsewhere(workspace, graph, "areas", area):
        format_ = written.get("format", ("", ""))[0]
        usual = f" Until then it's {fitting_area(graph, role, area)}." if has_area(format_) else ""
        yield f"{at_area()}: {lower_first(no_such(graph, 'area', area, graph.areas))}{usual}"
    if own and own not in graph.areas and not _elsewhere(workspace, graph, "areas", own):
        told = {name: graph.areas[name] for name in story_areas(graph)} or graph.areas
        no_area = lower_first(no_such(graph, "area", own, told))
        yield f"{at_own()}: {no_area} Until then your project may be from any area."


def _unknown(where: str, noun: str, value: str, known: Collection[str], usual: str) -> str:
    choice = ", ".join(known) if len(known) <= MOST_NAMED else "those in the settings (`s` on home)"
    hint = f"{nearest(value, known)}; choose one of {choice}"
    return f"{where}: there's no {noun} \"{short(value)}\"{hint}. Until then it's {usual}."


def _elsewhere(workspace: Workspace, present: "Graph", records: str, name: str) -> bool:
    """Whether another graph has a role or an area of this name."""
    from simulator.graph.load import load  # deferred: only a name that the present graph lacks needs the others

    for folder in graph_folders(workspace).values():
        if folder != present.path:
            try:
                if name in getattr(load(folder, workspace.cache), records):
                    return True
            except SimulatorError:
                return True  # nobody can say what is in it
    return False


def _written(config: Path) -> Iterator[tuple[str, Any, Callable[[], str]]]:
    """Each key of the file with its value and what says where it stands; none of a file that can't be read."""
    try:
        text = read_ordinary(config, SMALL).decode("utf-8-sig", "replace")
        raw: dict[str, Any] = tomli.loads(text)
    except (OSError, ValueError, RecursionError):
        return
    for name, value in raw.items():
        yield name, value, partial(_where, name, text, config)


def _where(name: str, text: str, config: Path) -> str:
    place = place_of(name, text)
    return f"{place} {'of' if place != name else 'in'} {short(config, 200)}"
