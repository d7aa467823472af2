"""Recorded answers: CSV with question ids in the header and a row per person; values 0 to 1, blank for no answer."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab.calibration import LEAST_PEOPLE, FittedChange, calibrate
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import Item
from simulator.engine.model.response import Response
from simulator.engine.scoring import VERDICTS, rank
from simulator.errors import TranscriptError, UsageError
from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.session.archive.archive import paths
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read

MOST_CATEGORIES = 4
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
NO_IDS = "ids of people are not wanted: take the column out, each row is a person by itself"
A_NUMBER = "a field is a number from 0 to 1, blank where nothing was answered"
NAMED = 3  # at most so many in one sentence
NO_PEOPLE = frozenset({"example", "demo"})
THRESHOLDS: dict[int, tuple[float, ...]] = {2: (0.0,), 3: (-0.6, 0.6), 4: P.THRESHOLDS}


@dataclass(frozen=True, eq=False)
class Responses:
    """Item ids and `values` (people, items) from 0 to 1, NaN where not answered; whether people scored themselves.

    `without` are the line numbers of people who answered nothing; they have no row in `values`.
    """

    ids: tuple[str, ...]
    values: NDArray[np.float64]
    self_scored: bool = False
    without: tuple[int, ...] = ()

    def rows(self, start: int, step: int) -> "Responses":
        """Every `step`-th person from `start` on."""
        return Responses(self.ids, self.values[start::step], self.self_scored)

    def levels(self) -> list[int]:
        """The number of distinct values of each item, clipped to 2 to 4."""
        columns = (np.unique(column[~np.isnan(column)]) for column in self.values.T)
        return [min(MOST_CATEGORIES, max(2, len(values))) for values in columns]


def read_responses(path: Path) -> Responses:
    """Read recorded answers. Raises UsageError, with line and column, for a file in another form."""
    rows = _rows(path)
    if len(rows) < 2:
        raise UsageError(f"{path} holds no answers: the first line names the questions, each further line is a person.")
    head, ids = rows[0][0], tuple(rows[0][1])
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(ids) == 1 and sign in ids[0]:
            raise UsageError(f"{path}, line {head}: the columns are separated by {name}; use commas.")
    for column, name in enumerate(ids):
        if not short(name):  # nothing, or control characters only
            raise UsageError(f"{path}, line {head}: column {column + 1} has no name; {NO_IDS}.")
        if (first := ids.index(name)) < column:
            raise UsageError(
                f'{path}, line {head}: "{short(name)}" is there twice, in columns {first + 1} and {column + 1}; '
                "a question has one column."
            )
    for line, row in rows[1:]:
        if len(row) != len(ids):
            fields = f"{len(row)} {'field' if len(row) == 1 else 'fields'}"
            raise UsageError(f"{path}, line {line}: {fields} where the first line names {len(ids)} questions.")
    body = [(line, row) for line, row in rows[1:] if any(row)]
    if not body:
        raise UsageError(f"{path} holds no answers: all fields below its first line are blank.")
    values = [[_value(path, number, item, ids, body) for item in range(len(ids))] for number in range(len(body))]
    without = tuple(line for line, row in rows[1:] if not any(row))
    return Responses(ids, np.array(values, np.float64), without=without)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The non-empty rows of a file, fields stripped, each with the line it begins on."""
    rows, begins = [], 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for row in reader:
                if row:
                    rows.append((begins, [cell.strip() for cell in row]))
                begins = reader.line_num + 1
    except OSError as error:
        raise UsageError(f"The responses in {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no UTF-8 text; save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise UsageError(
            f"{path}, line {begins}: this is no row of a CSV ({error}); look for a stray quote."
        ) from error
    return rows


def _value(path: Path, number: int, item: int, ids: Sequence[str], body: list[tuple[int, list[str]]]) -> float:
    """The value of a field, NaN if it is blank. Raises UsageError if it is not a number from 0 to 1."""
    line, row = body[number]
    cell = row[item]
    if not cell:
        return float("nan")
    value = float(cell) if NUMBER.fullmatch(cell) else None
    if value is not None and 0 <= value <= 1:
        return value
    column = [fields[item] for _, fields in body if fields[item]]
    ids_of_people = len(column) > 2 and len(set(column)) == len(
        column
    )  # in no question does everybody have another score
    if value is None:
        wrong = f"is no number; {NO_IDS if ids_of_people else A_NUMBER}"
    elif value < 0:
        wrong = "is not between 0 and 1"
    elif ids_of_people:
        wrong = f"is not between 0 and 1; {NO_IDS}; points are divided by the most that the question gives"
    else:
        wrong = "is not between 0 and 1; divide the points by the most that the question gives"
    raise UsageError(f'{path}, line {line}, column "{short(ids[item])}": "{short(cell)}" {wrong}.')


def transcript_responses(sessions: Path) -> Responses:
    """The scored answers in a folder of transcripts, a row per candidate: the verdict as 0, 1/3, 2/3 or 1.

    The first answer to a question counts; skipped, unscored and overruled ones do not. The candidates `example` and
    `demo` are left out. Raises UsageError if there is no such answer.
    """
    people: dict[str, dict[str, float]] = {}
    for path in reversed(paths(sessions)):
        try:
            reading = read(path)
        except TranscriptError:
            continue  # `interview doctor` names it
        if reading.header.candidate in NO_PEOPLE:
            continue
        row = people.setdefault(reading.header.candidate, {})
        for turn in fold(reading.header, reading.events).turns:
            if turn.check is None and turn.scored is not None and not turn.scored.overruled:
                row.setdefault(turn.asked.id, rank(turn.scored.verdict) / (len(VERDICTS) - 1))
    ids = tuple(sorted({item for row in people.values() for item in row}))
    if not ids:
        raise UsageError(f"{sessions} holds no scored answer of a candidate.")
    values = [[row.get(item, float("nan")) for item in ids] for row in people.values() if row]
    return Responses(ids, np.array(values, np.float64), self_scored=True)


def plain_bank(responses: Responses) -> Bank:
    """A bank for answers without a graph: every question has its own concept, all in one area."""
    items = tuple(
        Item(name, ((i, 1.0),), 3, 0.0, 1.0, Response(P.SLOPE, THRESHOLDS[levels]), 4.0)
        for i, (name, levels) in enumerate(zip(responses.ids, responses.levels(), strict=True))
    )
    count = len(items)
    return Bank(items, responses.ids, ("recorded",), np.zeros(count, np.intp), ((),) * count)


def categories(bank: Bank, responses: Responses) -> NDArray[np.int8]:
    """Answers as categories of the bank's items, shape (people, items), -1 for none.

    Raises UsageError if the header names questions that are not in the bank.
    """
    ids = responses.ids
    unknown = [name for name in ids if name not in bank.index]
    if unknown:
        named = [f'"{short(name)}"{nearest(name, bank.index)}' for name in unknown[:NAMED]]
        more = [f"{len(unknown) - NAMED} more"] if len(unknown) > NAMED else []
        count = len(ids) - len(unknown)
        matched = f"{count} of {len(ids)} columns {'matches' if count == 1 else 'match'}"
        raise UsageError(
            f"The graph has no question or check {', '.join(named + more)}, which the responses name; "
            f"{matched if count else 'no column matches'}."
        )
    graded = np.full((len(responses.values), len(bank.items)), -1, np.int8)
    for column, name in enumerate(ids):
        number, values = bank.index[name], responses.values[:, column]
        answered = ~np.isnan(values)
        graded[answered, number] = _graded(values[answered], bank.items[number].response.categories)
    return graded


def _graded(values: NDArray[np.float64], categories: int) -> NDArray[np.int8]:
    """Values from 0 to 1, each as the nearest category."""
    return np.round(values * (categories - 1)).astype(np.int8)


def merged(bank: Bank, responses: Responses) -> str:
    """A sentence on distinct values that fall into one category of the bank; empty if there are none."""
    merges = []
    for item, name in enumerate(responses.ids):
        column = responses.values[:, item]
        values = np.unique(column[~np.isnan(column)])
        grades = _graded(values, most := bank.items[bank.index[name]].response.categories)
        if len(same := np.flatnonzero(np.diff(grades) == 0)):
            merges.append((name, most, values[same[0]], values[same[0] + 1]))
    if not merges:
        return ""
    name, most, low, high = merges[0]
    verb = "has" if len(merges) == 1 else "have"
    return (
        f"{len(merges)} of {len(responses.ids)} columns {verb} more values than there are grades: "
        f'in "{short(name)}", which has {most} grades, {low:g} and {high:g} count alike.'
    )


def calibrated(
    bank: Bank, responses: Responses, progress: Callable[[int, int], None] | None = None
) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
    """Calibrate a bank on recorded answers. Raises UsageError for fewer than 50 people."""
    if len(responses.values) < LEAST_PEOPLE:
        raise UsageError(
            f"Calibration needs the answers of at least {LEAST_PEOPLE} people; these are {len(responses.values)}."
        )
    return calibrate(bank, categories(bank, responses), progress, responses.self_scored)
