"""Tables of answers block by block: Parquet like CSV, refused by row and column, in bounded memory."""

import tracemalloc
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.errors import UsageError
from simulator.session.lab.recorded import AnswerStore, categories, plain_bank, read_into
from simulator.session.lab.table import open_table, write_csv, write_parquet
from tests.recorded_sets import read_responses


def values_of(people: int, items: int = 4) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rng = np.random.default_rng(people)
    values = rng.integers(0, 4, (people, items)) / 3
    values[rng.random(values.shape) < 0.2] = np.nan
    values[7] = np.nan
    return values


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    values, ids = values_of(5000), ("a", "b", "c", "d")
    write_csv(tmp_path / "t.csv", ids, (), values)
    write_parquet(tmp_path / "t.parquet", ids, (), values)
    read, same = read_responses(tmp_path / "t.parquet"), read_responses(tmp_path / "t.csv")
    np.testing.assert_array_equal(read.values, values[~np.isnan(values).all(1)])
    np.testing.assert_allclose(same.values, read.values, atol=1e-6)
    assert (read.ids, read.self_scored) == (same.ids, False) == (ids, False)
    assert read.without[0] + 1 == same.without[0] == 9  # the first line names the questions


def test_pooled_columns_are_no_questions(tmp_path: Path) -> None:
    about = [("3f", "llm 01"), ("7a", "llm 02")]
    values = np.array([[1.0, np.nan], [0.0, 1 / 3]])
    for name, write in (("t.csv", write_csv), ("t.parquet", write_parquet)):
        write(tmp_path / name, ("a", "b"), about, values)
        table = open_table(tmp_path / name)
        (block,) = table.blocks()
        assert (table.ids, table.self_scored) == (("a", "b"), True)
        assert list(block.about) == about
        np.testing.assert_allclose(block.values, values, atol=1e-6)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"who": ["p1"], "a": [1.0]}, 'column "who": string is no number; ids of people are not wanted'),
        ({"a": [0.5, 1.0], "b": [1, 2]}, 'row 2, column "b": "2" is not between 0 and 1; divide the points'),
        ({"a": pa.array([None], pa.float64())}, "holds no answers."),
        ({" ": [1.0]}, "column 1 has no name"),
    ],
)
def test_bad_parquet_is_refused_with_row_and_column(tmp_path: Path, columns: dict[str, object], said: str) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(UsageError) as refused:
        read_responses(path)
    assert said in str(refused.value)


@pytest.mark.parametrize("cut", [0, 40, -30])
def test_damaged_parquet_is_refused_in_one_sentence(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "t.parquet"
    write_parquet(path, ("a", "b", "c", "d"), (), values_of(50))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UsageError, match=r"is no Parquet file, or a damaged one\.$"):
        read_responses(path)


def test_fault_far_down_is_found_when_reached(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1,0\n" * 3000 + "1,x\n")
    blocks = open_table(path).blocks()
    assert len(next(blocks).values) == 2048
    with pytest.raises(UsageError, match='line 3002, column "b": "x" is no number'):
        next(blocks)


def test_people_are_dealt_to_spools_by_turns(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    values = values_of(4501)
    write_csv(path, ("a", "b", "c", "d"), (), values)
    everybody = read_responses(path)
    bank = plain_bank(everybody)
    odd, even = AnswerStore(range(4)), AnswerStore(range(4))
    assert read_into(bank, open_table(path), odd, even).people == len(everybody.values)
    wanted = categories(bank, everybody)
    np.testing.assert_array_equal(odd.rows(0, 10_000), wanted[0::2])
    np.testing.assert_array_equal(even.rows(0, 10_000), wanted[1::2])
    every_other = [part for number, part in enumerate(odd.parts(100)) if number % 2 == 0]
    np.testing.assert_array_equal(np.concatenate(list(odd.parts(100, every=2))), np.concatenate(every_other))


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_memory_does_not_grow_with_people(tmp_path: Path, suffix: str) -> None:
    path, peaks = tmp_path / f"t.{suffix}", []
    write = write_csv if suffix == "csv" else write_parquet
    bank = None
    for people in (2048, 4096, 20_480):
        write(path, ("a", "b", "c", "d"), (), np.nan_to_num(values_of(people)))
        bank = bank or plain_bank(read_responses(path))
        store = AnswerStore(range(4))
        tracemalloc.start()
        read_into(bank, open_table(path), store)
        assert sum(len(part) for part in store.parts(2048)) == people
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.3 * peaks[1]
