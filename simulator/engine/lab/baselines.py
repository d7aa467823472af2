"""The policies compared, ours (`adaptive`) and those it should beat, and how near each comes to the truth.

Each has a prior and a rule for the next item. All have one response model, and update by the same moment matching with
the same leniency. A policy is run on a group of people, and its estimates are measured after every question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.random import Generator

from simulator.engine.choice.value import hop_discount
from simulator.engine.lab.crowd import Answers, Beliefs, Crowd, Model, Start, at_least
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import UNREACHABLE
from simulator.engine.model.level import cuts
from simulator.engine.model.parameters import KINDS_OF_PEOPLE, NEAR_BEST
from simulator.engine.model.priors import Mixture, graph_correlation, prior_of, structural
from simulator.engine.model.response import Array, Ints, Mask, logistic

Value = Callable[[Beliefs], Array]


@dataclass(frozen=True)
class Policy:
    """How a policy chooses: `value` scores items, `flow` discounts hops, `near` is the share within which it draws."""

    name: str
    prior: Callable[[Bank], Mixture]
    rule: Literal["value", "random", "fixed", "ladder"]
    value: Value | None = None
    flow: bool = False
    near: float = 1e-6
    estimates: bool = True


def a_optimal(beliefs: Beliefs) -> Array:
    """Expected reduction of the weighted variance, (people, items), logits squared (see `choice.value`)."""
    return _share(beliefs) * beliefs.spreads / beliefs.variances


def d_optimal(beliefs: Beliefs) -> Array:
    """Growth of the log-determinant of Σ⁻¹ by the expected reduction: -log(1 - r w'Σw / V) (Segall, 1996).

    Σ is the covariance of the whole state, leniency included. Shape (people, items).
    """
    known = beliefs.variances - beliefs.model.bank.difficulty_variance
    result: Array = -np.log1p(-np.minimum(_share(beliefs) * known / beliefs.variances, 1 - 1e-9))
    return result


def fisher(beliefs: Beliefs) -> Array:
    """Fisher information of the graded response (Samejima, 1969) at the posterior mean; the rule of Lord (1980).

    Shape (people, items).
    """
    bank = beliefs.model.bank
    slope = bank.slope
    above = [np.ones_like(beliefs.item_means)]
    with np.errstate(invalid="ignore"):
        above += [logistic(slope * (beliefs.item_means - t)) for t in bank.edges[:, 1:-1].T]
    above.append(np.zeros_like(beliefs.item_means))
    total = np.zeros_like(beliefs.item_means)
    for high, low in pairwise(above):
        change = slope * (high * (1 - high) - low * (1 - low))
        total += change**2 / np.maximum(high - low, 1e-12)
    return total


def _share(beliefs: Beliefs) -> Array:
    tables = beliefs.model.bank.tables
    return tables.reduction(tables.scaled(beliefs.item_means, beliefs.variances))


def one_dimension(bank: Bank) -> Mixture:
    """One ability for all concepts, with the variance of their mean under our prior."""
    ours = prior_of(bank)
    return Mixture.single(_level(bank), np.full((len(bank.concepts),) * 2, float(ours.covariance.mean())))


def residual(bank: Bank) -> Mixture:
    """A general factor and independent concepts: our variances, and our mean covariance between any two concepts."""
    ours = prior_of(bank)
    return Mixture.single(_level(bank), _averaged(ours.covariance, np.zeros(len(bank.concepts), np.intp)))


def blocks(bank: Bank) -> Mixture:
    """A general factor, area blocks and independent concepts: our mean covariances within and between areas."""
    ours = prior_of(bank)
    return Mixture.single(_level(bank), _averaged(ours.covariance, bank.area_of))


def _level(bank: Bank) -> Array:
    """The mean for priors without kinds: the pooled one, otherwise 0 for all concepts, shape (C,)."""
    return bank.pooled.mean if bank.pooled is not None else np.zeros(len(bank.concepts))


def shuffled(bank: Bank) -> Mixture:
    """Our prior with the concepts permuted in the prerequisite graph; areas stay as they are."""
    order = shuffle_of(bank)
    if bank.pooled is None:
        return structural(bank, places=order)
    part = sum(kind.share * kind.graph**2 for kind in KINDS_OF_PEOPLE) * bank.pooled.structural_share
    change = part * (graph_correlation(bank, order) - graph_correlation(bank))
    return Mixture.single(bank.pooled.mean, bank.pooled.covariance + change)


def shuffle_of(bank: Bank) -> Ints:
    """The permutation of the concepts (C,) that `shuffled` uses, the same for everybody."""
    return np.random.default_rng(len(bank.concepts)).permutation(len(bank.concepts))


def _averaged(ours: Array, block_of: Ints) -> Array:
    """Off-diagonal entries replaced by their mean within each block and between blocks; kept positive definite."""
    same = block_of[:, None] == block_of[None, :]
    off = ~np.eye(len(ours), dtype=np.bool_)
    result = np.zeros_like(ours)
    for part in (same & off, ~same):
        if part.any():
            result[part] = ours[part].mean()
    np.fill_diagonal(result, np.diag(ours))
    values, vectors = np.linalg.eigh(result)
    if values[0] > 1e-6:
        return result
    return np.asarray((vectors * np.maximum(values, 1e-6)) @ vectors.T)


POLICIES: Mapping[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy("adaptive", prior_of, "value", a_optimal, flow=True, near=NEAR_BEST),
        Policy("random", prior_of, "random"),
        Policy("fixed", prior_of, "fixed"),
        Policy("cat-1d", one_dimension, "value", fisher),
        Policy("residual", residual, "value", a_optimal),
        Policy("blocks", blocks, "value", d_optimal),
        Policy("shuffled", shuffled, "value", a_optimal, flow=True, near=NEAR_BEST),
        Policy("ladder", prior_of, "ladder"),
        Policy("self-average", prior_of, "random", estimates=False),
    )
}


@dataclass(eq=False)
class Chooser:
    """A policy choosing items for a group of people; `luck` (people, questions) and `order` decide its draws."""

    policy: Policy
    start: Start
    luck: Array
    order: Array
    form: Ints

    def choose(self, beliefs: Crowd, step: int, allowed: Mask, last: Ints | None, tiers: Ints) -> Ints:
        """The next item for everybody; `allowed` (people, items), `last` are the items before, `tiers` the ladder's."""
        bank = self.start.lead.bank
        if self.policy.rule == "random":
            return _first(self.order, allowed)
        if self.policy.rule == "fixed":
            return np.asarray(self.form[np.argmax(allowed[:, self.form], 1)])
        if self.policy.rule == "ladder":
            distance = np.abs(bank.tier[None, :] - tiers[:, None])
            return _first(self.order + distance, allowed)
        assert self.policy.value is not None
        worth = self.policy.value(beliefs.lead)
        if self.policy.flow and last is not None:
            hops = bank.jumps
            if self.policy.name == "shuffled":
                order = shuffle_of(bank)
                hops = hops[np.ix_(order, order)]
            discount: Array = hop_discount(step).take(hops, mode="clip")[bank.primary[last]][:, bank.primary]
            # our policy never asks about a concept twice in a row
            discount[bank.primary[last][:, None] == bank.primary[None, :]] = 0.0
            worth = worth * discount
        worth = np.where(allowed, worth, -np.inf)
        near = worth >= (1.0 - self.policy.near) * worth.max(1, keepdims=True)
        wanted = (self.luck[:, step] * near.sum(1)).astype(np.intp) + 1
        return np.asarray(np.argmax(near.cumsum(1) >= wanted[:, None], 1))


def chooser(
    policy: Policy, bank: Bank, omega: Array, people: int, questions: int, rng: Generator, lenient: bool
) -> Chooser:
    """A policy ready for a group of people."""
    if policy.prior is one_dimension and bank.pooled is not None:
        bank = bank.with_fits(bank.pooled.fits)  # its items were fitted with one ability
    start = Start.of(bank, omega, policy.prior(bank), lenient)
    order = rng.random((people, len(bank.items)))
    luck = rng.random((people, max(questions, 1)))
    form = best_form(start.lead, questions) if policy.rule == "fixed" else np.zeros(0, np.intp)
    return Chooser(policy, start, luck, order, form)


def best_form(model: Model, questions: int) -> Ints:
    """The best fixed form, as item numbers, greedily: the order in which A-optimality asks if it sees no answer.

    The mean stays at the prior's; the covariance shrinks by what each question is expected to remove. The other items
    follow by their value, for people who may not be asked some of the form.
    """
    beliefs = Beliefs.start(model, 1)
    allowed = ~model.bank.is_check
    form: list[int] = []
    for _ in range(min(2 * questions, int(allowed.sum()))):
        worth = np.where(allowed, a_optimal(beliefs)[0], -np.inf)
        item = int(worth.argmax())
        form.append(item)
        allowed[item] = False
        chosen = np.array([item])
        gain, _ = beliefs.gain_of(chosen)
        share = _share(beliefs)[:, item]
        beliefs.take(gain, np.zeros(1), share / beliefs.variances[:, item])
    rest = np.where(allowed, a_optimal(beliefs)[0], -np.inf).argsort()[::-1]
    return np.array([*form, *(i for i in rest if allowed[i])], np.intp)


def _first(order: Array, allowed: Mask) -> Ints:
    return np.asarray(np.argmin(np.where(allowed, order, np.inf), 1))


# Measures

START_TIER, TOP_TIER = 3, 6
MEASURES = (
    "squared_error",
    "mastery_accuracy",
    "interval_coverage",
    "interval_width",
    "mean_coverage",
    "mean_width",
    "level_exact",
    "level_mae",
    "log_loss",
)


@dataclass(frozen=True, eq=False)
class Group:
    """The people a policy is run on. Arrays have one row per person.

    `answers` (people, items) are categories; `allowed` is true where an item may be asked; `theta` (people, C) is None
    for recorded people. `held` (people, E) are the items on which predictions are judged, by their `outcomes`, where
    `counts` is true.
    """

    answers: Answers
    allowed: Mask
    held: Ints
    outcomes: Answers
    counts: Mask
    theta: Array | None = None


@dataclass(frozen=True, eq=False)
class Trial:
    """The result of a run: `measures` by name, each (questions + 1, people); NaN if there was nothing to measure.

    `auc` is (questions + 1,). `asked` (questions, people) are item numbers, -1 if nothing was left. `seconds` is the
    total time of choices and updates.
    """

    measures: dict[str, Array]
    auc: Array
    asked: Ints
    seconds: float


def run(chooser: Chooser, group: Group, questions: int, timer: Callable[[], float]) -> Trial:
    """Ask everybody `questions` questions; measure before the first and after each. `timer` returns seconds."""
    bank, people = chooser.start.lead.bank, len(group.answers)
    rows = np.arange(people)
    beliefs = Crowd.start(chooser.start, people)
    allowed = group.allowed.copy()
    tiers = np.full(people, START_TIER)
    scores: list[Array] = []
    measured = [_measured(chooser, beliefs, group, scores)]
    asked = np.full((questions, people), -1, np.intp)
    last: Ints | None = None
    seconds = 0.0
    for step in range(questions):
        started = timer()
        items = chooser.choose(beliefs, step, allowed, last, tiers)
        possible = allowed[rows, items]
        answers = group.answers[rows, items]
        beliefs.update(items, answers, possible)
        seconds += timer() - started
        asked[step] = np.where(possible, items, -1)
        allowed[rows, items] = False
        last = items
        most = np.array([bank.items[i].response.categories - 1 for i in items])
        scores.append(np.where(possible, answers / most, np.nan))
        tiers = np.clip(tiers + np.where(answers / most > 0.5, 1, np.where(answers == 0, -1, 0)), 1, TOP_TIER)
        measured.append(_measured(chooser, beliefs, group, scores))
    measures = {name: np.array([row[0][name] for row in measured]) for name in MEASURES}
    return Trial(measures, np.array([row[1] for row in measured]), asked, seconds)


def _measured(chooser: Chooser, beliefs: Crowd, group: Group, scores: list[Array]) -> tuple[dict[str, Array], float]:
    nothing = np.full(len(group.answers), np.nan)
    values = dict.fromkeys(MEASURES, nothing)
    if not chooser.policy.estimates:
        own = np.nanmean(np.array(scores), 0) if scores else np.zeros(len(nothing))
        ranking = np.repeat(np.nan_to_num(own, nan=0.5)[:, None], group.held.shape[1], 1)
        return values, auc(ranking[group.counts], _event(chooser.start.lead.bank, group)[group.counts])
    if group.theta is not None:
        values |= _against_truth(chooser, beliefs, group.theta)
    values["log_loss"], high = predictions(chooser.start.lead.bank, beliefs, group)
    return values, auc(high[group.counts], _event(chooser.start.lead.bank, group)[group.counts])


def _against_truth(chooser: Chooser, beliefs: Crowd, theta: Array) -> dict[str, Array]:
    model = chooser.start.lead
    mean, variance = beliefs.concepts()
    # both spreads as reports show them
    sd = np.sqrt(np.maximum(variance, 0.0) + model.bank.shown_own_variance)
    error = mean - theta
    middle = model.bank.middle
    overall, total = (found[:, 0] for found in beliefs.overall())
    true, overall_sd = theta @ model.omega, np.sqrt(np.maximum(total, 0.0) + P.SHOWN_LUCK_SD**2)
    at = cuts(model.bank)
    levels = (overall[:, None] >= at).sum(1), (true[:, None] >= at).sum(1)
    return {
        "squared_error": (error**2) @ model.omega,
        "mastery_accuracy": ((mean >= middle) == (theta >= middle)).mean(1),
        "interval_coverage": (np.abs(error) <= P.Z80 * sd).mean(1),
        "interval_width": 2 * P.Z80 * sd.mean(1),
        "mean_coverage": (np.abs(overall - true) <= P.Z80 * overall_sd).astype(float),
        "mean_width": 2 * P.Z80 * overall_sd,
        "level_exact": (levels[0] == levels[1]).astype(float),
        "level_mae": np.abs(levels[0] - levels[1]).astype(float),
    }


def predictions(bank: Bank, beliefs: Crowd, group: Group) -> tuple[Array, Array]:
    """Log loss of the held answers by person, and the probability of the upper half of the scale (people, E)."""
    mean, variance = beliefs.looks_at(group.held)
    slope, outcomes = bank.slope[group.held], group.outcomes.astype(np.intp)

    def reaches(category: Ints) -> Array:
        """The probability (people, E) that a held item is answered in its `category` (people, E), or above."""
        threshold = bank.edges[group.held, category]
        with np.errstate(invalid="ignore"):
            inside = at_least(slope, np.where(np.isfinite(threshold), threshold, 0.0), mean, variance)
        return np.where(threshold == -np.inf, 1.0, np.where(threshold == np.inf, 0.0, inside))

    p = np.clip(reaches(outcomes) - reaches(outcomes + 1), 1e-6, 1.0)
    loss = np.where(group.counts, -np.log(p), 0.0).sum(1) / np.maximum(group.counts.sum(1), 1)
    return loss, reaches(_upper_half(bank)[group.held])


def _upper_half(bank: Bank) -> Ints:
    """The lowest category above the middle of the scale, by item: solid, right, or full marks of three."""
    return np.array([(item.response.categories - 1) // 2 + 1 for item in bank.items], np.intp)


def _event(bank: Bank, group: Group) -> Mask:
    result: Mask = group.outcomes >= _upper_half(bank)[group.held]
    return result


def auc(ranking: Array, event: Mask) -> float:
    """Area under the ROC curve, ties counted half (Hanley and McNeil, 1982); NaN where only one outcome occurs."""
    yes = int(event.sum())
    no = len(event) - yes
    if not yes or not no:
        return float("nan")
    _, inverse, counts = np.unique(ranking, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[inverse]
    return float((ranks[event].sum() - yes * (yes + 1) / 2) / (yes * no))


def hops_between(bank: Bank, asked: Ints) -> Array:
    """Hops between people's consecutive questions, all in one row; `asked` as in `Trial`.

    Pairs without a path are left out; in a graph without edges there is no other.
    """
    before, after = _consecutive(asked)
    hops = bank.hops[bank.primary[before], bank.primary[after]]
    return np.asarray(hops[hops < UNREACHABLE], np.float64)


def tier_steps(bank: Bank, asked: Ints) -> Array:
    """Absolute differences of tiers between people's consecutive questions, all in one row."""
    before, after = _consecutive(asked)
    return np.asarray(np.abs(bank.tier[before] - bank.tier[after]), np.float64)


def _consecutive(asked: Ints) -> tuple[Ints, Ints]:
    both = (asked[:-1] >= 0) & (asked[1:] >= 0)
    return asked[:-1][both], asked[1:][both]
