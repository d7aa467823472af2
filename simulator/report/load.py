"""From files to figures: how screens and commands read transcripts, graphs and the archive.

Functions raise what reading raises: SimulatorError with a sentence to show, and OSError.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from simulator.engine.choice.formats import CODE, DEEP_DIVE, DRILL, has_area
from simulator.engine.scoring import SOLID_RANK, Verdict, rank
from simulator.errors import SimulatorError, TranscriptError, UsageError
from simulator.graph.findings import no_such
from simulator.graph.records import Graph
from simulator.report.concept_records import ConceptMap
from simulator.report.debrief.tonight import without_new
from simulator.report.figures.assessment import assess
from simulator.report.figures.brief import Brief, Place, brief, picked
from simulator.report.figures.compare import Comparison, compare
from simulator.report.figures.day_plan import ANSWERED_BY, LOOK_BACK, PRACTICE, plan_until
from simulator.report.figures.plan_needs import KIND_OF_FORMAT, asked_for, is_enough
from simulator.report.figures.progress import concept_map, progress
from simulator.report.figures.replay import Replay
from simulator.report.progress_records import Countdown, PastSitting, PlannedDay, Progress
from simulator.report.reasons_told import Reasons, reasons_then
from simulator.report.records import Assessment, StudyItem
from simulator.session.archive import archive
from simulator.session.archive.facts import SessionFacts, revealed_facts
from simulator.session.archive.summary import SessionRow
from simulator.session.header import Retake
from simulator.session.interview.history import PastSession
from simulator.session.interview.selection import Selection, compiled
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.presets import holds_debrief, is_taste
from simulator.session.transcript.read import Reading, read
from simulator.session.workspace import DEFAULT_GRAPH, Workspace, graph_sat_on, missing_graphs, open_graph

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank

Graphs = Callable[[str], Graph]
LOOK_BACK_DAYS = timedelta(days=LOOK_BACK)


def graphs_of(workspace: Workspace, *loaded: Graph) -> Graphs:
    """A loader of the graphs of sessions that reads each once, and none that is `loaded`; raises as `graph_sat_on`."""
    known = {graph.id: graph for graph in loaded}

    def graph(name: str) -> Graph:
        """The graph of this name."""
        if name not in known:
            known[name] = graph_sat_on(workspace, name)
        return known[name]

    return graph


def assess_file(path: Path, workspace: Workspace, graphs: Graphs | None = None, level: str = "") -> Assessment:
    """The assessment of a transcript; its belief starts from the earlier sessions it names.

    `level` is the seniority that is judged; by default the one it was sat with.
    """
    reading = read(path)
    header = reading.header
    past, _ = archive.past_of(workspace, header)
    graph = (graphs or graphs_of(workspace))(header.graph)
    selection = Selection(graph, header, past, bank=_bank(graph))
    return assess(reading.state, graph, selection, [f.message for f in reading.findings], level)


def report_of(
    path: Path, workspace: Workspace, graphs: Graphs | None = None, level: str = "", *, on_the_day: bool = False
) -> Assessment:
    """The assessment of a transcript, with what was done since of its list for tonight, or `on_the_day` for now."""
    assessment = replace(assess_file(path, workspace, graphs, level), on_the_day=on_the_day)
    if on_the_day:
        # nobody begins anything new then, as the brief says
        assessment = replace(assessment, tonight=without_new(assessment.tonight))
    sat = assessment.session
    if not assessment.tonight or path.parent != workspace.sessions or sat.is_demo:
        return assessment
    done: dict[str, date] = {}
    for session in revealed_facts(archive.facts(workspace, sat.candidate, sat.graph)):
        for concept, answers in _answers_by_concept(session) if session.started > sat.started else ():
            done.pop(concept, None)
            if all(rank(verdict) >= SOLID_RANK for verdict in answers):
                done[concept] = session.started.astimezone().date()
    return replace(assessment, tonight=tuple(replace(i, done=done.get(i.concept)) for i in assessment.tonight))


def _answers_by_concept(session: SessionFacts) -> Iterable[tuple[str, list[Verdict]]]:
    answers: dict[str, list[Verdict]] = {}
    for item in session.items:
        if item.scored and item.verdict is not None:
            answers.setdefault(item.concept, []).append(item.verdict)
    return answers.items()


def state_of(path: Path) -> State:
    """The state that a transcript ends with."""
    return read(path).state


@lru_cache(maxsize=4)
def _bank(graph: Graph) -> "Bank":
    """The compiled graph, shared by all sessions of an archive."""
    return compiled(graph)


def progress_of(
    workspace: Workspace,
    now: datetime,
    graph: str | None = None,
    role: str | None = None,
    seniority: str = "",
    advert: Mapping[str, float] | None = None,
    default_role: str = "",
) -> Progress:
    """Progress of the workspace's candidate; graph, role and seniority default to those of the latest session.

    A `default_role` that the graph has comes before that of the session. Days are those in the zone of `now`, here as
    in all that takes it.
    Raises UsageError for a graph or a role that does not exist.
    """
    if latest := [] if graph else archive.rows(workspace, candidate=workspace.candidate, limit=1):
        loaded = graph_sat_on(workspace, latest[0].graph, "your latest interview")
    else:
        loaded = open_graph(workspace, graph or DEFAULT_GRAPH)
    if role and role not in loaded.roles:
        raise UsageError(no_such(loaded, "role", role, loaded.roles))
    return progress_on(loaded, workspace, now, role or default_role, seniority, advert)


def progress_on(
    graph: Graph,
    workspace: Workspace,
    now: datetime,
    role: str = "",
    seniority: str = "",
    advert: Mapping[str, float] | None = None,
) -> Progress:
    """Progress on a graph already read; without a seniority, or for an unknown role, that of the latest session.

    `advert` has the parts of a job advert that is in force.
    """
    sat, candidate = sat_of(workspace, graph), workspace.candidate
    elsewhere, chosen = archive.elsewhere(workspace, candidate, graph.id), role if role in graph.roles else ""
    figures = progress(
        sat.facts,
        sat.past,
        graph,
        _bank(graph),
        candidate,
        now,
        chosen,
        sat.waiting,
        elsewhere,
        seniority,
        advert,
        sat.unscored,
    )
    missing = missing_graphs(workspace, elsewhere)
    others = tuple(replace(other, missing=other.graph in missing) for other in figures.elsewhere)
    return replace(figures, elsewhere=others)


class SatSessions(NamedTuple):
    """A candidate's sessions on a graph, as facts and as history.

    So many are `waiting`, left out until their answers are scored, of which so many are `unscored`.
    """

    facts: list[SessionFacts]
    past: list[PastSession]
    waiting: int
    unscored: int


def sat_of(workspace: Workspace, graph: Graph) -> SatSessions:
    """The candidate's sessions on a graph, without what may not be shown of them yet.

    Predictions are left out before their reveal, which a crash may have prevented: they would name the concept.
    """
    everything = archive.facts(workspace, workspace.candidate, graph.id)
    facts = revealed_facts(everything)
    known = {session.id for session in facts}
    left = {session.id for session in everything} - known  # a question that's only open isn't one to score
    rows = archive.rows(workspace, candidate=workspace.candidate) if left else []
    waiting = [row.waiting for row in rows if row.id in left and row.waiting]
    past = [p.without_secret_items for p in archive.past(workspace, workspace.candidate, graph.id) if p.id in known]
    return SatSessions(facts, past, len(waiting), sum(waiting))


def brief_on(graph: Graph, progress: Progress, workspace: Workspace, terms: Sequence[str] = ()) -> Brief:
    """The brief that goes with a progress; transcripts that are gone or damaged are left out.

    `terms` are what the advert names that is in force.
    """
    places = picked(sat_of(workspace, graph).facts, progress)
    turns: dict[Place, Turn] = {}
    for session in places.sessions:
        with suppress(TranscriptError, OSError):
            sat = read(archive.find(workspace, session)).state
            turns |= {(session, t.asked.id): t for t in sat.turns if t.check is None and t.scored is not None}
    return brief(places, turns, graph, progress, terms)


def comparison_of(first: Path, second: Path, workspace: Workspace) -> Comparison:
    """Compare two transcripts. Raises UsageError for the same session twice and for two graphs."""
    readings = [read(first), read(second)]
    if readings[0].header.id == readings[1].header.id:
        both = "That's the same interview twice" if first == second else "Both files hold the same interview"
        raise UsageError(f"{both}; name two.")
    if readings[0].header.graph != readings[1].header.graph:
        raise UsageError("The two interviews are on different graphs; only interviews on the same one can be compared.")
    graph = graphs_of(workspace)(readings[0].header.graph)
    return compare(readings[0].state, readings[1].state, graph, _bank(graph))


def countdown_of(
    progress: Progress | None,
    graph: Graph,
    rows: Sequence[SessionRow],
    today: date,
    until: date | None,
    minutes_a_day: int,
    role: str = "",
    zone: tzinfo | None = None,
    workspace: Workspace | None = None,
    advert: Mapping[str, float] = MappingProxyType({}),
    brief_read: date | None = None,
) -> Countdown:
    """The plan until the interview, from a progress and the `rows` of the archive that are there already.

    `zone` says what a day is, by default the local one. Only the headers of the latest deep dives are read, and where
    the plan has a brief, that brief in the `workspace`: its days give the minutes that it counts today; the day
    on which it was `brief_read` is done. `advert` has the parts of an advert that is in force.
    """
    sat = []
    for row in sorted(rows, key=lambda row: row.left):
        day = row.left.astimezone(zone).date()  # one that was begun before and sat today is today's
        if row.graph == graph.id and _counts(row) and row.questions and today - day <= LOOK_BACK_DAYS:
            sat.append(_past_sitting(row, day, graph))
    of_graph = [row for row in rows if row.graph == graph.id]
    begun_only = bool(of_graph) and all(row.state == "asking" for row in of_graph)
    plan = plan_until(progress, graph, today, until, minutes_a_day, sat, role, advert, begun_only=begun_only)
    days = (replace(d, done=True) if d.kind == "brief" and d.day == brief_read else d for d in plan.days)
    plan = replace(plan, days=tuple(days))
    if workspace is None or progress is None or all(day.kind != "brief" for day in plan.days):
        return plan
    with suppress(SimulatorError, OSError):  # the brief says itself what is wrong
        brief_now = brief_on(graph, progress, workspace)
        if brief_now.has_own:  # else what is sat before it makes it longer
            minutes = brief_now.minutes
            days = (replace(d, minutes=minutes) if d.kind == "brief" else d for d in plan.days)
            return replace(plan, days=tuple(days))
    return plan


def planned_in(
    workspace: Workspace,
    now: datetime,
    until: date | None,
    minutes_a_day: int,
    *,
    graph: str | None = None,
    role: str | None = None,
    default_role: str = "",
    seniority: str | None = None,
    advert: Mapping[str, float] = MappingProxyType({}),
    brief_read: date | None = None,
) -> tuple[Countdown, Graph]:
    """The plan of the workspace's candidate, and the graph it is on; what is named, and errors, as in `progress_of`.

    Where nothing was sat yet, the `default_role` says what counts.
    """
    progress = progress_of(workspace, now, graph, role, seniority or "", asked_for(advert), default_role)
    loaded = graphs_of(workspace)(graph or progress.graph)
    rows = archive.rows(workspace, candidate=workspace.candidate)
    chosen, of = role or default_role, (now.tzinfo, workspace, advert, brief_read)
    return countdown_of(progress, loaded, rows, now.date(), until, minutes_a_day, chosen, *of), loaded


def _counts(row: SessionRow) -> bool:
    """Whether a session counts for its day: it's over, or it's practice that was left once an answer had its score.

    What was scored there changes what is planned next, so it would be gone over twice on one day. An interview that
    was left is gone on with.
    """
    return row.state != "asking" or (row.format in (DEEP_DIVE.id, DRILL.id) and row.score is not None)


def _past_sitting(row: SessionRow, day: date, graph: Graph) -> PastSitting:
    """A sitting; of a deep dive with its area, and with its concepts where it was on these, or on certain questions."""
    answers = max(row.answers, row.waiting)  # one that was predicted is among both
    to_ask = [graph.area_of(q.primary) for q in graph.questions.values() if q.is_coding == (row.format == CODE.id)]
    whole = is_enough(row.format, row.minutes, row.clock / 60, answers, len(to_ask))
    sitting = PastSitting(
        day, row.format, round(row.clock / 60), answers=answers, whole=whole, length=round(row.minutes)
    )
    if has_area(row.format):
        with suppress(TranscriptError, OSError):
            header = read(row.path).header
            again = header.again or Retake("")
            asked = (graph.questions[item].primary for item in again.items if item in graph.questions)
            # what it was on may be fewer than its minutes could hold, and so may a small bank
            held = len(again.concepts) + len(again.items) or to_ask.count(header.area)
            whole = whole or 2 * answers >= held
            concepts = tuple(dict.fromkeys((*again.concepts, *asked)))
            return sitting._replace(area=header.area, concepts=concepts, whole=whole)
    return sitting


def stopped_on(day: PlannedDay, rows: Sequence[SessionRow], graph: Graph) -> SessionRow | None:
    """An interview that was begun and, gone on with, is what this day is for; of several the one with most answers.

    Practice begun on the day itself has the format and the area. Before it, it's the same where it is on the same
    concepts: else one drill would stand on home under two names. Of other interviews it's one that would do for the
    day and was left on it or the day before.
    """

    def is_planned(row: SessionRow) -> bool:
        """Whether a session would do for the day, and waits to be gone on with."""
        long_enough = row.minutes == day.length or (2 * row.minutes >= day.length and not is_taste(row))
        if day.done or (row.graph, row.state) != (graph.id, "asking") or not long_enough:
            return False
        if day.kind not in PRACTICE:
            ago, kind = (day.day - row.left.astimezone().date()).days, KIND_OF_FORMAT.get(row.format, "screen")
            return kind in ANSWERED_BY.get(day.kind, ()) and (not ago or (ago == 1 and not row.hardly_begun))
        if row.format != day.format:
            return False
        begun = _past_sitting(row, day.day, graph) if day.area else None
        if row.started.astimezone().date() == day.day:
            return begun is None or begun.area == day.area
        return begun is not None and bool(day.concepts) and {*day.concepts} <= {*begun.concepts}

    return max(filter(is_planned, rows), key=lambda row: row.answers + row.waiting, default=None)


class LastReport(NamedTuple):
    """The latest interview with a debrief, its report, and the report whose list for tonight is being gone through.

    That is the latest of all, practice included, or where it was about something on a list, the one with that list.
    """

    row: SessionRow
    found: Assessment
    advising: Assessment

    @property
    def advice(self) -> StudyItem | None:
        """What is next on the list for tonight."""
        return next((item for item in self.advising.tonight if item.done is None), None)


def map_of(progress: Progress, graph: Graph, workspace: Workspace) -> ConceptMap:
    """The concept map of a progress, with what was asked about each concept."""
    return concept_map(progress, sat_of(workspace, graph).facts, graph)


def last_report(rows: Sequence[SessionRow], graph: Graph, workspace: Workspace) -> LastReport | None:
    """The report of the latest ended session on the graph that was long enough, else of one with a scored answer."""
    ended = [row for row in rows if row.state == "ended" and row.graph == graph.id]
    latest = next((row for row in ended if row.answers), ended[0] if ended else None)
    if latest is None:
        return None
    last = next(filter(holds_debrief, ended), latest)
    graphs, by_id, source = graphs_of(workspace, graph), {row.id: row for row in ended}, latest
    while source.format == DEEP_DIVE.id and (again := read(source.path).header.again) and again.session in by_id:
        source = by_id.pop(again.session)
    found = report_of(last.path, workspace, graphs)
    return LastReport(last, found, found if source is last else report_of(source.path, workspace, graphs))


def reasons_at(reading: Reading, workspace: Workspace, *loaded: Graph) -> Reasons:
    """Why each item and follow-up of a transcript was asked, as far as that can still be told."""
    return reasons_then(reading.header, reading.events, graphs_of(workspace, *loaded))


def replay_at(path: Path, loaded: Graph, workspace: Workspace) -> Replay:
    """The replay of the transcript at `path`, with its first outlook and its reasons computed."""
    reading = read(path)
    past, _ = archive.past_of(workspace, reading.header)
    replay = Replay(reading, graphs_of(workspace, loaded)(reading.header.graph), past)
    replay.outlook(0)
    _ = replay.reasons
    return replay
