"""How many questions are left for an interview."""

import pytest

from simulator.engine.choice.formats import FORMATS
from simulator.graph.records import Graph
from simulator.report.figures.questions import core_areas, fresh


def test_a_format_counts_the_questions_of_its_tiers(llm: Graph) -> None:
    role = llm.roles["applied-engineer"]
    talk = [q for q in llm.questions.values() if not q.is_coding]
    assert fresh(llm, role, "full", "", ()).of == fresh(llm, role, "no format any more", "", ()).of == len(talk)
    assert fresh(llm, role, "screen", "", ()).of == sum(q.tier <= 4 for q in talk)


def test_a_code_round_counts_its_tasks_alone(llm: Graph) -> None:
    tasks = [q.id for q in llm.questions.values() if q.is_coding]
    found = fresh(llm, llm.roles["applied-engineer"], "code", "", tasks[:2])
    assert (found.questions, found.of) == (len(tasks) - 2, len(tasks))


def test_what_was_asked_is_no_longer_fresh(llm: Graph) -> None:
    role = llm.roles["applied-engineer"]
    met = [q.id for q in llm.questions.values() if llm.area_of(q.primary) == "retrieval" and not q.is_coding][:5]
    before, after = fresh(llm, role, "full", "", ()), fresh(llm, role, "full", "", [*met, "gone"])
    assert (before.questions - after.questions, before.core - after.core) == (5, 5)
    assert (before.of, before.of_core) == (after.of, after.of_core)


@pytest.mark.parametrize("area", ["retrieval", "design"])
def test_a_deep_dive_counts_its_area_only(llm: Graph, area: str) -> None:
    found = fresh(llm, llm.roles["applied-engineer"], "deep-dive", area, ())
    tiers = [t for stage in FORMATS["deep-dive"].stages for t in stage.tiers]
    inside = [
        q for q in llm.questions.values() if llm.area_of(q.primary) == area and q.tier <= max(tiers) and not q.is_coding
    ]
    assert found.questions == found.of == len(inside)


def test_core_of_role_weighs_more_than_its_mean(llm: Graph) -> None:
    assert core_areas(llm.roles["inference-engineer"]) >= {"inference", "production", "architecture"}
    assert "interpretability" not in core_areas(llm.roles["inference-engineer"])
