import dataclasses
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulator.engine.lab import people as populations
from simulator.engine.lab.baselines import POLICIES, auc
from simulator.engine.lab.calibration import FittedChange
from simulator.engine.lab.crowd import Crowd, Start
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior, prior_of, structural_covariance
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.session.calibrated_prior import from_toml, to_toml
from simulator.session.lab.recorded import Responses, categories, plain_bank
from simulator.session.lab.simulation import replay, simulate
from tests.graphs import map_bank, values
from tests.recorded_sets import calibrated, read_responses
from tests.reporting import bank_of
from tests.sample_interviews import sample_interviews

RECORDED = Path(__file__).parents[1] / "data" / "fraction_subtraction" / "responses.csv"
BANK = map_bank()


def test_the_crowd_agrees_with_the_belief() -> None:
    from simulator.engine.lab.baselines import a_optimal

    omega = BANK.role_weights(None)
    rng = np.random.default_rng(3)
    crowd = Crowd.start(Start.of(BANK, omega, prior_of(BANK)), 3)
    alone = [Prior.structural(BANK)] * 3
    for _ in range(15):
        items = rng.choice(len(BANK.items), 3)
        answers = np.array([rng.integers(BANK.items[i].response.categories) for i in items], np.int8)
        crowd.update(items, answers, np.ones(3, np.bool_))
        alone = [
            b.update(Evidence(BANK.items[i].id, "check" if BANK.items[i].is_check else "verdict", int(a)))
            for b, i, a in zip(alone, items, answers, strict=True)
        ]
    worth = a_optimal(crowd.lead)
    mean, variance = crowd.concepts()
    for n, belief in enumerate(alone):
        np.testing.assert_allclose(crowd.shares[n], belief.shares, atol=1e-9)
        np.testing.assert_allclose(mean[n], belief.mastery, atol=1e-9)
        np.testing.assert_allclose(variance[n], np.diag(belief.cov)[:-4], atol=1e-9)
        np.testing.assert_allclose(crowd.overall()[0][n, 0], belief.overall()[0], atol=1e-9)
        np.testing.assert_allclose(np.sqrt(crowd.overall()[1][n, 0]), belief.overall()[1], atol=1e-9)
        np.testing.assert_allclose(worth[n], values(BANK, belief, omega), atol=1e-9)


def test_a_simulation_repeats_to_the_digit() -> None:
    seen: list[tuple[int, int]] = []
    how = {"candidates": 12, "questions": 3, "seed": 5}
    first = simulate(BANK, "map", **how, progress=lambda done, total: seen.append((done, total)))  # type: ignore[arg-type]
    again = simulate(BANK, "map", **how)  # type: ignore[arg-type]
    assert seen[-1] == (36, 36)
    assert {k: first[k] for k in ("version", "graph", "candidates", "questions")} == {
        "version": 1,
        "graph": "map",
        "candidates": 12,
        "questions": 3,
    }
    assert set(first["populations"]) == set(populations.POPULATIONS)
    for kind, found in first["populations"].items():
        assert set(found["policies"]) == set(POLICIES)
        for name, table in found["policies"].items():
            same = again["populations"][kind]["policies"][name]
            assert table == same
            assert "step_ms" not in table
            assert all(len(v) == 4 for v in table.values() if isinstance(v, list))
        assert found["paired"]["cat-1d"]["after_3"][0] < found["paired"]["cat-1d"]["after_3"][1]
        assert set(found["policies"]["self-average"]) == {"auc", "mean_hops", "mean_tier_step"}
        assert "self-average" not in found["paired"]
    other = simulate(BANK, "map", candidates=12, questions=3, seed=6)
    assert (
        other["populations"]["areas"]["policies"]["adaptive"]["rmse"]
        != (first["populations"]["areas"]["policies"]["adaptive"]["rmse"])
    )


def test_questions_narrow_the_error_of_every_policy() -> None:
    found = simulate(BANK, "map", candidates=100, questions=12, seed=1, kinds=("general",))
    for name, table in found["populations"]["general"]["policies"].items():
        if name != "self-average":
            assert table["rmse"][12] < 0.8 * table["rmse"][0]
            assert table["level_mae"][12] < table["level_mae"][0]
            assert table["auc"][12] > table["auc"][0]
            assert table["log_loss"][12] < table["log_loss"][0]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(UsageError, match='no policy "best"'):
        simulate(BANK, "map", policies=("best",))


def test_populations_are_what_they_say() -> None:
    rng = np.random.default_rng(0)
    people = 4000
    general = populations.general(BANK, people, rng)
    assert general.std() == pytest.approx(1.051, rel=0.03)
    areas = populations.areas(BANK, people, rng)
    assert areas.std() == pytest.approx(1.184, rel=0.03)
    first, second = (int(np.flatnonzero(BANK.area_of == a)[0]) for a in (0, 1))
    assert np.corrcoef(areas[:, first], areas[:, second])[0, 1] == pytest.approx(0.456, abs=0.05)
    states = populations.states(BANK, people, rng)
    assert np.allclose(np.abs(states - BANK.middle), 1.0)
    mastered = states > BANK.middle
    child = next(c for c, parents in enumerate(BANK.parents) if parents)
    without = ~mastered[:, list(BANK.parents[child])].all(1)
    assert mastered[without, child].mean() == pytest.approx(0.1, abs=0.03)


def test_auc_counts_ties_half() -> None:
    assert auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True])) == pytest.approx(3.5 / 4)
    assert auc(np.array([0.5, 0.5]), np.array([True, False])) == 0.5
    assert np.isnan(auc(np.array([0.5]), np.array([True])))


def half(start: int) -> Responses:
    """Every second of the recorded people."""
    responses = read_responses(RECORDED)
    return dataclasses.replace(responses, values=responses.values[start::2])


@cache
def on_the_odd() -> tuple[Bank, PooledPrior, tuple[FittedChange, ...]]:
    """The bank as it is, and its calibration on the odd half."""
    raw = plain_bank(half(0))
    return raw, *calibrated(raw, half(0))


def test_recorded_people_are_predicted_better_with_questions() -> None:
    even = half(1)
    raw, pooled, changes = on_the_odd()
    bank = raw.calibrated(pooled)
    assert len(changes) == 20
    assert np.linalg.eigvalsh(pooled.covariance)[0] > 0
    loss = {}
    for name, used in (("raw", raw), ("calibrated", bank)):
        found = replay(used, "x", categories(used, even), questions=10, policies=("adaptive", "cat-1d"), draws=5)
        loss[name] = found["populations"]["recorded"]["policies"]["adaptive"]["log_loss"]
    assert loss["calibrated"][10] < loss["calibrated"][5] < loss["calibrated"][0]
    assert loss["calibrated"][10] < loss["raw"][10] - 0.02
    assert found["populations"]["recorded"]["paired"]["cat-1d"]["after_10"][1] < 0


def test_calibration_finds_the_difficulties_that_made_the_answers() -> None:
    responses = read_responses(RECORDED)
    raw = plain_bank(responses)
    rng = np.random.default_rng(2)
    true = rng.normal(0, 1, len(raw.items))
    ability = rng.normal(0, 1, 1500)
    u = ability[:, None] - true
    answers = (rng.random(u.shape) < 1 / (1 + np.exp(-1.5 * u))).astype(np.int8)
    pooled, _ = calibrated(raw, dataclasses.replace(responses, values=answers.astype(float)))
    found = np.array([pooled.fits[item.id].difficulty for item in raw.items])
    assert np.corrcoef(found, true)[0, 1] > 0.98
    assert np.abs(found - true).mean() < 0.15


def test_a_calibration_file_reads_back_as_it_was() -> None:
    raw, pooled, _ = on_the_odd()
    again = from_toml(to_toml(raw, pooled).encode(), raw.concepts)
    np.testing.assert_allclose(again.covariance, pooled.covariance, atol=1e-6)
    assert again.fits == pooled.fits
    with pytest.raises(ValueError, match="other concepts"):
        from_toml(to_toml(raw, pooled).encode(), ("a", "b"))


def test_fewer_than_fifty_people_move_nothing() -> None:
    responses = read_responses(RECORDED)
    with pytest.raises(UsageError, match="at least 50 people"):
        calibrated(plain_bank(responses), dataclasses.replace(responses, values=responses.values[:49]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no answers"),
        ("a,b\n", "holds no answers"),
        ("a,a\n1,0\n", "twice"),
        ("a,b\n1\n", "line 2: 1 field where"),
        ("a,b\n1,x\n", 'line 2, column "b": "x" is no number'),
        ("a,b\n1,2\n", 'line 2, column "b": "2" is not between 0 and 1'),
    ],
)
def test_responses_that_fail_are_refused_by_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(text)
    with pytest.raises(UsageError, match=message):
        read_responses(file)


def test_interviews_know_more_than_the_prior(llm: Graph) -> None:
    found = sample_interviews(bank_of(llm), candidates=150, seed=1, kinds=("areas",))["areas"]
    assert found["level_mae"] < found["prior_mae"]
    assert found["mean_hops"] <= 2.0
    assert 6 <= found["questions"] <= 9


def test_start_covariance_is_sum_of_its_parts() -> None:
    covariance = structural_covariance(BANK)
    assert np.linalg.eigvalsh(covariance)[0] > 0
    same = BANK.area_of[:, None] == BANK.area_of[None]
    off = ~np.eye(len(same), dtype=bool)
    assert covariance[same & off].mean() > covariance[~same].mean() > 0.5
