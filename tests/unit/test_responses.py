"""Recorded answers as a file: read to the digit, or refused in one sentence with its row and column."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.model.bank import PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.errors import UsageError
from simulator.graph.text import one_line
from simulator.session.lab.recorded import categories, grades_of, merged, plain_bank, regraded
from simulator.session.lab.simulation import replay
from simulator.session.lab.table import open_table, read_twice
from tests.graphs import llm_bank
from tests.mutations import at_most
from tests.recorded_sets import read_responses
from tests.some import examples

PEOPLE = "ids of people are not wanted"


def refusal(path: Path, text: str | bytes) -> str:
    """What is said of a file, without its path."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UsageError) as refused:
        read_responses(path)
    said = str(refused.value)
    assert "\n" not in said
    assert said.isprintable()
    assert said.endswith(".")
    return said.replace(str(path), "FILE")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "FILE holds no answers: the first line names the questions, each further line is a person."),
        ("a,b\n", "FILE holds no answers: the first line names"),
        ("a,b\n,\n,\n", "FILE holds no answers: all fields below its first line are blank."),
        ("a,b,a\n1,0,1\n", 'FILE, line 1: "a" is there twice, in columns 1 and 3; a question has one column.'),
        (",a\n0,1\n1,1\n", f"FILE, line 1: column 1 has no name; {PEOPLE}"),
        ("a;b\n1;0\n", "FILE, line 1: the columns are separated by semicolons; use commas."),
        ("a\tb\n1\t0\n", "FILE, line 1: the columns are separated by tabs; use commas."),
        ("a,b\n1\n", "FILE, line 2: 1 field where the first line names 2 questions."),
        ("a,b\n1,0\n1,0,1\n", "FILE, line 3: 3 fields where the first line names 2 questions."),
        ("who,a\np1,1\np2,0\np3,1\n", f'FILE, line 2, column "who": "p1" is no number; {PEOPLE}'),
        ("who,a\n1,1\n2,0\n3,1\n", f'FILE, line 3, column "who": "2" is not between 0 and 1; {PEOPLE}'),
        ("a,b\n1,0\n\n\n1,x\n", 'FILE, line 5, column "b": "x" is no number; a field is a number from 0 to 1, blank'),
        ('a,b\n"1\n",0\n1,x\n', 'FILE, line 4, column "b": "x" is no number'),
        ("a,b\n2,0\n2,1\n", 'FILE, line 2, column "a": "2" is not between 0 and 1; divide the points by the most'),
        ("a,b\n1,-0.5\n", 'FILE, line 2, column "b": "-0.5" is not between 0 and 1.'),
        ("a,b\n1,nan\n", 'FILE, line 2, column "b": "nan" is no number; a field is a number from 0 to 1, blank where'),
        ("a,b\n1,inf\n", 'FILE, line 2, column "b": "inf" is no number'),
        ("a,b\n1,0_1\n", 'FILE, line 2, column "b": "0_1" is no number'),
        ("a,b\n1,\u0661\n", 'FILE, line 2, column "b": "\u0661" is no number'),
        ('a,b\n1,0\n"1,0\n1,1\n', "FILE, line 3: this is no row of a CSV"),
        ("\x1b[31ma,b\n1,7\u202e\n", 'FILE, line 2, column "b": "7" is no number'),
        (b"\xff\xfea\x00\n", "FILE is no UTF-8 text; save it as CSV in UTF-8."),
    ],
)
def test_bad_file_is_refused_with_row_and_column(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert refusal(tmp_path / "answers.csv", text).startswith(said)


def test_nothing_endless_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.lab.table.LONGEST_LINE", 1_000)
    endless = refusal(tmp_path / "answers.csv", f"a,b\n1,0\n1{'0' * 1_000}")
    assert endless == "FILE, line 3 is longer than 1,000 letters; this is no such table."
    with pytest.raises(UsageError, match="neither a file nor a pipe"), read_twice(Path("/dev/zero")):
        pass


def test_many_columns_are_looked_over_once(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(f"{','.join(f'q{n}' for n in range(60_000))}\n{'1,' * 59_999}1\n")
    with at_most(2):  # each compared with each takes twenty
        assert len(open_table(tmp_path / "wide.csv").ids) == 60_000


def test_a_missing_file_is_said_without_a_number(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: No such file or directory\.$"):
        read_responses(tmp_path / "nowhere.csv")


TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=width, max_size=width), min_size=1, max_size=8
    )
)


@given(table=TABLES, quoted=st.booleans(), mark=st.booleans(), gaps=st.booleans())
@settings(deadline=None)
def test_what_was_written_is_read_to_the_digit(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[float | None]], quoted: bool, mark: bool, gaps: bool
) -> None:
    """With or without quotes, a byte order mark and empty lines; who answered nothing is named by line."""
    names = [f"q, {n}" for n in range(len(table[0]))]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n")
    lines, nobody = [], []
    for row in [names, *(["" if v is None else repr(v) for v in row] for row in table)]:
        writer.writerow(row)
        if gaps:
            text.write("\n")
        lines.append(row)
    path = tmp_path_factory.mktemp("responses") / "answers.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig" if mark else "utf-8")
    step = 2 if gaps else 1
    nobody = [1 + step * n for n, row in enumerate(table, 1) if all(v is None for v in row)]
    if len(names) == 1 and not quoted:  # csv itself writes one blank field as a pair of quotes
        assert text.getvalue().count('""') == len(nobody)
    if len(nobody) == len(table):
        with pytest.raises(UsageError, match="holds no answers"):
            read_responses(path)
        return
    found = read_responses(path)
    assert found.ids == tuple(names)
    wanted = [[np.nan if v is None else v for v in row] for row in table if any(v is not None for v in row)]
    np.testing.assert_array_equal(found.values, np.array(wanted))
    assert found.without == tuple(nobody)


@given(data=st.binary(max_size=60) | st.text(alphabet='a,";\n\r\t1.0-\x1b\ufeff', max_size=60).map(str.encode))
@settings(deadline=None, max_examples=examples(600))
def test_any_bytes_are_read_or_refused_in_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    said = ""
    try:
        found = read_responses(path)
    except UsageError as refused:
        said = str(refused)
    assert said == one_line(said)
    if said:
        return
    answered = found.values[~np.isnan(found.values)]
    assert ((answered >= 0) & (answered <= 1)).all()
    assert len(set(found.ids)) == len(found.ids) == found.values.shape[1]
    assert not np.isnan(found.values).all(1).any()


def test_ids_that_graph_lacks_are_named_with_nearest(tmp_path: Path) -> None:
    path, bank = tmp_path / "answers.csv", llm_bank()
    good, near = bank.items[0].id, f"{bank.items[1].id}x"
    path.write_text(f"{good},{near},q1,q2,q3\n1,0,1,0,1\n")
    with pytest.raises(UsageError) as refused:
        categories(bank, read_responses(path))
    assert str(refused.value) == (
        f'The graph has no question or check "{near}" (did you mean "{bank.items[1].id}"?), "q1", "q2", 1 more, '
        "which the responses name; 1 of 5 columns matches."
    )


def test_grades_that_are_merged_are_said(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("a,b,c\n0,0,0\n.2,1,.1\n.4,0,1\n.6,1,\n.8,0,\n1,0,\n")
    found = read_responses(path)
    bank = plain_bank(found)
    said = merged(bank, found)
    assert said == (
        '2 of 3 columns have more values than there are grades: in "a", which has 5 grades, 0.4 and 0.6 count alike.'
    )
    column = categories(bank, found)[:, 0]
    assert column[2] == column[3]
    assert merged(bank, found.__class__(found.ids[1:2], found.values[:, 1:2])) == ""


@pytest.mark.parametrize(
    ("columns", "grades"),
    [
        (([0, 1], [0, 0.25, 1], [0.5, 1]), [2, 5, 5]),  # not every grade is given everywhere
        (([0, 0.33, 1], [0.67]), [4, 4]),
        (([0, 0.5, 1],), [3]),
        (([0, 0.3, 0.45], [1]), [0, 2]),
    ],
)
def test_grades_are_known_by_their_steps(columns: tuple[list[float], ...], grades: list[int]) -> None:
    assert grades_of([np.array(column, np.float64) for column in columns]) == grades


def test_a_graph_keeps_the_grades_of_the_answers(tmp_path: Path) -> None:
    bank = llm_bank()
    first, second, check = bank.items[0], bank.items[1], next(item for item in bank.items if item.is_check)
    path = tmp_path / "answers.csv"
    path.write_text(f"{first.id},{second.id},{check.id}\n0,0,1\n1,.25,0\n")
    fits = {second.id: ItemFit(0.4, 0.2, 1.1, (-2.0, -1.0, 1.0, 2.0))}
    fitted = replace(bank.with_fits(fits), pooled=PooledPrior(np.zeros(1), np.eye(1), fits=fits))
    for its, expected in ((bank, (-1.8, -0.6, 0.6, 1.8)), (fitted, fits[second.id].thresholds)):
        found = regraded(its, read_responses(path))
        assert [found.items[i].response.categories for i in (0, 1, found.index[check.id])] == [2, 5, 2]
        assert found.items[1].response.thresholds == expected
    # an interview asks for our own grades: fitted thresholds of others say nothing of these
    assert fitted.items[1].response.thresholds == second.response.thresholds
    assert fitted.items[1].difficulty == 0.4


def test_who_answered_too_little_takes_no_part(tmp_path: Path) -> None:
    """With nothing held out their loss would be 0, and every mean better than it is."""
    rng = np.random.default_rng(3)
    rows = [",".join(str(int(v)) for v in rng.integers(0, 2, 6)) for _ in range(20)]
    path = tmp_path / "answers.csv"
    results = []
    for more in ([], ["1,,,,,"] * 10):
        path.write_text("\n".join(["a,b,c,d,e,f", *rows, *more]))
        found = read_responses(path)
        bank = plain_bank(found)
        results.append(replay(bank, "x", categories(bank, found), questions=2, policies=("random",), draws=2))
    assert results[0] == results[1]
    assert results[0]["candidates"] == 20
    with pytest.raises(UsageError, match="Nobody answered two questions"):
        replay(bank, "x", categories(bank, found)[-10:], questions=2, policies=("random",))


def test_what_does_not_exist_is_not_replayed(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["a,b,c,d", *(",".join(map(str, rng.integers(0, 2, 4))) for _ in range(12))]))
    found = read_responses(path)
    bank = plain_bank(found)
    given_ = {"questions": 2, "policies": ("adaptive", "cat-1d", "self-average"), "draws": 2}
    tables = replay(bank, "x", categories(bank, found), **given_)["populations"]["recorded"]  # type: ignore[arg-type]
    assert set(tables["policies"]["adaptive"]) == {"log_loss", "auc", "mean_tier_step"}
    assert set(tables["policies"]["self-average"]) == {"auc", "mean_tier_step"}
    assert tables["questions_to_match_cat_1d_20"] == {}
    assert set(tables["paired"]) == {"cat-1d"}
    assert not re.search(r"\bNone\b", str(tables))
    timed = replay(bank, "x", categories(bank, found), times=True, **given_)  # type: ignore[arg-type]
    assert all(t["step_ms"] > 0 for t in timed["populations"]["recorded"]["policies"].values())
