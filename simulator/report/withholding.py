"""What a report holds back of an item until its reveal: the one place that decides it, for every output.

The room shows the area of what it asks, and neither concept nor tier. A report of the same interview says no more: what
would name them, or lets them be worked out, is left out of its records, so that no output can show it.
"""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.report import item_records as rec
from simulator.report.questions import check_result, question_result
from simulator.report.words import plural
from simulator.session.state import State, Turn


def told(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items of which everything may be said, by the `last` state of the transcript where that is a later one."""
    return tuple(turn for turn in state.turns if not _conceals(turn, last or state))


def weighed(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items that a level may rest on: all but the checks whose result is not told yet, which it would tell."""
    return tuple(turn for turn in state.turns if turn.check is None or not _conceals(turn, last or state))


def _conceals(turn: Turn, last: State) -> bool:
    return last.conceals(last.turn(turn.position))


def not_new(state: State, graph: Graph, seen: Collection[str]) -> frozenset[str]:
    """What no advice may call new: what was asked or `seen`, and all of the areas of what was not revealed yet.

    Were it only the open question that is missing there, that would tell it from its neighbours.
    """
    areas = {turn.asked.area for turn in state.turns if state.conceals(turn)}
    beside = (q.id for q in graph.questions.values() if areas and graph.area_of(q.primary) in areas)
    return frozenset((*seen, *(turn.asked.id for turn in state.turns), *beside))


def question_results(state: State, graph: Graph) -> tuple[rec.QuestionResult, ...]:
    """The questions of a session, each with what may be said of it now."""
    return tuple(_question(turn, state, graph) for turn in state.turns if turn.check is None)


def check_results(state: State) -> tuple[rec.CheckResult, ...]:
    """The checks of a session, each with what may be said of it now."""
    return tuple(_check(turn, state) for turn in state.turns if turn.check is not None)


def _question(turn: Turn, state: State, graph: Graph) -> rec.QuestionResult:
    found = question_result(turn, graph, state.seconds_on(turn))
    if not state.conceals(turn):
        return found
    # the id names the concept, the planned time goes with the tier, the reason says both
    return replace(found, id=None, concept=None, concept_title=None, tier=None, planned_seconds=None, reason="")


def _check(turn: Turn, state: State) -> rec.CheckResult:
    found = check_result(turn, state.seconds_on(turn))
    if not state.conceals(turn):
        return found
    return replace(found, id=None, concept=None, tier=None, correct=None, truth="", why="")


def secret_sentence(questions: Iterable[rec.QuestionResult], checks: Iterable[rec.CheckResult]) -> str:
    """That something is held back, and until when; empty where nothing is."""
    count = sum(q.concept is None for q in questions) + sum(c.concept is None for c in checks)
    if not count:
        return ""
    return f"Concept and tier of {plural(count, 'item')} are told after the reveal."
