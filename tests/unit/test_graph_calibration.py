"""A calibration file that was edited, moved or torn is refused in a sentence, by the reader and by lint alike."""

from pathlib import Path

import numpy as np
import pytest

from simulator.errors import GraphError
from simulator.graph.lint.structure import lint
from simulator.graph.load import load
from simulator.session.calibrated_prior import from_toml, pooled_prior

GOOD = """
version = 1
people = 60
structural_share = 0.5
concepts = ["big-o", "hash-table", "caching"]
mean = [0.1, 0.2, 0.3]
covariance = [[1.0], [0.5, 1.1], [0.4, 0.3, 1.2]]

[[question]]
id = "caching-stale-price"
difficulty = 0.2
difficulty_sd = 0.3
discrimination = 1.4
thresholds = [-1.0, 0.0, 1.0]

[[question]]
id = "a-check-that-was-deleted"
difficulty = 0.2
difficulty_sd = 0.3
discrimination = 1.4
thresholds = [0.0]
"""
REFUSED = {
    "other concepts": ('"caching"', '"cache"', "other concepts (it lacks caching, the graph lacks cache)"),
    "a concept twice": ('"caching"', '"big-o"', "other concepts (it lacks caching)"),
    "no mean": ("mean =", "means =", "mean: the key is missing"),
    "a short mean": ("[0.1, 0.2, 0.3]", "[0.1]", "mean: expected 3 numbers, one a concept, found 1"),
    "a mean that is none": ("0.1,", "nan,", "mean[0]: expected a number from -1,000 to 1,000, found nan"),
    "a row too short": ("[0.4, 0.3, 1.2]", "[0.4]", "covariance: expected 3 rows"),
    "a covariance of no people": ("[0.5, 1.1]", "[5.0, 1.1]", "its covariance isn't positive definite"),
    "people in words": ("60", '"many"', 'people: expected a whole number, found text in quotes "many"'),
    "a slope in words": ("1.4", '"a"', "question[0].discrimination: expected a number"),
    "a difficulty beyond all measure": ("difficulty = 0.2", "difficulty = 1e300", "from -20 to 20, found 1e+300"),
    "no thresholds": ("[-1.0, 0.0, 1.0]", "[]", "question caching-stale-price: thresholds: expected 1 to 4, found 0"),
    "thresholds that fall": ("-1.0,", "2.0,", "thresholds: expected numbers that grow"),
    "no TOML": ("version", "version of", "Expected '='"),
    "nothing": (GOOD, "", "concepts: the key is missing"),
}


def test_a_fitting_calibration_is_read_in_any_order(folder: Path) -> None:
    (folder / "calibration.toml").write_text(GOOD)
    assert not [found for found in lint(folder) if found.severity == "error"]
    assert pooled_prior(load(folder)) is not None
    found = from_toml(GOOD.encode(), ("caching", "big-o", "hash-table"))
    assert found.mean.tolist() == [0.3, 0.1, 0.2]
    assert np.array_equal(found.covariance, [[1.2, 0.4, 0.3], [0.4, 1.0, 0.5], [0.3, 0.5, 1.1]])


@pytest.mark.parametrize(("old", "new", "words"), REFUSED.values(), ids=REFUSED)
def test_a_calibration_that_fails_is_refused(folder: Path, old: str, new: str, words: str) -> None:
    (folder / "calibration.toml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(GraphError) as caught:
        pooled_prior(load(folder))
    assert words in str(caught.value)
    told = [found for found in lint(folder) if found.rule == "calibration"]
    assert words in told[0].message
    assert told[0].message.endswith("; calibrate the graph again or remove the file")


def test_bytes_that_are_not_utf8_are_said_so(folder: Path) -> None:
    (folder / "calibration.toml").write_bytes(b'a = "\xe9"')
    with pytest.raises(GraphError, match="it isn't UTF-8"):
        pooled_prior(load(folder))
