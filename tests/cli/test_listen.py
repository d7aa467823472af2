"""`interview listen`: the agreement with marked answers, for any graph."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import called as run

SAID = "You hash the key, and the hash gives you the bucket. On average constant as long as the load factor is bounded."


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def answer(name: str = "a1", **changes: Any) -> dict[str, Any]:
    marks = {"bucket": ["yes", "yes"], "expected": ["yes", "partly"], "collision": ["no", "no"], "worst": ["no", "no"]}
    quotes = {"bucket": ["hash the key, and the hash gives you the bucket", ""]}
    made = {"answer": name, "question": "hash-table-lookup-cost", "text": SAID, "marks": marks, "quotes": quotes}
    return made | {"wrong": []} | changes


def test_the_promised_shape_is_printed(tmp_path: Path, folder: Path) -> None:
    answers = written(tmp_path / "answers.jsonl", answer(), answer("a2", text="no", marks={"bucket": ["no", "no"]}))
    asked = written(
        tmp_path / "asked.jsonl", {"question": "hash-table-lookup-cost", "asks": "How big?", "clarification": -1}
    )
    done = run(tmp_path, "listen", str(folder), "--answers", str(answers), "--asked", str(asked), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["points"]["within"] == {"said": 1.0, "yes": 1.0}
    assert set(found["points"]["overall"]) == {"said", "yes"}
    assert found["points"]["quotes"] == 1.0
    assert found["points"]["shown"] == {"said": 1.0, "unsaid": 0.0}
    assert found["answers"]["rho"] == pytest.approx(1.0)
    assert found["asked"] == {"right": None, "wrong": 0.0, "none": None}


def test_the_table_and_the_rows_say_the_same(tmp_path: Path, folder: Path) -> None:
    answers, rows = written(tmp_path / "answers.jsonl", answer()), tmp_path / "rows.csv"
    done = run(tmp_path, "listen", str(folder), "--answers", str(answers), "--rows", str(rows))
    assert done.returncode == 0, done.stderr
    assert "within an answer: said against not said (AUC)" in done.stdout
    with rows.open(newline="") as file:
        written_rows = list(csv.DictReader(file))
    assert [row["point"] for row in written_rows] == ["bucket", "expected", "collision", "worst"]
    assert all(row["quote"] in SAID for row in written_rows)
    again = run(tmp_path, "listen", str(folder), "--answers", str(answers), "--rows", str(rows))
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_the_help_says_whom_it_is_for(tmp_path: Path) -> None:
    """Somebody who wondered how well they had been heard found a command that wants a file they don't have."""
    told = " ".join(run(tmp_path, "listen", "--help").stdout.split())
    assert "for whoever writes questions" in told
    assert "your own answers stands in each report" in told


def test_marks_for_another_graph_are_counted(tmp_path: Path, folder: Path) -> None:
    answers = written(tmp_path / "answers.jsonl", answer(), answer("a2", question="elsewhere"))
    done = run(tmp_path, "listen", str(folder), "--answers", str(answers), "--json")
    assert done.returncode == 1
    assert "4 of 8 left out" in done.stderr
    assert "has no such questions or points: elsewhere." in done.stderr
    assert json.loads(done.stdout)["left_out"] == {"marks": 4, "of": 8}


def test_what_was_not_asked_has_no_share(tmp_path: Path, folder: Path) -> None:
    answers, asked = written(tmp_path / "answers.jsonl", answer()), written(tmp_path / "asked.jsonl")
    done = run(tmp_path, "listen", str(folder), "--answers", str(answers), "--asked", str(asked))
    assert done.returncode == 1
    assert "nothing to compare in" in done.stderr
    assert "Asked back: nothing." in done.stdout


def test_points_that_are_not_there_are_named(tmp_path: Path, folder: Path) -> None:
    marks = {"bucket": ["yes"], **{f"p{number}": ["no"] for number in range(7)}}
    done = run(tmp_path, "listen", str(folder), "--answers", str(written(tmp_path / "a.jsonl", answer(marks=marks))))
    assert "7 of 8 left out" in done.stderr
    assert "hash-table-lookup-cost: p4 and more." in done.stderr
    assert "p5" not in done.stderr


def test_an_empty_file_gets_no_table(tmp_path: Path, folder: Path) -> None:
    answers = written(tmp_path / "answers.jsonl")
    done = run(tmp_path, "listen", str(folder), "--answers", str(answers))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"There's nothing to compare in {answers}.\n"


BAD = {
    "too deep": ('{"answer": ' + "[" * 100_000, "line 1: expected a JSON object with answer"),
    "nothing there": (None, "cannot be read"),
    "no JSON": ("nonsense\n", "line 1: expected a JSON object with answer"),
    "another mark": (
        json.dumps(answer(marks={"expected": ["no"], "bucket": ["yes", "maybe"]})),
        'line 1: marks.bucket[1]: expected one of yes, prompted, partly, no, found "maybe".',
    ),
    "a mark for a list": (
        json.dumps(answer(marks={"bucket": "yes"})),
        'line 1: marks.bucket: expected a list, found text in quotes "yes".',
    ),
    "no text": (
        json.dumps({"answer": "a1", "question": "q"}),
        "line 1: text: the key is missing; it is required.",
    ),
    "cut": (
        json.dumps(answer())[:70],
        "line 1: expected a JSON object with answer, question, text and marks, whole on its line; "
        "found one that breaks off before its end.",
    ),
    "a list": ("[1]", "line 1: expected a JSON object with answer, question, text and marks; found [1]."),
    "no UTF-8": (b"\xff\xfe\n", "line 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, folder: Path, name: str) -> None:
    content, words = BAD[name]
    path = tmp_path / "answers.jsonl"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run(tmp_path, "listen", str(folder), "--answers", str(path))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
