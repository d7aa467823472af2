"""The index: incremental, shared by programs, safe to delete, and the same as reading every transcript."""

import multiprocessing
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pytest

from simulator.engine.model.parameters import COUNTED_INTERVIEWS
from simulator.errors import TranscriptError
from simulator.session.archive import archive
from simulator.session.archive.index import SCHEMA_VERSION, Index, index_path
from simulator.session.archive.search import Filters, expression
from simulator.session.archive.summary import COLUMNS, SessionRow, loaded_row, row_of, stored_values
from simulator.session.archive.waiting import is_left
from simulator.session.clock import LARGEST_CLOCK
from simulator.session.interview.history import past_session
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.rescoring import reopened
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.isolation import ROOT
from tests.mutations import mutated
from tests.promises import promise
from tests.reporting import interview
from tests.transcripts import graph, put, whole, written

COUNT = 6


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for number in range(COUNT):
        put(workspace.sessions, *whole(number))
    return workspace


def calls(workspace: Workspace) -> int:
    """How many files a refresh reads."""
    with Index(workspace.sessions, workspace.cache) as index:
        return index.refresh()


def test_too_long_a_name_lacks_no_rights(workspace: Workspace) -> None:
    beyond = replace(workspace, sessions=workspace.sessions.parent / ("x" * 300))
    with pytest.raises(TranscriptError, match="can't be read: File name too long"):
        archive.rows(beyond)


@pytest.mark.parametrize("clock", ["-0.0", "-1e-9", "-5.0", "1e308"])
def test_a_clock_of_any_number_can_be_listed(workspace: Workspace, clock: str) -> None:
    """One such file kept every list from opening: what the index gave back was never what had been put in."""
    name, data = whole(1)
    path = put(workspace.sessions, name, re.sub(rb"(?m)^clock = .*", f"clock = {clock}".encode(), data))
    read_in_full = [row_of(read(path))]
    assert archive.rows(workspace) == read_in_full
    assert archive.rows(workspace) == read_in_full
    assert 0.0 <= read_in_full[0].clock <= LARGEST_CLOCK


def test_rows_are_what_reading_every_transcript_gives(filled: Workspace) -> None:
    read_in_full = [row_of(read(path)) for path in archive.paths(filled.sessions)]
    assert archive.rows(filled) == read_in_full
    assert archive.rows(filled) == read_in_full
    assert archive.rows(filled, limit=2) == read_in_full[:2]
    assert archive.rows(filled, candidate="nobody") == []


def test_several_processes_read_as_one_does(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (filled.sessions / "torn.toml").write_bytes(b"[session")
    by_one = archive.rows(filled)
    index_path(filled.sessions, filled.cache).unlink()
    monkeypatch.setattr("simulator.session.archive.index.MANY", 1)
    monkeypatch.setattr("simulator.session.archive.index.BATCH", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    steps: list[tuple[int, int]] = []
    assert archive.rows(filled, progress=lambda done, total: steps.append((done, total))) == by_one
    assert steps == [(2, 7), (4, 7), (6, 7), (7, 7)]


def test_without_processes_an_index_is_made_alone(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("simulator.session.archive.index.MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", none)
    assert len(archive.rows(filled)) == COUNT


def test_screen_makes_a_large_index_alone(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Captured:
        def fileno(self) -> int:
            return -1  # as Textual says while it has the terminal

    monkeypatch.setattr("simulator.session.archive.index.MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("sys.stderr", Captured())
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", lambda _: pytest.fail("a process was started"))
    assert len(archive.rows(filled)) == COUNT


def test_who_leaves_is_not_kept_by_an_index(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.archive.index.BATCH", 2)
    context = copy_context()
    context.run(is_left.set, lambda: True)
    assert len(context.run(archive.rows, filled)) == 2  # what was read is kept
    assert calls(filled) == COUNT - 2


def test_an_archive_that_does_not_exist_is_empty(workspace: Workspace) -> None:
    assert archive.rows(workspace) == []
    assert archive.past(workspace, "tester", "llm") == []
    assert archive.found_items(workspace, "cache") == []


def test_only_what_changed_is_read_again(filled: Workspace) -> None:
    assert calls(filled) == COUNT
    assert calls(filled) == 0
    path = archive.paths(filled.sessions)[2]
    with reopened(path) as session:
        session.note("An extraordinarily rare remark.", 1).result(5)
    assert calls(filled) == 1
    assert [h.session for h in archive.found_items(filled, "extraordinarily rare")] == [path.stem]
    path.unlink()
    assert calls(filled) == 0
    assert path.stem not in {r.id for r in archive.rows(filled)}
    assert archive.found_items(filled, "extraordinarily rare") == []


def test_a_quick_look_sees_new_sessions(filled: Workspace) -> None:
    name, data = whole(7)
    half = put(filled.sessions, name, data[: len(data) // 2])
    os.utime(filled.sessions, ns=(1, 1))
    archive.rows(filled)
    half.write_bytes(data)
    with Index(filled.sessions, filled.cache) as index:
        assert index.refresh(quick=True) == 1
        put(filled.sessions, *whole(8))
        assert index.refresh(quick=True) == 1


@promise("The index can be deleted at any time.")
@pytest.mark.parametrize("spoil", ["delete", "garbage", "truncate", "other-version", "older-layout"])
def test_a_spoilt_index_is_rebuilt(filled: Workspace, spoil: str) -> None:
    before = archive.rows(filled)
    path = index_path(filled.sessions, filled.cache)
    for extra in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        extra.unlink(missing_ok=True)
    if spoil == "delete":
        path.unlink()
    elif spoil == "garbage":
        path.write_bytes(b"no database" * 1000)
    elif spoil == "truncate":
        os.truncate(path, path.stat().st_size // 2)
    else:
        with sqlite3.connect(path) as database:
            older = spoil == "older-layout"
            if older:
                database.executescript("DROP TRIGGER item_in; DROP TRIGGER item_out; DROP TABLE texts;")
                database.execute("ALTER TABLE items DROP COLUMN names")
            database.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1 if older else 99}")
        database.close()
    assert archive.rows(filled) == before
    assert archive.found_items(filled, "the")
    assert calls(filled) == 0


def test_the_index_has_a_column_for_every_field() -> None:
    assert SessionRow.__struct_fields__ == ("id", "path", *(column.name for column in COLUMNS))


def test_a_row_is_loaded_as_it_was_stored(filled: Workspace) -> None:
    for path in archive.paths(filled.sessions):
        shown = row_of(read(path))
        assert loaded_row(path.parent, path.name, [*stored_values(shown)]) == shown


def test_another_column_is_another_version() -> None:
    code = "from simulator.session.archive import summary; summary.COLUMNS += (summary.Column('mood', 'TEXT'),); "
    code += "from simulator.session.archive.index import SCHEMA_VERSION; print(SCHEMA_VERSION)"
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 0 < int(other.stdout) < 2**31
    assert int(other.stdout) != SCHEMA_VERSION


def test_spoilt_page_is_noticed_by_search_too(filled: Workspace) -> None:
    hits = archive.found_items(filled, "cache OR the")
    path = index_path(filled.sessions, filled.cache)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xff" * (size // 2))
    assert archive.found_items(filled, "cache OR the") == hits


def test_cache_that_cannot_be_written_costs_index_only(filled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("")
    blocked = Workspace(filled.graphs, filled.sessions, "tester", tmp_path / "blocked", filled.config)
    assert archive.rows(blocked) == archive.rows(filled)


def refresh_in_another(sessions: Path, cache: Path, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    with Index(sessions, cache) as index:
        index.refresh()


def test_programs_that_index_at_the_same_time_agree(filled: Workspace) -> None:
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(3)
    others = [
        context.Process(target=refresh_in_another, args=(filled.sessions, filled.cache, barrier)) for _ in range(3)
    ]
    for other in others:
        other.start()
    for other in others:
        other.join(30)
        assert other.exitcode == 0
    assert calls(filled) == 0
    assert archive.rows(filled) == [row_of(read(path)) for path in archive.paths(filled.sessions)]


def test_an_interrupted_rebuild_goes_on_where_it_stopped(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.archive.index.BATCH", 2)

    def stop(done: int, total: int) -> None:
        assert total == COUNT
        if done == 4:
            raise KeyboardInterrupt

    with Index(filled.sessions, filled.cache) as index, pytest.raises(KeyboardInterrupt):
        index.refresh(stop)
    assert calls(filled) == COUNT - 4


def test_a_rebuilt_index_goes_on_after_a_stop(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.archive.index.BATCH", 2)
    archive.rows(filled)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    for left in (COUNT - 2, COUNT - 4):
        with Index(filled.sessions, filled.cache) as index:
            with pytest.raises(KeyboardInterrupt):
                index.rebuild(stop)
            assert index.half_made
            assert len(index.ask("SELECT key FROM sessions", (), lambda row: row)) == COUNT - left
    with Index(filled.sessions, filled.cache) as index:
        assert index.rebuild() == COUNT - 4
        assert not index.half_made
        assert index.rebuild() == COUNT
    assert archive.rows(filled) == [row_of(read(path)) for path in archive.paths(filled.sessions)]


def test_who_cannot_wait_sees_the_newest_first(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.archive.index.FEW", 2)
    names = [p.stem for p in archive.paths(filled.sessions)]
    assert [r.id for r in archive.rows(filled, patience=0)] == names[:2]
    assert [r.id for r in archive.rows(filled, patience=0)] == names[:4]
    assert [r.id for r in archive.rows(filled)] == names


def test_what_is_no_transcript_is_not_listed(filled: Workspace) -> None:
    put(filled.sessions, "notes", b"x = 1\n")
    put(filled.sessions, ".hidden", b"x = 1\n")
    assert len(archive.rows(filled)) == COUNT
    assert calls(filled) == 0


@pytest.mark.parametrize("name", ["llm-full-\udcff\udcfe", "llm-\x1b[31mfull", "two\nlines", "\u202ereversed"])
def test_names_that_cannot_be_shown_are_not_listed(filled: Workspace, name: str) -> None:
    put(filled.sessions, f"2024-01-09T000000-{name}", whole(8)[1])
    assert len(archive.rows(filled)) == COUNT
    assert calls(filled) == 0


def test_odd_files_named_like_transcripts_hold_nothing_up(filled: Workspace) -> None:
    os.mkfifo(filled.sessions / "2024-01-09T000000-llm-full-pipe.toml")
    (filled.sessions / "2024-01-09T000000-llm-full-fold.toml").mkdir()
    with real_seconds(5):
        assert len(archive.rows(filled)) == COUNT


@contextmanager
def real_seconds(limit: int) -> Iterator[None]:
    """Fails where what stands inside waits for longer."""

    def waits(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"It waited for {limit} s.")

    before = signal.signal(signal.SIGALRM, waits)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_numbers_that_no_database_holds_spoil_no_list(filled: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    path = archive.paths(filled.sessions)[0]
    text = path.read_text("utf-8")
    for wrong in (10**30, -(2**63) - 1, 2**63, 2**64):
        path.write_text(re.sub(r"tier = \d+, low", f"tier = {wrong}, low", text), "utf-8")
        assert archive.rows(filled)[0].level == 0
    assert caplog.text == ""


def test_no_damaged_transcript_makes_the_index_look_damaged(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    luck = random.Random(7)
    for number in range(40):
        name, data = whole(number % 4)
        put(workspace.sessions, f"{2030 + number}{name[4:]}", mutated(mutated(data, luck), luck))
    rows = archive.rows(workspace)
    assert archive.rows(workspace) == rows
    assert {row_of(read(r.path)) for r in rows} == set(rows)
    archive.past(workspace, "demo", "llm")
    archive.facts(workspace, "demo", "llm")
    archive.found_items(workspace, "the")
    assert caplog.text == ""


def test_damaged_transcript_is_listed_with_what_is_left(workspace: Workspace) -> None:
    name, data = whole(1)
    put(workspace.sessions, name, data[: len(data) // 2])
    (row,) = archive.rows(workspace)
    assert (row.state, row.id) == ("asking", name)


def test_filters_keep_what_fits(filled: Workspace) -> None:
    rows = archive.rows(filled)
    screens = archive.rows(filled, filters=Filters(format="screen"))
    assert screens == [r for r in rows if r.format == "screen"]
    assert 0 < len(screens) < COUNT
    middle = rows[2].started
    assert archive.rows(filled, filters=Filters(since=middle)) == rows[:3]
    assert archive.rows(filled, filters=Filters(until=middle)) == rows[3:]
    assert archive.rows(filled, filters=Filters(since=datetime(1960, 1, 1, tzinfo=UTC))) == rows
    missing = next(r for r in rows if r.missed)
    assert missing in archive.rows(filled, filters=Filters(concept=missing.missed[0]))
    assert missing not in archive.rows(filled, filters=Filters(concept=missing.missed[0], verdict="outstanding"))
    assert archive.rows(filled, filters=Filters(state="asking")) == []
    assert archive.rows(filled, filters=Filters(graph="other")) == []
    assert archive.rows(filled, filters=Filters(role="nobody", verdict="weak")) == []


def test_search_finds_words_newest_first(filled: Workspace) -> None:
    path = archive.paths(filled.sessions)[-1]
    with reopened(path) as session:
        session.note("Read about zygotes before the next one.", 2).result(5)
    archive.rows(filled)
    (hit,) = archive.found_items(filled, "zygotes next")
    assert (hit.session, hit.position, hit.field) == (path.stem, 2, "notes")
    assert [text for text, marked in hit.parts if marked] == ["zygotes", "next"]
    hits = archive.found_items(filled, "token")
    assert [h.session for h in hits] == sorted((h.session for h in hits), reverse=True)
    assert {h.field for h in archive.found_items(filled, "says", limit=500)} <= {"prompt", "said", "notes"}
    assert archive.found_items(filled, "token", Filters(candidate="nobody")) == []


def state_of(path: Path) -> State:
    reading = read(path)
    return fold(reading.header, reading.events)


def test_an_item_is_found_by_concepts_and_area(filled: Workspace) -> None:
    archive.rows(filled)
    only_about = 0
    for path in archive.paths(filled.sessions)[:2]:
        for turn in state_of(path).turns:
            for name in (*turn.asked.concepts, turn.asked.area):
                said = name.replace("-", " ")
                found = archive.found_items(filled, f'"{said}" ', limit=1000)
                (hit,) = (h for h in found if (h.session, h.position) == (path.stem, turn.position))
                assert " ".join(text for text, marked in hit.parts if marked).lower().startswith(said.split()[0][:4])
                only_about += hit.only_about
                if hit.only_about:
                    assert said in hit.text
                    assert "-" not in hit.text
    assert only_about


def test_names_are_shown_where_no_text_fits_better(filled: Workspace) -> None:
    archive.rows(filled)

    def shown(words: str, session: str, position: int) -> str | None:
        at = [
            h
            for h in archive.found_items(filled, f"{words} ", limit=1000)
            if (h.session, h.position) == (session, position)
        ]
        return at[0].field if at else None

    path, turn, (first, second) = next(
        (path, turn, pair)
        for path in archive.paths(filled.sessions)
        for turn in state_of(path).turns
        if len(pair := turn.asked.concepts[0].split("-")) == 2
        and {shown(word, path.stem, turn.position) for word in pair} == {"names"}
    )
    with reopened(path) as session:
        session.note(f"Zygotes, {first}, {first} and {first}.", turn.position).result(5)
    archive.rows(filled)
    for words, field in (
        (first, "notes"),
        (second, "names"),
        (f"{first} {second}", "names"),
        (f"zygotes {first} {second}", "notes"),
    ):
        assert shown(words, path.stem, turn.position) == field


def in_area(turn: Turn) -> set[str]:
    return set(turn.asked.area.split("-"))


@pytest.mark.parametrize("score", ["each", "end"])
def test_open_items_are_not_found_by_concept(workspace: Workspace, score: str) -> None:
    sat = interview(graph(), 11, score=score, until=lambda s: len(s.turns) == 3)
    put(workspace.sessions, *written(sat))
    told = {turn.position for turn in sat.state.turns if not sat.state.conceals(turn)}
    assert bool(told) == (score == "each")
    for turn in sat.state.turns:
        for name in (*turn.asked.concepts, turn.asked.area):
            about = {
                h.position for h in archive.found_items(workspace, name.replace("-", " "), limit=100) if h.only_about
            }
            assert about <= told | {t.position for t in sat.state.turns if set(name.split("-")) <= in_area(t)}
        area = f'"{turn.asked.area.replace("-", " ")}" '
        assert turn.position in {h.position for h in archive.found_items(workspace, area)}, "the room shows it too"
        concept = turn.asked.concepts[0]
        others = {name for t in sat.state.turns if t.position in told for name in t.asked.concepts}
        assert bool(archive.rows(workspace, filters=Filters(concept=concept))) == (concept in others)
    (row,) = archive.rows(workspace)
    assert set(row.missed) <= {t.asked.concepts[0] for t in sat.state.turns if t.position in told}
    put(workspace.sessions, *written(interview(graph(), 11, score=score)))
    for turn in sat.state.turns:
        assert archive.rows(workspace, filters=Filters(concept=turn.asked.concepts[0]))


@pytest.mark.parametrize(
    "text", ['"', "*", "NEAR(", "a AND", "-x", 'x"y', "(", "said:token", "", "   ", "++", "\x00", "^a"]
)
def test_any_text_can_be_searched_for(filled: Workspace, text: str) -> None:
    for hit in archive.found_items(filled, text):
        assert hit.text


def test_words_are_never_operators() -> None:
    assert expression('kv OR "paged attention" NOT') == '"kv" "OR" "paged attention" "NOT"*'
    assert expression("++ --") == ""


def test_the_past_counts_a_copy_once(filled: Workspace) -> None:
    path = archive.paths(filled.sessions)[0]
    put(filled.sessions, "2024-01-09T000000-llm-full-copy", path.read_bytes())
    found = archive.past(filled, "demo", "llm")
    expected = [past_session(read(p)) for p in reversed(archive.paths(filled.sessions)) if "copy" not in p.name]
    assert found == expected
    assert archive.past(filled, "me", "llm") == []
    assert COUNTED_INTERVIEWS >= COUNT
