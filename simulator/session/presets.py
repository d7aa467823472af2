"""What an interview starts from, where it is not set up by hand: a session sat again, and the short ways in."""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from simulator.engine.choice.formats import DEEP_DIVE, DRILL, SCREEN
from simulator.errors import NotAllowed, UsageError
from simulator.graph.records import PROBE_MINUTES, Graph
from simulator.session.header import Again, Header, Settings
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

ResitMode = Literal["same", "missed", "others"]
LEAST_MINUTES = 5.0


def sit_again(state: State, mode: ResitMode) -> Settings:
    """The settings of an interview that asks again what a session asked.

    `same` asks its questions and checks in their order, `missed` only those whose answer was weak, borderline or wrong,
    `others` asks about the same concepts, each once, by questions that were not asked. Raises NotAllowed where there is
    nothing of that kind.
    """
    turns = missed(state) if mode == "missed" else whole(state)
    if not turns:
        raise NotAllowed(f"Nothing was {'missed' if whole(state) else 'asked'} in this session.")
    header = state.header
    if mode == "others":
        return _settings(header, header.minutes, _others(header, turns))
    items = tuple(dict.fromkeys(t.asked.id for t in turns))
    planned = max(LEAST_MINUTES, sum(map(_minutes, turns)))
    minutes = header.minutes if mode == "same" else min(header.minutes, planned)  # a part is no longer than the whole
    return _settings(header, minutes, Again(header.id, items=items))


def whole(state: State) -> tuple[Turn, ...]:
    """The items of a session that can come again: not the checks that were read wrongly and set aside."""
    return tuple(t for t in state.turns if not t.set_aside)


def missed(state: State) -> tuple[Turn, ...]:
    """The items that were answered weakly, borderline or wrongly, as far as that was told.

    A check whose result comes at the end would show in their count, and the tier of an open question in their minutes.
    """
    told = (t for t in state.turns if not state.conceals(t))
    return tuple(t for t in told if t.fell_short or t.correct is False)


def _others(header: Header, turns: tuple[Turn, ...]) -> Again:
    concepts = tuple(dict.fromkeys(t.asked.concepts[0] for t in turns if t.check is None))
    if not concepts:
        raise NotAllowed("No question was asked in this session.")
    return Again(header.id, concepts=concepts, barred=tuple(dict.fromkeys(t.asked.id for t in turns)))


def _minutes(turn: Turn) -> float:
    return 1.0 if turn.check is not None else turn.question.planned_minutes + PROBE_MINUTES


def _settings(header: Header, minutes: float, again: Again) -> Settings:
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


TASTE, TASTE_MINUTES = "taste", 10.0  # no format of its own: a short screening call
SHORT_DIVE_MINUTES = 10.0


def taste(chosen: Settings) -> Settings:
    """Ten minutes to see what it is like: the first start offers it."""
    return replace(chosen, format=SCREEN.id, area="", minutes=TASTE_MINUTES)


def practice(chosen: Settings) -> Settings:
    """What is due again, in the drill's own time."""
    return replace(chosen, format=DRILL.id, area="", minutes=None)


def deep_dive(chosen: Settings, area: str, minutes: float) -> Settings:
    """One area for so long."""
    return replace(chosen, format=DEEP_DIVE.id, area=area, minutes=minutes)


def tonight(chosen: Settings, area: str, minutes: float, items: Sequence[str], session: str) -> Settings:
    """A short interview on a thing to study; `items` are the questions that the report of `session` names."""
    return replace(deep_dive(chosen, area, minutes), again=Again(session, items=tuple(items)) if items else None)


def fitting_role(graph: Graph, role: str) -> str:
    """The role, or the graph's first where it has no such; empty where it has none at all."""
    return role if role in graph.roles else next(iter(graph.roles), "")


def fitting_area(graph: Graph, role: str, area: str) -> str:
    """The area of a deep dive, or where nothing is asked in it the one that the role asks most; empty without any."""
    if area in graph.areas_asked:
        return area
    weights = graph.roles[role].areas if role in graph.roles else {}
    return max(graph.areas_asked, key=lambda a: weights.get(a, 0.0), default="")


def refuse_empty_area(graph: Graph, area: str) -> None:
    """Raises UsageError for an area of the graph in which no question can be asked."""
    if area and area not in graph.areas_asked:
        choice = ", ".join(graph.areas_asked)
        raise UsageError(f'The graph {graph.id} has no question in its area "{area}"; choose one of {choice}.')
