"""Minutes that hold no question: an interview that would ask nothing is refused, with the least that asks one."""

import re

import pytest
from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.session.header import Settings
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace


def first_of(graph: Graph, settings: Settings, place: Workspace) -> str:
    """What is asked first, or the refusal."""
    try:
        sitting = begin(graph, settings, place)
    except UsageError as refusal:
        return str(refusal)
    sitting.interview.next().result()
    turn = sitting.interview.state.current
    sitting.close()
    return turn.asked.id if turn else "nothing"


def narrowed(graph: Graph, *, area: str = "", tiers: tuple[int, ...] = (1, 2, 3, 4, 5, 6)) -> Graph:
    """The graph with the questions of one area and of some tiers only, and no check."""
    kept = {
        q.id: q
        for q in graph.questions.values()
        if q.tier in tiers and graph.area_of(q.primary) in (area or graph.areas)
    }
    return replace(graph, questions=kept, checks={})


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kept", ["all", "one area", "tier 5"])
def test_every_length_asks_something_or_is_refused(llm: Graph, workspace: Workspace, format_: str, kept: str) -> None:
    area = next(llm.area_of(q.primary) for q in llm.questions.values() if q.tier == 5)
    graph = {"all": llm, "one area": narrowed(llm, area=area), "tier 5": narrowed(llm, tiers=(5,))}[kept]
    for minutes in (0.5, 1, 2, 2.5, 3, 4, 20):
        settings = Settings(format=format_, minutes=minutes, area=area if format_ == "deep-dive" else "", seed=1)
        said = first_of(graph, settings, workspace)
        assert said in graph.questions or re.search(r"(is|are) too short for any question|has no question for", said), (
            said
        )


@pytest.mark.parametrize("format_", ["screen", "ladder", "drill", "diagnostic", "deep-dive"])
def test_least_length_that_is_named_asks_question(llm: Graph, workspace: Workspace, format_: str) -> None:
    area = "inference" if format_ == "deep-dive" else ""
    said = first_of(llm, Settings(format=format_, minutes=1, area=area, seed=1), workspace)
    least = re.fullmatch(
        r"1 minute is too short for any question of a [a-z -]+; give it at least (\d+) minutes\.", said
    )
    assert least, said
    enough = float(least[1])
    assert first_of(llm, Settings(format=format_, minutes=enough, area=area, seed=1), workspace) in llm.questions
    assert "are too short for any question" in first_of(
        llm, Settings(format=format_, minutes=enough - 0.5, seed=1), workspace
    )


def test_a_refused_length_leaves_no_transcript(llm: Graph, workspace: Workspace) -> None:
    first_of(llm, Settings(format="screen", minutes=1), workspace)
    assert not list(workspace.sessions.glob("*"))
