"""Every number check takes its answer and turns down the mistake that it is about."""

import csv
import re
from pathlib import Path

import pytest

from simulator.graph.records import Check, Graph
from simulator.graph.units import answer_unit
from simulator.session.interview.input import exactness_of, within
from tests.typed_numbers import number_or_none


def nearest_wrong() -> dict[str, tuple[str, str]]:
    """By check: the nearest wrong answer as a candidate would type it, and the mistake behind it."""
    found: dict[str, tuple[str, str]] = {}
    with (Path(__file__).parent / "nearest-wrong.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["check"] not in found, f"{row['check']} stands twice"
            found[row["check"]] = (row["typed"], row["mistake"])
    return found


NEAREST_WRONG = nearest_wrong()


def number_checks(graph: Graph) -> list[Check]:
    return [check for check in graph.checks.values() if check.value is not None]


def is_right(typed: str, check: Check) -> bool:
    value = number_or_none(typed, check.unit)
    assert value is not None, f"{check.id}: {typed} is not read"
    return within(value, check)


def test_every_number_check_names_its_nearest_wrong_answer(llm: Graph) -> None:
    assert {check.id for check in number_checks(llm)} == set(NEAREST_WRONG)


@pytest.mark.parametrize("name", NEAREST_WRONG)
def test_the_nearest_wrong_answer_fails(name: str, llm: Graph) -> None:
    wrong, mistake = NEAREST_WRONG[name]
    assert not is_right(wrong, llm.checks[name]), mistake


def test_answer_itself_is_right_also_in_three_digits(llm: Graph) -> None:
    for check in number_checks(llm):
        assert check.value is not None
        assert is_right(f"{check.value!r} {check.unit}", check), check.id
        if abs(check.value) >= 1000:
            assert is_right(f"{check.value:.3g} {check.unit}", check), check.id


def test_a_count_below_a_thousand_is_exact(llm: Graph) -> None:
    counts = [
        check
        for check in number_checks(llm)
        if not answer_unit(check.unit).measured
        and float(check.value or 0).is_integer()
        and abs(check.value or 0) < 1000
        and check.factor is None  # an estimate
    ]
    assert {"attention-at-twice-the-side", "temperature-two-tokens"} <= {check.id for check in counts}
    assert {check.id: check.tolerance for check in counts} == {check.id: 0 for check in counts}


def test_what_is_asked_for_roughly_needs_no_exactness(llm: Graph) -> None:
    """ "By about which factor" was asked for, and below it stood that the number has to be exact."""
    rough = re.compile(r"\b(about|roughly|approximately) (which|what|how)\b", re.IGNORECASE)
    exact = [check for check in number_checks(llm) if exactness_of(check) == "exactly"]
    assert [check.id for check in exact if rough.search(check.prompt)] == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("decode-speed-upper-bound", "1/13ms"),
        ("adam-state-memory", "44.7 GiB"),
        ("pipeline-bubble-share", "20%"),
        ("pipeline-bubble-share", "100/5"),
        ("bytes-under-zero-one", "4.2"),
        ("first-token-under-top-p", "5/8"),
        ("users-for-half-the-interval", "4 * 2,400 = 9.6k"),
        ("reward-gap-to-preference", "1/(1 + e^-2)"),
        ("attention-at-twice-the-side", "4 squared"),
        ("training-flops-six-nd", "6 * 7B * 2T"),
        ("word-error-rate-above-all", "10/4 = 250%"),
        ("kv-cache-bytes-per-token", "160 KiB"),
        ("twice-the-steps-of-an-agent", "2²"),
        ("loss-at-the-first-step", "ln 50,000"),
        ("no-failure-in-three-hundred", "3/300 = 1%"),
    ],
)
def test_right_answer_is_right_however_it_is_written(name: str, typed: str, llm: Graph) -> None:
    assert is_right(typed, llm.checks[name])
