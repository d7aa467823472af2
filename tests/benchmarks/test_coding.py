"""What a code round tells of a level that the same minutes of talk do not, and whether it leads to the right tasks.

Simulated people of four populations, none of them the engine's prior, each of whom codes better or worse than they
talk. Everybody sits all of it with the same luck. `make code-bench` prints the tables of docs/engine.md;
INTERVIEW_BENCH_PEOPLE sets how many people of a population stand behind each row.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from typing import NamedTuple

import msgspec
import numpy as np
import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.lab.coding import MEASURES, TALK_NOISE, Weights, coder, measured, sat_by
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import fold
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.graph.records import Role
from tests.benchmarks.conftest import show
from tests.graphs import llm_bank, llm_graph

pytestmark = pytest.mark.slow

PEOPLE = int(os.environ.get("INTERVIEW_BENCH_PEOPLE", "150"))
WORKERS = int(os.environ.get("INTERVIEW_BENCH_WORKERS", "1"))
ROLE, KEPT = "inference-engineer", 2.0  # minutes for the parting questions of a full interview
USED = Weights(P.CODING_SD)
VARIANTS = {
    "as it is": USED,
    "coding .9": replace(USED, coding_sd=0.9),
    "coding 1.2": replace(USED, coding_sd=1.2),
    "cases at half": replace(USED, code=0.5),
    "no talk": replace(USED, talk=0.0),
    "talk in full": replace(USED, talk=1.0),
}


class Cell(NamedTuple):
    """People: leniency N(mean, sd²), coding N(middle, sd²), mastery moved by `shift`; talk about code with `noise`."""

    leniency: float
    leniency_sd: float = populations.LENIENCY_SD
    coding: float = 0.0
    coding_sd: float = 0.6
    shift: float = 0.0
    noise: float = TALK_NOISE


@cache
def role(code: bool) -> Role:
    return msgspec.structs.replace(llm_graph().roles[ROLE], code=code)


@cache
def arms() -> dict[str, list[SelectionContext]]:
    """What is sat: a name, and where each of its interviews begins."""
    talk, mixed = SelectionContext(role=role(False), kept_minutes=KEPT), SelectionContext(role=role(True))
    hour, tasked = replace(talk, minutes=60.0), replace(mixed, kept_minutes=KEPT)
    round_ = replace(mixed, format="code")
    return {
        "talk 60": [hour],
        "talk and a task 60": [replace(tasked, minutes=60.0)],
        "talk 45": [talk],
        "talk and a task 45": [tasked],
        "code round 45": [round_],
        "two of talk": [talk, talk],
        "talk, code round": [talk, round_],
    }


def person(cell: Cell, population: str, seed: int) -> list[list[list[float]]]:
    """The measures of one person, shape (arms, variants, measures)."""
    bank = llm_bank()
    rng = np.random.default_rng([seed, list(populations.POPULATIONS).index(population)])
    theta = populations.POPULATIONS[population](bank, 1, rng)[0] + cell.shift
    own = rng.normal(size=2)
    someone = coder(
        bank,
        theta,
        rng,
        leniency=cell.leniency + cell.leniency_sd * own[0],
        coding=cell.coding + cell.coding_sd * own[1],
        noise=cell.noise,
    )
    found = []
    for walks in arms().values():
        sat = sat_by(someone, bank, start(P.CODING_SD), [replace(walk, seed=seed + n) for n, walk in enumerate(walks)])
        ends = [fold(start(weights.coding_sd), weights.pieces(sat)) for weights in VARIANTS.values()]
        found.append([measured(belief, someone, role(False)) for belief in ends])
    return found


@cache
def start(coding_sd: float):  # type: ignore[no-untyped-def]
    return Weights(coding_sd).start(Prior.structural(llm_bank()))


def crowd(cell: Cell, people: int = PEOPLE, first: int = 5000) -> Array:
    """Everybody of all populations, shape (people, arms, variants, measures)."""
    seeds = list(range(first, first + people)) * len(populations.POPULATIONS)
    kinds = [kind for kind in populations.POPULATIONS for _ in range(people)]
    if WORKERS == 1:
        return np.array([person(cell, kind, seed) for kind, seed in zip(kinds, seeds, strict=True)])
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        return np.array(list(pool.map(person, [cell] * len(seeds), kinds, seeds, chunksize=16)))
