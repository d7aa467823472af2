"""What must hold of every belief and every score, whatever was answered."""

import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.choice.value import fresh_moments, moments
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import BIAS, Belief, fold, fold_on
from simulator.engine.model.evidence import Evidence, EvidenceKind
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import MARKS, Mark, rank, score
from simulator.graph.records import Point
from tests.graphs import map_bank, values
from tests.some import examples
from tests.strategies import evidence_on, evidences, marked

BANK = map_bank()
PRIOR = Prior.structural(BANK)


@settings(max_examples=examples(120), deadline=None)
@given(marked(), st.randoms(use_true_random=False))
def test_a_better_mark_never_lowers_a_score(
    given_marks: tuple[tuple[Point, ...], dict[str, Mark]], rng: Random
) -> None:
    rubric, marks = given_marks
    point = rng.choice(rubric).id
    scores = [score(rubric, marks | {point: mark}) for mark in reversed(MARKS)]
    assert [s.coverage for s in scores] == sorted(s.coverage for s in scores)
    assert [rank(s.verdict) for s in scores] == sorted(rank(s.verdict) for s in scores)
    assert all(0 <= s.coverage <= 1 for s in scores)


@settings(max_examples=examples(50), deadline=None)
@given(evidences(BANK, most=60), st.integers(0, len(BANK.items) - 1))
def test_a_better_answer_never_lowers_its_prerequisites(past: list[Evidence], number: int) -> None:
    belief = fold(PRIOR, past)
    outcomes = range(2) if BANK.items[number].is_check else range(4)
    item = BANK.items[number]
    after = [
        belief.update(Evidence(item.id, "check" if item.is_check else "verdict", category)) for category in outcomes
    ]
    primary = item.concepts[0][0]
    watched = np.flatnonzero(BANK.ancestors[primary]).tolist() + [c for c, _ in item.concepts]
    for worse, better in itertools.pairwise(after):
        assert (better.mean[watched] >= worse.mean[watched] - 1e-12).all()


@settings(max_examples=examples(40), deadline=None)
@given(evidences(BANK, most=20), st.randoms(use_true_random=False))
def test_folding_on_leads_to_the_same_digits(past: list[Evidence], rng: Random) -> None:
    """Also where a prediction is replaced, where values were looked up in between, and where evidence is taken back."""
    said = [Evidence(e.item, "prediction", rng.randrange(4)) for e in past if e.kind == "verdict"] + past
    rng.shuffle(said)
    last = None
    for count in (*range(len(said) + 1), len(said) // 2, len(said)):
        last = fold_on(last, PRIOR, said[:count])
        whole = fold(PRIOR, said[:count])
        assert last.belief.shares.tolist() == whole.shares.tolist()
        assert last.belief.mean.tolist() == whole.mean.tolist()
        assert np.array_equal(last.belief.parts.covariances, whole.parts.covariances)
        followed, fresh = (moments(BANK, belief, BANK.role_weights(None)) for belief in (last.belief, whole))
        assert np.array_equal(followed.rows, fresh.rows)
        assert fold_on(last, PRIOR, said[:count]) is last


@settings(max_examples=examples(40), deadline=None)
@given(evidences(BANK, most=60))
def test_covariances_stay_symmetric_definite_and_bounded(past: list[Evidence]) -> None:
    after = fold(PRIOR, past)
    for cov in after.parts.covariances:
        assert np.array_equal(cov, cov.T)
        assert np.linalg.eigvalsh(cov)[0] > 0
    np.testing.assert_allclose(after.cov, after.cov.T, atol=1e-12)
    assert np.linalg.eigvalsh(after.cov)[0] > 0
    graded = fold(PRIOR, [e for e in past if e.kind != "check"])
    assert (graded.parts.variances() <= PRIOR.parts.variances() + 1e-12).all()


@settings(max_examples=examples(30), deadline=None)
@given(evidences(BANK, most=30))
def test_mean_and_covariance_are_those_of_the_mixture(past: list[Evidence]) -> None:
    belief, omega = fold(PRIOR, past), BANK.role_weights(None)
    assert belief.shares.sum() == pytest.approx(1.0)
    mean = sum(share * m for share, m in zip(belief.shares, belief.parts.means, strict=True))
    second = sum(
        share * (cov + np.outer(m, m))
        for share, m, cov in zip(belief.shares, belief.parts.means, belief.parts.covariances, strict=True)
    )
    np.testing.assert_allclose(belief.mean, mean, atol=1e-12)
    np.testing.assert_allclose(belief.cov, second - np.outer(mean, mean), atol=1e-10)
    np.testing.assert_allclose(belief.variances(), np.diag(belief.cov), atol=1e-10)
    assert belief.overall()[1] ** 2 == pytest.approx(float(omega @ belief.cov[:-4, :-4] @ omega), abs=1e-10)


@settings(max_examples=examples(30), deadline=None)
@given(evidences(BANK, least=1, most=12), st.booleans())
def test_looks_that_follow_updates_are_those_of_covariance(past: list[Evidence], one_area: bool) -> None:
    omega = BANK.area_weights("inference") if one_area else BANK.role_weights(None)
    belief = PRIOR
    for evidence in past:
        values(BANK, belief, omega)
        belief = belief.update(evidence)
    followed, fresh = moments(BANK, belief, omega), fresh_moments(BANK, belief, omega)
    assert belief.origin is not None
    np.testing.assert_allclose(followed.rows, fresh.rows, atol=1e-10)
    assert followed.left == pytest.approx(fresh.left, abs=1e-10)


def test_the_order_of_twenty_answers_hardly_matters() -> None:
    rng = np.random.default_rng(4)
    medians, most = [], 0.0
    for _ in range(20):
        numbers = rng.choice(len(BANK.items), 20, replace=False)
        level = rng.normal()
        said = [evidence_on(BANK, int(i), category(BANK, int(i), level, rng)) for i in numbers]
        there, back = fold(PRIOR, said), fold(PRIOR, [said[i] for i in rng.permutation(20)])
        moved = np.abs(there.mastery - back.mastery) / np.sqrt(np.diag(there.cov)[: len(BANK.concepts)])
        medians.append(float(np.median(moved)))
        most = max(most, float(moved.max()))
    assert np.median(medians) < 0.1
    assert most <= 0.3


def category(bank: Bank, number: int, level: float, rng: np.random.Generator) -> int:
    u = level - bank.items[number].difficulty + rng.logistic() / 1.5
    return int(sum(u > t for t in (-1.2, 0.0, 1.2)))


def test_ten_thousand_updates_leave_a_covariance_positive_definite() -> None:
    rng = np.random.default_rng(2)
    belief: Belief = PRIOR
    for _ in range(10_000):
        belief = belief.update(evidence_on(BANK, int(rng.integers(len(BANK.items))), int(rng.integers(4))))
    for cov in belief.parts.covariances:
        assert np.array_equal(cov, cov.T)
        assert np.linalg.eigvalsh(cov)[0] > 0
    assert np.isfinite(belief.mean).all()
    assert np.isfinite(belief.shares).all()


def test_forgetting_returns_to_the_prior() -> None:
    belief = fold(PRIOR, [Evidence("self-attention.2", "verdict", 3), Evidence("self-attention.3", "verdict", 3)])
    spread = [belief.aged(days).concept("self-attention")[1] for days in (0, 30, 365, 36500)]
    assert spread == sorted(spread)
    assert spread[0] == belief.concept("self-attention")[1]
    np.testing.assert_allclose(belief.aged(36500).parts.variances()[:, :-4], PRIOR.parts.variances()[:, :-4], atol=1e-6)
    assert belief.aged(365).concept("self-attention")[0] == belief.concept("self-attention")[0]
    assert belief.aged(36500).leniency() == belief.leniency()
    assert np.array_equal(belief.aged(365).shares, belief.shares)
    assert np.linalg.eigvalsh(belief.aged(50).cov)[0] > 0


def test_verdict_replaces_prediction_and_teaches_its_bias() -> None:
    verdict = Evidence("self-attention.2", "verdict", 1)
    alone = fold(PRIOR, [verdict])
    both = fold(PRIOR, [Evidence("self-attention.2", "prediction", 3), verdict])
    np.testing.assert_allclose(both.mastery, alone.mastery, atol=1e-12)
    assert both.mean[BIAS] > alone.mean[BIAS]  # the bias of predictions, beyond the leniency
    waiting = fold(PRIOR, [Evidence("self-attention.2", "prediction", 3)])
    full = fold(PRIOR, [Evidence("self-attention.2", "verdict", 3)])
    assert PRIOR.concept("self-attention")[0] < waiting.concept("self-attention")[0] < full.concept("self-attention")[0]


def test_checks_narrow_leniency_when_they_disagree_with_verdicts() -> None:
    item = next(i for i in BANK.items if i.is_check)
    concept = BANK.concepts[item.concepts[0][0]]
    own = [Evidence(f"{concept}.{item.tier}", "verdict", 3)]
    failed = fold(PRIOR, own + [Evidence(i.id, "check", 0) for i in BANK.items if i.is_check][:12])
    passed = fold(PRIOR, own + [Evidence(i.id, "check", 1) for i in BANK.items if i.is_check][:12])
    assert failed.leniency()[0] > PRIOR.leniency()[0] > passed.leniency()[0] - 0.05
    assert failed.leniency()[1] < PRIOR.leniency()[1]
    assert PRIOR.lenient() is None


def test_hints_probes_overruling_and_repetition_weaken_evidence() -> None:
    def gained(**how: object) -> float:
        return PRIOR.update(Evidence("self-attention.3", "verdict", 3, **how)).concept("self-attention")[0]  # type: ignore[arg-type]

    plain = gained()
    assert all(gained(**how) < plain for how in ({"hints": 1}, {"prompted": 1}, {"seen_before": True}))
    assert gained(overruled=True) < plain
    assert gained(weight=0.5) < plain


def test_covariance_kept_as_terms_is_one_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [evidence_on(BANK, n * 7 % len(BANK.items), n % 4) for n in range(40)]
    written = fold(PRIOR, said)
    monkeypatch.setattr("simulator.engine.model.gaussians.WRITTEN_OUT", 0)
    kept, omega = PRIOR, BANK.role_weights(None)
    for evidence in said:
        moments(BANK, kept, omega)
        kept = kept.update(evidence)
    assert kept.parts.pending
    np.testing.assert_allclose(kept.cov, written.cov, atol=1e-10)
    np.testing.assert_allclose(kept.mean, written.mean, atol=1e-10)
    np.testing.assert_allclose(kept.variances(), np.diag(written.cov), atol=1e-10)
    assert np.isclose(kept.overall()[1], written.overall()[1])
    np.testing.assert_allclose(values(BANK, kept, omega), values(BANK, written, omega), atol=1e-10)


def test_an_items_mean_is_its_weighted_state() -> None:
    state = np.zeros((1, len(BANK.concepts) + 2))
    state[0, [2, 3, -2]] = 1.4, -0.7, 0.5  # two concepts, and the leniency towards oneself
    looks = dict(zip((item.id for item in BANK.items), BANK.project(state)[0], strict=True))
    # 5/7 of -0.7 and 2/7 of 1.4 and 0.5, in steps of 1/6.4; a check knows no leniency
    assert looks["optimizers-and-schedules.3"] == pytest.approx((-0.5 + 0.4 + 0.5) * 6.4)
    assert looks["check.language-modeling"] == 0
    for item in BANK.items[::17]:
        kinds: tuple[EvidenceKind, ...] = ("verdict", "check", "dont_know", "prediction")
        for kind in kinds:
            places, weights = PRIOR.terms(Evidence(item.id, kind, 0))
            told = {int(p): float(w) for p, w in zip(places, weights, strict=True) if w}
            count = len(BANK.concepts)
            own = {} if kind in ("check", "dont_know") else {count: 1.0}
            assert told == dict(item.concepts) | own | ({count + 1: 1.0} if kind == "prediction" else {})
