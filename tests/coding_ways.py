"""Other ways in which a task could count: a coding term of several parts, and code that tells nothing of mastery.

All take the same answers. A term of several parts is a mixture: it makes every kind of people once for each part, and
belongs to the person, so that a second task finds the shares that the first one left. The first part is that of people
who can code. With a cut (Plummer, 2015) only that part's mastery learns from code: in the others code teaches the
coding term and the leniency, and mastery follows as far as talk has tied it to the leniency.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import CODING, Belief, observation
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.gaussians import Gaussians, may_learn, monotone
from simulator.engine.model.response import Array, outcomes
from tests.bare_interviews import Sat

SHOWN = 1e-6  # logits: what rounding makes of a mean is no fall
RANKS = 4


@dataclass(frozen=True)
class Way:
    """A coding term of `parts`, each a share, a mean and an SD in logits; an exponent on cases; and whether to cut."""

    parts: tuple[tuple[float, float, float], ...] = ((1.0, 0.0, P.CODING_SD),)
    code: float = 1.0 - P.TALK_WEIGHT
    cut: bool = False

    def end(self, prior: Belief, sat: Sequence[Sat]) -> Belief:
        """The belief after interviews that began with a prior."""
        belief = self.start(prior)
        for piece in (piece for one in sat for piece in one.pieces):
            belief = self.moved(belief, piece)
        return belief

    def start(self, prior: Belief) -> Belief:
        """A prior, before any answer, with this coding term."""
        many, kinds = len(self.parts), len(prior.shares)
        means, bases = np.tile(prior.start.means, (many, 1)), np.tile(prior.start.bases, (many, 1, 1))
        for number, (_, mean, sd) in enumerate(self.parts):
            its = slice(number * kinds, (number + 1) * kinds)
            means[its, CODING], bases[its, CODING, CODING] = mean, sd**2
        shares = np.concatenate([share * prior.shares for share, _, _ in self.parts])
        start = Gaussians(means, bases)
        return Belief(prior.bank, start, shares, start, prior.leading)

    def moved(self, belief: Belief, piece: Evidence) -> Belief:
        """The belief after one observation."""
        if piece.kind != "code":
            return belief.update(piece)
        if not self.code:
            return belief
        weighed = msgspec.structs.replace(piece, weight=self.code)
        return self._cut(belief, weighed) if self.cut else belief.update(weighed)

    def _cut(self, belief: Belief, piece: Evidence) -> Belief:
        """`Belief.update`, but that in all parts but the first mastery only follows the candidate's own terms."""
        bank, parts, count = belief.bank, belief.parts, len(belief.bank.concepts)
        number = bank.index[piece.item]
        response, shift, weight = observation(bank.items[number], piece)
        places, weights = belief.terms(piece)
        gains = parts.gains(places, weights)
        variances = gains.take(places, 1) @ weights + bank.items[number].difficulty_sd ** 2
        means = parts.means.take(places, 1) @ weights + (shift - bank.items[number].difficulty)
        chances, steps, shrinks = outcomes(response, means, variances, weight)
        first = len(gains) // len(self.parts)
        gains[first:, :count] = _followed(parts.covariances[first:], gains[first:, count:])
        moves = monotone(gains, count)
        after = belief.shares * chances
        after /= after.sum(1, keepdims=True)
        watched = np.concatenate((moves, parts.means)).take(bank.rests_on(number), 1)
        shares = after[piece.category] if may_learn(after, steps, watched) else belief.shares
        its = parts.moved(steps[piece.category][:, None] * moves, gains, shrinks[piece.category])
        return Belief(bank, its, shares, belief.start, belief.leading)

    def lowers(self, prior: Belief, sat: Sequence[Sat], omega: Array) -> list[bool]:
        """Of every task, whether some better rank of its code would have left a lower mean level right after it."""
        belief, found = self.start(prior), []
        for piece in (piece for one in sat for piece in one.pieces):
            if piece.kind == "code":
                ends = [self.moved(belief, msgspec.structs.replace(piece, category=rank)) for rank in range(RANKS)]
                found.append(bool((np.diff([end.mean_of(omega) for end in ends]) < -SHOWN).any()))
            belief = self.moved(belief, piece)
        return found


USUAL, WIDER = (0.0, P.CODING_SD), (-2.0, 1.0)  # of people who can code, and of those who can't: mean and SD, logits
LITTLE, HALF = ((0.85, *USUAL), (0.15, *WIDER)), ((0.5, *USUAL), (0.5, *WIDER))
WAYS = {
    "as it is": Way(),
    "SD 1.5": Way(((1.0, 0.0, 1.5),)),
    "SD 2": Way(((1.0, 0.0, 2.0),)),
    ".85 N(0, .6²) + .15 N(-2, 1)": Way(LITTLE),
    "half N(0, .6²), half N(-2, 1)": Way(HALF),
    "skewed: .75 N(.4, .5²) + .25 N(-1.2, .9²)": Way(((0.75, 0.4, 0.5), (0.25, -1.2, 0.9))),
    "skewed: .6 N(.3, .6²) + .4 N(-1.5, 1)": Way(((0.6, 0.3, 0.6), (0.4, -1.5, 1.0))),
    ".85 and .15, cut": Way(LITTLE, cut=True),
    "half and half, cut": Way(HALF, cut=True),
    "cases never counted": Way(code=0.0),
}


def _followed(covariances: Array, own: Array) -> Array:
    """The gains of the concepts that follow those of the candidate's own terms, as the covariance has it."""
    count = covariances.shape[1] - own.shape[1]
    back = np.linalg.solve(covariances[:, count:, count:], own[:, :, None])
    result: Array = (covariances[:, :count, count:] @ back)[:, :, 0]
    return result
