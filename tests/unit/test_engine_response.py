import numpy as np
import pytest

from simulator.engine.response import Response, outcomes, reduction, stacked_tables

GRADED = Response(1.35, (-1.2, 0.0, 1.2))
GUESSED = Response(1.35, (0.0,), 0.25)


@pytest.mark.parametrize("response", [GRADED, GUESSED])
def test_probabilities_sum_to_one_and_agree_with_the_likelihoods(response: Response) -> None:
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
    chances, means, variances = outcomes(response, np.array(mean), np.array(variance))
    assert np.exp(chances).sum() == pytest.approx(1.0)
    for category in range(response.categories):
        density = normal * response.probabilities(u)[category]
        assert np.exp(chances[category]) == pytest.approx(density.sum() / normal.sum(), abs=2e-5)
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
        _, _, after = outcomes(response, np.array(mean), np.array(sd**2))
        exact = 1 - float(p @ after) / sd**2
        z, s = np.array([response.slope * mean]), np.array([response.slope * sd])
        assert reduction(*tables, z, s)[0] == pytest.approx(exact, abs=0.01)
