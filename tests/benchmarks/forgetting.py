"""People who forget, to measure a scheduler on: a memory that is not the scheduler's own.

Every answer leaves a trace of strength 1 that decays as a power of its age; what is remembered goes by the sum of a
question's traces, and a trace made while much of it was still there decays faster, which is the spacing effect
(Pavlik and Anderson, 2005). People differ in how fast they forget and how much they need; so do concepts and questions.
FSRS has neither traces nor sums of them, and knows nothing of these numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from typing import NamedTuple

import numpy as np
from fsrs import Scheduler
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.schedule import SHARE, PastReview, Rehearsed, Schedule, rehearsed_below
from simulator.engine.scoring import SOLID_RANK, VERDICTS
from simulator.graph.records import Graph

Array = NDArray[np.float64]

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
DECAY, DECAY_SD = 0.2, 0.25  # of a fresh trace, per factor e of its age; log-normal over people
FASTER = 0.217  # what each trace adds to its decay for the activation that it met (Pavlik and Anderson, 2005)
NOISE = 0.3  # of the activation: logistic
NEEDED = -0.3  # the activation at which half is remembered, so that FSRS alone keeps the .9 that it aims at
PERSON_SD, CONCEPT_SD, QUESTION_SD = 0.15, 0.15, 0.1
KNOWN_SD, KNOWN_CONCEPT_SD, KNOWN_TIER = 0.5, 0.4, 0.15  # of what was known a month before: log strength, and by tier
GRADES = tuple(threshold - P.THRESHOLDS[0] for threshold in P.THRESHOLDS)  # remembered is better than the lowest
THREAD = (1, 2, 3, 4, 2, 3, 4)  # tiers of the questions of an interview
EVERY = 3  # days from one interview to the next
TRACES, ANSWERS = 300, 100  # of one question, at most
DAYS, LAST_NEW = 120, 90
LOOK = 3  # days from one look at what is remembered to the next


def chance(logit: Array) -> Array:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-logit)))


class Memory:
    """One person's memory of every question. The luck of every answer is the same whatever the schedule."""

    def __init__(self, graph: Graph, seed: int, needed: float = NEEDED) -> None:
        rng = np.random.default_rng([23, seed])
        self.questions = [q for q in graph.questions.values() if q.kind != "experience"]
        numbers = {concept: n for n, concept in enumerate(graph.concepts)}
        of = np.array([numbers[q.primary] for q in self.questions])
        tiers = np.array([q.tier for q in self.questions])
        count = len(self.questions)
        self.needed = needed + rng.normal(0, PERSON_SD) + rng.normal(0, CONCEPT_SD, len(numbers))[of]
        self.needed += rng.normal(0, QUESTION_SD, count)
        self.decay = DECAY * exp(rng.normal(0, DECAY_SD))
        known = rng.normal(0, KNOWN_SD) + rng.normal(0, KNOWN_CONCEPT_SD, len(numbers))[of] - KNOWN_TIER * (tiers - 3)
        self.luck = rng.random((count, ANSWERS))
        self.asked = np.zeros(count, int)
        self.filled = np.ones(count, int)
        self.at = np.full((count, TRACES), -30.0)
        self.slopes = np.full((count, TRACES), self.decay)
        self.strength = np.zeros((count, TRACES))
        self.strength[:, 0] = np.exp(known)

    def logits(self, items: NDArray[np.int64], day: float) -> Array:
        """The logit of remembering each of these questions."""
        return np.asarray((self._activation(items, day) - self.needed[items]) / NOISE)

    def _activation(self, items: NDArray[np.int64] | int, day: float) -> Array:
        upto = int(np.max(self.filled[items]))
        age = np.maximum(day - self.at[items, :upto], 0.02)  # half an hour at least
        return np.asarray(np.log((self.strength[items, :upto] * age ** -self.slopes[items, :upto]).sum(-1)))

    def grade(self, item: int, day: float) -> int:
        """The rank of the verdict on an answer, by the luck of this answer; then the reference is read."""
        logit = float(self.logits(np.array([item]), day)[0])
        luck = self.luck[item, self.asked[item]]
        self.asked[item] += 1
        self.rehearse(item, day)
        return sum(luck < 1 / (1 + exp(grade - logit)) for grade in GRADES)

    def rehearse(self, item: int, day: float, strength: float = 1.0) -> None:
        """Leave a trace."""
        place = self.filled[item]
        self.slopes[item, place] = FASTER * exp(min(float(self._activation(item, day)), 2.0)) + self.decay
        self.at[item, place], self.strength[item, place] = day, strength
        self.filled[item] += 1


def interviews(graph: Graph, rng: Generator) -> Iterator[tuple[int, list[str]]]:
    """The days on which new questions are asked, and which: each next to the last one on the map, nearest in tier."""
    on: dict[str, list[str]] = {concept: [] for concept in graph.concepts}
    beside = {name: {name, *concept.prerequisites} for name, concept in graph.concepts.items()}
    for name, concept in graph.concepts.items():
        for below in concept.prerequisites:
            beside[below].add(name)
    left = [q.id for q in graph.questions.values() if q.kind != "experience"]
    rng.shuffle(left)
    for name in left:
        on[graph.questions[name].primary].append(name)
    for day in range(0, LAST_NEW, EVERY):
        at, thread = list(on)[rng.integers(len(on))], list[str]()
        for tier in THREAD:
            near = [name for other in sorted(beside[at]) for name in on[other]]
            near = near or [name for its in on.values() for name in its]
            thread.append(min(near, key=lambda name: abs(graph.questions[name].tier - tier)))
            at = graph.questions[thread[-1]].primary
            on[at].remove(thread[-1])
        yield day, thread


class Outcome(NamedTuple):
    """How often one person was asked what was due, and the mean chances of remembering and of a solid answer."""

    reviews: float
    retention: float
    solid: float


def scheduler(retention: float) -> Scheduler:
    """The engine's FSRS with another aim."""
    return Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Term:
    """Four months of one person: an interview of new questions every third day, and what is due every day.

    `transfer` is how much of what the scheduler assumes a strong answer really rehearses below. `needed` is how much
    people need to remember something.
    """

    graph: Graph
    transfer: float
    needed: float = NEEDED
    days: int = DAYS

    def sat(self, seed: int, rehearsed: Rehearsed, retention: float = 0.9) -> Outcome:
        """One person, by a scheduler that knows these things to be rehearsed, and aims at this retention."""
        memory = Memory(self.graph, seed, self.needed)
        schedule = Schedule(rehearsed, scheduler(retention))
        number = {q.id: n for n, q in enumerate(memory.questions)}
        new = dict(interviews(self.graph, np.random.default_rng([24, seed])))
        known: list[str] = []
        reviews, looks = 0, []
        for day in range(self.days):
            now = START + timedelta(days=day)
            back = schedule.held_back(now)
            due = [item for item in schedule.due_by(now) if item not in back]
            for item in (*new.get(day, ()), *due):
                grade = memory.grade(number[item], day)
                schedule.answer(PastReview(item, VERDICTS[grade], now))
                if grade >= SOLID_RANK and self.transfer:
                    for below in sorted(rehearsed_below(self.graph).get(item, frozenset()).intersection(known)):
                        memory.rehearse(number[below], day, SHARE * self.transfer)
            known += new.get(day, ())
            reviews += len(due)
            if day % LOOK == LOOK - 1:
                logits = memory.logits(np.array([number[item] for item in known]), day + 0.9)
                looks.append([chance(logits - grade).mean() for grade in (GRADES[0], GRADES[SOLID_RANK - 1])])
        return Outcome(reviews, *np.mean(looks, axis=0))
