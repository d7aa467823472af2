import pytest

from simulator.engine.scoring import Mark, Verdict, lower, score
from simulator.graph.records import Point
from tests.graphs import RUBRIC


@pytest.mark.parametrize(
    ("marks", "coverage", "verdict"),
    [
        ({}, 0.0, "weak"),
        ({"core": "yes"}, 3 / 8, "weak"),
        ({"core": "yes", "why": "partly"}, 4 / 8, "borderline"),
        ({"core": "yes", "why": "yes", "when": "partly"}, 6 / 8, "solid"),
        ({"core": "yes", "why": "yes", "when": "yes"}, 7 / 8, "solid"),
        ({"core": "yes", "why": "yes", "when": "yes", "judged": "yes"}, 1.0, "outstanding"),
    ],
)
def test_coverage_and_cuts(marks: dict[str, Mark], coverage: float, verdict: Verdict) -> None:
    found = score(RUBRIC, marks)
    assert found.coverage == pytest.approx(coverage)
    assert found.verdict == verdict


@pytest.mark.parametrize("mark", ["partly", "no"])
def test_a_missed_critical_point_caps_at_borderline(mark: Mark) -> None:
    found = score(RUBRIC, {"core": mark, "why": "yes", "when": "yes", "judged": "yes"})
    assert found.missing_critical == ("core",)
    assert found.verdict == "borderline"
    assert found.capped == (mark == "partly")  # without a half for the core, coverage alone is borderline


def test_point_met_after_its_probe_counts_six_tenths() -> None:
    assert score(RUBRIC, {"core": "yes"}, prompted={"core"}).coverage == pytest.approx(1.8 / 8)
    assert score(RUBRIC, {"core": "partly"}, prompted={"core"}).coverage == pytest.approx(1.5 / 8)


def test_full_coverage_without_a_beyond_point_is_solid() -> None:
    plain = tuple(Point(id=p.id, point=p.point, weight=p.weight) for p in RUBRIC)
    assert score(plain, {p.id: "yes" for p in plain}).verdict == "solid"


def test_an_empty_rubric_covers_nothing() -> None:
    assert score((), {}).verdict == "weak"


def test_the_lower_of_two_verdicts_is_shown() -> None:
    assert lower("outstanding", "borderline") == "borderline"
