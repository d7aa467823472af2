"""What a code round tells of a level that the same minutes of talk don't, and whether it leads to the right tasks.

Simulated people (`tests.benchmarks.coders`) sit talk and code, and what they say isn't read. `make code-bench` prints
the tables of docs/engine-measured.md; INTERVIEW_BENCH_PEOPLE sets how many people of each population stand behind the
rows of the first table; the others have half as many.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from tests.bare_interviews import Sat, sit
from tests.benchmarks.coders import KEPT, PEOPLE, Sort, change, change_of_rmse, crowd, rmse, role, said, short, walks
from tests.benchmarks.conftest import show
from tests.code_people import Weights, coder
from tests.graphs import llm_bank, llm_graph

pytestmark = pytest.mark.slow

WEIGHTS = {
    "as it is": Weights(),
    "cases in full": Weights(code=1.0),
    "coding .9": Weights(0.9),
    "coding 1.5": Weights(1.5),
    "some can't code": Weights(cannot=0.15),
    "cases not counted": Weights(code=0.0),
    "talk about code not counted": Weights(talk=0.0),
    "talk about code in full": Weights(talk=1.0),
}
PAIRS = {"hour": ("talk 60", "task 60"), "45 minutes": ("talk 45", "task 45")}
PAIRS |= {"45 minutes, code round": ("talk 45", "code 45"), "twice 45 minutes": ("talk, talk", "talk, code")}


def of(sort: Sort, sat: str, weights: str = "as it is") -> Array:
    """The measures (measures, people) of what is sat."""
    sats = tuple(walks())
    return crowd(sort, sats, tuple(WEIGHTS.values()))[:, sats.index(sat), list(WEIGHTS).index(weights)].T


def row_of(sort: Sort, pair: str, weights: str = "as it is") -> str:
    """What talk and code give in the same minutes: level MAE, RMSE, bias; and the changes."""
    before, after = (of(sort, sat, weights) for sat in PAIRS[pair])
    cells = [short(float(np.abs(its[1]).mean()), rmse(its[0]), float(its[0].mean())) for its in (before, after)]
    changes = (
        change(np.abs(after[1]), np.abs(before[1])),
        change_of_rmse(after[0], before[0]),
        change(after[0], before[0]),
    )
    return " | ".join([*cells, *map(said, changes)])


@pytest.mark.parametrize(
    ("leniency", "coding"), [(0.0, 0.6), (0.2, 0.6), (0.5, 0.6), (0.8, 0.6), (0.2, 0.9), (0.8, 0.9)]
)
def test_code_beside_the_same_minutes_of_talk(leniency: float, coding: float) -> None:
    sort = Sort(leniency, coding_sd=coding, people=PEOPLE)
    for pair in PAIRS:
        show(f"| {leniency:g} | {coding:g} | {pair} | {row_of(sort, pair)} |")
    talk, task = (of(sort, sat) for sat in PAIRS["hour"])
    assert change_of_rmse(task[0], talk[0])[1] <= 0.03  # a task costs little, whoever sits it
    if leniency == 0.8:
        assert change(task[0], talk[0])[2] < 0  # and the lenient are overrated less


@pytest.mark.parametrize(("shift", "coding"), [(0.0, -1.5), (-1.0, 1.5)])
def test_code_moves_a_level_little(shift: float, coding: float) -> None:
    """Good talkers who code badly, and weak talkers who code well: all without leniency.

    They stand beside the same people coding as they talk, beside their own talk, and beside as many minutes of talk.
    """
    other, same = (Sort(0.0, 0.0, skill, 0.0, shift) for skill in (coding, 0.0))
    for weights in WEIGHTS:
        for sat, talk, as_long in (("task 60", "talk 60", "talk 60"), ("talk, code", "talk 45", "talk, talk")):
            found, alike, talked = of(other, sat, weights), of(same, sat, weights), of(other, talk)
            moved = said(change(found[0], alike[0])), said(change(found[0], talked[0]))
            tiers, beside = said(change(found[1], talked[1])), said(change(found[0], of(other, as_long)[0]))
            people = "talk well, code badly" if coding < 0 else "talk badly, code well"
            cells = [people, weights, sat, short(float(found[0].mean())), *moved, tiers, beside]
            show(f"| {' | '.join(cells)} |")
    now, before = (of(other, sat) for sat in PAIRS["hour"][::-1])
    assert abs(change(now[0], before[0])[0]) < P.DIFFICULTY_PER_TIER / 4


def test_weights_of_cases_and_talk() -> None:
    for leniency in (0.2, 0.8):
        for weights in WEIGHTS:
            show(f"| {leniency:g} | {weights} | {figures(Sort(leniency, people=PEOPLE), weights)} |")
    usual = Sort(0.2, people=PEOPLE)
    assert rmse(of(usual, "code 45")[0]) < rmse(of(usual, "code 45", "talk about code not counted")[0])


@pytest.mark.parametrize("most", [-0.5, 0.1, 0.8])
def test_where_most_cases_begin(most: float) -> None:
    """Where most cases are passed as often as not, by the share of them that is most: .6, .75, .9."""
    show(f"| {most:g} | {figures(Sort(0.2, most=most))} |")


def figures(sort: Sort, weights: str = "as it is") -> str:
    """RMSE, bias and coverage of what has code."""
    its = [of(sort, sat, weights) for sat in ("task 60", "code 45", "talk, code")]
    return " | ".join(short(rmse(each[0]), float(each[0].mean()), float(each[2].mean())) for each in its)


# What is asked


def rounds(name: str, level: P.Seniority, form: str, minutes: float, pace: float, people: int) -> list[Sequence[Sat]]:
    """First interviews of people as good as the level's bar, who take so much of the time planned."""
    graph, bank = llm_graph(), llm_bank()
    rng = np.random.default_rng([1, P.SENIORITIES.index(level), list(graph.roles).index(name)])
    middle, prior = bank.tier_difficulty[P.TARGET_TIERS[level]], Prior.structural(bank, level)
    found = []
    for n in range(people):
        of_area = rng.normal(0, 0.5, len(bank.areas))[bank.area_of]
        theta = middle + rng.normal(0, 0.5) + of_area + rng.normal(0, 0.35, len(bank.concepts))
        leniency, coding = (0.2, 0.0) + rng.normal(size=2) * (0.3, 0.6)
        someone = coder(bank, theta, rng, leniency=leniency, coding=coding)
        kept = KEPT if form == "full" else 0.0
        walk = SelectionContext(role=role(name, True), format=form, minutes=minutes, kept_minutes=kept, seed=1000 + n)
        found.append(sit(bank, someone.said, walk, prior, pace * float(np.exp(rng.normal(0, 0.2))), someone.code)[0])
    return found


def tasks_of(sat: Sequence[Sat]) -> list[Sat]:
    return [one for one in sat if one.code is not None]


@pytest.mark.parametrize("level", P.SENIORITIES)
def test_rounds_hold_tasks_of_the_level(level: P.Seniority) -> None:
    bank = llm_bank()
    for pace in (1.0, 0.8):
        its = [tasks_of(sat) for name in llm_graph().roles for sat in rounds(name, level, "code", 45.0, pace, 40)]
        counts, tiers = Counter(map(len, its)), []
        for place in range(3):
            here = [bank.tier[bank.index[sat[place].choice.item]] for sat in its if len(sat) > place]
            tiers.append(f"{np.mean(here):.1f}")
        shares = " | ".join(f"{counts[number] / len(its):.2f}" for number in (1, 2, 3))
        show(f"| {level} | {pace:g} | {shares} | {' / '.join(tiers)} |")
        assert set(counts) <= {1, 2, 3}
        assert counts[1] <= 0.15 * len(its)
        assert all(len({one.choice.item for one in sat}) == len(sat) for sat in its)
        for one in (one for sat in its for one in sat[1:]):
            left = one.walk.minutes - one.walk.clock_minutes
            planned = bank.items[bank.index[one.choice.item]].minutes
            assert planned * min(1.0, pace * 2) <= left + P.GRACE_MINUTES + planned / 2


def test_no_task_comes_in_every_third_round() -> None:
    for name in llm_graph().roles:
        commonest: Counter[str] = Counter()
        by_level = []
        for level in P.SENIORITIES:
            its = [one.choice.item for sat in rounds(name, level, "code", 45.0, 1.0, 50) for one in tasks_of(sat)]
            commonest.update(its)
            by_level.append(f"{Counter(its).most_common(1)[0][1] / 50:.2f}")
        most = commonest.most_common(1)[0][1] / (50 * len(P.SENIORITIES))
        show(f"| {name} | {most:.2f} | {' / '.join(by_level)} | {len(commonest)} |")
        assert most <= 1 / 3


@pytest.mark.parametrize("minutes", [45.0, 60.0])
def test_full_interviews_hold_one_task(minutes: float) -> None:
    bank = llm_bank()
    for level in P.SENIORITIES:
        its = [sat for name in llm_graph().roles for sat in rounds(name, level, "full", minutes, 0.95, 40)]
        tasks = [tasks_of(sat) for sat in its]
        designs = [sum(bank.is_design[bank.index[one.choice.item]] for one in sat) for sat in its]
        before = [
            sum(other.choice.kind == "question" for other in sat[: sat.index(one)])
            for sat, found in zip(its, tasks, strict=True)
            for one in found
        ]
        tiers = [bank.tier[bank.index[one.choice.item]] for found in tasks for one in found]
        asked = np.mean([sum(one.choice.kind == "question" for one in sat) for sat in its])
        checks = np.mean([sum(one.choice.kind == "check" for one in sat) for sat in its])
        ends = max(one.walk.clock_minutes + P.TASK_MINUTES for found in tasks for one in found)
        show(
            f"| {minutes:g} | {level} | {np.mean([len(found) for found in tasks]):.2f} | {np.mean(designs):.2f} "
            f"| {asked:.1f} | {checks:.1f} | {np.mean(before):.1f} | {np.mean(tiers):.1f} | {ends:.1f} |"
        )
        assert np.mean([len(found) == 1 for found in tasks]) >= 0.99
        assert minutes >= P.BOTH_FROM or not any(designs)
        assert ends <= minutes - KEPT + P.GRACE_MINUTES
