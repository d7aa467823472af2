"""Where tasks for code come in an interview, and the simulated people who sit them."""

from typing import Any

import msgspec
import numpy as np
import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import CODING, fold
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.graph.records import Role
from tests.bare_interviews import Sat, sit
from tests.code_people import CANNOT_MEAN, Coder, Weights, coder, measured, sat_by
from tests.coding_ways import WAYS, Way
from tests.graphs import llm_bank, llm_graph

LEVELS = {"junior": (2, 2), "mid": (2, 3), "senior": (2, 3), "staff": (3, 4)}  # the tiers of their first task


def role(code: bool = True) -> Role:
    return msgspec.structs.replace(llm_graph().roles["inference-engineer"], code=code)


def someone(seed: int, level: str = "mid", **own: Any) -> Coder:
    bank, rng = llm_bank(), np.random.default_rng(seed)
    theta = bank.tier_difficulty[P.TARGET_TIERS[level]] + rng.normal(0, 0.6, len(bank.concepts))
    return coder(bank, theta, rng, **{"leniency": 0.2, "coding": 0.0, **own})


def sat(form: str, minutes: float, seed: int, level: P.Seniority = "mid", pace: float = 1.0) -> list[Sat]:
    person, kept = someone(seed, level), 0.0 if form == "code" else 2.0
    walk = SelectionContext(role=role(), format=form, minutes=minutes, kept_minutes=kept, seed=seed)
    return list(sit(llm_bank(), person.said, walk, Prior.structural(llm_bank(), level), pace, person.code)[0])


def is_design(one: Sat) -> bool:
    return bool(llm_bank().is_design[llm_bank().index[one.choice.item]])


def tiers(walked: list[Sat]) -> list[int]:
    return [llm_bank().items[llm_bank().index[one.choice.item]].tier for one in walked]


@pytest.mark.parametrize("level", P.SENIORITIES)
def test_full_interviews_of_coders_hold_one_task(level: P.Seniority) -> None:
    designs = {45.0: 0, 60.0: 0}
    for minutes in designs:
        for seed in range(4):
            walked = sat("full", minutes, seed, level, pace=0.8 + 0.15 * seed)
            tasks = [one for one in walked if one.code is not None]
            assert len(tasks) == 1
            assert walked.index(tasks[0]) >= P.TASK_FROM
            assert tasks[0].walk.clock_minutes + P.TASK_MINUTES <= minutes - 2.0 + P.GRACE_MINUTES
            designs[minutes] += sum(map(is_design, walked))
    assert designs[45.0] == 0
    assert level != "staff" or designs[60.0] >= 2


def test_thirty_minutes_hold_talk_alone() -> None:
    """A task would take more than half of them."""
    walked = sat("full", 30.0, 1)
    assert all(one.code is None for one in walked)
    assert sum(one.choice.kind == "question" for one in walked) >= 5
    assert walked[-1].walk.clock_minutes >= 20.0


@pytest.mark.parametrize("level", P.SENIORITIES)
def test_code_rounds_begin_where_it_should_hold(level: P.Seniority) -> None:
    low, high = LEVELS[level]
    for seed in range(3):
        walked = sat("code", 45.0, seed, level)
        assert low <= tiers(walked)[0] <= high
        assert len({one.choice.item for one in walked}) == len(walked) == 2
    assert len(sat("code", 45.0, 1, level, pace=0.75)) == 3


def test_leniency_moves_talk_and_not_code() -> None:
    bank, (strict, lenient, skilled) = llm_bank(), (someone(3), someone(3, leniency=1.5), someone(3, coding=1.5))
    assert (lenient.code == strict.code).all()
    assert (lenient.said[bank.is_question] >= strict.said[bank.is_question]).all()
    assert (lenient.said > strict.said).sum() > 100
    assert (skilled.said == strict.said).all()
    assert (skilled.code > strict.code)[bank.is_task].sum() > 10


def test_most_cases_of_easier_tasks_are_passed_sooner() -> None:
    tasks = llm_bank().is_task
    usual, sooner = someone(4).code[tasks], someone(4, most=-0.5).code[tasks]
    assert ((sooner == 2) & (usual == 1)).any()
    assert (sooner[usual != 1] == usual[usual != 1]).all()


def test_code_counts_by_its_weights() -> None:
    bank, person = llm_bank(), someone(5)
    rounds = [SelectionContext(role=role(False), seed=5), SelectionContext(role=role(), format="code", seed=6)]
    walked = sat_by(person, bank, Prior.structural(bank), rounds)
    tasks = [one for one in walked if one.code is not None]
    assert len(tasks) == 2
    assert [p.kind for p in tasks[0].pieces] == ["code", "verdict"]
    alone = Weights(0.9, code=1.0, talk=0.0)
    pieces = alone.pieces(walked)
    assert [p.weight for p in pieces if p.kind == "code"] == [1.0, 1.0]
    assert len(pieces) == len(walked)
    start = alone.start(Prior.structural(bank))
    assert start.variances()[CODING] == pytest.approx(0.81)
    error, _, _ = measured(fold(start, pieces), person, role())
    assert error == pytest.approx(fold(start, pieces).overall(role())[0] - person.theta @ bank.role_weights(role()))


def test_typed_talk_is_heard_by_what_it_deserves() -> None:
    """The same answers and code as without; leniency isn't heard, and of a task only cases and talk count."""
    pool = [[0.1], [0.5], [0.7], [0.9]]
    bank, silent, exact = llm_bank(), someone(5), someone(5, leniency=0.0, pool=pool)
    lenient = someone(5, leniency=2.0, pool=pool)
    assert (someone(5, pool=pool).said == silent.said).all()
    assert (exact.code == silent.code).all()
    assert exact.heard is not None
    assert lenient.heard is not None
    assert (lenient.heard == exact.heard).all()
    assert (np.array([0, 2, 3, 4])[exact.said] == exact.heard)[bank.is_question].all()
    better = someone(5, pool=pool, listening=2.0).heard
    assert better is not None
    assert (better > exact.heard).sum() > 100
    both = [SelectionContext(role=role(code), minutes=60.0, seed=5) for code in (False, True)]
    walked = sat_by(exact, bank, Prior.structural(bank), both)
    for one in walked:
        looks = {piece.kind: piece.weight for piece in one.pieces}
        if one.choice.kind == "check":
            assert looks == {"check": 1.0}
        else:
            assert looks == {"verdict": 0.5, "heard" if one.code is None else "code": 0.5}
    assert any(one.code is not None for one in walked)


@pytest.mark.parametrize("way", WAYS)
def test_ways_agree_where_nobody_codes(way: str) -> None:
    """They differ after a task alone; as it is, they are the engine."""
    bank, person, prior = llm_bank(), someone(5, pool=[[0.1], [0.5], [0.7], [0.9]]), Prior.structural(llm_bank())
    talk = SelectionContext(role=role(False), seed=5)
    walked = sat_by(person, bank, prior, [talk, SelectionContext(role=role(), format="code", seed=6)])
    spoken = [one for one in walked if one.code is None]
    usual = Weights().end(prior, spoken)
    assert WAYS[way].end(prior, spoken).overall(role()) == pytest.approx(usual.overall(role()))
    both, engine = WAYS[way].end(prior, walked), Weights().end(prior, walked)
    assert (both.overall(role()) == pytest.approx(engine.overall(role()))) == (way == "as it is")
    lowered = WAYS[way].lowers(prior, walked, bank.role_weights(role()))
    assert len(lowered) == len(walked) - len(spoken)


def test_a_cut_keeps_mastery_where_it_was() -> None:
    """In the part that can't code mastery has nothing to follow before any talk; the coding term learns alone."""
    way, bank = Way(((0.5, 0.0, 0.6), (0.5, -2.0, 1.0)), cut=True), llm_bank()
    start = way.start(Prior.structural(bank))
    kinds, count = len(start.shares) // 2, len(bank.concepts)
    task = next(item.id for item in bank.items if item.is_task)
    after = way.moved(start, Evidence(task, "code", 0, weight=1.0 - P.TALK_WEIGHT))
    moved = after.parts.means - start.parts.means
    assert moved[kinds:, :count] == pytest.approx(0.0)
    assert (moved[kinds:, CODING] < 0).all()
    assert (moved[:kinds, :count].min(1) < 0).all()
    assert after.shares[kinds:].sum() > 0.5


def test_only_tasks_tell_people_who_cannot_code() -> None:
    """Before a task this prior believes what the usual one does; after a failed one, that it may be the coding."""
    bank, person = llm_bank(), someone(5)
    walked = sat_by(person, bank, Prior.structural(bank), [SelectionContext(role=role(False), seed=5)])
    usual, heavy = (weights.start(Prior.structural(bank)) for weights in (Weights(), Weights(cannot=0.15)))
    assert heavy.mean[CODING] == pytest.approx(0.15 * CANNOT_MEAN)
    before, other = (fold(start, Weights().pieces(walked)) for start in (usual, heavy))
    assert other.overall(role()) == pytest.approx(before.overall(role()))
    task = next(item.id for item in bank.items if item.is_task and item.tier == 2)
    failed = Evidence(task, "code", 0, weight=1.0 - P.TALK_WEIGHT)
    assert other.update(failed).shares[3:].sum() > 0.15
    assert other.update(failed).overall(role())[0] > before.update(failed).overall(role())[0]
