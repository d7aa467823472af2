"""What is recommended to simulated people at the bar of a level, a tier above it and a tier below, after one interview.

Everybody has a profile by area and sits one `full` interview from the start of that seniority. The bar is the mean
difficulty of the level's tier, and our convention. Every person sits twice, with another seed and other luck.

`pytest -m slow -s tests/benchmarks/test_recommendations.py` prints the table of docs/engine-measured.md;
INTERVIEW_BENCH_PEOPLE sets how many people stand in each of its rows.
"""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.random import Generator

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief, fold
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.engine.scoring import SOLID_RANK
from simulator.graph.records import Graph, Role
from simulator.report.debrief_records import WORDS, Word
from simulator.report.figures.marks_vs_words import MarkEvidence
from simulator.report.figures.panel import Panel
from simulator.report.figures.readiness import ReadinessEvidence, ScoredAnswer, word_of
from simulator.report.tally import areas_of
from simulator.session.interview.history import Looks, looked_at
from tests.bare_interviews import Sat, sit
from tests.reporting import bank_of

pytestmark = pytest.mark.slow

PEOPLE = int(os.environ.get("INTERVIEW_BENCH_PEOPLE", "500"))
STANDINGS = {"a tier below": -P.DIFFICULTY_PER_TIER, "at the bar": 0.0, "a tier above": P.DIFFICULTY_PER_TIER}
LENIENCIES = (0.0, 0.2, 0.5)
AT_BAR, TOO_HIGH, TOO_LOW, ALIKE = 0.75, 0.03, 0.03, 0.90


def by_area(bank: Bank, people: int, rng: Generator) -> Array:
    """A profile by area, N(0, .5²) for each and N(0, .35²) for each concept."""
    of_area = rng.normal(0, 0.5, (people, len(bank.areas)))
    return np.asarray(of_area[:, bank.area_of] + rng.normal(0, 0.35, (people, len(bank.concepts))))


KINDS: Mapping[str, Callable[[Bank, int, Generator], Array]] = {
    "by area": by_area,
    "general": populations.general,
    "areas": populations.areas,
}


@dataclass(frozen=True)
class Row:
    """The people of one row of the table: the words that are said, those by the chance alone, and those of again."""

    said: Counter[Word]
    by_chance: Counter[Word]
    alike: float

    def share(self, *words: Word) -> float:
        """The share of the people, by the chance alone, who get one of these words."""
        return sum(self.by_chance[word] for word in words) / self.by_chance.total()

    @property
    def leans_yes(self) -> float:
        """The share of the people who are told yes or leaning yes."""
        return (self.said["leaning yes"] + self.said["yes"]) / self.said.total()


class Seats:
    """Sits people of one role: interviews, and the words that follow from them."""

    def __init__(self, graph: Graph, role: Role, seed: int, people: int = PEOPLE) -> None:
        self.graph, self.role, self.seed, self.people = graph, role, seed, people
        self.bank = bank_of(graph)
        self.start = cache(lambda tier: Prior.at_bar(self.bank, role, tier))

    def row(self, level: str, off: float, leniency: float, kind: str = "by area") -> Row:
        """The people whose role-weighted mastery is `off` logits above the bar of a level."""
        tier, bank = P.TARGET_TIERS[level], self.bank
        rng = np.random.default_rng([self.seed, tier, int(10 * off) + 20, int(10 * leniency), list(KINDS).index(kind)])
        theta = KINDS[kind](bank, self.people, rng)
        theta += (bank.tier_difficulty[tier] + off - theta @ bank.role_weights(self.role))[:, None]
        own = rng.normal(leniency, populations.LENIENCY_SD, self.people)
        prior = Prior.structural(bank, level)  # type: ignore[arg-type]
        said, by_chance, alike = Counter[Word](), Counter[Word](), 0
        for person in range(self.people):
            words = [self.words(self.sat(theta[person], own[person], prior, 2 * person + n, rng), tier) for n in (0, 1)]
            said.update(word for word, _ in words)
            by_chance.update(word for _, word in words)
            alike += abs(WORDS.index(words[0][0]) - WORDS.index(words[1][0])) <= 1
        return Row(said, by_chance, alike / self.people)

    def sat(self, theta: Array, leniency: float, prior: Belief, seed: int, rng: Generator) -> list[Sat]:
        """One interview, with hidden difficulties and luck of its own."""
        hidden = self.bank.difficulty + rng.normal(0, populations.HIDDEN_SD, len(self.bank.items))
        u = self.bank.weights @ theta - hidden + leniency * self.bank.self_scored
        answers = populations.categories(self.bank, u[None], rng)[0]
        return list(sit(self.bank, answers, SelectionContext(role=self.role, seed=seed, kept_minutes=2.0), prior)[0])

    def words(self, sat: list[Sat], tier: int) -> tuple[Word, Word]:
        """The word that is said at a tier, and the word by the chance alone."""
        panel = self.panel(sat)
        said = panel.at(tier)
        return said.word, word_of(panel.chance(tier))

    def panel(self, sat: list[Sat]) -> Panel:
        """What judges an interview; the marks of these people are borne out by their words."""
        asked = [self.graph.questions[one.choice.item] for one in sat if one.choice.kind == "question"]
        good = [one.evidence.category >= SOLID_RANK for one in sat if one.choice.kind == "question"]
        checks = [one.evidence for one in sat if one.choice.kind == "check"]
        marks = MarkEvidence(checks=len(checks), right=sum(check.category for check in checks))
        area = self.graph.area_of
        answers = [
            ScoredAnswer(
                q.tier, areas_of(self.graph, area(q.primary), q.tier, q.id), frozenset(map(area, q.concepts)), solid
            )
            for q, solid in zip(asked, good, strict=True)
        ]

        def through(start: Belief, looks: Looks) -> Belief:
            return fold(start, looked_at([one.evidence for one in sat], looks))

        evidence = ReadinessEvidence(answers=answers, asked=len(asked), marks=marks, checks=checks)
        return Panel(self.graph, self.role, self.start, through, evidence)


def rows(seats: Seats, kind: str = "by area") -> Iterator[tuple[str, str, float, Row]]:
    """All rows of a table, each printed once it is there."""
    heads = [*WORDS, "yes by the chance alone", "again within a step"]
    write(f"\n{seats.role.id}, {kind}, {seats.people} people a row, each twice, seed {seats.seed}\n")
    write(f"| level | stands | leniency | {' | '.join(heads)} |\n|---|---|---|{'---|' * len(heads)}\n")
    for level in P.TARGET_TIERS:
        for standing, off in STANDINGS.items():
            for leniency in LENIENCIES:
                row = seats.row(level, off, leniency, kind)
                said = " | ".join(f"{row.said[word] / row.said.total():.3f}" for word in WORDS)
                write(f"| {level} | {standing} | {leniency:g} | {said} | {row.share('yes'):.3f} | {row.alike:.3f} |\n")
                yield level, standing, leniency, row


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


@pytest.mark.parametrize(
    ("role", "seed", "kind", "people"),
    [
        ("applied-engineer", 11, "by area", PEOPLE),
        ("applied-engineer", 12, "general", PEOPLE // 5),
        ("applied-engineer", 13, "areas", PEOPLE // 5),
        ("pretraining-engineer", 14, "by area", PEOPLE // 5),
    ],
)
def test_words_fit_people_at_and_beside_the_bar(llm: Graph, role: str, seed: int, kind: str, people: int) -> None:
    """At the bar by the word that is said, beside it by the chance alone, without what the rules of evidence hold back.

    Fewer people may err by more.
    """
    seats, alike = Seats(llm, llm.roles[role], seed, people), defaultdict[str, list[float]](list)
    room = 2 * (0.03 * 0.97 / people) ** 0.5 if people < 500 else 0.0  # two standard errors of the share
    missed = []
    for level, standing, leniency, row in rows(seats, kind):
        alike[standing].append(row.alike)
        fits = {
            "at the bar": row.leans_yes >= AT_BAR - 2 * room,
            "a tier below": row.share("yes") <= TOO_HIGH + room,
            "a tier above": row.share("not yet") <= TOO_LOW + room,
        }[standing]
        missed += [] if fits else [f"{level}, {standing}, leniency {leniency}"]
    write(f"again within a step: { {name: round(float(np.mean(its)), 3) for name, its in alike.items()} }\n")
    assert missed == []
    assert all(np.mean(its) >= ALIKE for its in alike.values())


def test_start_of_the_interview_changes_few_words(llm: Graph) -> None:
    """Other questions are asked of those who claim more; to the same answers the word is the same (unit tests)."""
    seats = Seats(llm, llm.roles["applied-engineer"], 15, PEOPLE // 5)
    bank, rng = seats.bank, np.random.default_rng(15)
    theta = by_area(bank, seats.people, rng)
    theta += (bank.tier_difficulty[3] - theta @ bank.role_weights(seats.role))[:, None]
    write("\nat the bar of mid, by what was claimed\n")
    for claimed in P.SENIORITIES:
        prior, said = Prior.structural(bank, claimed), Counter[Word]()
        for person in range(seats.people):
            said[seats.words(seats.sat(theta[person], 0.2, prior, person, rng), 3)[0]] += 1
        write(f"  {claimed:<7} {', '.join(f'{word} {said[word] / seats.people:.2f}' for word in WORDS)}\n")
        assert (said["leaning yes"] + said["yes"]) / seats.people >= AT_BAR - 0.1
