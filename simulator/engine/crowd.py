"""The whole belief of many people at once: a mixture of Gaussians for everybody, as `belief` is for one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank
from simulator.engine.batch import Beliefs, Model
from simulator.engine.kinds import Mixture
from simulator.engine.observation import may_learn, shares_of
from simulator.engine.response import Array

Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Start:
    """What a policy believes before any answer: a model for each kind of people, their shares (K,), which one leads."""

    models: tuple[Model, ...]
    shares: Array
    leading: int

    @classmethod
    def of(cls, bank: Bank, omega: Array, prior: Mixture, lenient: bool = True) -> "Start":
        """A start from a prior; `omega` (C,) weighs the concepts."""
        models = tuple(
            Model.of(bank, omega, mean, cov, lenient) for mean, cov in zip(prior.means, prior.covariances, strict=True)
        )
        return cls(models, prior.shares, prior.leading)

    @property
    def lead(self) -> Model:
        """The model by which questions are chosen."""
        return self.models[self.leading]


@dataclass(eq=False)
class Crowd:
    """The beliefs of a group: one `Beliefs` for each kind of people, and everybody's log shares (people, K)."""

    parts: Sequence[Beliefs]
    logs: Array
    leading: int

    @classmethod
    def start(cls, start: Start, people: int) -> "Crowd":
        """Everybody at the prior."""
        parts = [Beliefs.start(model, people, number == start.leading) for number, model in enumerate(start.models)]
        return cls(parts, np.repeat(np.log(start.shares)[None], people, 0), start.leading)

    @property
    def lead(self) -> Beliefs:
        """The beliefs by which questions are chosen."""
        return self.parts[self.leading]

    @property
    def shares(self) -> Array:
        """How likely each kind is, shape (people, K)."""
        return shares_of(self.logs)

    def update(self, items: Ints, answers: NDArray[np.int8], where: NDArray[np.bool_]) -> None:
        """Everybody (`where` true) answers one item."""
        if len(self.parts) == 1:
            self.parts[0].update(items, answers, where)
            return
        gains = [part.gain_of(items)[0] for part in self.parts]
        chances, steps, shrinks = (
            np.stack(its, 2) for its in zip(*(p.outcomes(items) for p in self.parts), strict=True)
        )
        learn = where & self._may_learn(items, gains, chances, steps)
        people, seen = np.arange(len(items)), answers.astype(np.intp)
        self.logs += learn[:, None] * chances[seen, people]
        for k, (part, gain) in enumerate(zip(self.parts, gains, strict=True)):
            part.take(gain, where * steps[seen, people, k], where * shrinks[seen, people, k])

    def _may_learn(self, items: Ints, gains: Sequence[Array], chances: Array, steps: Array) -> NDArray[np.bool_]:
        bank = self.lead.model.bank
        watched = bank.rests[items][:, None, :]
        count = len(bank.concepts)
        means = np.stack([part.mean[:, :count] for part in self.parts], 1)
        moves = np.maximum(np.stack([gain[:, :count] for gain in gains], 1), 0.0)
        return may_learn(shares_of(self.logs + chances), steps, np.concatenate((moves, means), 1) * watched)

    def concepts(self) -> tuple[Array, Array]:
        """Mean and variance of every concept's mastery, each (people, C)."""
        return self._mixed([(p.mean[:, :-1], p.variance[:, :-1]) for p in self.parts])

    def overall(self) -> tuple[Array, Array]:
        """Mean and variance of the weighted mean mastery, each (people, 1)."""
        omega = self.lead.model.omega
        return self._mixed([((p.mean[:, :-1] @ omega)[:, None], p.total[:, None]) for p in self.parts])

    def looks_at(self, items: Ints) -> tuple[Array, Array]:
        """Mean and variance of what some items (people, E) look at, difficulty included."""
        rows = np.arange(len(items))[:, None]
        return self._mixed([(p.looks[rows, items], p.variances[rows, items]) for p in self.parts])

    def _mixed(self, parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
        """Mean and variance of a mixture from those of its parts."""
        shares = self.shares.T[:, :, None]
        means, variances = (np.stack([part[n] for part in parts]) for n in (0, 1))
        mean = (shares * means).sum(0)
        return mean, (shares * (variances + (means - mean) ** 2)).sum(0)
