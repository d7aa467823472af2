"""What a code round does to a level where talk is typed, and so is read, as in nearly every interview.

What is heard is a second look at each answer, which knows nothing of the candidate's own marks. The same people sit
what those of `tests.benchmarks.test_coding` do. Then the ways of sparing good talkers who code badly are tried again,
all on the same answers. `make code-bench` prints the tables of docs/engine-measured.md.
"""

import numpy as np
import pytest

from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from tests.benchmarks.coders import (
    FIRST,
    PEOPLE,
    ROLE,
    Sort,
    change,
    change_of_rmse,
    crowd,
    rmse,
    role,
    said,
    sat_of,
    short,
    sitter,
)
from tests.benchmarks.conftest import show
from tests.coding_ways import WAYS
from tests.graphs import llm_bank

pytestmark = pytest.mark.slow

SATS = ("talk 60", "task 60", "talk 45", "talk, talk", "talk, code")
PAIRS = {"hour": ("talk 60", "task 60"), "twice 45 minutes": ("talk, talk", "talk, code")}
BADLY = {"coding": -1.5, "coding_sd": 0.0}


def talker(leniency: float, *, typed: bool = True, badly: bool = False) -> Sort:
    """A sort of people who talk well; where they code badly they are alike in it, and in their leniency."""
    if badly:
        return Sort(leniency, 0.0, **BADLY, people=PEOPLE, typed=typed)
    return Sort(leniency, people=PEOPLE, typed=typed)


def of(sort: Sort, sat: str, way: str = "as it is") -> Array:
    """The measures (measures, people) of what is sat."""
    ways = WAYS if sort.typed else {"as it is": WAYS["as it is"]}
    return crowd(sort, SATS, tuple(ways.values()))[:, SATS.index(sat), list(ways).index(way)].T


@pytest.mark.parametrize("leniency", [0.0, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("typed", [False, True])
def test_code_beside_typed_talk(leniency: float, typed: bool) -> None:
    sort = talker(leniency, typed=typed)
    for name, pair in PAIRS.items():
        before, after = (of(sort, sat) for sat in pair)
        cells = [short(float(np.abs(its[1]).mean()), rmse(its[0]), float(its[0].mean())) for its in (before, after)]
        level, exact = change(np.abs(after[1]), np.abs(before[1])), change_of_rmse(after[0], before[0])
        changes = map(said, (level, exact, change(after[0], before[0])))
        show(f"| {leniency:g} | {'typed' if typed else 'not read'} | {name} | {' | '.join([*cells, *changes])} |")
    hour = [of(sort, sat) for sat in PAIRS["hour"]]
    assert change_of_rmse(hour[1][0], hour[0][0])[1] <= 0.03  # a task costs little, whoever sits it


@pytest.mark.parametrize("typed", [False, True])
def test_good_talkers_lose_a_little_typed(typed: bool) -> None:
    sort = talker(0.0, typed=typed, badly=True)
    found = {sat: of(sort, sat)[0] for sat in SATS}
    code = found["talk, code"]
    falls = [(code, found["talk 45"]), (found["talk, talk"], found["talk 45"]), (code, found["talk, talk"])]
    changes = [said(change(*pair)) for pair in (*falls, (found["task 60"], found["talk 60"]))]
    bias = short(float(found["talk 45"].mean()), float(code.mean()))
    show(f"| {'typed' if typed else 'not read'} | {bias} | {' | '.join(changes)} |")
    assert abs(change(*falls[0])[0]) < P.DIFFICULTY_PER_TIER / 4


@pytest.mark.parametrize("leniency", [0.0, 0.8])
@pytest.mark.parametrize("typed", [False, True])
def test_an_interview_hardly_tells_the_lenient(leniency: float, typed: bool) -> None:
    """Whose marks say more than is heard may be lenient, or heard badly."""
    sort, prior = Sort(leniency, 0.0, typed=typed), Prior.structural(llm_bank())
    ends = [
        WAYS["as it is"].end(prior, sat_of(sitter(sort, population, seed), "talk 45", seed)).leniency()
        for population in populations.POPULATIONS
        for seed in range(FIRST, FIRST + max(1, PEOPLE // 4))
    ]
    show(f"| {leniency:g} | {'typed' if typed else 'not read'} | {short(*np.mean(ends, 0))} |")
    assert np.mean(ends, 0)[1] > 0.9 * P.LENIENCY_SD


@pytest.mark.parametrize("way", WAYS)
def test_ways_of_sparing_good_talkers(way: str) -> None:
    loser = talker(0.0, badly=True)
    code = of(loser, "talk, code", way)
    losses = [said(change(code[0], of(loser, sat)[0])) for sat in ("talk 45", "talk, talk")]
    cells = [*losses, short(float(code[2].mean()))]
    for leniency in (0.2, 0.5, 0.8):
        for sat in ("task 60", "talk, code"):
            new, now = of(talker(leniency), sat, way), of(talker(leniency), sat)
            cells.append(f"{said(change_of_rmse(new[0], now[0]))}; {short(float(new[2].mean()))}")
    show(f"| {way} | {' | '.join(cells)} |")
    if way == "as it is":
        assert np.mean([of(talker(0.2), sat)[2].mean() for sat in ("task 60", "talk, code")]) >= 0.77


@pytest.mark.parametrize("way", WAYS)
def test_no_better_rank_lowers_a_level(way: str) -> None:
    """But for those with a cut: each part is monotone, but they move by different gains."""
    omega, prior, found = llm_bank().role_weights(role(ROLE, False)), Prior.structural(llm_bank()), []
    for population in populations.POPULATIONS:
        for seed in range(FIRST, FIRST + max(1, PEOPLE // 4)):
            someone = sitter(talker(0.0, badly=True), population, seed)
            found += WAYS[way].lowers(prior, sat_of(someone, "talk, code", seed), omega)
    show(f"| {way} | {sum(found)} of {len(found)} |")
    assert WAYS[way].cut or not any(found)
