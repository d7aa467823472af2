"""Tables of recorded answers, read block by block.

CSV or Parquet: the columns are question ids, each row is a person; values 0 to 1, blank where not answered.
"""

import csv
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, ClassVar, TextIO

import numpy as np

from simulator.engine.lab.crowd import PEOPLE_IN_BLOCK
from simulator.engine.model.response import Array
from simulator.errors import UsageError
from simulator.graph.files import passing_folder
from simulator.graph.text import short

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
NO_IDS = "ids of people are not wanted: take the column out, each row is a person by itself"
A_NUMBER = "a field is a number from 0 to 1, blank where nothing was answered"
PARQUET = frozenset({".parquet", ".pq"})
ABOUT = ("person", "graph")  # the first columns of a table that `pool` wrote, whose people scored themselves
LONGEST_LINE = 10_000_000
MOST_KNOWN = 50_000  # distinct fields whose numbers are remembered


@dataclass(frozen=True, eq=False)
class Respondents:
    """Some people's `values` (people, items), NaN where not answered; `about` (people, 2) in a pooled table.

    `without` are the numbers of the lines, or rows, of people who answered nothing; they have no row in `values`.
    """

    values: Array
    without: tuple[int, ...] = ()
    about: tuple[tuple[str, ...], ...] = ()


class Table(ABC):
    """An open table: its question ids, what its rows are called, and whether people scored themselves."""

    row_name: ClassVar[str]

    def __init__(self, path: Path, names: tuple[str, ...], where: str = "") -> None:
        """Raises UsageError for a column without a name, or with that of another; `where` says where they stand."""
        known: dict[str, int] = {}
        for column, name in enumerate(names):
            if not short(name):  # nothing, or control characters only
                raise UsageError(f"{path}{where}: column {column + 1} has no name; {NO_IDS}.")
            if (first := known.setdefault(name, column)) < column:
                raise UsageError(
                    f'{path}{where}: "{short(name)}" is there twice, in columns {first + 1} and {column + 1}; '
                    "a question has one column."
                )
        self.path = path
        self.self_scored = names[: len(ABOUT)] == ABOUT
        self._about = len(ABOUT) if self.self_scored else 0
        self.ids = names[self._about :]

    @abstractmethod
    def blocks(self) -> Iterator[Respondents]:
        """Everybody, from the first to the last. Raises UsageError for a value that isn't an answer, or if there's
        nobody.
        """


def open_table(path: Path) -> Table:
    """A table of recorded answers, by its suffix. Raises UsageError for a file in another form."""
    return ParquetTable(path) if path.suffix.lower() in PARQUET else CsvTable(path)


@contextmanager
def read_twice(path: Path) -> Iterator[Path]:
    """A path that can be read twice: the same for a file, that of a copy for a pipe. Raises UsageError for a device."""
    if path.is_file() or not path.exists():
        yield path
        return
    if not path.is_fifo():  # /dev/zero would fill the disk
        raise UsageError(f"{path} is neither a file nor a pipe; name a CSV or Parquet file.")
    with passing_folder() as folder:
        copy = folder / path.name
        with path.open("rb") as source, copy.open("wb") as sink:
            shutil.copyfileobj(source, sink)
        yield copy


class _Fields(dict[str, float]):
    """The value of every field met so far. Raises KeyError for one that isn't a number from 0 to 1."""

    def __missing__(self, cell: str) -> float:
        bare = cell.strip()
        value = float(bare) if NUMBER.fullmatch(bare) else float("nan")
        if bare and not 0 <= value <= 1:
            raise KeyError(cell)
        if len(self) < MOST_KNOWN:
            self[cell] = value
        return value


class CsvTable(Table):
    """A table in CSV. Raises UsageError as every table."""

    row_name = "line"

    def __init__(self, path: Path) -> None:
        # looked at now, so that a header in another form is refused before anything is computed
        self._rows = _rows(path)
        first = next(self._rows, None)
        second = next(self._rows, None)
        if first is None or second is None:
            raise UsageError(
                f"{path} holds no answers: the first line names the questions, each further line is a person."
            )
        self._rows = chain([second], self._rows)
        names = tuple(cell.strip() for cell in first[1])
        for sign, name in ((";", "semicolons"), ("\t", "tabs")):
            if len(names) == 1 and sign in names[0]:
                raise UsageError(f"{path}, line {first[0]}: the columns are separated by {name}; use commas.")
        super().__init__(path, names, f", line {first[0]}")

    def blocks(self) -> Iterator[Respondents]:
        """Everybody, from the first line to the last; once only."""
        body: list[tuple[int, list[str]]] = []
        fields, width, anybody = _Fields(), len(self.ids) + self._about, False
        for line, row in chain(self._rows, [(0, None)]):
            if row is not None:
                if len(row) != width:
                    count = f"{len(row)} {'field' if len(row) == 1 else 'fields'}"
                    raise UsageError(f"{self.path}, line {line}: {count} where the first line names {width} questions.")
                body.append((line, row))
            if body and (row is None or len(body) == PEOPLE_IN_BLOCK):
                block = self._block(body, fields)
                anybody = anybody or len(block.values) > 0
                yield block
                body = []
        if not anybody:
            raise UsageError(f"{self.path} holds no answers: all fields below its first line are blank.")

    def _block(self, body: list[tuple[int, list[str]]], fields: _Fields) -> Respondents:
        try:
            values = np.array([[fields[cell] for cell in row[self._about :]] for _, row in body], np.float64)
        except KeyError:
            raise self._wrong(body, fields) from None
        about = tuple(tuple(row[: self._about]) for _, row in body) if self._about else ()
        return kept(values, [line for line, _ in body], about)

    def _wrong(self, body: list[tuple[int, list[str]]], fields: _Fields) -> UsageError:
        """The first field that isn't a number from 0 to 1, and what may be the matter."""
        for line, row in body:
            for column, cell in enumerate(row[self._about :]):
                with suppress(KeyError):
                    fields[cell]
                    continue
                others = [its[self._about + column].strip() for _, its in body]
                where = f'{self.path}, line {line}, column "{short(self.ids[column])}": "{short(cell.strip())}"'
                return UsageError(f"{where} {_matter(cell.strip(), [each for each in others if each])}.")
        raise AssertionError("all fields are numbers")


def _matter(cell: str, column: Sequence[str]) -> str:
    """What may be the matter with a field, by the others in its column."""
    value = float(cell) if NUMBER.fullmatch(cell) else None
    # in no question does everybody have another score
    ids_of_people = len(column) > 2 and len(set(column)) == len(column)
    if value is None:
        return f"is no number; {NO_IDS if ids_of_people else A_NUMBER}"
    if value < 0:
        return "is not between 0 and 1"
    if ids_of_people:
        return f"is not between 0 and 1; {NO_IDS}; points are divided by the most that the question gives"
    return "is not between 0 and 1; divide the points by the most that the question gives"


def kept(values: Array, numbers: Sequence[int], about: tuple[tuple[str, ...], ...] = ()) -> Respondents:
    """A block without the people who answered nothing."""
    answered = np.flatnonzero((~np.isnan(values)).any(1)).tolist()
    if len(answered) == len(values):
        return Respondents(values, (), about)
    nobody = sorted(set(range(len(values))).difference(answered))
    named = tuple(about[i] for i in answered) if about else ()
    return Respondents(values[answered], tuple(numbers[i] for i in nobody), named)


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """The non-empty rows of a file, each with the line it begins on."""
    begins = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(_lines(path, file), strict=True)
            for row in reader:
                if row:
                    yield begins, row
                begins = reader.line_num + 1
    except OSError as error:
        raise UsageError(f"The responses in {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no UTF-8 text; save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise UsageError(
            f"{path}, line {begins}: this is no row of a CSV ({error}); look for a stray quote."
        ) from error


def _lines(path: Path, file: TextIO) -> Iterator[str]:
    """The lines of a file, none of them so long that it would fill the memory. Raises UsageError for one that is."""
    for number in count(1):
        line = file.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE:
            raise UsageError(f"{path}, line {number} is longer than {LONGEST_LINE:,} letters; this is no such table.")
        if not line:
            return
        yield line


class ParquetTable(Table):
    """A table in Parquet; null is no answer. Raises UsageError as every table, and without pyarrow."""

    row_name = "row"

    def __init__(self, path: Path) -> None:
        arrow = _arrow()
        try:
            self._file = arrow.parquet.ParquetFile(path, pre_buffer=False)
        except OSError as error:
            raise UsageError(f"The responses in {path} cannot be read: {error.strerror or error}.") from error
        except arrow.ArrowException as error:
            raise UsageError(f"{path} is no Parquet file, or a damaged one.") from error
        schema = self._file.schema_arrow
        super().__init__(path, tuple(schema.names))
        for name in self.ids:
            kind = schema.field(name).type
            types = arrow.types
            if not any(is_kind(kind) for is_kind in (types.is_integer, types.is_floating, types.is_boolean)):
                raise UsageError(f'{path}, column "{short(name)}": {kind} is no number; {NO_IDS}.')

    def blocks(self) -> Iterator[Respondents]:
        """Everybody, from the first row to the last."""
        done, anybody = 0, False
        try:
            for batch in self._file.iter_batches(PEOPLE_IN_BLOCK, use_threads=False):
                block = self._block(batch, done)
                done += batch.num_rows
                anybody = anybody or len(block.values) > 0
                yield block
        except (OSError, _arrow().ArrowException) as error:
            raise UsageError(f"{self.path} is damaged: the rows from {done + 1} on can't be read.") from error
        if not anybody:
            raise UsageError(f"{self.path} holds no answers.")

    def _block(self, batch: Any, before: int) -> Respondents:
        columns = batch.columns[self._about :]
        values = np.empty((batch.num_rows, len(columns)))
        for number, column in enumerate(columns):
            values[:, number] = column.cast("float64").to_numpy(zero_copy_only=False)
        with np.errstate(invalid="ignore"):
            wrong = np.argwhere((values < 0) | (values > 1))
        if len(wrong):
            row, column = wrong[0]
            raise UsageError(
                f'{self.path}, row {before + row + 1}, column "{short(self.ids[column])}": "{values[row, column]:g}" '
                "is not between 0 and 1; divide the points by the most that the question gives."
            )
        pairs = zip(*(batch.columns[i].to_pylist() for i in range(self._about)), strict=True)
        about = tuple(tuple(str(each) for each in pair) for pair in pairs) if self._about else ()
        return kept(values, range(before + 1, before + batch.num_rows + 1), about)


def _arrow() -> Any:
    """pyarrow. Raises UsageError without it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'interview-simulator[cluster]'.") from error
    return pyarrow


def write_parquet(path: Path, ids: Sequence[str], about: Sequence[Sequence[str]], values: Array) -> None:
    """Write a table in Parquet; NaN becomes null. Raises UsageError without pyarrow."""
    arrow = _arrow()
    names = (*(ABOUT if about else ()), *ids)
    columns = [arrow.array([row[i] for row in about]) for i in range(len(ABOUT) if about else 0)]
    columns += [arrow.array(column, mask=np.isnan(column)) for column in values.T]
    arrow.parquet.write_table(arrow.table(columns, names=list(names)), path)


def write_csv(path: Path, ids: Sequence[str], about: Sequence[Sequence[str]], values: Array) -> None:
    """Write a table in CSV; NaN becomes blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*(ABOUT if about else ()), *ids])
        for number, row in enumerate(values):
            cells = ["" if np.isnan(value) else f"{value:.6g}" for value in row]
            writer.writerow([*(about[number] if about else ()), *cells])
