"""How people differ: the kinds of the prior, and what answers say of them."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from simulator.engine.lab import people as populations
from simulator.engine.lab.crowd import Crowd, Start
from simulator.engine.model.bank import PooledPrior
from simulator.engine.model.belief import Belief, fold
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.gaussians import may_learn
from simulator.engine.model.level import level, level_of
from simulator.engine.model.parameters import KINDS_OF_PEOPLE, SHOWN_LUCK_SD, SHOWN_OWN_SD, Z80
from simulator.engine.model.priors import Prior, prior_of, structural_covariance
from simulator.engine.model.response import Array
from tests.graphs import llm_graph, map_bank
from tests.strategies import evidence_on

BANK = map_bank()
ONE_ABILITY = next(n for n, kind in enumerate(KINDS_OF_PEOPLE) if kind.name == "one ability")


def after_answers(kind: str, people: int, questions: int) -> Crowd:
    """The beliefs on people of a population after so many questions at random."""
    return examined(kind, people, questions)[0]


def examined(kind: str, people: int, questions: int) -> tuple[Crowd, Array]:
    """The same, and what they really hold, shape (people, C)."""
    rng = np.random.default_rng(3)
    drawn = populations.drawn(BANK, kind, people, rng)
    asked = np.array([rng.permutation(np.flatnonzero(~BANK.is_check))[:questions] for _ in range(people)])
    crowd = Crowd.start(Start.of(BANK, BANK.role_weights(None), prior_of(BANK)), people)
    for items in asked.T:
        crowd.update(items, drawn.answers[np.arange(people), items], np.ones(people, np.bool_))
    return crowd, drawn.theta


def test_shares_sum_to_one_with_own_covariances() -> None:
    prior = prior_of(BANK)
    assert sum(kind.share for kind in KINDS_OF_PEOPLE) == pytest.approx(1.0)
    assert all(np.linalg.eigvalsh(cov)[0] > 0 for cov in prior.covariances)
    np.testing.assert_allclose(prior.covariance, structural_covariance(BANK))
    apart = prior.means - prior.shares @ prior.means
    between = np.einsum("k,ki,kj->ij", prior.shares, apart, apart)
    np.testing.assert_allclose(Prior.structural(BANK).cov[:-4, :-4], prior.covariance + between)


# tiers 1 and 2 are -1.75 and -1.05, each more 0.7 higher; "held or not" is -0.4 and 0.7 of the middle more;
# 4 in 100 are of that kind, all are 0.0165 higher so that the mean is 0, and a senior is 0.6 above
@pytest.mark.parametrize(
    ("concept", "middle", "held", "senior"),
    [
        ("language-modeling", -1.4, -1.38, 0.5613),
        ("self-attention", -0.7, -0.89, 0.5809),
        ("tokenization", -0.35, -0.645, 0.5907),
    ],
)
def test_the_mean_follows_difficulty_for_each_kind(concept: str, middle: float, held: float, senior: float) -> None:
    place = BANK.concepts.index(concept)
    assert BANK.middle[place] == pytest.approx(middle)
    prior = prior_of(BANK)
    assert prior.means[:, place] - prior.means[0, place] == pytest.approx([0.0, 0.0, held])
    assert float((prior.shares @ prior.means).mean()) == pytest.approx(0.0)
    assert Prior.structural(BANK, "senior").mean[place] == pytest.approx(senior, abs=1e-4)


@pytest.mark.parametrize("kind", populations.POPULATIONS)
def test_shown_intervals_cover_three_people_in_four(kind: str) -> None:
    crowd, theta = examined(kind, 100, 12)
    mean, variance = crowd.concepts()
    shown = np.sqrt(variance + BANK.shown_own_variance)
    assert (np.abs(mean - theta) <= Z80 * shown).mean() >= 0.75


def test_concepts_are_shown_wider_under_our_prior() -> None:
    own, number = {}, BANK.concepts.index("self-attention")
    for share in (None, 1.0, 0.4, 0.0):
        pooled = None if share is None else PooledPrior(np.zeros(1), np.eye(1), 80, share)
        belief = structs.replace(Prior.structural(BANK), bank=replace(BANK, pooled=pooled))
        own[share] = belief.concept("self-attention")[1] ** 2 - belief.variances()[number]
    assert own == pytest.approx({None: SHOWN_OWN_SD**2, 1.0: SHOWN_OWN_SD**2, 0.4: 0.4 * SHOWN_OWN_SD**2, 0.0: 0.0})


def test_the_level_is_shown_wider_than_believed() -> None:
    belief, role = Prior.structural(BANK), llm_graph().roles["applied-engineer"]
    (mean, sd), (shown, wider) = belief.overall(role), belief.shown_overall(role)
    assert shown == mean
    assert wider**2 == pytest.approx(sd**2 + SHOWN_LUCK_SD**2)
    at = level(belief, belief.bank, role)
    assert (at.low, at.high) == (level_of(belief.bank, mean - Z80 * wider), level_of(belief.bank, mean + Z80 * wider))


def test_answers_tell_one_ability_from_profiles() -> None:
    share = {kind: after_answers(kind, 20, 60).shares[:, ONE_ABILITY].mean() for kind in ("general", "areas")}
    before = KINDS_OF_PEOPLE[ONE_ABILITY].share
    assert share["areas"] < before - 0.05 < before < share["general"]


def test_the_shares_go_from_session_to_session() -> None:
    said = [evidence_on(BANK, n * 7 % len(BANK.items), n % 4) for n in range(30)]
    belief = fold(Prior.structural(BANK), said)
    assert not np.allclose(belief.shares, Prior.structural(BANK).shares, atol=0.01)
    assert np.array_equal(belief.aged(100).shares, belief.shares)


def falls(belief: Belief) -> bool:
    """Whether some better answer to one of the first hundred items would lower what it is about or rests on."""
    for number, item in enumerate(BANK.items[:100]):
        kind, categories = ("check", 2) if item.is_check else ("verdict", 4)
        watched = BANK.rests_on(number)
        after = [belief.update(Evidence(item.id, kind, c)).mean[watched] for c in range(categories)]  # type: ignore[arg-type]
        if any((better < worse - 1e-9).any() for worse, better in itertools.pairwise(after)):
            return True
    return False


def test_a_better_answer_never_lowers_a_belief(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    belief = Prior.structural(BANK)
    for number in rng.choice(len(BANK.items), 90, replace=False):
        belief = belief.update(evidence_on(BANK, int(number), int(rng.integers(4))))
    assert not falls(belief)
    monkeypatch.setattr("simulator.engine.model.belief.may_learn", lambda *_: True)
    assert falls(belief)  # so the rule is at work here


def test_moving_shares_does_not_depend_on_the_answer() -> None:
    shares = np.array([[0.5, 0.1], [0.4, 0.1], [0.1, 0.8]])
    shares /= shares.sum(1, keepdims=True)
    gains, means = np.ones((2, 1)), np.array([[0.0], [0.0]])
    steps = np.array([[-0.2, -0.2], [0.0, 0.0], [0.2, 0.2]])
    assert may_learn(shares, steps, np.concatenate((gains, means)))
    # the best answer makes the second kind likelier, which thinks less of the concept
    assert not may_learn(shares, steps, np.concatenate((gains, means - [[0.0], [3.0]])))


def test_a_pooled_prior_is_one_gaussian() -> None:
    pooled = PooledPrior(np.full(len(BANK.concepts), 0.3), structural_covariance(BANK), 80, 0.4)
    belief = Prior.structural(replace(BANK, pooled=pooled), "senior")
    assert belief.shares.tolist() == [1.0]
    assert belief.concept("self-attention")[0] == pytest.approx(0.9)
