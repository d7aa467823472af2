"""The course of whole `full` interviews: does it stay with a subject, does it climb and step back, does it vary?

Sixty simulated people sit one interview for each level of seniority and role: as good as the level's tier asks, with a
profile by area, and each at a pace of their own. `pytest -m slow -s tests/benchmarks/test_courses.py` prints the table.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import SOLID_RANK
from simulator.graph.records import OPEN_ENDED, Graph
from tests.bare_interviews import Sat, answers_of, sit

pytestmark = pytest.mark.slow

PEOPLE = 60
MINUTES, KEPT = 45.0, 2.0  # of which so many for the parting questions


def walks(
    bank: Bank, graph: Graph, role: str, seniority: P.Seniority, seed: int = 1, people: int = PEOPLE
) -> list[Sequence[Sat]]:
    """First interviews of one role and level, sixty unless said."""
    rng = np.random.default_rng([seed, P.SENIORITIES.index(seniority), list(graph.roles).index(role)])
    level = bank.tier_difficulty[P.TARGET_TIERS[seniority]]
    of_area = rng.normal(0, 0.5, (people, len(bank.areas)))[:, bank.area_of]
    theta = level + rng.normal(0, 0.5, (people, 1)) + of_area + rng.normal(0, 0.35, (people, len(bank.concepts)))
    answers, prior = answers_of(bank, theta, rng), Prior.structural(bank, seniority)
    paces = np.exp(rng.normal(-0.05, 0.2, people))
    found = []
    for n in range(people):
        walk = SelectionContext(role=graph.roles[role], seed=1000 * seed + n, kept_minutes=KEPT, project=n % 2 == 1)
        found.append(sit(bank, answers[n], walk, prior, float(paces[n]))[0])
    return found


def weight_of(bank: Bank, graph: Graph, role: str, asked: frozenset[str]) -> float:
    weights = graph.roles[role].areas
    met = {bank.areas[bank.item_area[bank.index[i]]] for i in asked}
    return sum(weights.get(a, 0.0) for a in met) / sum(weights.values())


def figures(bank: Bank, graph: Graph, role: str, sat: Sequence[Sequence[Sat]]) -> dict[str, float]:
    """What the table shows of some interviews."""
    stays, inside, hops, after_short, up, climbs, climbed, left, asked = [], [], [], 0, 0, 0, 0, [], []
    designs = 0
    for interview in sat:
        its = [bank.items[bank.index[s.choice.item]] for s in interview if s.choice.kind == "question"]
        ranks = [s.category for s in interview if s.choice.kind == "question"]
        places = [item.concepts[0][0] for item in its]
        designs += any(item.tier == OPEN_ENDED for item in its)
        for n, (one, two) in enumerate(pairwise(places)):
            hops.append(int(bank.hops[one, two]))
            if any(item.tier == OPEN_ENDED or item.is_task for item in (its[n], its[n + 1])):
                continue  # to the long one and from it: a task takes the design's place
            same = bank.area_of[one] == bank.area_of[two]
            if n > 0:
                stays.append(same)
            if same:
                inside.append(hops[-1])
            if ranks[n] < SOLID_RANK:
                after_short += 1
                up += its[n + 1].tier > its[n].tier
            elif n and ranks[n - 1] >= SOLID_RANK and its[n].tier < P.TOP_OF_TALK:
                climbs += 1
                climbed += its[n + 1].tier > its[n].tier
        last = bank.items[bank.index[interview[-1].choice.item]]
        used = interview[-1].walk.clock_minutes
        left.append(MINUTES - KEPT - used - last.minutes)
        asked.append(frozenset(item.id for item in its))
    counts = Counter(i for one in asked for i in one)
    return {
        "questions": float(np.mean([len(one) for one in asked])),
        "checks": float(np.mean([sum(s.choice.kind == "check" for s in one) for one in sat])),
        "designs": designs / len(sat),
        "stay": float(np.mean(stays)),
        "hops in": float(np.mean(inside or [0])),
        "hops": float(np.mean(hops)),
        "up after short": up / max(1, after_short),
        "climb": climbed / max(1, climbs),
        "commonest": counts.most_common(1)[0][1] / len(sat),
        "shared": float(np.mean([len(one & two) for one, two in combinations(asked, 2)])),
        "unused": float(np.mean(left)),
        "weight": float(np.mean([weight_of(bank, graph, role, one) for one in asked])),
        "areas": float(np.mean([len({bank.area_of[bank.primary[bank.index[i]]] for i in one}) for one in asked])),
    }


def table(bank: Bank, graph: Graph, seed: int = 1) -> dict[tuple[str, str], dict[str, float]]:
    """The figures by role and level."""
    return {
        (role, level): figures(bank, graph, role, walks(bank, graph, role, level, seed))
        for role in graph.roles
        for level in P.SENIORITIES
    }


def test_courses_keep_to_their_subjects(llm: Graph) -> None:
    bank = Bank.compile(llm)
    found = table(bank, llm)
    names = list(next(iter(found.values())))
    sys.stdout.write(f"\n{'':30}" + "".join(f"{name:>15}" for name in names) + "\n")
    for (role, level), row in found.items():
        sys.stdout.write(f"{role[:20]:21}{level:9}" + "".join(f"{row[name]:15.2f}" for name in names) + "\n")
    mean = {name: float(np.mean([row[name] for row in found.values()])) for name in names}
    sys.stdout.write(f"{'mean':30}" + "".join(f"{mean[name]:15.2f}" for name in names) + "\n")
    assert mean["stay"] >= 0.6
    assert mean["hops in"] <= 1.6
    # the way to a task and from it is far, wherever it lies (docs/engine-measured.md, the two roles with one)
    assert np.mean([row["hops"] for (role, _), row in found.items() if not llm.roles[role].code]) <= 1.8
    assert all(row["up after short"] == 0 for row in found.values())
    assert all(row["commonest"] <= 1 / 3 for row in found.values())
    assert all(row["shared"] <= 1.0 for row in found.values())
    assert all(row["unused"] < 2.0 for row in found.values())
