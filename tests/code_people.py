"""What a code round tells beside talk, on simulated people of whom some code better or worse than they talk.

Code has no leniency but a term of the person's own: its rank goes by the graded model on f + coding, less the hidden
difficulty of the task. What is said about it goes by f + leniency less the same difficulty, with noise of its own, for
two short answers are a poorer look than a whole one. Everybody meets the same luck in everything they sit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import CODING, Z80, Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.gaussians import Gaussians
from simulator.engine.model.level import level_of
from simulator.engine.model.response import Array, logistic
from simulator.graph.records import Role
from tests.bare_interviews import Sat, sit

TALK_NOISE = 1.0  # SD in logits of what is said about code, beside the noise of every answer
CANNOT_MEAN, CANNOT_SD = -2.0, 1.0  # logits, of the coding term of people who can't code
MEASURES = ("error", "tiers", "covered")


@dataclass(frozen=True, eq=False)
class Coder:
    """One person: mastery `theta` (C,), categories of all answers and ranks of all code, each (items,)."""

    theta: Array
    said: NDArray[np.int8]
    code: NDArray[np.int8]


def coder(
    bank: Bank,
    theta: Array,
    rng: Generator,
    *,
    leniency: float,
    coding: float,
    noise: float = TALK_NOISE,
    most: float = 0.0,
) -> Coder:
    """A person of a mastery, a `leniency` and a skill at `coding` in logits; `noise` is that of talk about code.

    `most` is how far above its difficulty most cases of a task are passed as often as not. People drawn from generators
    of one seed differ in what is given here alone: luck and hidden difficulties are the same.
    """
    ease = bank.weights @ theta - bank.difficulty + rng.normal(0, populations.HIDDEN_SD, len(bank.items))
    luck = rng.random((2, len(bank.items)))
    blurred = noise * rng.normal(size=len(bank.items)) * bank.is_task
    said = populations.categories_of(bank, ease + leniency * bank.self_scored + blurred, luck[0])
    shown, _, all_of_them = P.THRESHOLDS
    reached = [luck[1] < logistic(populations.SLOPE * (ease + coding - t)) for t in (shown, most, all_of_them)]
    return Coder(theta, said, np.sum(reached, 0, np.int8))


def sat_by(person: Coder, bank: Bank, start: Belief, walks: Sequence[SelectionContext]) -> list[Sat]:
    """Interviews in a row, a day apart, each beginning with one of `walks`."""
    sat: list[Sat] = []
    belief = start
    for walk in walks:
        fresh = replace(walk, cooling=frozenset(s.choice.item for s in sat))
        here, belief = sit(bank, person.said, fresh, belief, code=person.code)
        sat += here
    return sat


@dataclass(frozen=True)
class Weights:
    """How much of what a task shows enters: exponents on the likelihoods of its cases and of what is said about it.

    `coding_sd` is the prior standard deviation of the coding term, logits. A share of people, `cannot`, can't code:
    their term is N(`CANNOT_MEAN`, `CANNOT_SD`²).
    """

    coding_sd: float = P.CODING_SD
    code: float = 1.0 - P.TALK_WEIGHT
    talk: float = P.TALK_WEIGHT
    cannot: float = 0.0

    def start(self, prior: Belief) -> Belief:
        """A prior, before any answer, with this coding term."""
        means, bases, shares = prior.start.means, prior.start.bases.copy(), prior.shares
        bases[:, CODING, CODING] = self.coding_sd**2
        if self.cannot:  # every kind of people once more
            means, bases = np.tile(means, (2, 1)), np.tile(bases, (2, 1, 1))
            means[len(shares) :, CODING], bases[len(shares) :, CODING, CODING] = CANNOT_MEAN, CANNOT_SD**2
            shares = np.concatenate(((1.0 - self.cannot) * shares, self.cannot * shares))
        start = Gaussians(means, bases)
        return Belief(prior.bank, start, shares, start, prior.leading)

    def pieces(self, sat: Sequence[Sat]) -> list[Evidence]:
        """The evidence of interviews, weighed."""
        found: list[Evidence] = []
        for one in sat:
            for piece in one.pieces:
                of_task = one.code is not None
                weight = (self.code if piece.kind == "code" else self.talk) if of_task else piece.weight
                found += [msgspec.structs.replace(piece, weight=weight)] if weight else []
        return found


def measured(belief: Belief, person: Coder, role: Role | None) -> list[float]:
    """The `MEASURES` of one person: signed errors of the weighted mastery and its level, and whether it is covered."""
    mean, sd = belief.shown_overall(role)
    true = float(person.theta @ belief.bank.role_weights(role))
    tiers = level_of(belief.bank, mean) - level_of(belief.bank, true)
    return [mean - true, tiers, float(abs(mean - true) <= Z80 * sd)]
