"""How deep a role goes: what it is never asked, and what it is asked all the same."""

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.choice.policy import next_item
from simulator.engine.model.parameters import SENIORITIES, Seniority
from simulator.engine.model.priors import Prior
from simulator.graph.records import OPEN_ENDED, Role
from tests.benchmarks.test_courses import walks
from tests.graphs import concept_map, llm_bank, llm_graph, map_bank

AREA, CONCEPT = "foundations", "self-attention"


def role(**depth: int) -> Role:
    graph = concept_map()
    named = {name.replace("_", "-"): tier for name, tier in depth.items()}
    return Role(id="r", title="R", target_tier=4, areas=dict.fromkeys(graph.areas, 1.0), depth=named)


def deepest(asked: Role) -> dict[str, int]:
    """The highest tier of the questions and checks that are no deeper than a role goes, by primary concept."""
    bank = map_bank()
    found = dict.fromkeys(bank.concepts, 0)
    for number in np.flatnonzero(bank.in_depth(asked)):
        name = bank.concepts[bank.primary[number]]
        found[name] = max(found[name], bank.items[number].tier)
    return found


def test_a_concept_comes_before_its_area() -> None:
    graph, usual = concept_map(), deepest(role())
    area = graph.area_of(CONCEPT)
    others = [c for c in graph.concepts if c != CONCEPT and graph.area_of(c) == area]
    found = deepest(role(**{area: 2, CONCEPT.replace("-", "_"): 3}))
    assert found[CONCEPT] == min(3, usual[CONCEPT])
    assert all(found[c] <= 2 for c in others)
    assert any(usual[c] > 2 for c in others)


def test_without_depth_all_is_asked() -> None:
    assert map_bank().in_depth(role()).all()
    assert map_bank().in_depth(None).all()


def test_depth_zero_asks_nothing_at_all() -> None:
    assert deepest(role(**{CONCEPT.replace("-", "_"): 0}))[CONCEPT] == 0


def test_further_concepts_may_be_one_tier_deeper() -> None:
    bank, limit = llm_bank(), 2
    asked = msgspec.structs.replace(llm_graph().roles["applied-engineer"], depth={"policy-gradients": limit})
    shallow, place = bank.in_depth(asked), bank.concepts.index("policy-gradients")
    second = [n for n, item in enumerate(bank.items) if place in [c for c, _ in item.concepts[1:]]]
    assert {bank.items[n].tier for n in second if shallow[n]} - {OPEN_ENDED} == {1, 2, 3} & {
        bank.items[n].tier for n in second
    }
    assert any(not shallow[n] for n in second)


@pytest.mark.parametrize("level", SENIORITIES)
@pytest.mark.parametrize("name", llm_graph().roles)
def test_interviews_go_no_deeper_than_the_role(name: str, level: Seniority) -> None:
    bank = llm_bank()
    shallow = bank.in_depth(llm_graph().roles[name])
    asked = [bank.index[one.choice.item] for sat in walks(bank, llm_graph(), name, level, people=6) for one in sat]
    assert len(asked) > 40
    assert shallow[asked].all()


def test_a_deep_dive_goes_all_the_way() -> None:
    """Whoever chose an area wants it whole."""
    graph, bank = llm_graph(), llm_bank()
    asked = msgspec.structs.replace(graph.roles["applied-engineer"], depth={"interpretability": 0})
    walk = SelectionContext("deep-dive", asked, 30.0, seed=1, area="interpretability")
    choice = next_item(bank, Prior.structural(bank), walk)
    assert choice is not None
    assert graph.area_of(graph.questions[choice.item].primary) == "interpretability"


def test_what_is_due_is_drilled_at_any_depth() -> None:
    graph, bank = llm_graph(), llm_bank()
    deep = next(q.id for q in graph.questions.values() if q.primary == "mechanistic-interpretability" and q.tier == 3)
    walk = SelectionContext("drill", graph.roles["applied-engineer"], 20.0, seed=1, due=frozenset((deep,)))
    choice = next_item(bank, Prior.structural(bank), walk)
    assert choice is not None
    assert choice.item == deep
    assert next_item(bank, Prior.structural(bank), replace(walk, due=frozenset())) != choice
