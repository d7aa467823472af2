import pytest

from simulator.engine.scoring import Mark, Verdict, lower, score
from simulator.graph.records import Point
from tests.graphs import RUBRIC

ALL: dict[str, Mark] = {"core": "yes", "why": "yes", "when": "yes"}


@pytest.mark.parametrize(
    ("marks", "coverage", "verdict"),
    [
        ({}, 0.0, "weak"),
        ({"core": "partly"}, 1.5 / 7, "weak"),
        ({"core": "yes"}, 3 / 7, "borderline"),
        ({"core": "yes", "why": "yes"}, 5 / 7, "solid"),
        ({"core": "yes", "why": "yes", "judged": "yes"}, 6 / 7, "solid"),
        (ALL, 1.0, "solid"),
        ({**ALL, "judged": "partly"}, 1.0, "solid"),
        ({**ALL, "judged": "yes"}, 1.0, "outstanding"),
        ({"core": "yes", "why": "yes", "when": "partly", "judged": "yes"}, 1.0, "outstanding"),
    ],
)
def test_what_is_beyond_adds_to_what_is_asked(marks: dict[str, Mark], coverage: float, verdict: Verdict) -> None:
    found = score(RUBRIC, marks)
    assert found.coverage == pytest.approx(coverage)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("mark", "verdict", "capped"),
    [("no", "borderline", True), ("partly", "solid", True), ("prompted", "outstanding", False)],
)
def test_a_must_have_caps_by_its_mark(mark: Mark, verdict: Verdict, capped: bool) -> None:
    found = score(
        (*RUBRIC, Point(id="more", point="More.", weight=3)), {**ALL, "judged": "yes", "more": "yes", "core": mark}
    )
    assert (found.verdict, found.capped) == (verdict, capped)
    assert found.missing_critical == (("core",) if capped else ())


def test_the_lowest_cap_of_two_must_haves_holds() -> None:
    rubric = (*RUBRIC, Point(id="more", point="More.", weight=3, critical=True))
    both: dict[str, Mark] = {**ALL, "judged": "yes", "core": "partly", "more": "no"}
    assert score(rubric, both).verdict == "borderline"
    assert score(rubric, {**both, "more": "partly"}).verdict == "solid"


def test_coverage_below_the_cap_is_not_capped() -> None:
    found = score(RUBRIC, {"core": "no", "why": "yes"})
    assert (found.verdict, found.capped, found.missing_critical) == ("weak", False, ("core",))


def test_point_given_only_when_asked_counts_four_fifths() -> None:
    assert score(RUBRIC, {"core": "prompted"}).coverage == pytest.approx(2.4 / 7)


def test_full_coverage_without_a_beyond_point_is_solid() -> None:
    plain = tuple(Point(id=p.id, point=p.point, weight=p.weight) for p in RUBRIC)
    assert score(plain, {p.id: "yes" for p in plain}).verdict == "solid"


def test_rubric_of_beyond_points_asks_for_them() -> None:
    rubric = (Point(id="a", point="A.", weight=1, beyond=True), Point(id="b", point="B.", weight=1, beyond=True))
    assert score(rubric, {"a": "yes"}).coverage == 0.5


def test_an_empty_rubric_covers_nothing() -> None:
    assert score((), {}).verdict == "weak"


def test_the_lower_of_two_verdicts_is_shown() -> None:
    assert lower("outstanding", "borderline") == "borderline"


# Up to engine 9


@pytest.mark.parametrize(
    ("marks", "coverage", "verdict"),
    [
        ({"core": "yes"}, 3 / 8, "weak"),
        ({"core": "yes", "why": "partly"}, 4 / 8, "borderline"),
        ({"core": "yes", "why": "yes", "when": "partly"}, 6 / 8, "solid"),
        (ALL, 7 / 8, "solid"),
        ({**ALL, "judged": "yes"}, 1.0, "outstanding"),
        ({**ALL, "judged": "yes", "core": "partly"}, 6.5 / 8, "borderline"),
        ({"core": "prompted", "why": "yes"}, 3.8 / 8, "borderline"),
    ],
)
def test_old_rules_hold_for_old_transcripts(marks: dict[str, Mark], coverage: float, verdict: Verdict) -> None:
    found = score(RUBRIC, marks, old=True)
    assert found.coverage == pytest.approx(coverage)
    assert found.verdict == verdict


def test_old_prompted_point_counts_six_tenths() -> None:
    assert score(RUBRIC, {"core": "yes"}, prompted={"core"}, old=True).coverage == pytest.approx(1.8 / 8)
    assert score(RUBRIC, {"core": "partly"}, prompted={"core"}, old=True).coverage == pytest.approx(1.5 / 8)
