"""What `calibration.toml` must hold: read strictly, since people move it between graphs and edit it by hand."""

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
    """What pooled answers say of one question or check."""

    id: str
    difficulty: Logits
    difficulty_sd: Positive
    discrimination: Positive
    thresholds: tuple[Logits, ...]


class Calibration(msgspec.Struct, frozen=True):
    """A calibration file; `covariance` is the lower triangle over `concepts`, row by row (logits squared)."""

    concepts: tuple[str, ...]
    mean: tuple[Number, ...]
    covariance: tuple[tuple[Number, ...], ...]
    people: Annotated[int, msgspec.Meta(ge=1)]
    structural_share: Annotated[float, msgspec.Meta(ge=0, le=1)]
    question: tuple[Fit, ...] = ()


ready(Calibration)


def read_calibration(data: bytes, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Calibration:
    """The calibration in the bytes of a file, for a graph with these concepts and so many thresholds by item.

    Raises ValueError, with what is wrong, where the file fits no such graph.
    """
    try:
        raw = bounded_toml.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    try:
        found = msgspec.convert(raw, Calibration)
    except msgspec.ValidationError as error:
        _, key, message = explain(error, Calibration, raw)
        raise ValueError(f"{key}: {message}") from None
    wrong = next(_faults(found, concepts, thresholds), "")
    if wrong:
        raise ValueError(wrong)
    return found


def thresholds_of(questions: Iterable[str], checks: Iterable[str]) -> dict[str, int]:
    """How many thresholds each question and check has."""
    return dict.fromkeys(questions, VERDICT_COUNT - 1) | dict.fromkeys(checks, 1)


def _faults(found: Calibration, concepts: Sequence[str], thresholds: Mapping[str, int]) -> Iterator[str]:
    if set(found.concepts) != set(concepts) or len(found.concepts) != len(concepts):
        yield _concepts_differ(found.concepts, concepts)
    if len(found.mean) != len(found.concepts):
        yield f"mean: expected {len(found.concepts)} numbers, one a concept, found {len(found.mean)}"
    if [len(row) for row in found.covariance] != list(range(1, len(found.concepts) + 1)):
        yield f"covariance: expected {len(found.concepts)} rows of 1, 2, 3 and so on numbers"
    elif not _is_positive_definite(found.covariance):
        yield "its covariance is not positive definite"
    for fit in found.question:
        wanted = thresholds.get(fit.id, len(fit.thresholds))
        if len(fit.thresholds) != wanted:
            yield f"question {fit.id}: thresholds: expected {wanted}, found {len(fit.thresholds)}"
        if any(low >= high for low, high in pairwise(fit.thresholds)):
            yield f"question {fit.id}: thresholds: expected numbers that grow"


def _is_positive_definite(rows: Sequence[Sequence[float]]) -> bool:
    """Whether the matrix with this lower triangle is positive definite; an empty one is."""
    import numpy as np  # deferred: few graphs are calibrated

    lower = np.zeros((len(rows), len(rows)))
    for place, row in enumerate(rows):
        lower[place, : len(row)] = row
    return bool((np.linalg.eigvalsh(lower) > 0).all())  # which reads the lower triangle alone


def _concepts_differ(held: Sequence[str], concepts: Sequence[str]) -> str:
    """How the concepts of a calibration differ from those of the graph, with the first few of each."""
    lacking = [name for name in concepts if name not in set(held)]
    foreign = [name for name in held if name not in set(concepts)]
    parts = [f"{what} {_few(names)}" for what, names in (("it lacks", lacking), ("the graph lacks", foreign)) if names]
    return f"it was made for other concepts ({', '.join(parts) or 'one stands there twice'})"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
