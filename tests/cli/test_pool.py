"""`interview pool`: what many people scored in one table, and nothing of who they are."""

import csv
import os
import re
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from simulator.session.lab.pool import Person, people_in
from simulator.session.lab.recorded import transcript_responses
from tests import transcripts
from tests.commands import called as run
from tests.recorded_sets import read_responses
from tests.system.terminal import Installed

NAMES = ("ada lovelace", "grace hopper", "mary")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    """Two people's interviews in one folder, a third one's in another, beside a demo."""
    for number, name in enumerate(NAMES):
        id_, data = transcripts.whole(number)
        named = data.replace(b'candidate = "demo"', f'candidate = "{name}"'.encode(), 1)
        transcripts.put(tmp_path / ("one" if number < 2 else "two"), id_, named)
    transcripts.put(tmp_path / "two", *transcripts.whole(3))
    return "one", "two"


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.open()))


def test_pooled_table_holds_scores_and_no_names(tmp_path: Path, folders: tuple[str, str]) -> None:
    done = run(tmp_path, "pool", *folders, "-o", "all.csv", "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("3 people from 3 interviews, ")
    assert "Left out: names, dates, everything that was said" in done.stderr
    head, *rows = rows_of(tmp_path / "all.csv")
    assert head[:2] == ["person", "graph"]
    assert all(row[1].startswith("llm ") and len(row[0]) == 12 for row in rows)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)  # not in the order of the folders
    # without the random ids and the graph's digest: "ada" and "2026" may well stand in those
    text = "\n".join(",".join((row[1].split()[0], *row[2:])) for row in (head, *rows))
    for word in (*(part for name in NAMES for part in name.split()), "demo", "2026"):
        assert word not in text
    assert all(re.fullmatch("[0-9a-f]{12}", row[0]) for row in rows)
    pooled = read_responses(tmp_path / "all.csv")
    assert pooled.self_scored
    apart = [transcript_responses(tmp_path / name, "llm") for name in folders]
    wanted = sorted(sorted(row[~np.isnan(row)].round(5)) for each in apart for row in each.values)
    assert sorted(sorted(row[~np.isnan(row)].round(5)) for row in pooled.values) == wanted
    again = run(tmp_path, "pool", *folders, "-o", "again.csv", "--yes")
    assert again.returncode == 0
    ids = [{row[0] for row in rows_of(tmp_path / name)[1:]} for name in ("all.csv", "again.csv")]
    assert not ids[0] & ids[1]


def test_tables_that_people_hand_over_are_pooled(tmp_path: Path, folders: tuple[str, str]) -> None:
    for folder, name in zip(folders, ("one.csv", "two.parquet"), strict=True):
        assert run(tmp_path, "pool", folder, "-o", name, "--yes").returncode == 0
    done = run(tmp_path, "pool", "one.csv", "two.parquet", "-o", "all.parquet", "--yes")
    assert done.returncode == 0, done.stderr
    found = read_responses(tmp_path / "all.parquet")
    parts = [read_responses(tmp_path / name) for name in ("one.csv", "two.parquet")]
    assert found.ids == tuple(sorted({*parts[0].ids, *parts[1].ids}))
    assert np.nansum(found.values) == pytest.approx(sum(float(np.nansum(part.values)) for part in parts), abs=1e-4)
    twice = run(tmp_path, "pool", "one.csv", "one.csv", "-o", "twice.csv", "--yes")
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "Somebody is in there twice" in twice.stderr


def test_interviews_on_several_graphs_are_told_apart(tmp_path: Path, folders: tuple[str, str]) -> None:
    path = next((tmp_path / "two").iterdir())
    other = path.read_text().replace('graph = "llm"', 'graph = "mine"').replace('"demo"', '"somebody"')
    path.write_text(other)
    done = run(tmp_path, "pool", *folders, "-o", "all.csv", "--yes")
    assert done.returncode == 2
    assert "several graphs (llm, mine); choose one with --graph" in done.stderr
    assert run(tmp_path, "pool", *folders, "-o", "all.csv", "--yes", "--graph", "mine").returncode == 0
    assert [row[1].split()[0] for row in rows_of(tmp_path / "all.csv")[1:]] == ["mine"]
    nobody = run(tmp_path, "pool", *folders, "-o", "none.csv", "--yes", "--graph", "nosuch")
    assert "There is no scored answer on the graph nosuch" in nobody.stderr


def test_words_in_place_of_ids_are_left_out(tmp_path: Path, folders: tuple[str, str]) -> None:
    """A transcript of a graph of one's own may say anything where an id belongs, formulas included."""
    path = next((tmp_path / "two").glob("*.toml"))
    text = path.read_text().replace('"demo"', '"somebody"')
    asked = re.search(r'^id = "([a-z-]+)"$', text, re.MULTILINE)
    assert asked is not None
    path.write_text(text.replace(f'"{asked[1]}"', '"=HYPERLINK(Jane Doe)"'))
    assert run(tmp_path, "pool", "two", "-o", "two.csv", "--yes").returncode == 0
    assert "Jane" not in (tmp_path / "two.csv").read_text()
    (tmp_path / "made.csv").write_text("person,graph,a\nJane Doe,llm,1\n")
    made = run(tmp_path, "pool", "made.csv", "-o", "all.csv", "--yes")
    assert "made.csv is neither a folder of transcripts nor a table" in made.stderr


def test_nothing_is_written_without_consent(tmp_path: Path, folders: tuple[str, str]) -> None:
    done = run(tmp_path, "pool", *folders, "-o", "all.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("3 people from 3 interviews")
    assert "add --yes" in done.stderr
    (tmp_path / "plain.csv").write_text("a\n1\n")
    other = run(tmp_path, "pool", "plain.csv", "-o", "all.csv", "--yes")
    assert "plain.csv is neither a folder of transcripts nor a table that `interview pool` wrote." in other.stderr
    terminal = Installed(tmp_path, "pool", *(str(tmp_path / name) for name in folders), "-o", str(tmp_path / "all.csv"))
    terminal.wait_for("Write it to")
    terminal.press("n\r")
    terminal.wait_for("Nothing was written.")
    assert terminal.wait_end() == 0
    assert not (tmp_path / "all.csv").exists()


def test_a_table_may_come_through_pipe(tmp_path: Path, folders: tuple[str, str]) -> None:
    assert run(tmp_path, "pool", *folders, "-o", "all.csv", "--yes").returncode == 0
    table, pipe = tmp_path / "all.csv", tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[Person] = []
    threads = [
        Thread(target=lambda: pipe.write_bytes(table.read_bytes()), daemon=True),
        Thread(target=lambda: read.extend(people_in(pipe)), daemon=True),
    ]
    for thread in threads:
        thread.start()
    threads[1].join(30)
    assert [(each.id, each.scores) for each in read] == [(each.id, each.scores) for each in people_in(table)]


def test_a_copied_interview_makes_no_second_person(tmp_path: Path, folders: tuple[str, str]) -> None:
    copied = next((tmp_path / "one").glob("*.toml"))
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / copied.name).write_bytes(copied.read_bytes())
    for sources in (("one", "three"), ("one", "one")):
        done = run(tmp_path, "pool", *sources, "-o", "all.csv", "--yes")
        assert done.returncode == 2
        assert "Somebody is in there twice: the interview " in done.stderr
        assert not (tmp_path / "all.csv").exists()
    (tmp_path / "one" / "a copy.toml").write_bytes(copied.read_bytes())
    done = run(tmp_path, "pool", "one", "-o", "all.csv", "--yes")
    assert done.stderr.startswith("2 people from 2 interviews, ")
