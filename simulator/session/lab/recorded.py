"""Recorded answers, a row for each person with values 0 to 1, what a bank makes of them, and what is fitted to them.

A fit goes over everybody dozens of times. So answers are kept as categories in a temporary file, a byte each, which is
read faster than the table and needs no copy in memory: a million people with sixty answers take 60 MB of disk.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from simulator.engine.lab.calibration import COVARIANCE_ROUNDS, LEAST_PEOPLE, FittedChange, Fitting, cost, work
from simulator.engine.lab.crowd import PEOPLE_IN_BLOCK, Answers, Part, Sums, total
from simulator.engine.lab.item_fits import ROUNDS
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import Item
from simulator.engine.model.response import Array, Mask, Response
from simulator.engine.scoring import VERDICTS, rank
from simulator.errors import TranscriptError, UsageError
from simulator.graph.calibration_file import MOST_GRADES
from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.session.archive.archive import paths
from simulator.session.header import Header
from simulator.session.lab.table import Respondents, Table
from simulator.session.lab.workers import InProcess, Workers
from simulator.session.transcript.read import read

Progress = Callable[[float, float], None]
NEARLY = 0.01  # 0.33 is a third
NAMED = 3  # at most so many in one sentence
MOST_SHOWN = 10  # lines without an answer
MOST_SEEN = 100  # distinct values of a column
NO_PEOPLE = frozenset({"example", "demo"})
THRESHOLDS: dict[int, tuple[float, ...]] = {2: (0.0,), 3: (-0.6, 0.6), 4: P.THRESHOLDS, 5: (-1.8, -0.6, 0.6, 1.8)}


@dataclass(frozen=True, eq=False)
class Responses:
    """Item ids and `values` (people, items) from 0 to 1, NaN where not answered; whether people scored themselves.

    `without` are the line numbers of people who answered nothing; they have no row in `values`.
    """

    ids: tuple[str, ...]
    values: Array
    self_scored: bool = False
    without: tuple[int, ...] = ()

    @property
    def seen(self) -> list[Array]:
        """The values in each column."""
        return [distinct(column) for column in self.values.T]


@dataclass(eq=False)
class Contents:
    """What was read of a table: `people` with answers, the numbers of lines without, and the values in each column."""

    ids: tuple[str, ...]
    row_name: str = "line"
    people: int = 0
    without: list[int] = field(default_factory=list)
    seen: list[Array] = field(default_factory=list)

    def add(self, block: Respondents) -> None:
        """Take note of some more people."""
        self.people += len(block.values)
        self.without += block.without[: MOST_SHOWN + 1 - len(self.without)]
        columns = [distinct(column) for column in block.values.T]
        if self.seen:
            columns = [np.union1d(old, new)[:MOST_SEEN] for old, new in zip(self.seen, columns, strict=True)]
        self.seen = columns


def distinct(column: Array) -> Array:
    """The values in a column, in order, of those that answered."""
    return np.unique(column[~np.isnan(column)])[:MOST_SEEN]


Tell = Callable[[Part], None]
Wanted = Callable[[Answers], Mask]


class AnswerStore:
    """Answers (people, columns), -1 for none, in a file without a name, which is gone with the process.

    `items` are the numbers of the items in a bank, one for each column. `only` says who is wanted.
    """

    def __init__(self, items: Sequence[int], only: Wanted | None = None) -> None:
        self.items = tuple(items)
        self.people = self.left_out = 0
        self._only = only
        self._file = tempfile.TemporaryFile(prefix="interview-answers-")  # noqa: SIM115 - lives as long as the store

    def add(self, answers: Answers) -> None:
        """More people; of them, those that are wanted."""
        if self._only is not None:
            wanted = self._only(answers)
            self.left_out += int((~wanted).sum())
            answers = answers[wanted]
        self._file.seek(0, os.SEEK_END)
        self._file.write(np.ascontiguousarray(answers, np.int8).tobytes())
        self.people += len(answers)

    def rows(self, start: int, people: int) -> Answers:
        """The answers of so many people from the `start`-th on, or of those that there are."""
        self._file.seek(start * len(self.items))
        data = self._file.read(people * len(self.items))
        return np.frombuffer(data, np.int8).reshape(-1, len(self.items))

    def parts(self, people: int, every: int = 1) -> Iterator[Answers]:
        """Every n-th of the blocks of so many people."""
        for start in range(0, self.people, people * every):
            yield self.rows(start, people)


class StoredBlocks:
    """The blocks of a store, computed by workers. `tell` hears of each part that is done."""

    def __init__(self, store: AnswerStore, workers: Workers, tell: Tell = lambda _: None) -> None:
        self._store = store
        self._workers = workers
        self._tell = tell

    @property
    def people(self) -> int:
        """How many people there are."""
        return self._store.people

    def fold(self, part: Part, shared: Any, every: int = 1) -> Sums:
        """The sum over every n-th block."""
        return total(
            self._telling(part, self._workers.results(part, shared, self._store.parts(PEOPLE_IN_BLOCK, every)))
        )

    def alone(self) -> None:
        """From now on this process computes, as the workers are gone or not worth waiting for."""
        self._workers, self._tell = InProcess(), lambda _: None

    def _telling(self, part: Part, results: Iterator[Any]) -> Iterator[Any]:
        """The results, each told as it comes."""
        for result in results:
            self._tell(part)
            yield result


def looked_over(table: Table) -> Contents:
    """A table read once, to know what is in it."""
    contents = Contents(table.ids, table.row_name)
    for block in table.blocks():
        contents.add(block)
    return contents


def store_for(bank: Bank, ids: Sequence[str], only: Wanted | None = None) -> AnswerStore:
    """A store for answers to some of a bank's items. Raises UsageError for those that are not in it."""
    return AnswerStore(sorted(placed(bank, ids)), only)


def read_into(bank: Bank, table: Table, *stores: AnswerStore) -> Contents:
    """Read a table into its stores, people by turns. Raises UsageError for anything that isn't an answer."""
    contents, places = Contents(table.ids, table.row_name), placed(bank, table.ids)
    order = np.argsort(places)  # that of the bank, in which answers are taken
    for block in table.blocks():
        grades = _grades(bank, places, block.values)[:, order]
        for number, store in enumerate(stores):
            store.add(grades[(number - contents.people) % len(stores) :: len(stores)])
        contents.add(block)
    return contents


def scored(sessions: Path) -> Iterator[tuple[Header, dict[str, float]]]:
    """Each readable transcript of a person, oldest first: its header, and the score of each question, 0 to 1."""
    for path in reversed(paths(sessions)):
        try:
            transcript = read(path)
        except TranscriptError:
            continue  # `interview doctor` names it
        if transcript.header.candidate in NO_PEOPLE:
            continue
        scores: dict[str, float] = {}
        for turn in transcript.state.turns:
            if turn.check is None and turn.scored is not None and not turn.scored.overruled:
                scores.setdefault(turn.asked.id, rank(turn.scored.verdict) / (len(VERDICTS) - 1))
        yield transcript.header, scores


def transcript_responses(sessions: Path, graph: str) -> Responses:
    """The scored answers on a graph in a folder of transcripts, a row per candidate: the verdict as 0, 1/3, 2/3 or 1.

    The first answer to a question counts; skipped, unscored and overruled ones do not. The candidates `example` and
    `demo` are left out. Raises UsageError if there is no such answer.
    """
    people: dict[str, dict[str, float]] = {}
    for header, scores in scored(sessions):
        if header.graph != graph:
            continue
        people[header.candidate] = scores | people.get(header.candidate, {})
    ids = tuple(sorted({item for row in people.values() for item in row}))
    if not ids:
        raise UsageError(f"{sessions} holds no scored answer of a candidate on the graph {graph}.")
    values = [[row.get(item, float("nan")) for item in ids] for row in people.values() if row]
    return Responses(ids, np.array(values, np.float64), self_scored=True)


def plain_bank(responses: Responses | Contents) -> Bank:
    """A bank for answers without a graph: every question has its own concept, all in one area."""
    known = zip(grades_of(responses.seen), responses.seen, strict=True)
    grades = [count or min(MOST_GRADES, len(values)) for count, values in known]
    items = tuple(
        Item(name, ((i, 1.0),), 3, 0.0, 1.0, Response(P.SLOPE, THRESHOLDS[count]), 4.0)
        for i, (name, count) in enumerate(zip(responses.ids, grades, strict=True))
    )
    count = len(items)
    return Bank(items, responses.ids, ("recorded",), np.zeros(count, np.intp), ((),) * count)


def grades_of(seen: Sequence[Array]) -> list[int]:
    """In how many grades the answers in each column were marked, by the values in it.

    Right or wrong is two. The other columns of a table share their steps, as not every grade is given everywhere; 0
    where they have none in common.
    """
    values = np.unique(np.concatenate(list(seen)))
    steps = np.arange(2, MOST_GRADES + 1) - 1
    off = [float(np.abs(values * step - np.round(values * step)).max(initial=0.0)) / step for step in steps]
    shared = next((int(step) + 1 for step, most in zip(steps, off, strict=True) if most <= NEARLY), 0)
    return [2 if set(column.tolist()) <= {0.0, 1.0} else shared for column in seen]


def regraded(bank: Bank, contents: Responses | Contents) -> Bank:
    """The bank with its questions in as many grades as these answers have: by its calibration, or the usual ones.

    Raises UsageError if the header names questions that are not in the bank.
    """
    items = list(bank.items)
    fits = bank.pooled.fits if bank.pooled is not None else {}
    for number, count in zip(placed(bank, contents.ids), grades_of(contents.seen), strict=True):
        item = items[number]
        if count and not item.is_check and item.response.categories != count:
            fit = fits.get(item.id)
            known = fit is not None and len(fit.thresholds) == count - 1
            thresholds = fit.thresholds if fit is not None and known else THRESHOLDS[count]
            items[number] = replace(item, response=Response(item.response.slope, thresholds, item.response.guess))
    return replace(bank, items=tuple(items))


def categories(bank: Bank, responses: Responses) -> Answers:
    """Answers as categories of the bank's items, shape (people, items), -1 for none.

    Raises UsageError if the header names questions that are not in the bank.
    """
    places = placed(bank, responses.ids)
    answers = np.full((len(responses.values), len(bank.items)), -1, np.int8)
    answers[:, places] = _grades(bank, places, responses.values)
    return answers


def placed(bank: Bank, ids: Sequence[str]) -> list[int]:
    """The number of each question in the bank. Raises UsageError for questions that are not in it."""
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
    return [bank.index[name] for name in ids]


def _grades(bank: Bank, places: Sequence[int], values: Array) -> Answers:
    """Values (people, columns) as categories of the items at some places, of the same shape."""
    graded = np.full(values.shape, -1, np.int8)
    for column, number in enumerate(places):
        answered = ~np.isnan(values[:, column])
        most = bank.items[number].response.categories
        graded[answered, column] = _graded(values[answered, column], most)
    return graded


def _graded(values: Array, categories: int) -> Answers:
    """Values from 0 to 1, each as the nearest category."""
    return np.round(values * (categories - 1)).astype(np.int8)


def merged(bank: Bank, responses: Responses | Contents) -> str:
    """A sentence on distinct values that fall into one category of the bank; empty if there are none."""
    merges = []
    for name, values in zip(responses.ids, responses.seen, strict=True):
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


def refuse_few(people: int) -> None:
    """Raise UsageError for too few people to calibrate on."""
    if people < LEAST_PEOPLE:
        raise UsageError(f"Calibration needs the answers of at least {LEAST_PEOPLE} people; these are {people}.")


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A pooled prior, what changed, and, if it was interrupted, how far it had come."""

    pooled: PooledPrior
    changes: tuple[FittedChange, ...]
    partial: str = ""

    def bank(self, plain: Bank) -> Bank:
        """A bank with this prior."""
        return plain.calibrated(self.pooled)


def fitted(
    bank: Bank, store: AnswerStore, workers: Workers, self_scored: bool = False, progress: Progress | None = None
) -> Calibrated:
    """Calibrate a bank; interrupted, with what has been found until then. Raises UsageError for fewer than 50 people.

    An interrupt before the first round is over leaves nothing, and is raised.
    """
    refuse_few(store.people)
    done, total = 0.0, work(store.people)

    def tell(part: Part) -> None:
        """Another block is done."""
        nonlocal done
        done += cost(part)
        if progress is not None:
            progress(done, total)

    people = StoredBlocks(store, workers, tell)
    fitting = Fitting(bank, bank.only(store.items), people, self_scored)
    try:
        fitting.run()
    except KeyboardInterrupt:
        if not (rounds := fitting.rounds_done):
            raise
        people.alone()
        partial = f"after {rounds - ROUNDS} of {COVARIANCE_ROUNDS} rounds for how people differ; the items are done"
        if rounds < ROUNDS:
            so_far = f"after {rounds} of {ROUNDS} rounds for the items"
            partial = f"{so_far}; how people differ is the structural prior's guess"
        return Calibrated(*fitting.result(), partial=partial)
    return Calibrated(*fitting.result())
