"""Simulated people from several populations, none of them the engine's prior, their answers, and interviews in a row.

base_c is the mean difficulty of a concept's questions (`Bank.middle`). Every question's difficulty has hidden noise
N(0, .7²), the slope is 1.5, every person has a leniency N(mean, .3²), g ~ N(0, 1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

import numpy as np
from msgspec.structs import replace
from numpy.random import Generator

from simulator.engine.choice.formats import FULL, PastItem, SelectionContext
from simulator.engine.choice.policy import next_item
from simulator.engine.lab.crowd import Answers
from simulator.engine.model import items
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array, logistic
from simulator.engine.scoring import VERDICTS, Mark, Verdict, rank
from simulator.graph.records import CHECK_MINUTES, PROBE_MINUTES, Check, Graph, Point, Question, Role

HIDDEN_SD = 0.7  # of a question's difficulty around its mean
SLOPE = 1.5
LENIENCY_SD = 0.3
LENIENCY_MEAN = 0.2


@dataclass(frozen=True, eq=False)
class People:
    """`theta` (people, C) and `leniency` (people,) in logits; `answers` and `again` (people, items) are categories.

    `answers` are the same for every policy. `again` are independent second answers to the same questions, on which
    predictions are judged.
    """

    theta: Array
    leniency: Array
    answers: Answers
    again: Answers


def general(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .95 g + N(0, .45²), shape (people, C) as for all populations."""
    return 0.95 * rng.normal(size=(people, 1)) + rng.normal(0, 0.45, (people, len(bank.concepts)))


def areas(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .8 g + N(0, .8²) per area + N(0, .35²)."""
    of_area = rng.normal(0, 0.8, (people, len(bank.areas)))
    rest = rng.normal(0, 0.35, (people, len(bank.concepts)))
    return np.asarray(0.8 * rng.normal(size=(people, 1)) + of_area[:, bank.area_of] + rest)


def specialist(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .7 g + 1.3 in three random areas, -.5 elsewhere, + N(0, .3²)."""
    order = rng.random((people, len(bank.areas))).argsort(1)
    of_area = np.where(order < 3, 1.3, -0.5)
    rest = rng.normal(0, 0.3, (people, len(bank.concepts)))
    return np.asarray(0.7 * rng.normal(size=(people, 1)) + of_area[:, bank.area_of] + rest)


def states(bank: Bank, people: int, rng: Generator) -> Array:
    """Mastered with probability logistic(1.2 g + 1.2) if all prerequisites are, else .1; theta = base ± 1."""
    chance = logistic(1.2 * rng.normal(size=people) + 1.2)
    mastered = np.zeros((people, len(bank.concepts)), np.bool_)
    for concept in items.topological(bank.parents):
        ready = mastered[:, list(bank.parents[concept])].all(1)
        mastered[:, concept] = rng.random(people) < np.where(ready, chance, 0.1)
    return np.asarray(bank.middle + np.where(mastered, 1.0, -1.0))


POPULATIONS: Mapping[str, Callable[[Bank, int, Generator], Array]] = {
    "general": general,
    "areas": areas,
    "specialist": specialist,
    "states": states,
}


def drawn(bank: Bank, population: str, people: int, rng: Generator, leniency_mean: float = LENIENCY_MEAN) -> People:
    """People of a population with all their answers; hidden difficulties are drawn for each."""
    theta = POPULATIONS[population](bank, people, rng)
    leniency = rng.normal(leniency_mean, LENIENCY_SD, people)
    # each person gets their own draw of the difficulties: shared draws would make people dependent, and paired
    # intervals too narrow
    hidden = bank.difficulty + rng.normal(0, HIDDEN_SD, (people, len(bank.items)))
    u = theta @ bank.weights.T - hidden + leniency[:, None] * bank.self_scored
    return People(theta, leniency, categories(bank, u, rng), categories(bank, u, rng))


def categories(bank: Bank, u: Array, rng: Generator) -> Answers:
    """Answers by the graded response model with the populations' slope; `u` is (people, items)."""
    return categories_of(bank, u, rng.random(u.shape))


def categories_of(bank: Bank, u: Array, luck: Array) -> Answers:
    """The answers that some luck (people, items), uniform on 0 to 1, makes of `u`."""
    result = np.zeros(u.shape, np.int8)
    guess = np.array([item.response.guess for item in bank.items])
    for threshold in bank.edges[:, 1:-1].T:
        # an item with fewer categories has an infinite threshold here, which nobody passes, not even by guessing
        exists = np.isfinite(threshold)
        above = logistic(SLOPE * (u - np.where(exists, threshold, 0.0)))
        result += (luck < guess + (1 - guess) * above) & exists
    return result


# How the points of an answer are marked, fitted over all 400 questions of the llm graph so that the verdict by points
# goes by the graded model. Where ability equals difficulty .50 are solid or better (model .50), .86 borderline or
# better (.86) and .14 outstanding (.14). From -3 to 3 the three curves are off by .026 (root mean square), by .064 at
# most. With more halves it could be .007, but the demo's candidates say half points in full, and would be heard so.
SHARED = 0.32  # scale of a logistic term that all points of an answer share: a good day, or a bad one
YES_AT, PARTLY_AT, POINT_SLOPE = -0.05, -0.55, 1.05
CRITICAL_EASE, BEYOND_EFFORT = 0.6, 0.41
SAID_UNASKED = 0.5  # of the points that wait for a follow-up, those that are said before it, of what is known
PREDICTION_NOISE = 0.8
DONT_KNOW_BELOW = -2.6


@dataclass(frozen=True)
class Answer:
    """One answer: the marks candidates give themselves, by point, the anchored verdict, and the prediction.

    The points `held_back` are said only when a follow-up asks for them.
    """

    marks: Mapping[str, Mark]
    verdict: Verdict
    prediction: Verdict
    dont_know: bool
    held_back: frozenset[str] = frozenset()

    @property
    def unprompted(self) -> dict[str, Mark]:
        """The marks before any follow-up."""
        return {point: "no" if point in self.held_back else mark for point, mark in self.marks.items()}


@dataclass(frozen=True)
class Candidate:
    """Mastery by concept (logits), and the leniency (logits) added where candidates score themselves."""

    theta: Mapping[str, float]
    leniency: float = 0.0

    def mastery(self, concepts: tuple[str, ...]) -> float:
        """The weighted mastery that a question or check on these concepts depends on."""
        raw = [1.0] + [P.SECONDARY_WEIGHT] * (len(concepts) - 1)
        return sum(self.theta[c] * w for c, w in zip(concepts, raw, strict=True)) / sum(raw)

    def answer(self, question: Question, rng: Random) -> Answer:
        """Answer one question; `rng` draws its hidden difficulty and the noise of points and prediction."""
        middle = question.difficulty if question.difficulty is not None else P.tier_difficulty(question.tier)
        ability = self.mastery(question.concepts) - middle + rng.gauss(0, HIDDEN_SD)
        judged = ability + self.leniency
        marks = marks_of(question.rubric, judged, rng)
        verdict = graded(judged, rng)
        felt = graded(judged + rng.gauss(P.PREDICTION_BIAS_MEAN, PREDICTION_NOISE), rng)
        held_back = frozenset(p.id for p in question.rubric if p.waits and rng.random() >= SAID_UNASKED)
        return Answer(marks, verdict, felt, ability < DONT_KNOW_BELOW, held_back)

    def check(self, check: Check, rng: Random) -> bool:
        """Whether a check is answered correctly. Options can be guessed; leniency plays no part."""
        ability = self.mastery(check.concepts) - P.tier_difficulty(check.tier) + rng.gauss(0, HIDDEN_SD)
        return rng.random() < check.guess + (1 - check.guess) * _logistic(SLOPE * ability)


def at_level(bank: Bank, tier: float, rng: Random, weak_area: str | None = None) -> Candidate:
    """A candidate with a profile by area, who answers a tier solidly except in one weak area.

    theta = level + N(0, .5²) per area + N(0, .35²) per concept, two logits less in the weak area; leniency N(.2, .3²).
    """
    middle = P.tier_difficulty(1) + P.DIFFICULTY_PER_TIER * (tier - 1) + 0.4
    of_area = {area: middle + rng.gauss(0, 0.5) for area in bank.areas}
    if weak_area is not None:
        of_area[weak_area] = middle - 2.0
    theta = {c: of_area[bank.areas[bank.area_of[i]]] + rng.gauss(0, 0.35) for i, c in enumerate(bank.concepts)}
    return Candidate(theta, rng.gauss(P.LENIENCY_MEAN, P.LENIENCY_SD))


def drawn_candidate(
    bank: Bank, seed: int, tier: float | None = None, weak_area: str | None = None, seniority: P.Seniority = "mid"
) -> Candidate:
    """The candidate of a seed.

    Without a tier the level is drawn too, in tiers and kept between 1 and 6: N(t + 1, 1²), t the target of a seniority.
    """
    rng = Random(f"candidate:{seed}")
    level = tier if tier is not None else min(6.0, max(1.0, rng.gauss(P.TARGET_TIERS[seniority] + 1.0, 1.0)))
    return at_level(bank, level, rng, weak_area)


def graded(ability: float, rng: Random) -> Verdict:
    """A verdict by the graded response model with the usual thresholds."""
    luck = rng.random()
    above = [_logistic(SLOPE * (ability - t)) for t in P.THRESHOLDS]
    return VERDICTS[sum(1 for p in above if luck < p)]


def marks_of(rubric: Sequence[Point], ability: float, rng: Random) -> dict[str, Mark]:
    """The marks of an answer, whose verdict by points follows the graded response model."""
    luck = rng.random()
    day = ability + SHARED * log(max(luck, 1e-9) / (1.0 - luck))
    marks: dict[str, Mark] = {}
    for point in rubric:
        felt = day - (BEYOND_EFFORT if point.beyond else 0.0) + (CRITICAL_EASE if point.critical else 0.0)
        luck = rng.random()
        if luck < _logistic(POINT_SLOPE * (felt - YES_AT)):
            marks[point.id] = "yes"
        else:
            marks[point.id] = "partly" if luck < _logistic(POINT_SLOPE * (felt - PARTLY_AT)) else "no"
    return marks


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x)) if x > -30 else 0.0


# How long a bank lasts: interviews in a row until a question has to be asked again

MOST_IN_A_ROW = 60
DAYS_BETWEEN = 1.0


@dataclass(frozen=True)
class Supply:
    """Interviews in a row: `whole` until the opening finds nothing new at its tiers, `fresh` until a question returns.

    Neither goes beyond MOST_IN_A_ROW.
    """

    whole: int
    fresh: int


def supply(graph: Graph, bank: Bank, role: Role | None, tier: float, seed: int = 0) -> Supply:
    """How many interviews a simulated candidate who answers `tier` solidly can sit, one a day.

    A question is repeated only when nothing else is left to ask. Checks may return.
    """
    candidate = drawn_candidate(bank, seed, tier)
    belief, seen, whole = Prior.structural(bank), frozenset[str](), MOST_IN_A_ROW
    low, high = FULL.stages[0].tiers
    for number in range(MOST_IN_A_ROW):
        context = SelectionContext(FULL.id, role, FULL.minutes, seed=seed + number, cooling=seen)
        belief, questions = _sit(graph, bank, belief, context, candidate)
        if not questions or not low <= graph.questions[questions[0]].tier <= high:
            whole = min(whole, number)
        if not questions or not seen.isdisjoint(questions):
            return Supply(min(whole, number), number)
        belief, seen = belief.aged(DAYS_BETWEEN), seen.union(questions)
    return Supply(whole, MOST_IN_A_ROW)


def _sit(
    graph: Graph, bank: Bank, belief: Belief, context: SelectionContext, candidate: Candidate
) -> tuple[Belief, tuple[str, ...]]:
    """One interview: the belief after it, and the questions asked in it."""
    while (choice := next_item(bank, belief, context)) is not None:
        rng = Random(f"{context.seed}/{choice.item}")
        if choice.kind == "check":
            right = candidate.check(graph.checks[choice.item], rng)
            belief = belief.update(Evidence(choice.item, "check", int(right)))
            asked, minutes = PastItem(choice.item, "check"), CHECK_MINUTES
        else:
            question = graph.questions[choice.item]
            verdict = candidate.answer(question, rng).verdict
            belief = belief.update(Evidence(choice.item, "verdict", rank(verdict)))
            asked, minutes = PastItem(choice.item, "question", verdict), question.planned_minutes + PROBE_MINUTES
        context = replace(context, asked=(*context.asked, asked), clock_minutes=context.clock_minutes + minutes)
    return belief, tuple(a.item for a in context.asked if a.kind == "question")
