"""Read `calibration.toml`; strictly, since people edit it and move it between graphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated

import msgspec

from simulator.graph import bounded_toml
from simulator.graph.explain import explain
from simulator.graph.records import VERDICT_COUNT, Logits, Positive, ready

FILE = "calibration.toml"
Number = Annotated[float, msgspec.Meta(ge=-1000, le=1000)]
MOST_NAMED = 3


class Fit(msgspec.Struct, frozen=True):
    """The response model of a question or check, fitted to the answers of many people (logits)."""

    id: str
    difficulty: Logits
    difficulty_sd: Positive
    discrimination: Positive
    thresholds: tuple[Logits, ...]


class Calibration(msgspec.Struct, frozen=True):
    """A calibration file. `mean` is in logits; `covariance` has the rows of the lower triangle (logits squared)."""

    concepts: tuple[str, ...]
    mean: tuple[Number, ...]
    covariance: tuple[tuple[Number, ...], ...]
    people: Annotated[int, msgspec.Meta(ge=1)]
    structural_share: Annotated[float, msgspec.Meta(ge=0, le=1)]
    question: tuple[Fit, ...] = ()


ready(Calibration)


def read_calibration(data: bytes, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Calibration:
    """The calibration of a graph with these concepts and this many thresholds by item, from the bytes of its file.

    Raises ValueError, with what is wrong, if the file is invalid or does not fit the graph.
    """
    try:
        raw = bounded_toml.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    try:
        calibration = msgspec.convert(raw, Calibration)
    except msgspec.ValidationError as error:
        _, key, message = explain(error, Calibration, raw)
        raise ValueError(f"{key}: {message}") from None
    if fault := next(_faults(calibration, concepts, thresholds), ""):
        raise ValueError(fault)
    return calibration


def thresholds_of(questions: Iterable[str], checks: Iterable[str]) -> dict[str, int]:
    """The number of thresholds of each question and check."""
    return dict.fromkeys(questions, VERDICT_COUNT - 1) | dict.fromkeys(checks, 1)


def _faults(calibration: Calibration, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Iterator[str]:
    """What is wrong with a calibration for such a graph, a sentence each."""
    if set(calibration.concepts) != set(concepts) or len(calibration.concepts) != len(concepts):
        missing = [name for name in concepts if name not in set(calibration.concepts)]
        foreign = [name for name in calibration.concepts if name not in set(concepts)]
        parts = []
        for what, names in (("it lacks", missing), ("the graph lacks", foreign)):
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            parts += [f"{what} {', '.join(names[:MOST_NAMED])}{more}"] if names else []
        yield f"it was made for other concepts ({', '.join(parts) or 'one stands there twice'})"
    if len(calibration.mean) != len(calibration.concepts):
        yield f"mean: expected {len(calibration.concepts)} numbers, one a concept, found {len(calibration.mean)}"
    if [len(row) for row in calibration.covariance] != list(range(1, len(calibration.concepts) + 1)):
        yield f"covariance: expected {len(calibration.concepts)} rows of 1, 2, 3 and so on numbers"
    elif not _is_positive_definite(calibration.covariance):
        yield "its covariance is not positive definite"
    for fit in calibration.question:
        wanted = thresholds.get(fit.id, len(fit.thresholds))
        if len(fit.thresholds) != wanted:
            yield f"question {fit.id}: thresholds: expected {wanted}, found {len(fit.thresholds)}"
        if any(low >= high for low, high in pairwise(fit.thresholds)):
            yield f"question {fit.id}: thresholds: expected numbers that grow"


def _is_positive_definite(rows: Sequence[Sequence[float]]) -> bool:
    """Whether the matrix with this lower triangle is positive definite; an empty one is."""
    import numpy as np  # deferred: few graphs are calibrated

    lower = np.zeros((len(rows), len(rows)))
    for index, row in enumerate(rows):
        lower[index, : len(row)] = row
    return bool((np.linalg.eigvalsh(lower) > 0).all())  # eigvalsh reads the lower triangle only
