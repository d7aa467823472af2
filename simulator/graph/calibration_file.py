"""Reads `calibration.toml`, strictly, because people copy it between graphs and edit it by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated

import msgspec

from simulator.graph import bounded_toml
from simulator.graph.findings import explain
from simulator.graph.records import Logits, Positive, ready

FILE = "calibration.toml"
Number = Annotated[float, msgspec.Meta(ge=-1000, le=1000)]
MOST_NAMED = 3
MOST_GRADES = 5  # in which answers are marked


class Fit(msgspec.Struct, frozen=True):
    """The parameters of one question or check, estimated from pooled answers."""

    id: str
    difficulty: Logits
    difficulty_sd: Positive
    discrimination: Positive
    thresholds: tuple[Logits, ...]


class Calibration(msgspec.Struct, frozen=True):
    """A calibration file; `covariance` is the lower triangle over `concepts`, row by row (logits squared).

    `mean` is in logits; `structural_share` how much of the covariance is the map's own, 0 to 1.
    """

    concepts: tuple[str, ...]
    mean: tuple[Number, ...]
    covariance: tuple[tuple[Number, ...], ...]
    people: Annotated[int, msgspec.Meta(ge=1)]
    structural_share: Annotated[float, msgspec.Meta(ge=0, le=1)]
    question: tuple[Fit, ...] = ()


ready(Calibration)


def read_calibration(data: bytes, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Calibration:
    """The calibration in the bytes of a file, for a graph with these concepts, and at most so many thresholds by item.

    Raises ValueError, saying what is wrong, if the file does not fit the graph.
    """
    try:
        raw = bounded_toml.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it isn't UTF-8") from None
    try:
        calibration = msgspec.convert(raw, Calibration)
    except msgspec.ValidationError as error:
        _, key, message = explain(error, Calibration, raw)
        raise ValueError(f"{key}: {message}") from None
    fault = next(_faults(calibration, concepts, thresholds), "")
    if fault:
        raise ValueError(fault)
    return calibration


def thresholds_of(questions: Iterable[str], checks: Iterable[str]) -> dict[str, int]:
    """How many thresholds each question and check has at most: people may be marked in two to five grades."""
    return dict.fromkeys(questions, MOST_GRADES - 1) | dict.fromkeys(checks, 1)


def _faults(calibration: Calibration, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Iterator[str]:
    """What is wrong with a calibration, one sentence each."""
    if set(calibration.concepts) != set(concepts) or len(calibration.concepts) != len(concepts):
        differ = []
        for lacks, own, others in (
            ("it lacks", concepts, calibration.concepts),
            ("the graph lacks", calibration.concepts, concepts),
        ):
            names = [name for name in own if name not in set(others)]
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            differ += [f"{lacks} {', '.join(names[:MOST_NAMED])}{more}"] if names else []
        yield f"it was made for other concepts ({', '.join(differ) or 'one stands there twice'})"
    if len(calibration.mean) != len(calibration.concepts):
        yield f"mean: expected {len(calibration.concepts)} numbers, one a concept, found {len(calibration.mean)}"
    if [len(row) for row in calibration.covariance] != list(range(1, len(calibration.concepts) + 1)):
        yield f"covariance: expected {len(calibration.concepts)} rows of 1, 2, 3 and so on numbers"
    elif not _is_positive_definite(calibration.covariance):
        yield "its covariance isn't positive definite"
    for fit in calibration.question:
        most = thresholds.get(fit.id, MOST_GRADES - 1)
        if not 1 <= len(fit.thresholds) <= most:
            expected = f"1 to {most}" if most > 1 else "1"
            yield f"question {fit.id}: thresholds: expected {expected}, found {len(fit.thresholds)}"
        if any(low >= high for low, high in pairwise(fit.thresholds)):
            yield f"question {fit.id}: thresholds: expected numbers that grow"


def _is_positive_definite(rows: Sequence[Sequence[float]]) -> bool:
    """Whether the matrix with this lower triangle is positive definite; an empty one is."""
    import numpy as np  # deferred: few graphs are calibrated

    lower = np.zeros((len(rows), len(rows)))
    for number, row in enumerate(rows):
        lower[number, : len(row)] = row
    return bool((np.linalg.eigvalsh(lower) > 0).all())  # reads the lower triangle only
