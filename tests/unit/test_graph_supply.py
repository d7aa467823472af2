"""How many interviews a bank lasts, as `graph stats` says it."""

from pathlib import Path

import msgspec
import pytest

from simulator.engine.lab.people import MOST_IN_A_ROW, Supply, supply
from simulator.engine.model.bank import Bank
from simulator.graph.load import load
from simulator.graph.records import Graph


@pytest.fixture
def graph(folder: Path) -> Graph:
    return load(folder)


def copies(graph: Graph, times: int) -> Graph:
    """The graph with every question `times` over, so that it lasts longer."""
    found = {}
    for question in graph.questions.values():
        for index in range(times):
            copy = msgspec.structs.replace(question, id=f"{question.id}.{index}", follows=())
            found[copy.id] = copy
    return msgspec.structs.replace(graph, questions=found)


def test_one_interview_uses_up_two_questions(graph: Graph) -> None:
    role = graph.roles["engineer"]
    assert supply(graph, Bank.compile(graph), role, 4) == Supply(whole=1, fresh=1)


def test_a_larger_bank_lasts_longer(graph: Graph) -> None:
    role = graph.roles["engineer"]
    found = []
    for times in (4, 16, 64):
        larger = copies(graph, times)
        first, again = (supply(larger, Bank.compile(larger), role, 3, seed=5) for _ in range(2))
        assert first == again
        assert first.whole <= first.fresh <= MOST_IN_A_ROW
        found.append(first.fresh)
    assert found[0] < found[1] < found[2]


def test_a_graph_without_questions_lasts_for_none(graph: Graph) -> None:
    empty = msgspec.structs.replace(graph, questions={})
    assert supply(empty, Bank.compile(empty), None, 3) == Supply(whole=0, fresh=0)
