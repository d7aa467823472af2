"""Deleting is moving; the doctor says what it finds and changes nothing."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.errors import TranscriptError
from simulator.session.archive import archive
from simulator.session.archive.trash import UNNAMED, count, discard, discarded, discarded_at, examine, restore
from simulator.session.transcript.folder import shown_name
from simulator.session.transcript.sidecars import AnswerFile, KeptLine, left_behind
from simulator.session.workspace import Workspace
from tests.conftest import Sit
from tests.promises import promise
from tests.transcripts import put, split, whole


@pytest.fixture
def path(workspace: Workspace) -> Path:
    path = put(workspace.sessions, *whole(1))
    path.with_name(f"{path.stem}.cut1").write_bytes(b"cut")
    path.with_name(f".{path.stem}.draft").write_bytes(b"{}")
    put(workspace.sessions, *whole(2))
    return path


@promise("A deleted session goes to the trash folder and can be restored from there.")
def test_a_deleted_session_comes_back_whole(workspace: Workspace, path: Path) -> None:
    before = {p.name: p.read_bytes() for p in workspace.sessions.iterdir()}
    folder = discard(path)
    assert folder.parent == workspace.sessions / ".trash"
    assert path.stem not in {r.id for r in archive.rows(workspace)}
    assert len(archive.rows(workspace)) == 1
    assert [p.stem for p in discarded(workspace.sessions)] == [path.stem]
    assert restore(workspace.sessions, path.stem) == path
    assert {p.name: p.read_bytes() for p in workspace.sessions.iterdir() if p.is_file()} == before
    assert discarded(workspace.sessions) == []


@pytest.mark.parametrize("moves", range(3))
def test_an_interrupted_move_is_finished_by_the_next(
    workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    before = {p.name: p.read_bytes() for p in workspace.sessions.iterdir()}
    real = Path.replace

    def cut_short(act: Callable[[], Path]) -> None:
        left = [None] * moves

        def replace(self: Path, target: Path) -> Path:
            if not left:
                raise KeyboardInterrupt
            left.pop()
            return real(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            act()
        monkeypatch.setattr(Path, "replace", real)

    cut_short(lambda: discard(path))
    if moves:
        restore(workspace.sessions, path.stem)
    assert {p.name: p.read_bytes() for p in workspace.sessions.iterdir() if p.is_file()} == before
    discard(path)
    cut_short(lambda: restore(workspace.sessions, path.stem))
    assert not path.exists()
    restore(workspace.sessions, path.stem)
    assert {p.name: p.read_bytes() for p in workspace.sessions.iterdir() if p.is_file()} == before


def test_second_session_of_name_does_not_overwrite_first(workspace: Workspace, path: Path) -> None:
    first = discard(path)
    again = put(workspace.sessions, *whole(1))
    with pytest.raises(TranscriptError, match="can't come back"):
        restore(workspace.sessions, path.stem)
    assert discard(again) != first
    assert len(discarded(workspace.sessions)) == 2


def test_the_last_deleted_comes_first_by_name_end(workspace: Workspace, path: Path) -> None:
    other = next(p for p in archive.paths(workspace.sessions) if p != path)
    for deleted, seconds in ((path, 2_000_000_000), (other, 1_000_000_000)):
        os.utime(discard(deleted), (seconds, seconds))
    assert [p.stem for p in discarded(workspace.sessions)] == [path.stem, other.stem]
    assert discarded_at(discarded(workspace.sessions)[0]) == datetime.fromtimestamp(2_000_000_000, UTC)
    assert count(workspace.sessions) == 2
    with pytest.raises(TranscriptError, match="2 interviews in the trash"):
        restore(workspace.sessions, path.stem[:4])
    assert restore(workspace.sessions, path.stem[-4:]) == path
    assert count(workspace.sessions) == 1


def test_an_open_session_is_not_deleted(sit: Sit) -> None:
    sitting = sit(until="answering")
    with pytest.raises(TranscriptError, match="another window"):
        discard(sitting.path)
    sitting.close()
    discard(sitting.path)


def test_what_is_not_in_trash_cannot_come_back(workspace: Workspace) -> None:
    with pytest.raises(TranscriptError, match="no interview"):
        restore(workspace.sessions, "nothing")


def test_something_else_in_place_of_trash_is_named(workspace: Workspace, path: Path) -> None:
    """It looked empty, and a deletion said that the transcript's file existed."""
    (workspace.sessions / ".trash").symlink_to(".trash")
    for refused in (lambda: discarded(workspace.sessions), lambda: discard(path)):
        with pytest.raises(TranscriptError, match=r"\.trash isn't a folder"):
            refused()
    assert path.exists()


def test_the_doctor_finds_nothing_in_a_sound_archive(workspace: Workspace, path: Path) -> None:
    assert list(examine(workspace)) == []


def test_the_doctor_names_damage_and_changes_nothing(workspace: Workspace, path: Path) -> None:
    name, data = whole(3)
    head, blocks = split(data)
    edited = blocks[2].replace(b"text = ", b"text=", 1)
    put(workspace.sessions, name, head + b"".join([*blocks[:2], edited, *blocks[2:]]) + b"\x00")
    put(workspace.sessions, "2024-02-02T000000-llm-full-copy", path.read_bytes())
    put(workspace.sessions, "2024-02-03T000000-llm-full-gone", data.replace(b'graph = "llm"', b'graph = "gone"', 1))
    put(workspace.sessions, "notes", b"x = 1")
    put(workspace.sessions, "2024-02-04T000000-llm-full-\udcff", data)
    (workspace.sessions / "2024-02-05T000000-llm-full-fold.toml").mkdir()
    files = [p for p in workspace.sessions.iterdir() if p.is_file()]
    before = {p.name: p.read_bytes() for p in files}
    found = list(examine(workspace))
    problems = {c.problem for c in found}
    assert problems >= {"torn", "duplicate", "copy", "name", "graph", "unusable"}
    assert {c.session for c in found if c.problem == "duplicate"} == {name}
    assert all(c.message.isprintable() for c in found)
    assert {p.name: p.read_bytes() for p in files} == before
    assert "rename it to have it listed" in " ".join(c.message for c in found if c.session.endswith("\udcff"))
    assert [c.problem for c in found if c.session.endswith("-fold")] == ["unusable"]


def test_files_of_an_editor_are_trashed_and_return(workspace: Workspace, path: Path) -> None:
    KeptLine(path, "ask:1").keep("which model")
    file = AnswerFile.at(path, 3)
    file.write("half an answer")
    autosave = path.with_name(f"#{file.path.name}#")
    autosave.write_text("half an answer and more")
    place = discard(path)
    assert not list(path.parent.glob(f".{path.stem}*"))
    assert not autosave.exists()
    assert (place / autosave.name).exists()
    restore(workspace.sessions, path.stem)
    assert KeptLine(path, "ask:1").text == "which model"
    assert file.latest == "half an answer and more"
    assert [found.n for found in left_behind(path)] == [3]


def test_odd_names_get_one_sentence_each(workspace: Workspace, path: Path) -> None:
    folder = path.parent
    for name in (b"\xff\xfe.toml", b"a\nb.toml", b"red\x1b[31m.toml", "rtl\u202eabc.toml".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(path.read_bytes())  # noqa: PTH118
    (folder / "gone.toml").symlink_to("nowhere")
    (folder / "loop.toml").symlink_to("loop.toml")
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    found = list(examine(workspace))
    assert {(shown_name(c.session), c.message) for c in found} == {
        *((name, UNNAMED) for name in ("\\xff\\xfe", "a\\nb", "red\\x1b[31m", "rtl\\u202eabc")),
        ("gone", "gone.toml can't be read: it's a link to a file that's gone."),
        ("loop", "loop.toml can't be read: Too many levels of symbolic links."),
        ("folder", "folder.toml can't be read: it's a folder."),
        ("pipe", "pipe.toml can't be read: it isn't an ordinary file."),
    }
    assert all(f"{c.session}{c.message}".isprintable() for c in found if c.problem != "name")
    assert len(found) == 8
