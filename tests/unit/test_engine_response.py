import numpy as np
import pytest

from simulator.engine.model.response import Response, outcomes, stacked_tables

GRADED = Response(1.35, (-1.2, 0.0, 1.2))
GUESSED = Response(1.35, (0.0,), 0.25)


@pytest.mark.parametrize("response", [GRADED, GUESSED])
def test_probabilities_sum_to_one_and_agree_with_likelihoods(response: Response) -> None:
    u = np.linspace(-6, 6, 25)
    p = response.probabilities(u)
    assert p.sum(0) == pytest.approx(np.ones(25))
    for k in range(response.categories):
        assert response.likelihoods(u)[k] == pytest.approx(p[k])


@pytest.mark.parametrize("response", [GRADED, GUESSED])
@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.6), (-2.0, 0.8), (3.0, 2.5)])
def test_moments_match_a_fine_grid(response: Response, mean: float, variance: float) -> None:
    u = np.linspace(mean - 10 * variance**0.5, mean + 10 * variance**0.5, 20001)
    normal = np.exp(-((u - mean) ** 2) / (2 * variance))
    chances, steps, shrinks = outcomes(response, np.array(mean), np.array(variance))
    means, variances = mean + variance * steps, variance * (1 - variance * shrinks)
    assert chances.sum() == pytest.approx(1.0)
    for category in range(response.categories):
        density = normal * response.probabilities(u)[category]
        assert chances[category] == pytest.approx(density.sum() / normal.sum(), abs=2e-5)
        density /= density.sum()
        exact = float(density @ u)
        assert means[category] == pytest.approx(exact, abs=2e-5)
        assert variances[category] == pytest.approx(float(density @ (u - exact) ** 2), abs=2e-5)


@pytest.mark.parametrize("response", [GRADED, GUESSED])
def test_the_table_is_the_expected_loss_of_variance(response: Response) -> None:
    rng = np.random.default_rng(1)
    tables = stacked_tables([response])
    for _ in range(50):
        mean, sd = rng.uniform(-4, 4), rng.uniform(0.5, 2.5)
        points, weights = np.polynomial.hermite_e.hermegauss(41)
        p = response.probabilities(mean + sd * points) @ (weights / weights.sum())
        _, _, shrinks = outcomes(response, np.array(mean), np.array(sd**2))
        exact = float(p @ shrinks) * sd**2
        found = tables.reduction(tables.scaled(np.array([mean]), np.array([sd**2])))
        assert found[0] == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize("response", [GRADED, Response(4.0, (-3.0, -1.0, 2.5)), GUESSED])
def test_far_from_every_threshold_likelihoods_are_still_chances(response: Response) -> None:
    found = response.likelihoods(np.array([-1e5, -200.0, 200.0, 1e5]))
    assert (found > 0).all()
    assert found.sum(0) == pytest.approx(np.ones(4))
    assert found[-1, 2:] == pytest.approx(np.ones(2))
    assert found[0, :2] == pytest.approx(np.full(2, 1 - response.guess))


def test_each_response_type_has_its_own_table() -> None:
    responses = [GRADED, GUESSED, Response(2.0, (-0.5, 0.5)), GRADED]
    together = stacked_tables(responses)
    rng = np.random.default_rng(2)
    means, variances = rng.normal(0, 8, (5, 4)), rng.uniform(0.001, 30, (5, 4))  # some beyond the grid
    found = together.reduction(together.scaled(means, variances))
    for place, response in enumerate(responses):
        alone = stacked_tables([response])
        column = alone.reduction(alone.scaled(means[:, [place]], variances[:, [place]]))
        assert found[:, place] == pytest.approx(column[:, 0], abs=1e-14)
    assert (found >= 0).all()
    assert (found < 1).all()
