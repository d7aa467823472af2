"""What calibration says of items: on whose scale, how surely, and that leniency is not met twice."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import Item
from simulator.engine.model.response import Response
from simulator.errors import UsageError
from simulator.session.lab.recorded import transcript_responses
from tests import transcripts
from tests.item_fitting import InMemory, calibrate, fit_items

ITEMS, PEOPLE = 30, 600
Array = NDArray[np.float64]


def bank_of(sd: float = P.DIFFICULTY_SD) -> Bank:
    """Questions of the usual response, each a concept of its own, all in one area."""
    response = Response(P.SLOPE, P.THRESHOLDS)
    items = tuple(Item(f"q{i}", ((i, 1.0),), 3, 0.0, sd, response, 4.0) for i in range(ITEMS))
    return Bank(items, tuple(item.id for item in items), ("a",), np.zeros(ITEMS, np.intp), ((),) * ITEMS)


def answered(seed: int, leniency: float) -> tuple[Array, NDArray[np.int8]]:
    """True difficulties, and the categories of people of the population `general`."""
    rng = np.random.default_rng(seed)
    difficulty = rng.normal(0, P.DIFFICULTY_SD, ITEMS)
    theta = rng.normal(0, 0.95, (PEOPLE, 1)) + rng.normal(0, 0.45, (PEOPLE, ITEMS))
    own = rng.normal(leniency, P.LENIENCY_SD, (PEOPLE, 1)) if leniency else 0.0
    ease = P.SLOPE * ((theta + own - difficulty)[:, :, None] - np.array(P.THRESHOLDS))
    return difficulty, (rng.random((PEOPLE, ITEMS, 1)) < 1 / (1 + np.exp(-ease))).sum(2).astype(np.int8)


@pytest.mark.slow
def test_leniency_stays_out_of_the_difficulties() -> None:
    shift = {}
    for self_scored in (True, False):
        found = []
        for seed in range(3):
            difficulty, answers = answered(seed, P.LENIENCY_MEAN)
            pooled, _ = calibrate(bank_of(), answers, self_scored=self_scored)
            fitted = np.array([pooled.fits[f"q{i}"].difficulty for i in range(ITEMS)])
            found.append(float((fitted - difficulty).mean() - pooled.mean.mean()))
        shift[self_scored] = float(np.mean(found))
    assert abs(shift[True]) < 0.07
    assert shift[False] < -0.08  # of .2, as the prior, which weighs what cross-validation gives it, takes the rest


@pytest.mark.parametrize("share", [1.0, 0.1])
def test_errors_of_difficulties_are_as_large_as_said(share: float) -> None:
    missed, told = [], []
    for seed in range(3):
        difficulty, answers = answered(seed, 0.0)
        kept = np.random.default_rng(seed + 50).random(answers.shape) < share
        fits = fit_items(bank_of(), InMemory(np.where(kept, answers, -1).astype(np.int8)))
        fitted = np.array([fits[f"q{i}"].difficulty for i in range(ITEMS)])
        scale = np.polynomial.Polynomial.fit(difficulty, fitted, 1)  # that of the prior ability
        missed.append(fitted - scale(difficulty))
        told.append([fits[f"q{i}"].difficulty_sd for i in range(ITEMS)])
    assert float(np.sqrt(np.mean(np.square(told)))) == pytest.approx(float(np.std(missed)), rel=0.25)


@pytest.mark.parametrize("sd", [0.3, 0.7])
def test_a_rarely_answered_item_keeps_its_certainty(sd: float) -> None:
    _, answers = answered(0, 0.0)
    answers[2:, 0] = -1
    fit = fit_items(bank_of(sd), InMemory(answers))["q0"]
    assert 0.6 * sd < fit.difficulty_sd < sd


def test_transcripts_hold_what_people_gave_themselves(tmp_path: Path) -> None:
    name, data = transcripts.whole(3)
    transcripts.put(tmp_path, name, data.replace(b'"demo"', b'"somebody"'))
    assert transcript_responses(tmp_path, "llm").self_scored


def test_answers_on_other_graphs_are_no_responses(tmp_path: Path) -> None:
    """One folder holds interviews on several banks; those of another one were refused as unknown, or counted."""
    for number, (named, bank) in enumerate([("one", "llm"), ("two", "law")], 1):
        name, data = transcripts.whole(number)
        data = data.replace(b'"demo"', f'"{named}"'.encode()).replace(b'graph = "llm"', f'graph = "{bank}"'.encode(), 1)
        transcripts.put(tmp_path, name, data)
    assert len(transcript_responses(tmp_path, "llm").values) == 1
    with pytest.raises(UsageError, match="no scored answer of a candidate on the graph cooking"):
        transcript_responses(tmp_path, "cooking")
