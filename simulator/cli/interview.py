"""`interview start`, `demo` and `resume`: an interview on the screen or in lines of text."""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from simulator.cli.common import (
    F,
    NumberRange,
    default_workspace,
    has_screen,
    print_data,
    print_findings,
    print_lines,
    print_status,
    print_text,
    print_unknown_settings,
    text_width,
    workspace_of,
    workspace_options,
)
from simulator.engine.choice.formats import DEEP_DIVE, FORMATS, has_area
from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import SimulatorError, UsageError
from simulator.graph.files import typed_path
from simulator.graph.findings import nearest, no_such
from simulator.graph.records import Graph
from simulator.graph.text import short, wrapped
from simulator.session.archive import archive
from simulator.session.archive.archive import next_graph, usual_graph_gone
from simulator.session.header import DEMO_CANDIDATE, LEAST_MINUTES, MOST_MINUTES, Settings
from simulator.session.opening import lasting_words
from simulator.session.presets import (
    TASTE,
    fitting_area,
    fitting_role,
    refuse_unknown,
    sitting_title,
    story_areas,
    taste,
    unfinished,
)
from simulator.session.workspace import Workspace, find_graph, graph_id, missing_graphs, open_graph
from simulator.ui.preferences import (
    Preferences,
    change_settings,
    keep_choices,
    read_preferences,
    read_settings,
    read_tried,
)
from simulator.ui.settings_names import graph_in_settings

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert

FORMAT_NAMES = (*FORMATS, TASTE)
NEW = Settings()
LABEL = 40  # letters of an advert's name
NO_ADVERT, NO_CHOICES = "none", Preferences()
ADVERT_KEPT = f"It counts for your plan and later interviews too; `--jd {NO_ADVERT}` removes it."
TYPED_HERE = "Your answers are set to spoken. Here you type them: only the full screen has the clock for speaking."
ABOUT_YOU = ("role", "seniority", "project")  # options that are about a person, not about one interview
ADVERT_GONE = "No job advert counts any more, for your plan either."


def session_options(*defaults: str) -> Callable[[F], F]:
    """Let a command take the options of a session; its help gives these defaults of format, role and seniority."""
    format_, role, seniority = (f"[default: {default}]" for default in defaults)
    options = (
        click.argument("graph", required=False),
        click.option("--format", "format_", metavar="F", help=f"One of {', '.join(FORMAT_NAMES)}.  {format_}"),
        click.option(
            "--role", metavar="R", help=f"The role you're applying for; it decides which areas come up most.  {role}"
        ),
        click.option("--seniority", type=click.Choice(SENIORITIES), help=f"Your seniority.  {seniority}"),
        click.option(
            "--project",
            metavar="yes|no|AREA",
            help="Whether you have a project of your own to talk about, or the area it's in.",
        ),
        click.option(
            "--minutes",
            metavar="N",
            type=NumberRange(LEAST_MINUTES, MOST_MINUTES),
            help="How long the interview lasts, in minutes.",
        ),
        click.option("--questions", metavar="N", type=click.IntRange(1, 200), help="Ask at most N questions."),
        click.option(
            "--seed",
            metavar="N",
            type=click.IntRange(0, 2**53),
            help="Repeat an interview: the same answers get the same questions.",
        ),
        click.option(
            "--score", type=click.Choice(["each", "end"]), help="Score each answer straight away, or all at the end."
        ),
        click.option("--area", metavar="A", help="The area of a deep dive."),
        click.option(
            "--jd",
            metavar="FILE",
            help="A job advert, as a text file; the areas it asks for come up more often, in later interviews too, "
            f"until --jd {NO_ADVERT}.",
        ),
        click.option("--plain", is_flag=True, help="Use lines of text instead of the full screen."),
    )

    def with_options(command: F) -> F:
        """Put the last on first: click lists them the other way round."""
        for option in reversed(options):
            command = option(command)
        return workspace_options(command)

    return with_options


@click.command()
@session_options("as last time", "as last time", "as last time")
@click.option(
    "--spoken/--typed",
    default=None,
    help="Speak your answers against the clock, then sum them up in three bullets; or type them.  "
    "[default: as last time]",
)
@click.pass_context
def start(ctx: click.Context, /, graph: str | None, plain: bool, **chosen: Any) -> int:
    """Start an interview.

    GRAPH is the name of a graph or the path of its folder. The default is the graph you used last time.
    """
    workspace = workspace_of(ctx)
    kept = read_preferences(workspace.config)
    # a graph in the settings comes before that of last time
    named = graph or graph_in_settings(workspace, read_settings(workspace.config).graph)
    chosen_graph = named or next_graph(workspace, graph_in_settings(workspace, kept.graph))
    loaded = open_graph(workspace, chosen_graph)
    print_unknown_settings(workspace, loaded)
    file = chosen.pop("jd")
    if file == NO_ADVERT and not Path(file).exists():
        file, kept = None, kept.with_advert_of(NO_CHOICES)
        _keep_advert(workspace, kept, ADVERT_GONE)
    advert, label = _advert(file, loaded), short(Path(file).name, LABEL) if file else ""
    about_you = {name: value for name, value in chosen.items() if name in ABOUT_YOU and value is not None}
    settings = _settings(kept.settings(workspace.candidate), chosen, loaded, advert)
    if kept.is_new and about_you:
        kept = _keep_first(workspace, kept, settings, about_you, loaded)
    if not named and (gone := usual_graph_gone(workspace, loaded.path)):
        print_status(gone)
    if has_screen() and not plain:
        return _on_screen(workspace, str(loaded.path), start=settings, advert=advert, advert_label=label)
    from simulator.session.sitting import begin  # deferred: the engine
    from simulator.ui.lines.console import from_stdin
    from simulator.ui.lines.room import PlainRoom

    _print_advert(advert, settings, loaded)
    if advert is not None:
        _keep_advert(workspace, kept.with_read_advert(advert, advert.parts, label), ADVERT_KEPT)
    elif settings.advert:
        print_text(f"Your last job advert, {kept.advert}, still counts; `--jd {NO_ADVERT}` removes it.")
    room = PlainRoom(begin(loaded, settings, workspace), loaded, from_stdin(), print_data)
    header = room.interview.header
    kind = f"{sitting_title(header).lower()}, {header.seniority} level, {lasting_words(header.minutes)}"
    room.say(f"{loaded.title}: {kind}. /help lists the commands.")
    return _finish(room, workspace)


def _keep_first(
    workspace: Workspace, kept: Preferences, settings: Settings, given: Collection[str], graph: Graph
) -> Preferences:
    """Remember what a first command says about a person, so that home doesn't ask them again.

    With a role all of home's questions count as answered, so it needs the others too; until then the first start is
    told what the command said. A role and an area are of one graph: of another than home's they'd be unknown there.
    """
    about: dict[str, Any] = {name: getattr(settings, name) for name in given if name != "role"}
    first = dict(kept.first_command)
    if about.get("seniority") == NEW.seniority:  # any other shows by itself that it was chosen
        first["seniority"] = settings.seniority
    with suppress(SimulatorError, OSError):  # no reason not to interview; home then asks
        homes = _is_homes(graph)
        if homes and "project" in given:
            about["project_area"] = settings.project_area
        if homes and set(ABOUT_YOU) <= {*given}:
            about["role"], first = settings.role, {}
        elif homes and "role" in given:
            first["role"] = settings.role
        about["first_command"] = first
        if about != {"first_command": kept.first_command}:
            change_settings(workspace.config, about)
            return msgspec.structs.replace(kept, **about)
    return kept


def _is_homes(graph: Graph) -> bool:
    """Whether a graph is the one that home uses, opened without options."""
    if (workspace := default_workspace()) is None:
        return False
    named = graph_in_settings(workspace, read_settings(workspace.config).graph)
    saved = graph_in_settings(workspace, read_preferences(workspace.config).graph)
    return graph.id == graph_id(find_graph(workspace, named) if named else next_graph(workspace, saved))


def _keep_advert(workspace: Workspace, kept: Preferences, told: str) -> None:
    """Remember an advert, or that there's none: it's about the person, so the plan and later interviews use it."""
    try:
        keep_choices(workspace.config, kept, read_tried(workspace.config))
    except (SimulatorError, OSError) as error:  # no reason not to interview
        why = error.strerror if isinstance(error, OSError) else error
        print_status(f"That's for this interview only: it couldn't be saved ({why}).")
    else:
        print_text(told)


@click.command()
@session_options(NEW.format, "as in your settings", "as in your settings")
@click.option(
    "--speed",
    metavar="N",
    type=NumberRange(0.1, 1e6),
    default=20.0,
    show_default=True,
    help="How many times as fast as a real interview.",
)
@click.option("--weak", metavar="AREA", help="Make the candidate weak in this area.")
@click.option("--level", metavar="T", type=NumberRange(1, 6), help="The highest tier the candidate masters.")
@click.pass_context
def demo(ctx: click.Context, /, graph: str | None, plain: bool, **chosen: Any) -> int:
    """Watch a simulated candidate sit an interview.

    The interview is real: its transcript is saved, and you can review it. GRAPH is the name of a graph or the path of
    its folder. The default is llm.
    """
    speed, weak, level = chosen.pop("speed"), chosen.pop("weak"), chosen.pop("level")
    workspace = workspace_of(ctx)
    named = ctx.find_root().obj.get("candidate")  # else the demo stays out of the history of the person who watches
    loaded = open_graph(workspace, graph)
    if weak and weak not in loaded.areas:
        raise UsageError(no_such(loaded, "area", weak, loaded.areas))
    advert = _advert(chosen.pop("jd"), loaded)
    kept = read_preferences(workspace.config)
    print_unknown_settings(workspace, loaded)
    base = Settings(candidate=named or DEMO_CANDIDATE, role=kept.role or NEW.role, seniority=kept.seniority)
    settings = _settings(base, chosen, loaded, advert)
    if has_screen() and not plain:
        from simulator.ui.tui.room.demo import DemoDriver  # deferred: Textual

        driver = DemoDriver(speed=speed, weak=weak, level=level)
        return _on_screen(workspace, str(loaded.path), start=settings, demo=driver)
    _print_advert(advert, settings, loaded)
    return _demo_in_lines(loaded, settings, workspace, speed, weak, level)


@click.command()
@click.argument("session", required=False)
@click.option("--plain", is_flag=True, help="Use lines of text instead of the full screen.")
@workspace_options
@click.pass_context
def resume(ctx: click.Context, session: str | None, plain: bool) -> int:
    """Resume an interview that you left.

    SESSION is the name of an interview, or the start of it. The default is the one you left last, or else the latest
    that still needs scoring.
    """
    workspace = workspace_of(ctx)
    if session:
        path: Path | None = archive.find(workspace, session)
    else:
        rows = archive.rows(workspace, candidate=workspace.candidate)
        left = unfinished(rows, missing_graphs(workspace, (row.graph for row in rows)))  # as home has them
        path = left[0].path if left else None
    if path is None:
        raise UsageError(f'The candidate "{workspace.candidate}" has no interview to resume in {workspace.sessions}.')
    if has_screen() and not plain:
        return _on_screen(workspace, None, go_on=path)
    from simulator.session.sitting import reopen  # deferred: the engine
    from simulator.ui.lines.console import from_stdin
    from simulator.ui.lines.room import PlainRoom

    sitting = reopen(path, workspace)
    print_findings(sitting.findings)
    return _finish(PlainRoom(sitting, sitting.interview.graph, from_stdin(), print_data), workspace, back=True)


def _advert(file: str | None, graph: Graph) -> "Advert | None":
    """What the job advert in a file asks for; None without a file. Raises UsageError if nothing is recognised."""
    if file is None:
        return None
    from simulator.graph.job_advert.match import match_advert  # deferred: only for an advert
    from simulator.graph.job_advert.read import read_advert

    return match_advert(read_advert(typed_path(file)), graph)


def _print_advert(advert: "Advert | None", settings: Settings, graph: Graph) -> None:
    """Print what was recognised in an advert."""
    if advert is None:
        return
    from simulator.ui.advert_words import advert_sentences  # deferred: only for an advert

    role = graph.roles[settings.role].title if settings.role in graph.roles else ""
    print_lines(wrapped(advert_sentences(advert, role), text_width()))


def _settings(base: Settings, chosen: dict[str, Any], graph: Graph, advert: "Advert | None") -> Settings:
    """The settings with the options that were given; without those, role and area are fitted to the graph.

    Raises UsageError for a format, role or area that doesn't exist, before a screen opens.
    """
    role = fitting_role(graph, base.role)
    area = fitting_area(graph, role, base.area) if base.area else ""
    base = msgspec.structs.replace(base, role=role, area=area)
    if (spoken := chosen.pop("spoken", None)) is not None:
        chosen["input"] = "spoken" if spoken else "typed"
    names = {"format_": "format", "questions": "max_questions"}
    given = {names.get(key, key): value for key, value in chosen.items() if value is not None}
    if "project" in given:
        about = given["project"]
        _check_name(about, ("yes", "no", *story_areas(graph)), "There is no question on a project from")
        given |= {"project": about != "no"} | ({} if about in {"yes", "no"} else {"project_area": about})
    if given.get("format") == TASTE:
        base = taste(base)
        del given["format"]
    named = {"advert": advert.parts, "advert_terms": advert.terms_in(advert.parts)} if advert else {}
    settings = msgspec.structs.replace(base, **given, **named)
    _check_name(settings.format, FORMAT_NAMES, "There is no format")
    refuse_unknown(graph, settings.role, settings.area)
    if given.get("area") and not has_area(settings.format):
        kind = FORMATS[settings.format].title.lower()
        raise UsageError(
            f"--area is for a deep dive, and this is a {kind}: add --format {DEEP_DIVE.id}, or leave it out."
        )
    return settings


def _check_name(name: str | None, names: Collection[str], refusal: str) -> None:
    if name and name not in names:
        raise UsageError(f'{refusal} "{short(name)}"{nearest(name, names)}; choose one of {", ".join(names)}.')


def _on_screen(workspace: Workspace, graph: str | None, **opening: Any) -> int:
    from simulator.ui.tui.app import Opening, run_app  # deferred: Textual

    return run_app(workspace, graph, Opening(**opening), default_workspace())


def _demo_in_lines(
    graph: Graph, settings: Settings, workspace: Workspace, speed: float, weak: str | None, level: float | None
) -> int:
    from simulator.engine.lab.people import drawn_candidate  # deferred: the engine
    from simulator.session.clock import SimulatedClock
    from simulator.session.demo import DemoCandidate, perform
    from simulator.session.sitting import begin
    from simulator.ui.lines.room import PlainRoom

    clock = SimulatedClock()
    sitting = begin(graph, settings, workspace, clock)
    header = sitting.interview.header
    person = drawn_candidate(sitting.interview.selection.bank, header.seed, level, weak, header.seniority)
    candidate = DemoCandidate(person, header.seed)
    room = PlainRoom(sitting, graph, lambda: None, print_data)
    room.echo = True
    try:
        while (act := candidate.act(sitting.interview)) is not None:
            time.sleep(act.seconds / speed)
            clock.advance(act.seconds)
            perform(sitting.interview, act, room.task.runner if act.command == "hand_in" else None).result()
            room.show_new()
    finally:
        room.task.close()
    return _finish(room, workspace)


def _finish(room: Any, workspace: Workspace, *, back: bool = False) -> int:
    """Sit to the end or to a pause; at the end print the summary and the path of the transcript."""
    room.usual = default_workspace() or workspace
    if room.interview.header.input == "spoken" and room.interview.state.closed is None:
        room.say(TYPED_HERE)
    if room.run(back=back):
        room.sitting.close()
        from simulator.report.figures.assessment import assess_interview  # deferred: only at the end
        from simulator.report.text.report import first_page

        print_lines(first_page(assess_interview(room.interview), room.width))
        print_status(f"Transcript: {room.sitting.path}")
    return 0
