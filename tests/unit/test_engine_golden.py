"""Interviews on the bundled graph that an interviewer would defend, asserted as paths."""

from itertools import pairwise

import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import Item
from simulator.engine.model.level import solid_probability
from simulator.engine.scoring import Verdict
from tests.graphs import llm_bank, llm_graph
from tests.sitting import Rule, Step, questions, sit

SYSTEMS = {"inference", "training-systems", "production"}
SEEDS = range(6)


def strong(item: Item, n: int) -> Verdict | None:
    return "outstanding"


def weak(item: Item, n: int) -> Verdict | None:
    return "weak"


def theorist(item: Item, n: int) -> Verdict | None:
    bank = llm_bank()
    area = bank.areas[bank.area_of[item.concepts[0][0]]]
    return "weak" if area in SYSTEMS else "outstanding"


def shaky_start(item: Item, n: int) -> Verdict | None:
    return "weak" if n == 0 else "solid"


def erratic(item: Item, n: int) -> Verdict | None:
    return ("outstanding", "weak", "solid", "weak", "weak", "outstanding")[n % 6]


def passes(item: Item, n: int) -> Verdict | None:
    return None


RULES: dict[str, Rule] = {
    "strong": strong,
    "weak": weak,
    "theorist": theorist,
    "shaky": shaky_start,
    "erratic": erratic,
    "passes": passes,
}
EVERY = [(name, seed) for name in RULES for seed in SEEDS]


def path(name: str, seed: int, role: str | None = None, pace: float = 1.0) -> list[Step]:
    walk = SelectionContext(seed=seed, role=llm_graph().roles[role] if role else None)
    return sit(llm_bank(), RULES[name], walk, pace)


@pytest.mark.parametrize(("name", "seed"), EVERY)
@pytest.mark.parametrize("role", [None, "inference-engineer"])
def test_every_full_interview_keeps_its_shape(name: str, seed: int, role: str | None) -> None:
    steps = path(name, seed, role)
    asked = questions(steps)
    assert 6 <= len(asked) <= 9
    assert len(steps) - len(asked) in (2, 3)
    assert asked[0].item.tier == 1
    assert len({s.item.id for s in steps}) == len(steps)
    last = steps[-1]
    assert last.walk.clock_minutes < 45
    for before, after in pairwise(asked):
        assert abs(before.item.tier - after.item.tier) <= 2
        assert before.item.concepts[0] != after.item.concepts[0] or before.item.id in after.item.follows
    assert all(s.item.tier < 6 for s in asked[:-1])


def test_the_talk_stays_on_its_threads() -> None:
    bank = llm_bank()
    found = [
        int(bank.hops[a.item.concepts[0][0], b.item.concepts[0][0]])
        for name, seed in EVERY
        for a, b in pairwise(questions(path(name, seed)))
    ]
    assert sum(found) / len(found) <= 1.8


@pytest.mark.parametrize(("name", "seed"), EVERY)
def test_a_weak_answer_leads_to_something_easier(name: str, seed: int) -> None:
    bank = llm_bank()
    for before, after in pairwise(questions(path(name, seed))):
        within_stage = after.choice.reason.move != "design" and not is_stage_start(after)
        if before.verdict != "weak" or not within_stage:
            continue
        last, now = before.item.concepts[0][0], after.item.concepts[0][0]
        if not has_way_back(bank, before):
            continue
        assert bank.hops[last, now] <= 2
        assert after.item.tier < before.item.tier or bank.ancestors[last, now]


def is_stage_start(step: Step) -> bool:
    from simulator.engine.choice.constraints import position_of, request_at
    from simulator.engine.choice.formats import FORMATS

    bank, shape = llm_bank(), FORMATS["full"]
    here = position_of(bank, step.walk, shape.question_limit(45))
    request = request_at(bank, step.belief, step.walk, shape, here)
    return request is None or request.first_of_stage


def has_way_back(bank: Bank, step: Step) -> bool:
    """Whether anything easier or beneath is left within two hops and two tiers."""
    used = {a.item for a in step.walk.asked} | {step.item.id}
    last = step.item.concepts[0][0]
    for item in bank.items:
        concept = item.concepts[0][0]
        if item.is_check or item.id in used or concept == last or bank.hops[last, concept] > 2:
            continue
        if -2 <= item.tier - step.item.tier < 0 or (item.tier == step.item.tier and bank.ancestors[last, concept]):
            return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_two_strong_answers_climb(seed: int) -> None:
    asked = questions(path("strong", seed))
    for before, last, now in zip(asked, asked[1:], asked[2:], strict=False):
        assert now.item.tier > last.item.tier or last.item.tier >= 4
        assert now.item.tier >= min(before.item.tier, 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_only_strong_candidates_end_with_open_questions(seed: int) -> None:
    assert questions(path("strong", seed))[-1].choice.reason.move == "design"
    for name in ("weak", "erratic"):
        last = questions(path(name, seed))[-1]
        far = solid_probability(last.belief, llm_bank(), None, 4) >= 0.5
        assert (last.item.tier == 6) <= far


@pytest.mark.parametrize(("name", "seed"), EVERY)
def test_other_endings_take_the_highest_tier_within_reach(name: str, seed: int) -> None:
    bank, asked = llm_bank(), questions(path(name, seed))
    last, before = asked[-1], asked[-2]
    if last.item.tier == 6:
        return
    within = [t for t in range(1, 6) if solid_probability(last.belief, bank, None, t) >= 0.5]
    wanted = min(max(max(within, default=1), before.item.tier - 2), before.item.tier + 2)
    assert last.item.tier == wanted


@pytest.mark.parametrize("name", ["strong", "weak", "theorist", "erratic"])
def test_two_interviews_differ_in_half_their_questions(name: str) -> None:
    bank = llm_bank()
    first = {s.item.id for s in questions(path(name, 1))}
    for cooling in (frozenset(), frozenset(first)):
        second = {s.item.id for s in questions(sit(bank, RULES[name], SelectionContext(seed=2, cooling=cooling)))}
        if cooling:
            assert not first & second
        assert len(second - first) >= len(second) / 2


@pytest.mark.parametrize("pace", [0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("minutes", [20.0, 45.0, 60.0])
@pytest.mark.parametrize("form", ["full", "screen"])
def test_nothing_is_asked_after_the_time_is_over(form: str, minutes: float, pace: float) -> None:
    for rule in (strong, weak):
        steps = sit(llm_bank(), rule, SelectionContext(format=form, minutes=minutes, seed=4), pace)
        assert steps
        assert all(s.walk.clock_minutes < minutes for s in steps)


def test_a_theorist_is_taken_back_in_systems() -> None:
    asked = questions(path("theorist", 3))
    assert {s.choice.reason.move for s in asked} & {"deepen", "design"}
    asked = questions(path("theorist", 3, "inference-engineer"))
    assert "step-back" in {s.choice.reason.move for s in asked}


def test_who_recovers_from_a_fundamental_climbs_again() -> None:
    bank, rested = llm_bank(), 0
    for seed in range(12):
        steps = path("shaky", seed)
        asked = questions(steps)
        failed = asked[0].item.concepts[0][0]
        assert asked[0].verdict == "weak"
        assert asked[1].item.tier == 1  # the fundamentals are not left on a weak answer
        assert max(s.item.tier for s in asked) >= 3
        believed = [float(s.belief.mean[failed]) for s in steps]
        if any(bank.ancestors[s.item.concepts[0][0], failed] for s in asked[1:-1]):
            rested += 1
            assert believed[-1] > believed[1]  # success on what rests on it speaks for the fundamental too
    assert rested >= 3  # and such a success came up
