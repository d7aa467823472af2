"""People who sit the same minutes with code and without, for the benches of the code round; and what changes by it.

They are of four populations, none of them the engine's prior, and each codes better or worse than they talk. Everybody
sits all of it with the same luck. INTERVIEW_BENCH_PEOPLE sets how many there are of each population.
"""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
from msgspec.structs import replace

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.model.belief import Belief
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.graph.records import Role
from tests.bare_interviews import Sat
from tests.code_people import TALK_NOISE, Coder, coder, measured, sat_by
from tests.graphs import llm_bank, llm_graph
from tests.listened_people import Pool
from tests.marked_readings import pool_of_answers, read_for_score, usual_answers

PEOPLE = int(os.environ.get("INTERVIEW_BENCH_PEOPLE", "100"))
WORKERS = int(os.environ.get("INTERVIEW_BENCH_WORKERS", "1"))
ANSWERS = os.environ.get("INTERVIEW_BENCH_ANSWERS", "")  # a file of marked answers that typed talk is heard by
FIRST = 5000  # the seed of the first person
ROLE, KEPT = "inference-engineer", 2.0  # minutes for the parting questions of a full interview


class Counting(Protocol):
    """A way in which what was sat counts."""

    def end(self, prior: Belief, sat: Sequence[Sat]) -> Belief:
        """The belief after interviews that began with a prior."""


@dataclass(frozen=True)
class Sort:
    """A sort of people: leniency N(mean, sd²), coding N(middle, sd²), mastery moved by `shift`, all in logits.

    `noise` and `most` are those of `tests.code_people.coder`; `people` are so many of each population. Where they type
    they are heard, by N(0, listening_sd²) logits better than they speak.
    """

    leniency: float
    leniency_sd: float = populations.LENIENCY_SD
    coding: float = 0.0
    coding_sd: float = 0.6
    shift: float = 0.0
    noise: float = TALK_NOISE
    most: float = 0.0
    people: int = PEOPLE // 2
    typed: bool = False
    listening_sd: float = 0.5


@cache
def role(of: str, code: bool) -> Role:
    return msgspec.structs.replace(llm_graph().roles[of], code=code)


@cache
def walks() -> dict[str, list[SelectionContext]]:
    """Where each interview begins of what is sat."""
    talk = SelectionContext(role=role(ROLE, False), kept_minutes=KEPT)
    both, code = replace(talk, role=role(ROLE, True)), SelectionContext(role=role(ROLE, True), format="code")
    return {
        "talk 60": [replace(talk, minutes=60.0)],
        "task 60": [replace(both, minutes=60.0)],
        "talk 45": [talk],
        "task 45": [both],
        "code 45": [code],
        "talk, talk": [talk, talk],
        "talk, code": [talk, code],
    }


@cache
def heard_answers() -> Pool:
    """What typed talk is heard by."""
    return pool_of_answers(read_for_score(Path(ANSWERS), llm_graph()) if ANSWERS else usual_answers(llm_graph()))


def sitter(sort: Sort, population: str, seed: int) -> Coder:
    """One person of a sort. Those who type are the people who don't."""
    bank, place = llm_bank(), list(populations.POPULATIONS).index(population)
    rng = np.random.default_rng([seed, place])
    theta = populations.POPULATIONS[population](bank, 1, rng)[0] + sort.shift
    leniency, coding = (sort.leniency, sort.coding) + rng.normal(size=2) * (sort.leniency_sd, sort.coding_sd)
    skills = {"leniency": leniency, "coding": coding, "noise": sort.noise, "most": sort.most}
    if not sort.typed:
        return coder(bank, theta, rng, **skills)
    listening = np.random.default_rng([seed, place, 1]).normal(0, sort.listening_sd)
    return coder(bank, theta, rng, **skills, pool=heard_answers(), listening=listening)


def sat_of(someone: Coder, sat: str, seed: int) -> list[Sat]:
    """What somebody sits, chosen as the engine chooses."""
    walk = [replace(walk, seed=seed + n) for n, walk in enumerate(walks()[sat])]
    return sat_by(someone, llm_bank(), Prior.structural(llm_bank()), walk)


def person(
    sort: Sort, population: str, seed: int, sats: Sequence[str], ways: Sequence[Counting]
) -> list[list[list[float]]]:
    """The measures of one person, shape (what is sat, ways, measures). Ways differ only where there is code."""
    someone, prior, found = sitter(sort, population, seed), Prior.structural(llm_bank()), []
    for each in sats:
        sat = sat_of(someone, each, seed)
        ends = [way.end(prior, sat) for way in (ways if any(one.code is not None for one in sat) else ways[:1])]
        rows = [measured(belief, someone, role(ROLE, False)) for belief in ends]
        found.append(rows if len(rows) == len(ways) else rows * len(ways))
    return found


@cache
def crowd(sort: Sort, sats: tuple[str, ...], ways: tuple[Counting, ...]) -> Array:
    """The people of a sort, those of all populations, shape (people, what is sat, ways, measures)."""
    kinds = [kind for kind in populations.POPULATIONS for _ in range(sort.people)]
    seeds = list(range(FIRST, FIRST + sort.people)) * len(populations.POPULATIONS)
    if WORKERS == 1:
        return np.array([person(sort, kind, seed, sats, ways) for kind, seed in zip(kinds, seeds, strict=True)])
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        many = len(seeds)
        rows = pool.map(person, [sort] * many, kinds, seeds, [sats] * many, [ways] * many, chunksize=16)
        return np.array(list(rows))


def rmse(error: Array) -> float:
    return float(np.sqrt((error**2).mean()))


def change(after: Array, before: Array) -> tuple[float, float, float]:
    """The mean change and its paired 95% interval."""
    apart = after - before
    half = 1.96 * float(apart.std(ddof=1)) / len(apart) ** 0.5
    return float(apart.mean()), float(apart.mean()) - half, float(apart.mean()) + half


def change_of_rmse(after: Array, before: Array) -> tuple[float, float, float]:
    """The change of the RMSE and its paired 95% interval, by the delta method."""
    one, two = rmse(after), rmse(before)
    _, low, high = change(after**2 / (2 * one), before**2 / (2 * two))
    half = (high - low) / 2
    return one - two, one - two - half, one - two + half


def short(*numbers: float) -> str:
    return " / ".join(re.sub(r"^-?0(?=\.)|^-", lambda at: "−" * ("-" in at[0]), f"{number:.3f}") for number in numbers)


def said(found: tuple[float, float, float]) -> str:
    value, low, high = map(short, found)
    return f"{value} ({low} to {high})"
