"""`interview start`, `demo` and `resume`: sit an interview on the screen or in lines."""

import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from simulator.cli.common import print_data, print_findings, print_status, text_width, workspace, workspace_options
from simulator.cli.home import has_screen
from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.records import Graph
from simulator.graph.text import short, wrap
from simulator.session.archive import archive
from simulator.session.archive.archive import next_graph
from simulator.session.header import Settings
from simulator.session.presets import TASTE, fitting_area, fitting_role, refuse_empty_area, taste
from simulator.session.workspace import Workspace, find, open_graph
from simulator.ui.preferences import read_preferences, read_settings

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert


def advert_of(file: str | None, graph: Graph) -> "Advert | None":
    """What a job advert says, or None without one. Raises UsageError where it says nothing."""
    if file is None:
        return None
    from simulator.graph.job_advert.match import match_advert  # only an interview with an advert reads one
    from simulator.graph.job_advert.read import read_advert  # only an interview with an advert reads one

    return match_advert(read_advert(Path(file).expanduser()), graph)


def say_advert(advert: "Advert | None", settings: Settings, graph: Graph) -> None:
    """Say in lines what was taken from an advert."""
    if advert is None:
        return
    from simulator.ui.interviewer import advert_sentences

    for sentence in advert_sentences(advert, graph.roles[settings.role].title if settings.role in graph.roles else ""):
        for line in wrap(sentence, text_width()):
            print_data(line)


FORMAT_NAMES = (*FORMATS, TASTE)
FORMAT_HELP = f"{', '.join(FORMAT_NAMES)}.  [default: as last time]"


def session_options(command: Any) -> Any:
    """The options that shape a session."""
    for option in reversed(
        [
            click.argument("graph", required=False),
            click.option("--format", "format_", metavar="F", help=FORMAT_HELP),
            click.option("--role", metavar="R", help="What the areas are weighted by.  [default: as last time]"),
            click.option("--seniority", type=click.Choice(SENIORITIES), help="What you are.  [default: as last time]"),
            click.option("--minutes", type=click.FloatRange(1, 600), help="Length of the interview."),
            click.option("--questions", type=click.IntRange(1, 200), help="The most questions to ask."),
            click.option("--seed", type=click.IntRange(0, 2**53), help="Makes the choices repeatable."),
            click.option("--score", type=click.Choice(["each", "end"]), help="After each answer, or at the end."),
            click.option("--area", metavar="A", help="The area of a deep dive."),
            click.option("--jd", metavar="FILE", help="A job advert as text; it weighs the areas beside the role."),
            click.option("--plain", is_flag=True, help="Lines of text instead of the screen."),
        ]
    ):
        command = option(command)
    return workspace_options(command)


@click.command()
@session_options
@click.pass_context
def start(ctx: click.Context, /, graph: str | None, plain: bool, **chosen: Any) -> int:
    """Sit an interview."""
    place = workspace(ctx)
    kept = read_preferences(place.config)
    named = graph or read_settings(place.config).graph  # one that was set by hand stands, whatever was sat last
    loaded = open_graph(place, named or next_graph(place, kept.graph))
    advert = advert_of(chosen.pop("jd"), loaded)
    settings = _settings(_fitting(kept.settings(place.candidate), loaded), chosen, advert)
    _check_names(settings, loaded)
    if _plain(plain):
        say_advert(advert, settings, loaded)
        if advert is None and settings.advert:
            print_data(
                f"The job advert of last time, {kept.advert}, weighs the areas too; the setup of the screen drops it."
            )
        return _sit_in_lines(loaded, settings, place)
    return _on_screen(place, str(loaded.path), start=settings, advert=advert)


@click.command()
@session_options
@click.option("--speed", type=click.FloatRange(0.1, 1e6), default=20.0, show_default=True, help="Times real speed.")
@click.option("--weak", metavar="AREA", help="Make the candidate weak in one area.")
@click.option("--level", metavar="T", type=click.FloatRange(1, 6), help="The tier that the candidate masters.")
@click.pass_context
def demo(ctx: click.Context, /, graph: str | None, plain: bool, **chosen: Any) -> int:
    """Watch a simulated candidate sit an interview, for real."""
    speed, weak, level = chosen.pop("speed"), chosen.pop("weak"), chosen.pop("level")
    place = workspace(ctx)
    if ctx.find_root().obj.get("candidate") is None:
        place = Workspace(place.graphs, place.sessions, "demo", place.cache, place.config)
    loaded = open_graph(place, graph)
    _known(weak, loaded.areas, f"The graph {loaded.id} has no area")
    advert = advert_of(chosen.pop("jd"), loaded)
    settings = _settings(_fitting(Settings(candidate=place.candidate), loaded), chosen, advert)
    _check_names(settings, loaded)
    if _plain(plain):
        say_advert(advert, settings, loaded)
        return _demo_in_lines(loaded, settings, place, speed, weak, level)
    from simulator.ui.tui.room.demo import DemoDriver  # loaded for the screen only

    return _on_screen(place, str(loaded.path), start=settings, demo=DemoDriver(speed=speed, weak=weak, level=level))


@click.command()
@click.argument("session", required=False)
@click.option("--plain", is_flag=True, help="Lines of text instead of the screen.")
@workspace_options
@click.pass_context
def resume(ctx: click.Context, session: str | None, plain: bool) -> int:
    """Go on with an interview that was left."""
    place = workspace(ctx)
    path = archive.find(place, session) if session else _latest_open(place)
    if not _plain(plain):
        return _on_screen(place, None, go_on=path)
    from simulator.session.sitting import reopen  # the engine is loaded when it is needed
    from simulator.ui.lines.console import from_stdin
    from simulator.ui.lines.room import PlainRoom

    sitting = reopen(path, place)
    print_findings(sitting.findings)
    room = PlainRoom(sitting, sitting.interview.graph, from_stdin(), print_data)
    room.usual = _usual(place)
    return _finish(room, back=True)


def _fitting(base: Settings, graph: Graph) -> Settings:
    """The settings, with a role and an area of the graph where it does not have those of last time."""
    role = fitting_role(graph, base.role)
    area = fitting_area(graph, role, base.area) if base.area else ""
    return msgspec.structs.replace(base, role=role, area=area)


def _check_names(settings: Settings, graph: Graph) -> None:
    """Raises UsageError for a format, role or area that cannot be had, before a screen opens for it."""
    _known(settings.format, FORMAT_NAMES, "There is no format")
    _known(settings.role, graph.roles, f"The graph {graph.id} has no role")
    _known(settings.area, graph.areas, f"The graph {graph.id} has no area")
    if graph.questions:  # one without any is refused for that
        refuse_empty_area(graph, settings.area)


def _known(name: str | None, names: Collection[str], refusal: str) -> None:
    if name and name not in names:
        raise UsageError(f'{refusal} "{short(name)}"{nearest(name, names)}; choose one of {", ".join(names)}.')


def _settings(base: Settings, chosen: dict[str, Any], advert: "Advert | None") -> Settings:
    names = {"format_": "format", "questions": "max_questions"}
    given = {names.get(key, key): value for key, value in chosen.items() if value is not None}
    if given.get("format") == TASTE:
        base, given = taste(base), {key: value for key, value in given.items() if key != "format"}
    return msgspec.structs.replace(base, **given, **({"advert": advert.parts} if advert else {}))


def _on_screen(place: Workspace, graph: str | None, **opening: Any) -> int:
    from simulator.ui.tui.app import Opening, run_app  # Textual is loaded for the screen only

    return run_app(place, graph, Opening(**opening))


def _plain(asked: bool) -> bool:
    return asked or not has_screen()


def _latest_open(place: Workspace) -> Any:
    for row in archive.rows(place, candidate=place.candidate):
        if row.state != "ended":
            return row.path
    raise UsageError(f'No interview of the candidate "{place.candidate}" waits to go on in {place.sessions}.')


def _sit_in_lines(graph: Graph, settings: Settings, place: Workspace) -> int:
    from simulator.session.sitting import begin  # the engine is loaded when it is needed
    from simulator.ui.lines.console import from_stdin
    from simulator.ui.lines.room import PlainRoom

    room = PlainRoom(begin(graph, settings, place), graph, from_stdin(), print_data)
    room.usual = _usual(place)
    header = room.interview.header
    kind = f"{header.format} interview, {header.seniority} level, {header.minutes:g} min"
    print_data(f"{graph.title}: {kind}. /help lists the commands.")
    return _finish(room)


def _demo_in_lines(
    graph: Graph, settings: Settings, place: Workspace, speed: float, weak: str | None, level: float | None
) -> int:
    from simulator.engine.lab.people import drawn_candidate  # the engine is loaded when it is needed
    from simulator.session.demo import DemoCandidate, perform
    from simulator.session.interview.journal import SimulatedClock
    from simulator.session.sitting import begin
    from simulator.ui.lines.room import PlainRoom

    clock = SimulatedClock()
    sitting = begin(graph, settings, place, clock)
    seed = sitting.interview.header.seed
    candidate = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, seed, level, weak), seed)
    room = PlainRoom(sitting, graph, lambda: None, print_data)
    room.usual = _usual(place)
    room.echo = True
    while (act := candidate.act(sitting.interview.state)) is not None:
        time.sleep(act.seconds / speed)
        clock.advance(act.seconds)
        perform(sitting.interview, act).result()
        room.show_new()
    return _finish(room)


def _usual(place: Workspace) -> Workspace:
    """The workspace of a command that is given no folders, run from here; where there is none, that of this one."""
    try:
        return find(Path.cwd(), os.environ, {})
    except UsageError:
        return place


def _finish(room: Any, *, back: bool = False) -> int:
    """Sit to the end or to a pause, then say where the transcript is."""
    if room.run(back=back):
        room.sitting.close()
        from simulator.report.text.report import summary_lines  # the report is made when the interview is over

        for line in summary_lines(room.interview, room.width):
            print_data(line)
        print_status(f"Transcript: {room.sitting.path}")
    return 0
