"""Checks survey the areas that no thread touches, and ask again where one answer spoke against an area."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.priors import Prior
from tests.bare_interviews import Sat, answers_of, sit
from tests.graphs import llm_bank, llm_graph


def interviews(*, kept: float = 0.0, spoken: bool = False) -> Iterator[list[Sat]]:
    """Whole interviews of people with a profile by area."""
    bank, rng = llm_bank(), np.random.default_rng(4)
    theta = rng.normal(0, 1.2, (40, len(bank.areas)))[:, bank.area_of]
    role = llm_graph().roles["applied-engineer"]
    for seed, answers in enumerate(answers_of(bank, theta, rng)):
        walk = SelectionContext(role=role, seed=seed, kept_minutes=kept, spoken=spoken)
        yield list(sit(bank, answers, walk, Prior.structural(bank))[0])


def area(bank: Bank, each: Sat) -> str:
    return str(bank.areas[bank.item_area[bank.index[each.choice.item]]])


def test_wrong_check_has_another_of_its_area() -> None:
    bank, again = llm_bank(), {True: Counter[bool](), False: Counter[bool]()}
    for sat in interviews():
        for n, each in enumerate(sat):
            later = [other for other in sat[n + 1 :] if other.choice.kind == "check"]
            alone = sum(area(bank, other) == area(bank, each) for other in sat[: n + 1]) == 1
            between = sat[n + 1 : sat.index(later[0])] if later else []
            if each.choice.kind == "check" and later and alone:
                met = any(area(bank, other) == area(bank, each) for other in between)
                again[bool(each.category)][area(bank, later[0]) == area(bank, each)] += not met
    assert again[False][True] >= 5 * again[False][False]
    assert again[True][False] >= 20 * again[True][True]


def test_survey_goes_where_nothing_was_asked() -> None:
    bank = llm_bank()
    for sat in interviews():
        areas = [area(bank, each) for each in sat]
        checks = [n for n, each in enumerate(sat) if each.choice.kind == "check"]
        fresh = [n for n in checks if areas[n] not in areas[:n]]
        again = [n for n in checks if n not in fresh]
        # what comes twice is a check whose area was met by a single check, not by the questions of a thread
        assert all(areas[:n].count(areas[n]) == 1 and areas[:n].index(areas[n]) in checks for n in again)


def test_spoken_interviews_have_their_five_checks() -> None:
    """Nothing else bears out what is spoken, and with a design or few questions there were three or four."""
    assert P.BEARING_OUT[0] <= P.CHECKS_ALOUD
    few = []
    for spoken in (False, True):
        counts = [sum(each.choice.kind == "check" for each in sat) for sat in interviews(kept=2.0, spoken=spoken)]
        few.append(sum(count < P.CHECKS_ALOUD for count in counts) / len(counts))
    assert few[1] <= 0.1  # of the worst of twenty rows (docs/decisions/engine.md): a design took the time
    assert few[1] < few[0] / 2
