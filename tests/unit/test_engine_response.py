import numpy as np
import pytest

from simulator.engine.response import Response, moments, reduction, stacked_tables

GRADED = Response(1.35, (-1.2, 0.0, 1.2))
GUESSED = Response(1.35, (0.0,), 0.25)


@pytest.mark.parametrize("response", [GRADED, GUESSED])
def test_probabilities_sum_to_one_and_agree_with_the_log_likelihood(response: Response) -> None:
    u = np.linspace(-6, 6, 25)
    p = response.probabilities(u)
    assert p.sum(0) == pytest.approx(np.ones(25))
    for k in range(response.categories):
        assert np.exp(response.log_likelihood(k, u)) == pytest.approx(p[k])


@pytest.mark.parametrize("response", [GRADED, GUESSED])
@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.6), (-2.0, 0.8), (3.0, 2.5)])
def test_moments_match_a_fine_grid(response: Response, mean: float, variance: float) -> None:
    u = np.linspace(mean - 10 * variance**0.5, mean + 10 * variance**0.5, 20001)
    for category in range(response.categories):
        density = np.exp(-((u - mean) ** 2) / (2 * variance)) * response.probabilities(u)[category]
        density /= density.sum()
        exact = float(density @ u)
        found = moments(response, category, mean, variance)
        assert found[0] == pytest.approx(exact, abs=2e-5)
        assert found[1] == pytest.approx(float(density @ (u - exact) ** 2), abs=2e-5)


@pytest.mark.parametrize("response", [GRADED, GUESSED])
def test_the_table_is_the_expected_loss_of_variance(response: Response) -> None:
    rng = np.random.default_rng(1)
    tables = stacked_tables([response])
    for _ in range(50):
        mean, sd = rng.uniform(-4, 4), rng.uniform(0.5, 2.5)
        points, weights = np.polynomial.hermite_e.hermegauss(41)
        p = response.probabilities(mean + sd * points) @ (weights / weights.sum())
        after = [moments(response, k, mean, sd**2)[1] for k in range(response.categories)]
        exact = 1 - float(p @ after) / sd**2
        z, s = np.array([response.slope * mean]), np.array([response.slope * sd])
        assert reduction(*tables, z, s)[0] == pytest.approx(exact, abs=0.01)
