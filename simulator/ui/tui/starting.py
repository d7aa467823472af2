"""How interviews start: a new one, one reopened, sat again, a deep dive, practice from a report or the plan."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from simulator.engine.choice.formats import DEEP_DIVE, FORMATS
from simulator.engine.scoring import LOWEST
from simulator.errors import NotAllowed, SimulatorError
from simulator.graph.text import format_minutes, names, plural, short
from simulator.session.clock import Clock
from simulator.session.header import Settings
from simulator.session.opening import lasting_words, scoring_words
from simulator.session.presets import (
    SHORT_DIVE_MINUTES,
    ResitMode,
    deep_dive,
    fitting_area,
    fitting_role,
    missed,
    planned,
    sit_again,
    tonight,
    whole,
)
from simulator.session.workspace import Workspace
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.progress_records import PlannedDay
    from simulator.report.records import Assessment, StudyItem
    from simulator.session.interview.state import State
    from simulator.session.interview.turn import Turn
    from simulator.session.sitting import Sitting
    from simulator.ui.tui.host import Host

ROOMY_COLUMNS = 80  # columns from which a note stands beside what is asked
NOTHING_ASKED = "Nothing was asked in this interview."
NO_CONCEPT = "This concept isn't in the graph any more."


def ready_sitting(graph: "Graph", start: Settings | Path, workspace: Workspace, clock: Clock) -> "Sitting":
    """A new interview with these settings, or that of a transcript where it stopped.

    A role or an area that the graph does not have is replaced by one that it has. The engine is ready, so that the
    first choice does not hold up the screen.
    """
    from simulator.session.sitting import begin, reopen  # loads what an interview needs

    if isinstance(start, Path):
        sitting = reopen(start, workspace, graph, clock)
    else:
        role = fitting_role(graph, start.role)
        area = fitting_area(graph, role, start.area) if start.area else ""
        sitting = begin(graph, replace(start, role=role, area=area), workspace, clock)
    _ = sitting.interview.selection.prior
    return sitting


async def offer_again(screen: Frame, state: "State") -> None:
    """Ask how to sit the session again, and start it; or say why it cannot be."""

    def length(mode: ResitMode) -> str:
        try:
            return format_minutes(sit_again(state, mode).minutes or 0)
        except NotAllowed:
            return ""

    def start(mode: str) -> None:
        try:
            _start_anew(screen, sit_again(state, cast("ResitMode", mode)))
        except NotAllowed as error:
            screen.quiet(str(error))

    try:
        obstacle = _why_not_again(state, await screen.host.graph())
    except SimulatorError as error:
        obstacle = str(error)
    if obstacle:
        screen.mention(obstacle)
        return
    again = "the same question again" if len(whole(state)) == 1 else "all of it again, in order"
    modes: dict[ResitMode, tuple[str, str]] = {"same": ("Same", again)}
    if missed(state):
        modes["missed"] = ("Missed", f"only {missed_words(missed(state))} you missed")
    modes["others"] = ("Others", "the same concepts, other questions")
    rows = [Row(mode, label, text, length(mode)) for mode, (label, text) in modes.items()]
    _ask(screen, "Sit this again with which questions?", rows, start)


def confirm_missed(screen: Frame, state: "State") -> None:
    """Ask before sitting what was missed once more; or say that nothing was."""
    try:
        settings = sit_again(state, "missed")
    except NotAllowed as error:
        screen.quiet(str(error))
        return
    own = replace(settings, candidate=screen.host.workspace.candidate)
    confirm_practice(screen, f"Sit {missed_words(missed(state))} you missed again?", own)


def _start_anew(screen: Frame, settings: Settings) -> None:
    """Start an interview with the settings of an earlier one, whoever sat that."""
    screen.host.start(replace(settings, candidate=screen.host.workspace.candidate))


def _ask(
    screen: Frame, title: str, rows: Sequence[Row], start: Callable[[str], None], *, marked: str = "", yes: str = ""
) -> None:
    """Ask how to start, and `start` with the key of the row that was picked, `yes` for a y; esc starts nothing."""
    from simulator.ui.tui.widgets.prompt import Pick  # home is painted without an editor

    screen.app.push_screen(Pick(title, rows, marked=marked, yes=yes), lambda picked: start(picked) if picked else None)


def missed_words(turns: "Sequence[Turn]") -> str:
    """Questions and checks by their number: `the question`, `the 2 questions and 3 checks`."""
    checks = sum(turn.check is not None for turn in turns)
    if len(turns) == 1:
        return "the check" if checks else "the question"
    kinds = ((len(turns) - checks, "question"), (checks, "check"))
    return f"the {names([plural(count, kind) for count, kind in kinds if count])}"


def _why_not_again(state: "State", graph: "Graph") -> str:
    if state.header.graph != graph.id:
        return f"That interview was on the graph {short(state.header.graph)}; this is {graph.id}."
    if not state.turns:
        return NOTHING_ASKED
    known = graph.questions.keys() | graph.checks.keys()
    if all(turn.asked.id not in known for turn in state.turns):
        return "The graph no longer has any of its questions."
    return ""


def confirm_deep_dive(screen: Frame, area: str, title: str, concept: str = "") -> None:
    """Ask how long the deep dive on an area should be, and start it, with the concept first; esc starts none."""
    lengths = (("Full", DEEP_DIVE.minutes), ("Short", SHORT_DIVE_MINUTES))
    rows = [Row(str(minutes), label, lasting_words(minutes)) for label, minutes in lengths]
    chosen = screen.host.preferences.settings(screen.host.workspace.candidate)
    start = screen.host.start

    def begin(picked: str) -> None:
        start(deep_dive(chosen, area, float(picked), concept))

    _ask(screen, f"Start a deep dive on {title}?", rows, begin, yes=rows[0].key)


def confirm_tonight(screen: Frame, item: "StudyItem", found: "Assessment", *, reads: bool = False) -> None:
    """Ask before starting something on a report's list, as its clock runs at once; reading up on it is a choice too.

    To read is what is marked after an answer that was weak, and if it's only something that one `reads`. After a demo
    nobody starts an interview of their own who hasn't said yet what it's for.
    """
    first_asks = found.session.is_demo and screen.host.preferences.is_new
    weak = reads or first_asks or reads_first(item, found)
    read = Row("read", "Read" if reads or first_asks else "Read first", "what to read on it; nothing starts")
    scoring = scoring_words(item.minutes) if screen.size.width >= ROOMY_COLUMNS else ""
    lasts, both = format_minutes(item.minutes), item.questions and item.others
    brief = f"{lasts}, new and missed questions" if both else ""
    begin = Row("start", "Start", f"{lasts}: {practice_words(item)}", scoring, brief=brief)
    rows = [read] if first_asks else [begin, read]

    def start(picked: str) -> None:
        if picked == "read":
            screen.run_worker(open_concept(screen, item.concept), exit_on_error=False)
        else:
            chosen = screen.host.preferences.settings(screen.host.workspace.candidate)
            screen.host.start(tonight_settings(chosen, item, found.session.id))

    _ask(screen, f"{item.title} · {item.why}.", rows, start, marked="read" if weak else "")


async def open_concept(screen: Frame, concept: str) -> None:
    """Open the page of a concept, or say that the graph no longer has it."""
    if concept in (await screen.host.graph()).concepts:
        screen.host.open_screen("concept", concept)
    else:
        screen.mention(NO_CONCEPT)


def reads_first(item: "StudyItem", found: "Assessment") -> bool:
    """Whether to read up on it is what is offered first: an answer on it was weak."""
    return any(q.verdict == LOWEST for q in found.questions if q.concept == item.concept)


def practice_words(item: "StudyItem") -> str:
    """What is asked on it, in its order: `a new question, then the one you missed`."""
    if not item.questions:
        return "a new question" if len(item.others) == 1 else "new questions"
    from simulator.report.debrief.tonight import NOTHING_LEFT, NOTHING_STOOD_OUT  # only when something is offered

    yours = "the one you missed" if len(item.questions) == 1 else f"the {len(item.questions)} you missed"
    yours = "the same question again" if item.why in {NOTHING_STOOD_OUT, NOTHING_LEFT} else yours
    if len(item.others) > 1:
        return f"a new question, {yours}, then other new ones"
    return f"a new question, then {yours}" if item.others else yours


def tonight_settings(chosen: Settings, item: "StudyItem", session: str) -> Settings:
    """A short interview on one thing to study: a new question on it, those that were missed, then other new ones."""
    items = (*item.others[:1], *item.questions, *item.others[1:])
    return tonight(chosen, item.area, float(item.minutes), items, session)


def confirm_practice(screen: Frame, question: str, settings: Settings) -> None:
    """Ask before practice starts, as its clock runs at once; esc starts none."""
    lasts = lasting_words(settings.minutes or FORMATS[settings.format].minutes)
    _ask(screen, question, [Row("start", "Start", lasts)], lambda _: screen.host.start(settings), yes="start")


def start_planned(screen: Frame, chosen: Settings, day: "PlannedDay") -> bool:
    """Start what the plan has; whether that's an interview. Practice is confirmed first, wherever it starts from."""
    settings = planned_settings(chosen, day)
    if settings is None:
        return False
    if day.kind in ("interview", "screen"):
        screen.host.start(settings)
    else:
        confirm_practice(screen, f"{day.title}. Start it?", settings)
    return True


def planned_settings(chosen: Settings, day: "PlannedDay") -> Settings | None:
    """The interview that a day of the plan is for; None for a day off and for the brief."""
    return planned(chosen, day.format, float(day.length), day.area, day.concepts) if day.format else None


async def planned_now(host: "Host", graph: "Graph") -> Settings | None:
    """What the plan to the interview has for today, where that's an interview; None too if there's no telling."""
    await asyncio.to_thread(import_module, "simulator.report.load")  # the engine comes with it
    from simulator.report.load import countdown_of

    rows, chosen = await host.sessions(), host.preferences
    progress = await host.progress() if rows else None
    made = partial(countdown_of, role=chosen.role, advert=chosen.advert_weighs)
    try:
        plan = await asyncio.to_thread(
            made, progress, graph, rows, host.today, chosen.interview_on, chosen.minutes_a_day
        )
    except (SimulatorError, OSError):
        return None  # home says what is wrong
    day = plan.now.to_do if plan.now is not None else None
    if day is None or day.done:
        return None
    return planned_settings(chosen.settings(host.workspace.candidate), day)
