"""People who forget, to measure a scheduler on: two memories, neither of which is the scheduler's own.

`Traces`: every answer leaves a trace of strength 1 that decays as a power of its age. What is remembered goes by the
sum of a question's traces, and a trace made while much was still there decays faster, which is the spacing effect
(Pavlik and Anderson, 2005). `HalfLives`: what is left halves again and again, and an answer lengthens the half-life by
the more the more was forgotten. People differ in how fast they forget, and so do concepts and questions. FSRS has
neither traces nor half-lives, and knows nothing of these numbers.
"""

from abc import ABC, abstractmethod
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
Items = NDArray[np.int64]

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
GRADES = tuple(threshold - P.THRESHOLDS[0] for threshold in P.THRESHOLDS)  # remembered is better than the lowest
THREAD = (1, 2, 3, 4, 2, 3, 4)  # tiers of the questions of an interview
EVERY = 3  # days from one interview to the next
DAYS, LAST_NEW = 120, 90
LOOK = 3  # days from one look at what is remembered to the next
BEFORE = -30.0  # the day on which what is known at the start was learned
LEAST = 0.02  # half an hour, in days


def chance(logit: Array) -> Array:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-logit)))


class Memory(ABC):
    """One person's memory of every question. The luck of every answer is the same whatever the schedule."""

    ANSWERS = 150  # of one question, at most

    def __init__(self, graph: Graph, seed: int) -> None:
        self.rng = np.random.default_rng([23, seed])
        self.questions = [q for q in graph.questions.values() if q.kind != "experience"]
        numbers = {concept: n for n, concept in enumerate(graph.concepts)}
        self.concept = np.array([numbers[q.primary] for q in self.questions])
        self.luck = self.rng.random((len(self.questions), self.ANSWERS))
        self.asked = np.zeros(len(self.questions), int)

    def spread(self, person: float, concept: float, question: float) -> Array:
        """What differs from question to question: parts of the person, of each concept and of each question."""
        of_concept = self.rng.normal(0, concept, self.concept.max() + 1)[self.concept]
        return np.asarray(self.rng.normal(0, person) + of_concept + self.rng.normal(0, question, len(self.concept)))

    def grade(self, item: int, day: float) -> int:
        """The rank of the verdict on an answer; then the reference is read."""
        logit = float(self.logits(np.array([item]), day)[0])
        luck = self.luck[item, self.asked[item]]
        self.asked[item] += 1
        rank = sum(bool(luck < 1 / (1 + exp(grade - logit))) for grade in GRADES)
        self.rehearse(np.array([item]), day, remembered=rank > 0)
        return rank

    @abstractmethod
    def logits(self, items: Items, day: float) -> Array:
        """The logit of remembering each of these questions."""

    @abstractmethod
    def rehearse(self, items: Items, day: float, strength: float = 1.0, *, remembered: bool = True) -> None:
        """What an answer leaves of each of these questions, or a part of it."""


class Traces(Memory):
    """Sums of traces that decay as powers of their age."""

    DECAY, DECAY_SD = 0.2, 0.25  # of a fresh trace; log-normal over people
    FASTER = 0.217  # what a trace adds to its decay for the activation that it met (Pavlik and Anderson, 2005)
    NOISE = 0.3  # of the activation: logistic
    NEEDED = -0.35  # the activation at which half is remembered, so that FSRS alone keeps the .9 that it aims at
    MOST = 300  # traces of one question

    def __init__(self, graph: Graph, seed: int) -> None:
        super().__init__(graph, seed)
        shape = (len(self.questions), self.MOST)
        self.needed = self.NEEDED + self.spread(0.15, 0.15, 0.1)
        self.decay = self.DECAY * exp(self.rng.normal(0, self.DECAY_SD))
        self.filled = np.ones(len(self.questions), int)
        self.at, self.slopes, self.strength = np.full(shape, BEFORE), np.full(shape, self.decay), np.zeros(shape)
        self.strength[:, 0] = np.exp(self.spread(0.5, 0.4, 0.0) - 0.15 * np.array([q.tier - 3 for q in self.questions]))

    def logits(self, items: Items, day: float) -> Array:
        return np.asarray((self._activation(items, day) - self.needed[items]) / self.NOISE)

    def rehearse(self, items: Items, day: float, strength: float = 1.0, *, remembered: bool = True) -> None:
        places, met = self.filled[items], self._activation(items, day)
        self.slopes[items, places] = self.FASTER * np.exp(np.minimum(met, 2.0)) + self.decay
        self.at[items, places], self.strength[items, places] = day, strength
        self.filled[items] += 1

    def _activation(self, items: Items, day: float) -> Array:
        upto = int(self.filled[items].max(initial=1))
        age = np.maximum(day - self.at[items, :upto], LEAST)
        return np.asarray(np.log((self.strength[items, :upto] * age ** -self.slopes[items, :upto]).sum(1)))


class HalfLives(Memory):
    """What is left halves again and again."""

    FRESH = 6.0  # days: the half-life of what was just read
    GAIN = 12.0  # of the half-life, times what was forgotten
    LEFT = 0.4  # of the half-life, of what was forgotten

    def __init__(self, graph: Graph, seed: int) -> None:
        super().__init__(graph, seed)
        self.fresh = self.FRESH * np.exp(self.spread(0.4, 0.4, 0.2))
        self.half = 2 * self.fresh * np.exp(self.spread(0.5, 0.4, 0.0))
        self.at = np.full(len(self.questions), BEFORE)

    def logits(self, items: Items, day: float) -> Array:
        halvings = np.maximum(day - self.at[items], LEAST) / self.half[items]
        return np.asarray(-np.log(np.expm1(np.log(2) * halvings)))

    def rehearse(self, items: Items, day: float, strength: float = 1.0, *, remembered: bool = True) -> None:
        since, half = np.maximum(day - self.at[items], LEAST), self.half[items]
        longer = half * (1 + strength * self.GAIN * (1 - 0.5 ** (since / half)))
        self.half[items] = longer if remembered else np.maximum(self.fresh[items], self.LEFT * half)
        self.at[items] += strength * (day - self.at[items])


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

    `transfer` is how much of what the scheduler assumes a strong answer really rehearses below.
    """

    graph: Graph
    transfer: float
    memory: type[Memory] = Traces

    def sat(self, seed: int, rehearsed: Rehearsed, retention: float = 0.9) -> Outcome:
        """One person, by a scheduler that knows these things to be rehearsed, and aims at this retention."""
        memory = self.memory(self.graph, seed)
        schedule = Schedule(rehearsed, scheduler(retention))
        number = {q.id: n for n, q in enumerate(memory.questions)}
        new = dict(interviews(self.graph, np.random.default_rng([24, seed])))
        known: list[str] = []
        reviews, looks = 0, []
        for day in range(DAYS):
            now = START + timedelta(days=day)
            back = schedule.held_back(now)
            due = [item for item in schedule.due_by(now) if item not in back]
            for item in (*new.get(day, ()), *due):
                grade = memory.grade(number[item], day)
                schedule.answer(PastReview(item, VERDICTS[grade], now))
                if grade >= SOLID_RANK and self.transfer:
                    below = sorted(rehearsed_below(self.graph).get(item, frozenset()).intersection(known))
                    memory.rehearse(np.array([number[name] for name in below], int), day, SHARE * self.transfer)
            known += new.get(day, ())
            reviews += len(due)
            if day % LOOK == LOOK - 1:
                logits = memory.logits(np.array([number[item] for item in known]), day + 0.9)
                looks.append([chance(logits - grade).mean() for grade in (GRADES[0], GRADES[SOLID_RANK - 1])])
        return Outcome(reviews, *np.mean(looks, axis=0))
