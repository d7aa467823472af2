"""Settings of interviews that are not set up by hand: a session taken again, a taste, a drill, a deep dive."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec.structs import replace

from simulator.engine.choice.formats import CODE, DEEP_DIVE, DRILL, FORMATS, SCREEN, format_title
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.errors import NotAllowed, UsageError
from simulator.graph.findings import no_such
from simulator.graph.records import CHECK_MINUTES, PROBE_MINUTES, Graph
from simulator.session.header import Header, Retake, Settings
from simulator.session.transcript.disk import is_held

if TYPE_CHECKING:
    from simulator.session.archive.summary import SessionRow
    from simulator.session.interview.state import State
    from simulator.session.interview.turn import Turn

ResitMode = Literal["same", "missed", "others"]
LEAST_AGAIN = 5.0  # minutes of an interview on what was missed


def sit_again(state: "State", mode: ResitMode) -> Settings:
    """The settings of an interview that repeats a session.

    `same` asks its questions and checks in their order, `missed` only those whose answer was weak, borderline or wrong;
    `others` asks about the same concepts, each once, with different questions. Raises NotAllowed if there is nothing to
    ask.
    """
    turns = missed(state) if mode == "missed" else whole(state)
    if not turns:
        raise NotAllowed(f"Nothing was {'missed' if whole(state) else 'asked'} in this interview.")
    header = state.header
    items = tuple(dict.fromkeys(t.asked.id for t in turns))
    if mode == "others":
        concepts = tuple(dict.fromkeys(t.asked.concepts[0] for t in turns if t.check is None))
        if not concepts:
            raise NotAllowed("No question was asked in this interview.")
        return _settings(header, header.minutes, Retake(header.id, concepts=concepts, barred=items))
    minutes_each = (CHECK_MINUTES if t.check else t.question.planned_minutes + PROBE_MINUTES for t in turns)
    planned = max(LEAST_AGAIN, sum(minutes_each))
    minutes = header.minutes if mode == "same" else min(header.minutes, planned)  # a part is no longer than the whole
    return _settings(header, minutes, Retake(header.id, items=items))


def whole(state: "State") -> "tuple[Turn, ...]":
    """The items of a session that can be asked again: all but the checks that were set aside."""
    return tuple(t for t in state.turns if not t.set_aside)


def missed(state: "State") -> "tuple[Turn, ...]":
    """The items whose answer was weak, borderline or wrong, without those that are still secret.

    Otherwise their count would give away results that come at the end, and their minutes the tier of an open question.
    """
    return tuple(t for t in state.turns if not state.conceals(t) and t.was_missed)


def _settings(header: Header, minutes: float, again: Retake) -> Settings:
    return Settings(
        format=header.format,
        role=header.role,
        seniority=header.seniority,
        minutes=minutes,
        score=header.score,
        input=header.input,
        area=header.area,
        candidate=header.candidate,
        again=again,
    )


TASTE, TASTE_MINUTES = "taste", 10.0  # no format of its own, as it opens a screening call; people know it by its name
SHORT_DIVE_MINUTES = 10.0
SPOKEN = "spoken"
PRACTICE = frozenset({DRILL.id, DEEP_DIVE.id})  # no panel sits there


def taste(chosen: Settings) -> Settings:
    """Ten minutes to see what an interview is like; the first start offers it."""
    return replace(chosen, format=SCREEN.id, area="", minutes=TASTE_MINUTES)


class HasFormat(Protocol):
    """What tells which kind of interview something was: a header, a row of the archive, or a report's session."""

    @property
    def format(self) -> str:
        """The id of its format."""

    @property
    def minutes(self) -> float | None:
        """Its planned length; None for the usual one."""


def is_taste(sat: HasFormat) -> bool:
    """Whether it was a taste: nothing else is as short a screening call."""
    return sat.format == SCREEN.id and sat.minutes == TASTE_MINUTES


def sitting_title(sat: HasFormat, *, spoken: bool = False) -> str:
    """The name of an interview for people: that of its format, but a taste is called one; and if it was `spoken`."""
    return f"{TASTE.capitalize() if is_taste(sat) else format_title(sat.format)}{f', {SPOKEN}' * spoken}"


def sitting_name(sat: HasFormat) -> str:
    """The name of an interview where commands name a format by its id: `screen`, `taste`."""
    return TASTE if is_taste(sat) else sat.format


def may_be_usual(chosen: HasFormat) -> bool:
    """Whether home's Start may keep offering it: practice and a taste are one-offs, however often they're sat."""
    return chosen.format not in PRACTICE and not is_taste(chosen)


def holds_debrief(sat: "SessionRow") -> bool:
    """Whether it was long enough for a debrief of its own: no practice, no taste, not one task or two answers."""
    if sat.format in PRACTICE or is_taste(sat):
        return False
    if sat.format == CODE.id:
        return sat.minutes > P.TASK_MINUTES and sat.answers > 0
    return sat.answers >= P.FEWEST_HERE


def is_open(sat: "SessionRow") -> bool:
    """Whether it's going on right now, here or in another window; then it can't be resumed."""
    return sat.state == "asking" and is_held(sat.path)


def interrupted(rows: "Iterable[SessionRow]") -> "list[SessionRow]":
    """The interviews that can be resumed: the one that was left last, then those before it.

    One in which nothing was written, not even half an answer, comes after these, and after all others one that is open
    in another window: it can't be resumed.
    """
    left = (row for row in rows if row.state == "asking")
    return sorted(left, key=lambda row: (not is_open(row), row.has_answer, row.left), reverse=True)


def unfinished(rows: "Sequence[SessionRow]", missing: Collection[str]) -> "list[SessionRow]":
    """What can be resumed, and then what still needs scoring, latest first; the `missing` graphs aren't here.

    What was sat on such a graph comes last: it's refused, with where to say the graph is, and stood before all others.
    """
    waiting = [*interrupted(rows), *(row for row in rows if row.state == "debriefing")]
    return sorted(waiting, key=lambda row: row.graph in missing)


def is_chosen(header: Header) -> bool:
    """Whether what it asks was chosen: an area, tasks, what's due, or a list. Nothing else was to come up."""
    shape, again = FORMATS.get(header.format), header.again
    listed = again is not None and bool(again.items or again.concepts)
    return listed or (shape is not None and (shape.has_area or shape.writes_code or shape.asks_what_is_due))


def practice(chosen: Settings) -> Settings:
    """A drill of what is due again, of the usual length."""
    return replace(chosen, format=DRILL.id, area="", minutes=None)


def one_task(chosen: Settings) -> Settings:
    """One task, for which code is written: the shortest code round."""
    return replace(chosen, format=CODE.id, area="", minutes=P.TASK_MINUTES, max_questions=1)


def has_tasks(graph: Graph) -> bool:
    """Whether there is anything for a code round."""
    return any(question.is_coding for question in graph.questions.values())


def deep_dive(chosen: Settings, area: str, minutes: float, concept: str = "") -> Settings:
    """A deep dive into one area, which begins with the concept if one is given."""
    return replace(chosen, format=DEEP_DIVE.id, area=area, concept=concept, minutes=minutes)


def tonight(chosen: Settings, area: str, minutes: float, items: Sequence[str], session: str) -> Settings:
    """A short interview on something to study; `items` are the questions that the report of `session` suggests."""
    return replace(deep_dive(chosen, area, minutes), again=Retake(session, items=tuple(items)) if items else None)


def planned(chosen: Settings, format: str, minutes: float, area: str = "", concepts: Sequence[str] = ()) -> Settings:
    """A sitting of the plan to the interview; with `concepts` each of these is asked about once, and nothing else."""
    again = Retake("", concepts=tuple(concepts)) if concepts else None  # it repeats no session in particular
    return replace(chosen, format=format, area=area, minutes=minutes, again=again)


def fitting_role(graph: Graph, role: str) -> str:
    """The role if the graph has it, else the graph's first; empty if it has none."""
    return role if role in graph.roles else next(iter(graph.roles), "")


def fitting_area(graph: Graph, role: str, area: str) -> str:
    """The area if it has questions, else the one with questions that the role weights most; empty if there is none."""
    if area in graph.areas_asked:
        return area
    weights = graph.role_areas(role)
    return max(graph.areas_asked, key=lambda a: weights.get(a, 0.0), default="")


def story_areas(graph: Graph, role: str = "") -> tuple[str, ...]:
    """The areas in which a story of the candidate's own work is asked for, those the role asks most about first."""
    told = {graph.area_of(q.primary) for q in graph.questions.values() if q.kind == "experience"}
    weights = graph.role_areas(role)
    return tuple(sorted((area for area in graph.areas if area in told), key=lambda area: -weights.get(area, 0.0)))


def refuse_unknown(graph: Graph, role: str, area: str) -> None:
    """Raise UsageError for a role or an area that a graph doesn't have, and for an area without questions."""
    if (role or graph.roles) and role not in graph.roles:
        raise UsageError(no_such(graph, "role", role, graph.roles))
    if area and area not in graph.areas:
        raise UsageError(no_such(graph, "area", area, graph.areas))
    if area and graph.questions and area not in graph.areas_asked:  # a graph without any is refused for that
        choice = ", ".join(graph.areas_asked)
        raise UsageError(f'The graph {graph.id} has no question in its area "{area}"; choose one of {choice}.')
