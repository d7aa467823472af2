"""No third question on one ground, no check beside its own question, and the role's heaviest area early."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from simulator.engine.choice.constraints import area_shares
from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.ground import Ground, ground_of
from simulator.engine.model.items import Item
from simulator.engine.scoring import Verdict
from tests.conftest import Sit
from tests.graphs import llm_bank, llm_graph
from tests.sitting import Step, sit

ROLES = ("applied-engineer", "inference-engineer", "pretraining-engineer")


def solid(item: Item, n: int) -> Verdict | None:
    return "solid"


@cache
def sat() -> Sequence[tuple[str, list[Step]]]:
    """First interviews of people who answer quickly, half of them with a project."""
    roles = llm_graph().roles
    walks = [(role, SelectionContext(role=roles[role], seed=n, project=n % 2 == 1)) for role in ROLES for n in range(6)]
    return [(role, sit(llm_bank(), solid, walk, 0.6)) for role, walk in walks]


def numbers(steps: Sequence[Step], kind: str) -> list[int]:
    """The places in the bank of what was asked, without stories."""
    found = [llm_bank().index[step.choice.item] for step in steps if step.choice.kind == kind]
    return [number for number in found if not llm_bank().is_experience[number]]


def shared(one: str, other: str) -> float:
    """How much two items share, by their ids."""
    bank = llm_bank()
    return float(ground_of(bank).shared_with(bank.index[one])[bank.index[other]])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("protocol-trust-boundaries", "design-secure-personal-agent"),
        ("where-authorisation-sits", "design-secure-personal-agent"),
        ("context-budget-of-agent", "context-engineering-techniques"),
    ],
)
def test_what_people_called_alike_shares_ground(one: str, other: str) -> None:
    assert shared(one, other) >= P.SAME_GROUND


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tuning-a-sparse-model", "what-protects-old-skills-in-rl"),
        ("agentic-or-plain-rag", "rag-from-complaint-to-repair"),
        ("rag-from-complaint-to-repair", "context-budget-of-agent"),
    ],
)
def test_what_went_well_together_shares_none(one: str, other: str) -> None:
    assert shared(one, other) < P.SAME_GROUND


def test_words_that_all_items_have_tell_nothing() -> None:
    ground = Ground([("Tell us: quantised.",), ("Tell us: quantisation.",), ("Tell us: snow.",)], np.eye(3))
    assert ground.shared_with(0)[1] > 0.9
    assert ground.shared_with(0)[2] == 0


def test_nothing_in_latin_letters_shares_concepts_alone() -> None:
    ground = Ground([("问题",), ("问题",)], np.array([[1.0, 0.0], [1.0, 0.0]]))
    assert ground.shared_with(0).tolist() == [P.SHARED_CONCEPTS, P.SHARED_CONCEPTS]
    assert P.SHARED_CONCEPTS < P.SAME_GROUND  # one concept is no ground by itself: threads are about few


def test_ground_is_prepared_while_one_types(sit: Sit) -> None:
    """The second choice waited for it, some .2 s."""
    sitting = sit(until="answering")
    ground_of.cache_clear()
    for count in range(12):
        sitting.save_draft("so " * count)
    made = ground_of.cache_info().currsize
    sitting.close()
    assert made == 1


def thirds(bank: Bank, asked: Sequence[int]) -> int:
    """The questions that share ground with two before them."""
    covered = [ground_of(bank).covered_by(asked[:n], P.SAME_GROUND)[item] for n, item in enumerate(asked)]
    return sum(count >= 2 for count in covered)


def test_a_third_on_one_ground_is_rare() -> None:
    bank = llm_bank()
    found = [thirds(bank, numbers(steps, "question")) for _, steps in sat()]
    assert sum(found) <= 1


def test_checks_stay_away_from_their_questions() -> None:
    bank, beside = llm_bank(), 0
    for _, steps in sat():
        asked = numbers(steps, "question")
        beside += sum(ground_of(bank).covered_by(asked, P.GIVES_AWAY)[check] for check in numbers(steps, "check"))
    assert beside == 0


def test_the_first_subject_weighs_most_in_the_role() -> None:
    bank, early = llm_bank(), []
    for role, steps in sat():
        shares = area_shares(bank, SelectionContext(role=llm_graph().roles[role]))
        first = [shares[bank.item_area[number]] for number in numbers(steps, "question")[:2]]
        early.append(max(first) >= P.MOST_ASKED * shares.max())
    assert np.mean(early) >= 0.9
