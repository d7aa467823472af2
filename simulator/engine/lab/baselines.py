"""The policies compared: ours (`adaptive`) and those it should beat, all with one response model.

Each has a prior and a rule for the next item. All update by the same moment matching, with the same leniency.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.random import Generator

from simulator.engine.choice.value import hop_discount
from simulator.engine.lab.crowd import Beliefs, Crowd, Model, Start
from simulator.engine.model.bank import Bank
from simulator.engine.model.parameters import KINDS, NEAR_BEST
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
    """Expected reduction of the weighted variance (see `values`)."""
    return _share(beliefs) * beliefs.spreads / beliefs.variances


def d_optimal(beliefs: Beliefs) -> Array:
    """Growth of the log-determinant of Σ⁻¹ by the expected reduction: -log(1 - r w'Σw / V) (Segall, 1996).

    Σ is the covariance of the whole state, leniency included.
    """
    known = beliefs.variances - beliefs.model.bank.difficulty_variance
    result: Array = -np.log1p(-np.minimum(_share(beliefs) * known / beliefs.variances, 1 - 1e-9))
    return result


def fisher(beliefs: Beliefs) -> Array:
    """Fisher information of the graded response (Samejima, 1969) at the posterior mean; the rule of Lord (1980)."""
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
    part = sum(kind.share * kind.graph**2 for kind in KINDS) * bank.pooled.structural_share
    change = part * (graph_correlation(bank, order) - graph_correlation(bank))
    return Mixture.single(bank.pooled.mean, bank.pooled.covariance + change)


def shuffle_of(bank: Bank) -> Ints:
    """The permutation that `shuffled` uses, the same for everybody."""
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
    """The best fixed form, greedily: the order in which A-optimality asks if it sees no answer.

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
