"""Recorded answers: a CSV with a header of question ids and a row per person, values 0 to 1, blank for no answer."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.engine import parameters as P  # noqa: N812
from simulator.engine.bank import Bank
from simulator.engine.items import Item
from simulator.engine.response import Response
from simulator.engine.scoring import VERDICTS, rank
from simulator.errors import TranscriptError, UsageError
from simulator.session.archive import paths
from simulator.session.reading import Reading, read
from simulator.session.state import fold

MOST_CATEGORIES = 4
NO_PEOPLE = frozenset({"example", "demo"})
THRESHOLDS: dict[int, tuple[float, ...]] = {2: (0.0,), 3: (-0.6, 0.6), 4: P.THRESHOLDS}


@dataclass(frozen=True, eq=False)
class Responses:
    """Item ids and values (people, items) from 0 to 1, NaN where not answered; whether people scored themselves."""

    ids: tuple[str, ...]
    values: NDArray[np.float64]
    self_scored: bool = False

    def rows(self, start: int, step: int) -> "Responses":
        """Every `step`-th person from `start` on."""
        return Responses(self.ids, self.values[start::step], self.self_scored)

    def levels(self) -> list[int]:
        """How many distinct values each item has, held between 2 and 4."""
        columns = (np.unique(column[~np.isnan(column)]) for column in self.values.T)
        return [min(MOST_CATEGORIES, max(2, len(found))) for found in columns]


def read_responses(path: Path) -> Responses:
    """Read recorded answers. Raises UsageError with the line for a file that does not fit."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The responses in {path} cannot be read: {error}.") from error
    if len(rows) < 2 or not any(rows[0]):
        raise UsageError(f"{path} holds no answers: the first line names the questions, each further line is a person.")
    ids = tuple(name.strip() for name in rows[0])
    if len(set(ids)) < len(ids):
        raise UsageError(f"{path} names a question twice in its first line.")
    body = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    values = [_numbers(path, line, row, len(ids)) for line, row in enumerate(body, 2)]
    return Responses(ids, np.array(values, np.float64).reshape(len(values), len(ids)))


def _of_people(sessions: Path) -> Iterator[Reading]:
    """The transcripts of people in a folder, oldest first; `doctor` names those that cannot be read."""
    for path in reversed(paths(sessions)):
        try:
            found = read(path)
        except TranscriptError:
            continue
        if found.header.candidate not in NO_PEOPLE:
            yield found


def transcript_responses(sessions: Path) -> Responses:
    """The scored answers in a folder of transcripts, a row per candidate: the verdict as 0, 1/3, 2/3 or 1.

    The first answer to a question counts; passed, unscored and overruled ones do not. `example` and `demo` are no
    people. Raises UsageError where there is no such answer.
    """
    people: dict[str, dict[str, float]] = {}
    for found in _of_people(sessions):
        row = people.setdefault(found.header.candidate, {})
        for turn in fold(found.header, found.events).turns:
            if turn.check is None and turn.scored is not None and not turn.scored.overruled:
                row.setdefault(turn.asked.id, rank(turn.scored.verdict) / (len(VERDICTS) - 1))
    ids = tuple(sorted({item for row in people.values() for item in row}))
    if not ids:
        raise UsageError(f"{sessions} holds no scored answer of a candidate.")
    values = [[row.get(item, float("nan")) for item in ids] for row in people.values() if row]
    return Responses(ids, np.array(values, np.float64), self_scored=True)


def _numbers(path: Path, line: int, row: list[str], width: int) -> list[float]:
    if len(row) != width:
        raise UsageError(f"{path}, line {line}: {len(row)} values where the first line names {width} questions.")
    try:
        found = [float(cell) if cell.strip() else float("nan") for cell in row]
    except ValueError as error:
        raise UsageError(f"{path}, line {line}: {error}.") from error
    for value in found:
        if value < 0 or value > 1 or value == float("inf"):
            raise UsageError(f"{path}, line {line}: {value:g} is not between 0 and 1.")
    return found


def plain_bank(responses: Responses) -> Bank:
    """A bank for answers that belong to no graph: every question a concept of its own, all in one area."""
    items = tuple(
        Item(name, ((i, 1.0),), 3, 0.0, 1.0, Response(P.SLOPE, THRESHOLDS[levels]), 4.0)
        for i, (name, levels) in enumerate(zip(responses.ids, responses.levels(), strict=True))
    )
    count = len(items)
    return Bank(items, responses.ids, ("recorded",), np.zeros(count, np.intp), ((),) * count)


def categories(bank: Bank, responses: Responses) -> NDArray[np.int8]:
    """Answers as categories of the bank's items, shape (people, items), -1 for none.

    Raises UsageError when the header names a question that the bank does not hold.
    """
    for name in responses.ids:
        if name not in bank.index:
            raise UsageError(f"The graph has no question {name!r}, which the responses name.")
    found = np.full((len(responses.values), len(bank.items)), -1, np.int8)
    for place, name in enumerate(responses.ids):
        number = bank.index[name]
        column = responses.values[:, place]
        most = bank.items[number].response.categories - 1
        answered = ~np.isnan(column)
        found[answered, number] = np.round(column[answered] * most).astype(np.int8)
    return found
