"""An index that is damaged in any way is rebuilt by itself: no traceback, one line, and the right answer at once."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import run
from simulator.session.archive import archive
from simulator.session.archive.index import REBUILT, Index, index_path
from simulator.session.workspace import Workspace
from tests.isolation import ROOT
from tests.promises import promise
from tests.transcripts import on_another_graph, put, split, whole
from tests.warm import warmed

SESSIONS = 4
SAMPLE, ALL = 10, 720
COMMANDS = (
    ("review",),
    ("review", "--json"),
    ("review", "--search", "the"),
    ("review", "--verdict", "weak"),
    ("progress", "--json"),
    ("report", "--to", "json"),
    ("doctor",),
)

Damage = Callable[[random.Random, Path], None]


def bytes_at(path: Path, where: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(where)
        file.write(data)


def one_byte(rng: random.Random, path: Path) -> None:
    some_bytes(rng, path, 1)


def some_bytes(rng: random.Random, path: Path, count: int = 10) -> None:
    for _ in range(count):
        bytes_at(path, rng.randrange(path.stat().st_size), rng.randbytes(1))


def header_bytes(rng: random.Random, path: Path) -> None:
    bytes_at(path, rng.randrange(100), rng.randbytes(rng.randint(1, 8)))


def sector(rng: random.Random, path: Path) -> None:
    bytes_at(path, rng.randrange(path.stat().st_size // 512) * 512, bytes(512))


def page(rng: random.Random, path: Path) -> None:
    bytes_at(path, rng.randrange(path.stat().st_size // 4096) * 4096, rng.randbytes(4096))


def swapped_pages(rng: random.Random, path: Path) -> None:
    data = path.read_bytes()
    first, second = (rng.randrange(len(data) // 4096) * 4096 for _ in range(2))
    bytes_at(path, first, data[second : second + 4096])
    bytes_at(path, second, data[first : first + 4096])


def cut(rng: random.Random, path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(rng.randrange(path.stat().st_size))


def foreign(rng: random.Random, path: Path) -> None:
    path.write_bytes(rng.choice([b"no database" * 1000, b"SQLite format 3\0", rng.randbytes(9000)]))


def tables(rng: random.Random, path: Path) -> None:
    wrong = rng.choice(
        [
            "DROP TABLE items",
            "DROP TABLE texts",
            "DROP TABLE asked_concepts",
            "DROP TABLE pasts",
            "DROP TABLE scanned",
            "DELETE FROM pasts WHERE rowid % 2",
            "ALTER TABLE sessions RENAME COLUMN verdict TO result",
            "ALTER TABLE sessions RENAME TO meetings",
            "DELETE FROM texts_data",
            "DROP TABLE texts_data",
        ]
    )
    with sqlite3.connect(path) as database:
        database.execute(wrong)
    database.close()


def values(rng: random.Random, path: Path) -> None:
    column = rng.choice("name started score verdict clock questions missed bookmarks level graph id last".split())
    value = rng.choice([None, b"\xff\xfe", "\x1b[31mred", "not a number", -1, 2**62, 1e308, ""])
    with sqlite3.connect(path) as database:
        try:
            database.execute(
                f"UPDATE sessions SET {column} = ? WHERE rowid = (SELECT min(rowid) FROM sessions)", (value,)
            )
        except sqlite3.IntegrityError:
            database.execute("UPDATE sessions SET started = 'never'")
    database.close()


def blobs(rng: random.Random, path: Path) -> None:
    column, value = rng.choice(["past", "facts"]), rng.choice([b"", b"{}", b"\xff" * 9, None, "text", 7])
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE pasts SET {column} = ?", (value,))
    database.close()


def log_bytes(rng: random.Random, path: Path) -> None:
    """A log beside the file as after a kill, with spoilt bytes in it."""
    log = path.with_name(f"{path.name}-wal")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE sessions SET changed = changed + 1")
        database.commit()
        kept = {p.name: p.read_bytes() for p in (path, log, path.with_name(f"{path.name}-shm")) if p.exists()}
    database.close()
    for name, data in kept.items():
        path.with_name(name).write_bytes(data)
    some_bytes(rng, rng.choice([log, path.with_name(f"{path.name}-shm")]) if log.name in kept else path)


KINDS: tuple[Damage, ...] = (
    one_byte, some_bytes, header_bytes, sector, page, swapped_pages, cut, foreign, tables, values, blobs, log_bytes,
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small archive with a sound index that nobody touches."""
    folder = tmp_path_factory.mktemp("sound")
    found = Workspace(ROOT / "graphs", folder / "sessions", "demo", warmed(folder / "cache"), folder / "config.toml")
    for number in range(SESSIONS):
        name, data = whole(number)
        head, blocks = split(data)
        put(found.sessions, name, data if number else head + b"".join(blocks[:40]))
    on_another_graph(archive.paths(found.sessions)[0], "other", 7)
    archive.rows(found)
    return found


@pytest.fixture
def spoil(sound: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Workspace]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    cache = warmed(tmp_path / "caches" / "interview-simulator")

    def spoilt(seed: int) -> Workspace:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(sound.cache, cache)
        rng = random.Random(seed)
        KINDS[seed % len(KINDS)](rng, index_path(sound.sessions, cache))
        return Workspace(sound.graphs, sound.sessions, "demo", cache, tmp_path / "config.toml")

    return spoilt


def everything(workspace: Workspace) -> dict[str, Any]:
    """What is asked of an index anywhere; the part that is asked first is another one each time."""
    return {
        "rows": archive.rows(workspace),
        "past": archive.past(workspace, "demo", "llm"),
        "facts": archive.facts(workspace, "demo", "llm"),
        "elsewhere": archive.elsewhere(workspace, "demo", "llm"),
    }


def asked_of(workspace: Workspace, seed: int, sound: Workspace) -> None:
    first = ("rows", "past", "facts", "elsewhere", "found")[seed % 5]
    expected = everything(sound)
    if first == "found":
        assert {h.session for h in archive.found_items(workspace, "the")} <= {r.id for r in expected["rows"]}
    elif first == "elsewhere":
        archive.elsewhere(workspace, "demo", "llm")
    else:
        asked = getattr(archive, first)
        assert asked(workspace, *(("demo", "llm") if first != "rows" else ())) == expected[first], (seed, first)
    assert everything(workspace) == expected, seed
    assert archive.found_items(workspace, "the"), seed


@promise("A damaged index is rebuilt by itself.")
def test_a_damaged_index_answers_as_a_sound_one(spoil: Callable[[int], Workspace], sound: Workspace) -> None:
    for seed in range(SAMPLE):
        asked_of(spoil(seed), seed, sound)


def test_search_without_hits_finds_its_words_again(sound: Workspace, tmp_path: Path) -> None:
    """Words that are gone from the index give no error, only fewer hits, or none."""
    shutil.copytree(sound.cache, tmp_path / "cache")
    workspace = Workspace(sound.graphs, sound.sessions, "demo", tmp_path / "cache", tmp_path / "config.toml")
    database = sqlite3.connect(index_path(workspace.sessions, workspace.cache))
    database.execute("INSERT INTO texts(texts) VALUES ('delete-all')")
    database.commit()
    assert not database.execute("SELECT rowid FROM texts WHERE texts MATCH 'the'").fetchall()
    database.close()
    assert archive.found_items(workspace, "the")
    assert not archive.found_items(workspace, "zyzzyva")


def commanded(
    spoil: Callable[[int], Workspace], sound: Workspace, capsys: pytest.CaptureFixture[str], seeds: range
) -> int:
    """Runs a command on each damaged index, twice; returns how often the index was said to be rebuilt."""
    usual: dict[tuple[str, ...], tuple[int, str]] = {}
    mended = 0
    for seed in (-1, *seeds):
        for command in COMMANDS if seed < 0 else (COMMANDS[seed // len(KINDS) % len(COMMANDS)],):
            place = sound if seed < 0 else spoil(seed)
            arguments = [*command, "--sessions", str(place.sessions), "--candidate", "demo"]
            for attempt in (1, 2):
                status = run(arguments)
                said = capsys.readouterr()
                if command[1:2] in (("--search",), ("--verdict",)):  # words and concepts have no seal
                    said = said._replace(out="")
                assert (status, said.out) == usual.setdefault(command, (status, said.out)), (seed, command, attempt)
                assert said.err.count(REBUILT) <= (attempt == 1), (seed, command, said.err)
                mended += REBUILT in said.err
    return mended


def test_command_mends_damaged_index_with_one_line(
    spoil: Callable[[int], Workspace], sound: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commanded(spoil, sound, capsys, range(SAMPLE)) > SAMPLE // 4


@pytest.mark.slow
def test_720_damaged_indexes_answer_as_sound_ones(spoil: Callable[[int], Workspace], sound: Workspace) -> None:
    for seed in range(SAMPLE, ALL):
        asked_of(spoil(seed), seed, sound)


@pytest.mark.slow
def test_720_damaged_indexes_are_mended_by_commands(
    spoil: Callable[[int], Workspace], sound: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commanded(spoil, sound, capsys, range(SAMPLE, ALL)) > ALL // 4


def test_an_index_not_made_is_not_damaged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    with Index(tmp_path / "sessions", tmp_path / "file" / "cache") as index:
        assert index.refresh() == 0
    assert not caplog.messages


def test_a_disk_that_refuses_is_no_damage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Beyond a quota no journal can be made: the index was thrown away, and was said to have been damaged."""
    with Index(tmp_path / "sessions", tmp_path / "cache") as index:
        index.refresh()
    before = index.path.read_bytes()
    index.path.with_name(f"{index.path.name}-wal").mkdir()
    with Index(tmp_path / "sessions", tmp_path / "cache") as refused:
        assert refused.refresh() == 0
    assert index.path.read_bytes() == before
    assert REBUILT not in caplog.text
