"""The calibration file beside a graph: the prior of its bank, fitted to the answers of many people."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tomli_w

from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.errors import GraphError
from simulator.graph.calibration_file import FILE, read_calibration, thresholds_of
from simulator.graph.records import Graph

PARTIAL = "calibration.partial.toml"  # of an interrupted calibration: no graph reads it


def to_toml(bank: Bank, pooled: PooledPrior, partial: str = "") -> str:
    """The text of a calibration file. It holds the lower triangle of the covariance, row by row.

    `partial` says how far an interrupted calibration had come.
    """
    note = f"# Partial: interrupted {partial}.\n" if partial else ""
    rows = [[round(float(v), 6) for v in row[: i + 1]] for i, row in enumerate(pooled.covariance)]
    data: dict[str, Any] = {
        "version": 1,
        "people": pooled.people,
        "structural_share": pooled.structural_share,
        "concepts": list(bank.concepts),
        "mean": [round(float(v), 6) for v in pooled.mean],
        "covariance": rows,
        "question": [
            {
                "id": name,
                "difficulty": fit.difficulty,
                "difficulty_sd": fit.difficulty_sd,
                "discrimination": fit.slope,
                "thresholds": list(fit.thresholds),
            }
            for name, fit in pooled.fits.items()
        ],
    }
    return note + tomli_w.dumps(data)


def pooled_prior(graph: Graph) -> PooledPrior | None:
    """The calibration beside a graph; None if there is none. Raises GraphError if it does not fit the graph."""
    path = graph.path / FILE
    if not path.is_file():
        return None
    try:
        return from_toml(path.read_bytes(), tuple(graph.concepts), thresholds_of(graph.questions, graph.checks))
    except (OSError, ValueError) as error:
        raise GraphError(f"{path} can't be used: {error}; calibrate the graph again or remove the file.") from error


def from_toml(data: bytes, concepts: Sequence[str], thresholds: Mapping[str, int] | None = None) -> PooledPrior:
    """Read a calibration for a graph with these concepts, in any order, and this number of thresholds by item.

    Raises ValueError if it is for another graph.
    """
    file = read_calibration(data, concepts, thresholds or {})
    count = len(concepts)
    covariance = np.zeros((count, count))
    for i, row in enumerate(file.covariance):
        covariance[i, : i + 1] = row
        covariance[: i + 1, i] = row
    order = [file.concepts.index(name) for name in concepts]
    covariance = covariance[np.ix_(order, order)]
    fits = {q.id: ItemFit(q.difficulty, q.difficulty_sd, q.discrimination, q.thresholds) for q in file.question}
    mean = np.array(file.mean, np.float64)[order]
    return PooledPrior(mean, covariance, file.people, file.structural_share, fits)
