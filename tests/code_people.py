"""What a code round tells beside talk, on simulated people of whom some code better or worse than they talk.

Code has no leniency but a term of the person's own: its rank goes by the graded model on f + coding, less the hidden
difficulty of the task. What is said about it goes by f + leniency less the same difficulty, with noise of its own, for
two short answers are a poorer look than a whole one. Where talk is typed it is heard, too: as marked answers were that
have the verdict which the answer deserves. Everybody meets the same luck in everything they sit.
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
from simulator.engine.model.belief import CODING, Belief, fold
from simulator.engine.model.evidence import Evidence, step_of
from simulator.engine.model.gaussians import Gaussians
from simulator.engine.model.level import level_of
from simulator.engine.model.parameters import Z80
from simulator.engine.model.response import Array, logistic
from simulator.graph.records import Role
from tests.bare_interviews import Sat, sit
from tests.listened_people import Pool

TALK_NOISE = 1.0  # SD in logits of what is said about code, beside the noise of every answer
CANNOT_MEAN, CANNOT_SD = -2.0, 1.0  # logits, of the coding term of people who can't code
MEASURES = ("error", "tiers", "covered")


@dataclass(frozen=True, eq=False)
class Coder:
    """One person: mastery `theta` (C,); of all items, (items,), the category of the answer, and the rank of the code.

    `heard` are the steps of what is heard of the answers; None where they are spoken.
    """

    theta: Array
    said: NDArray[np.int8]
    code: NDArray[np.int8]
    heard: NDArray[np.int8] | None = None


def coder(
    bank: Bank,
    theta: Array,
    rng: Generator,
    *,
    leniency: float,
    coding: float,
    noise: float = TALK_NOISE,
    most: float = 0.0,
    pool: Pool | None = None,
    listening: float = 0.0,
) -> Coder:
    """A person of a mastery, a `leniency` and a skill at `coding` in logits; `noise` is that of talk about code.

    `most` is how far above its difficulty most cases of a task are passed as often as not. With a `pool` they type, and
    are heard as its answers were, by `listening` logits better than they speak. People drawn from generators of one
    seed differ in what is given here alone: luck and hidden difficulties are the same.
    """
    ease = bank.weights @ theta - bank.difficulty + rng.normal(0, populations.HIDDEN_SD, len(bank.items))
    luck = rng.random((2, len(bank.items)))
    blurred = noise * rng.normal(size=len(bank.items)) * bank.is_task
    said = populations.categories_of(bank, ease + leniency * bank.self_scored + blurred, luck[0])
    shown, _, all_of_them = P.THRESHOLDS
    reached = [luck[1] < logistic(populations.SLOPE * (ease + coding - t)) for t in (shown, most, all_of_them)]
    person = Coder(theta, said, np.sum(reached, 0, np.int8))
    if pool is None:
        return person
    deserved = populations.categories_of(bank, ease + listening * bank.self_scored, luck[0])
    return replace(person, heard=_heard(pool, deserved, rng))


def _heard(pool: Pool, deserved: NDArray[np.int8], rng: Generator) -> NDArray[np.int8]:
    """Steps of what is heard, drawn from the pool's answers of the verdict that each deserves."""
    drawn = rng.random(len(deserved))
    its = (pool[rank] for rank in deserved)
    steps = [step_of(heard[int(at * len(heard))]) for at, heard in zip(drawn, its, strict=True)]
    return np.array(steps, np.int8)


def sat_by(person: Coder, bank: Bank, start: Belief, walks: Sequence[SelectionContext]) -> list[Sat]:
    """Interviews in a row, a day apart, each beginning with one of `walks`."""
    sat: list[Sat] = []
    belief = start
    for walk in walks:
        fresh = msgspec.structs.replace(walk, cooling=frozenset(s.choice.item for s in sat))
        here, belief = sit(bank, person.said, fresh, belief, code=person.code, heard=person.heard)
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

    def end(self, prior: Belief, sat: Sequence[Sat]) -> Belief:
        """The belief after interviews that began with a prior."""
        return fold(self.start(prior), self.pieces(sat))


def measured(belief: Belief, person: Coder, role: Role | None) -> list[float]:
    """The `MEASURES` of one person: signed errors of the weighted mastery and its level, and whether it is covered."""
    mean, sd = belief.shown_overall(role)
    true = float(person.theta @ belief.bank.role_weights(role))
    tiers = level_of(belief.bank, mean) - level_of(belief.bank, true)
    return [mean - true, tiers, float(abs(mean - true) <= Z80 * sd)]
