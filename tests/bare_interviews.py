"""Whole interviews of simulated people with the bare engine: the clock runs as planned, and nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine.choice.formats import PastItem, SelectionContext
from simulator.engine.choice.policy import Choice, next_item
from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.response import Array
from simulator.engine.scoring import VERDICTS
from simulator.graph.records import PROBE_MINUTES


@dataclass(frozen=True)
class Sat:
    """One thing asked: the walk that it was chosen in, the choice, and the category of the answer (a check: 0 or 1).

    `code` is the rank of the code that was handed in; `category` is then that of what was said about it. `heard` is the
    step of what was heard of a typed answer, which is a second look at it.
    """

    walk: SelectionContext
    choice: Choice
    category: int
    code: int | None = None
    heard: int | None = None

    @property
    def evidence(self) -> Evidence:
        """What the answer tells the engine; of a task, what its cases tell."""
        if self.code is not None:
            return Evidence(self.choice.item, "code", self.code, weight=1.0 - P.TALK_WEIGHT)
        kind = "check" if self.choice.kind == "check" else "verdict"
        share = 1.0 if self.heard is None else 1.0 - P.READING_EXPONENT
        return Evidence(self.choice.item, kind, self.category, weight=share)  # type: ignore[arg-type]

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """All that it tells the engine: of a task its cases, and what was said; of talk what was heard, too."""
        if self.code is not None:
            return (self.evidence, Evidence(self.choice.item, "verdict", self.category, weight=P.TALK_WEIGHT))
        if self.heard is not None:
            return (self.evidence, Evidence(self.choice.item, "heard", self.heard, weight=P.READING_EXPONENT))
        return (self.evidence,)


def sit(
    bank: Bank,
    answers: NDArray[np.int8],
    walk: SelectionContext,
    belief: Belief,
    pace: float = 1.0,
    code: NDArray[np.int8] | None = None,
    heard: NDArray[np.int8] | None = None,
) -> tuple[Sequence[Sat], Belief]:
    """One person sits the interview that begins with `walk`: what was asked, and the belief at its end.

    `answers` (items,) are their categories to everything that could be asked; `pace` is time taken over time planned.
    `code` (items,) are the ranks of their code, where tasks may come; `heard` (items,) the steps of what is heard of
    them, where their answers are read. What is said about code is not.
    """
    sat: list[Sat] = []
    while (choice := next_item(bank, belief, walk)) is not None:
        number = bank.index[choice.item]
        item, category = bank.items[number], int(answers[number])
        is_check = choice.kind == "check"
        rank = int(code[number]) if item.is_task and code is not None else None
        step = None if is_check or rank is not None or heard is None else int(heard[number])
        sat.append(Sat(walk, choice, category, rank, step))
        for piece in sat[-1].pieces:
            belief = belief.update(piece)
        verdict = None if is_check else VERDICTS[category if rank is None else rank]
        asked = PastItem(choice.item, choice.kind, verdict)
        spent = (item.minutes + (0.0 if is_check or item.is_task else PROBE_MINUTES)) * pace
        walk = replace(walk, asked=(*walk.asked, asked), clock_minutes=walk.clock_minutes + spent)
    return sat, belief


def answers_of(
    bank: Bank,
    theta: Array,
    rng: Generator,
    *,
    leniency: float = populations.LENIENCY_MEAN,
    thread_sd: float = 0.0,
) -> NDArray[np.int8]:
    """The answers of people with the mastery `theta` (people, C) to every item, shape (people, items).

    Each person has their own hidden difficulties and leniency, as in `people.drawn`; and with `thread_sd` a day's luck
    for every area, which all its questions and checks share.
    """
    people = len(theta)
    hidden = bank.difficulty + rng.normal(0, populations.HIDDEN_SD, (people, len(bank.items)))
    own = rng.normal(leniency, populations.LENIENCY_SD, people)
    luck = rng.normal(0, thread_sd, (people, len(bank.areas))) if thread_sd else np.zeros((people, len(bank.areas)))
    u = theta @ bank.weights.T - hidden + own[:, None] * bank.self_scored
    return populations.categories(bank, u + luck[:, bank.area_of[bank.primary]], rng)
