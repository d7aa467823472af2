"""What Tonight names after a first and a second interview of people with two weak areas, and of people with none.

The people stand at the middle level: N(0, .5²) for every area and N(0, .35²) for every concept, two logits less in two
of the ten areas that weigh most in the role. Leniency is N(.2, .3²), and every question's difficulty has hidden noise.
They sit whole interviews with checks, the second with the first as history. `ceiling` asks all ten areas evenly, with
as many questions and checks as `full` has.

`pytest -m slow -s tests/benchmarks/test_first_gaps.py` prints the table.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import comb, sqrt

import msgspec
import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.graph.records import Graph, Role
from simulator.report.debrief.tonight import TONIGHT
from simulator.report.figures.study_plan import WeakArea, chance_of, weak_areas
from simulator.report.tally import AskedItem
from tests.bare_interviews import answers_of, sit
from tests.reporting import bank_of

pytestmark = pytest.mark.slow

PEOPLE = 500
KEPT = 2.0  # minutes for the parting questions of a full interview
ROLES = (
    "applied-engineer",
    "inference-engineer",
    "research-scientist",
    "pretraining-engineer",
    "safety-evaluation",
)
HEAVY, WEAK = 10, 2
AREA_SD, CONCEPT_SD, GAP = 0.5, 0.35, 2.0
QUESTIONS, CHECKS = 8, 5  # of the ceiling
Answers = NDArray[np.int8]


@dataclass
class Figures:
    """Counts over people: a hit is a weak area among the first two names.

    Of the areas `listed`, at most three, so many were `listed_right`; of those `named` as a gap, `right`. `told` are
    the people told of a gap.
    """

    people: int = 0
    hits: int = 0
    listed: int = 0
    listed_right: int = 0
    named: int = 0
    right: int = 0
    told: int = 0
    questions: int = 0
    checks: int = 0
    areas: int = 0

    def add(self, found: Sequence[WeakArea], weak: frozenset[str]) -> None:
        """Count one person."""
        listed = {each.area for each in found[:TONIGHT]}
        gaps = {each.area for each in found[:TONIGHT] if each.gap}
        self.people += 1
        self.hits += bool(weak & {each.area for each in found[:2]})
        self.listed += len(listed)
        self.listed_right += len(listed & weak)
        self.named += len(gaps)
        self.right += len(gaps & weak)
        self.told += bool(gaps)


@dataclass
class Sitter:
    """One person between interviews."""

    bank: Bank
    role: Role
    graph: Graph
    answers: Answers
    seed: int
    belief: Belief
    items: list[AskedItem] = field(default_factory=list)
    past: Counter[str] = field(default_factory=Counter)

    def interview(self) -> None:
        """A `full` interview, a day after the last."""
        if self.items:
            self.belief = self.belief.aged(1.0)
        cooling = frozenset(item.id for item in self.items if item.id)
        seed = self.seed * 10 + len(self.items)
        walk = SelectionContext("full", self.role, seed=seed, cooling=cooling, past_areas=dict(self.past))
        walk = msgspec.structs.replace(walk, kept_minutes=KEPT)
        sat, self.belief = sit(self.bank, self.answers, walk, self.belief)
        for each in sat:
            self._keep(each.evidence)

    def even_interview(self, rng: Generator, areas: Sequence[str]) -> None:
        """As many questions and checks over all areas alike: first those asked least, then those most in doubt."""
        if self.items:
            self.belief = self.belief.aged(1.0)
        asked = Counter(item.area for item in self.items)
        order = sorted(rng.permutation(areas).tolist(), key=lambda a: (asked[a], bool(self._left(a, check=True))))
        for number, area in enumerate(order):
            self._ask(rng, area, check=number >= QUESTIONS)
        for _ in range(CHECKS - (HEAVY - QUESTIONS)):
            open_ = [area for area in areas if self._left(area, check=True)]
            self._ask(rng, max(open_, key=lambda a: chance_of(self.belief, self.role, a)), check=True)

    def _left(self, area: str, *, check: bool) -> list[int]:
        met = {item.id for item in self.items}
        numbers = np.flatnonzero((self.bank.is_check == check) & self.bank.in_area(area) & (self.bank.tier <= 4))
        return [int(n) for n in numbers if self.bank.items[n].id not in met and (check or self.bank.is_question[n])]

    def _ask(self, rng: Generator, area: str, *, check: bool) -> None:
        left = self._left(area, check=check) or self._left(area, check=not check)
        best = sorted(left, key=lambda n: abs(int(self.bank.tier[n]) - 2.4))[:3]  # the tiers that tell most
        number = int(rng.choice(best))
        kind = "check" if self.bank.is_check[number] else "verdict"
        evidence = Evidence(self.bank.items[number].id, kind, int(self.answers[number]))  # type: ignore[arg-type]
        self.belief = self.belief.update(evidence)
        self._keep(evidence)

    def _keep(self, evidence: Evidence) -> None:
        number = self.bank.index[evidence.item]
        item, check = self.bank.items[number], evidence.kind == "check"
        area = self.bank.areas[self.bank.area_of[self.bank.primary[number]]]
        concept = self.bank.concepts[self.bank.primary[number]]
        rank = evidence.category + 1 if check else evidence.category
        self.items.append(AskedItem(item.id, concept, area, check, True, item.tier, rank))
        self.past[area] += not check

    def names(self) -> tuple[WeakArea, ...]:
        """The areas under Tonight, as the report has them."""
        return weak_areas(self.belief, self.role, self.items, self.graph)


def heaviest(graph: Graph, role: Role) -> list[str]:
    return sorted(graph.areas, key=lambda a: -role.areas.get(a, 0.0))[:HEAVY]


def drawn(bank: Bank, areas: Sequence[str], weak: int, rng: Generator) -> tuple[list[frozenset[str]], Answers]:
    """People with so many weak areas: which, and their answers to everything."""
    chosen = [frozenset(rng.choice(areas, weak, replace=False).tolist()) for _ in range(PEOPLE)]
    of_area = rng.normal(0, AREA_SD, (PEOPLE, len(bank.areas)))
    of_area -= GAP * np.array([[area in names for area in bank.areas] for names in chosen])
    theta = of_area[:, bank.area_of] + rng.normal(0, CONCEPT_SD, (PEOPLE, len(bank.concepts)))
    return chosen, answers_of(bank, theta, rng)


def measured(graph: Graph, role: Role, weak: int, seed: int, *, even: bool = False) -> list[Figures]:
    """The figures after one interview and after two."""
    bank, rng = bank_of(graph), np.random.default_rng(seed)
    areas = heaviest(graph, role)
    chosen, answers = drawn(bank, areas, weak, rng)
    after = [Figures(), Figures()]
    for number, names in enumerate(chosen):
        sitter = Sitter(bank, role, graph, answers[number], number, Prior.structural(bank))
        for figures in after:
            before = len(sitter.items)
            sitter.even_interview(rng, areas) if even else sitter.interview()
            new = sitter.items[before:]
            figures.add(sitter.names(), names)
            figures.checks += sum(item.check for item in new)
            figures.questions += sum(not item.check for item in new)
            figures.areas += len({item.area for item in new} & set(areas))
            assert_borne_out(sitter)
    return after


def assert_borne_out(sitter: Sitter) -> None:
    """No gap rests on a single wrong check."""
    short = Counter(item.area for item in sitter.items if not item.check and item.rank is not None and item.rank < 2)
    wrong = Counter(item.area for item in sitter.items if item.check and item.rank == 1)
    design = sitter.graph.design_area
    for each in sitter.names():
        assert not each.gap or short[each.area] or wrong[each.area] > 1 or each.area == design


def share(part: int, of: int) -> float:
    return part / max(of, 1)


def row(label: str, weak: Figures, none: Figures) -> str:
    n = weak.people
    met = f"{weak.questions / n:5.1f}{weak.checks / n:5.1f}{weak.areas / n:6.1f}"
    listed = f"{weak.listed / n:7.2f}{share(weak.listed_right, weak.listed):7.2f}"
    gaps = (
        f"{weak.named / n:7.2f}{share(weak.right, weak.named):7.2f}{weak.told / n:7.0%}{none.told / none.people:8.1%}"
    )
    return f"{label:34}{met}{weak.hits / n:9.1%}{listed}{gaps}"


HEADS = "quest chks areas      hit listed  right  named  right   told of none"
BLIND = 1 - comb(HEAVY - WEAK, 2) / comb(HEAVY, 2)


@pytest.mark.parametrize("name", ROLES)
def test_first_interviews_find_weak_areas(llm: Graph, name: str) -> None:
    role = llm.roles[name]
    weak, none = measured(llm, role, WEAK, 190), measured(llm, role, 0, 191)
    lines = [f"\n{name:34}{HEADS}"]
    lines += [row(f"full, after {n}", w, z) for n, (w, z) in enumerate(zip(weak, none, strict=True), 1)]
    even, even_none = measured(llm, role, WEAK, 192, even=True), measured(llm, role, 0, 193, even=True)
    lines += [row(f"ceiling, after {n}", w, z) for n, (w, z) in enumerate(zip(even, even_none, strict=True), 1)]
    lines.append(f"{'blind, two of the ten':50}{BLIND:9.1%}{'':7}{WEAK / HEAVY:7.2f}{'':7}{WEAK / HEAVY:7.2f}\n")
    sys.stdout.write("\n".join(lines))
    for (w, z), least in zip(zip(weak, none, strict=True), (0.60, 0.85), strict=True):
        assert w.hits / w.people >= least - 2 * sqrt(least * (1 - least) / w.people)  # two standard errors
        assert share(w.right, w.named) >= 0.6 - 2 * sqrt(0.24 / max(w.named, 1))
        assert z.told / z.people <= 0.2 + 2 * sqrt(0.16 / z.people)
    assert weak[0].hits / weak[0].people > BLIND + 0.1
