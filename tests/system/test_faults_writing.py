"""Disks that fill up, folders that vanish, files that are replaced, signals: what was said is never dropped."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from simulator.errors import TranscriptError
from simulator.session.archive import archive
from simulator.session.clock import SimulatedClock
from simulator.session.header import Settings
from simulator.session.interview.journal import Receipt
from simulator.session.sitting import Sitting, begin, reopen
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.lines.room import PlainRoom
from tests.conftest import Sit
from tests.locks import is_locked
from tests.promises import promise
from tests.system.forking import Forked
from tests.transcripts import ROOT, graph
from tests.warm import warmed_home

ANSWER = "The cache grows with every token. " * 40


@contextmanager
def room_for(path: Path, more: int) -> Iterator[None]:
    """A disk on which the file can grow by so many bytes: writes beyond are cut short, then fail."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    sys.dont_write_bytecode = True  # a module that is compiled now would be cut short for good
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = False


def refused(receipt: Receipt) -> str:
    with pytest.raises(TranscriptError) as caught:
        receipt.result(5)
    return str(caught.value)


@promise("What cannot be written stays in memory, is offered again, and can go to another folder.")
@pytest.mark.parametrize("more", [0, 1, 700, 1500])
def test_a_full_disk_before_and_during_an_append(sitting: Sitting, more: int) -> None:
    with room_for(sitting.path, more):
        said = refused(sitting.interview.answer(ANSWER))
        assert sitting.path.name in said
        assert "kept here" in said
        assert read(sitting.path).findings == (), "half an event was left in the file"
        refused(sitting.interview.note("Another, while it is full."))
        assert len(sitting.transcript.unsaved) >= 2
    sitting.retry()
    assert sitting.transcript.unsaved == ()
    found = read(sitting.path)
    assert found.findings == ()
    assert found.events == sitting.interview.events


def test_disk_that_fails_after_write_writes_event_once(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.session.transcript import disk

    real, failing = disk.sync, [True, True]

    def sync(file: int) -> None:
        if failing:
            failing.pop()
            raise OSError(28, "No space left on device")
        real(file)

    monkeypatch.setattr(disk, "sync", sync)
    refused(sitting.interview.note("First."))
    refused(sitting.interview.note("Second."))
    sitting.interview.note("Third.").result(5)
    assert read(sitting.path).findings == ()
    assert read(sitting.path).events == sitting.interview.events


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 64 KB at the folder, where one may be mounted."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


NO_MOUNT = pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount here")


@NO_MOUNT
def test_a_real_disk_that_is_full(workspace: Workspace, sit: Sit, tmp_path: Path) -> None:
    with small_disk(workspace.sessions):
        sitting = sit(until="answering")
        (workspace.sessions / "other").write_bytes(b"x" * (64 * 1024 - 4096 * 3))
        assert "No space left" in refused(sitting.interview.answer(ANSWER * 8))
        with pytest.raises(OSError, match="No space left"):
            sitting.save_draft(ANSWER * 8)
        sitting.move(tmp_path / "elsewhere")
        assert read(sitting.path).events == sitting.interview.events
        assert sitting.is_kept
        sitting.close()


@NO_MOUNT
def test_a_real_read_only_folder_can_be_read(workspace: Workspace, sit: Sit) -> None:
    with small_disk(workspace.sessions):
        sitting = sit(until="answering")
        sitting.leave()
        subprocess.run(["mount", "-o", "remount,ro", str(workspace.sessions)], check=True)
        assert [row.id for row in archive.rows(workspace)] == [sitting.path.stem]
        assert read(sitting.path).events == sitting.interview.events
        with pytest.raises(TranscriptError, match="can't be written: Read-only file system"):
            reopen(sitting.path, workspace, graph())
        with pytest.raises(TranscriptError, match=r"No transcript can be kept in .*Read-only"):
            begin(graph(), Settings(seed=1, candidate="tester"), workspace, SimulatedClock())


def test_everything_goes_to_another_folder(sitting: Sitting, tmp_path: Path) -> None:
    old = sitting.path
    with room_for(old, 0):
        refused(sitting.interview.answer(ANSWER))
    sitting.move(tmp_path / "elsewhere")
    assert sitting.path.parent == tmp_path / "elsewhere"
    assert read(sitting.path).events == sitting.interview.events
    assert is_locked(sitting.path)
    assert not is_locked(old)
    sitting.save_draft("More.")
    assert sitting.draft.path.parent == sitting.path.parent


def test_a_folder_deleted_while_running_is_made_again(sitting: Sitting) -> None:
    shutil.rmtree(sitting.path.parent)
    said = refused(sitting.interview.answer(ANSWER))
    assert "deleted or replaced" in said
    sitting.retry()
    assert read(sitting.path).events == sitting.interview.events
    sitting.interview.note("It goes on.").result(5)
    assert read(sitting.path).events == sitting.interview.events
    assert is_locked(sitting.path)


def test_a_deleted_file_is_written_anew(sitting: Sitting) -> None:
    sitting.path.unlink()
    refused(sitting.interview.answer(ANSWER))
    sitting.retry()
    assert read(sitting.path).findings == ()
    assert read(sitting.path).events == sitting.interview.events


def test_file_replaced_by_something_else_is_left_alone(sitting: Sitting) -> None:
    path = sitting.path
    other = path.with_name("other")
    other.write_text("a shopping list")
    other.replace(path)
    refused(sitting.interview.answer(ANSWER))
    sitting.retry()
    assert path.read_text() == "a shopping list"
    assert sitting.path.name == f"{path.stem}-again2.toml"
    found = read(sitting.path)
    assert found.header.id == sitting.path.stem
    assert found.events == sitting.interview.events


@pytest.mark.parametrize("way", ["in place", "replaced"])
def test_editor_that_saves_file_meanwhile_is_followed(sitting: Sitting, way: str) -> None:
    sitting.interview.note("A remakr.").result(5)
    mended = sitting.path.read_bytes().replace(b"remakr", b"remark, put right")
    fresh = sitting.path if way == "in place" else sitting.path.with_name("fresh")
    fresh.write_bytes(mended)
    fresh.replace(sitting.path)
    sitting.interview.note("It goes on.").result(5)
    found = read(sitting.path)
    assert [f.problem for f in found.findings] == ["edited"]
    assert len(found.events) == len(sitting.interview.events)
    assert b"put right" in sitting.path.read_bytes()


def test_an_editor_with_old_text_loses_no_events(sitting: Sitting) -> None:
    old = sitting.path.read_bytes()
    sitting.interview.note("Later than that text.").result(5)
    sitting.path.write_bytes(old)
    refused(sitting.interview.answer(ANSWER))
    sitting.retry()
    assert read(sitting.path).events == sitting.interview.events


def test_leaving_a_vanished_folder_saves_everything(sitting: Sitting, workspace: Workspace, tmp_path: Path) -> None:
    folder = sitting.path.parent
    shutil.rmtree(folder)
    folder.write_text("now a file")
    sitting.fallback_folders = (Path("/proc/none"), tmp_path / "shelter")
    refused(sitting.interview.answer(ANSWER))
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        sitting.save_draft("The beginning of a reply")
    sitting.leave(anyway=False)
    assert sitting.rescued is not None
    assert sitting.rescued.parent == tmp_path / "shelter"
    assert sitting.is_kept
    assert read(sitting.rescued).events == sitting.interview.events
    went_on = reopen(sitting.rescued, workspace, graph())
    assert went_on.draft_text == "The beginning of a reply"
    went_on.close()


def test_what_can_be_written_nowhere_can_be_read(sitting: Sitting) -> None:
    sitting.fallback_folders = (Path("/proc/none"),)
    with room_for(sitting.path, 0):
        refused(sitting.interview.answer(ANSWER))
        with pytest.raises(TranscriptError, match="couldn't be written"):
            sitting.leave(anyway=False)
        assert not sitting.is_kept
        assert sitting.unsaved_text == ANSWER.strip()
    sitting.leave(anyway=False)
    assert sitting.is_kept
    assert read(sitting.path).events == sitting.interview.events


def test_a_clock_set_back_changes_no_order(workspace: Workspace) -> None:
    class Fickle(SimulatedClock):
        def now(self) -> datetime:
            return datetime(2030, 1, 1, tzinfo=UTC) if self.elapsed() < 30 else datetime(1999, 1, 1, tzinfo=UTC)

    clock = Fickle()
    sitting = begin(graph(), Settings(seed=1, candidate="tester"), workspace, clock)
    sitting.interview.next()
    clock.advance(60)
    sitting.interview.answer(ANSWER).result(5)
    assert sitting.interview.clock == 60
    sitting.transcript.close()
    found = read(sitting.path)
    assert found.findings == ()
    assert found.events == sitting.interview.events
    reopen(sitting.path, workspace, graph(), clock).close()


def test_the_line_mode_offers_unwritten_text_again(sitting: Sitting, tmp_path: Path) -> None:
    said: list[str] = []
    elsewhere = tmp_path / "elsewhere"
    lines = iter([ANSWER, ".", "", "/proc/none", str(elsewhere), None])
    room = PlainRoom(sitting, graph(), lambda: next(lines), said.append)
    shutil.rmtree(sitting.path.parent)
    sitting.path.parent.write_text("now a file")
    assert room.run() is False
    assert sum("deleted or replaced" in line or "couldn't be written" in line for line in said) >= 2
    assert any("path of a folder" in line for line in said)
    assert read(sitting.path).path.parent == elsewhere
    assert read(sitting.path).events == sitting.interview.events


def test_a_home_that_nobody_has_ends_no_rescue(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = iter([ANSWER, ".", "~nobody-by-this-name/kept", None])
    room = PlainRoom(sitting, graph(), lambda: next(lines), lambda _: None)
    shutil.rmtree(sitting.path.parent)
    sitting.path.parent.write_text("now a file")
    assert room.run() is False
    assert sitting.path.parent == tmp_path / "~nobody-by-this-name" / "kept"  # as a shell takes it
    assert read(sitting.path).events == sitting.interview.events


def test_line_mode_prints_what_could_be_written_nowhere(sitting: Sitting) -> None:
    said: list[str] = []
    lines = iter(["It grows with every token.", ".", None])
    sitting.fallback_folders = (Path("/proc/none"),)
    room = PlainRoom(sitting, graph(), lambda: next(lines), said.append)
    with room_for(sitting.path, 0):
        assert room.run() is False
    last = said[said.index("This couldn't be saved anywhere, so copy it from here:") :]
    assert "It grows with every token." in last


PLAIN = ["start", "llm", "--plain", "--seed", "3", "--candidate", "tester"]


def start(folder: Path) -> Forked:
    cache = warmed_home(folder / "cache")
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(folder / "config")}
    command = str(Path(sys.executable).with_name("interview"))
    arguments = [*PLAIN, "--sessions", str(folder / "s")]
    child = Forked(command, arguments, env=env, cwd=str(folder), timeout=30, dimensions=(24, 80))
    child.expect("A line with")
    child.sendline("It grows with every token,")
    child.sendline("and with every user.")
    draft = folder / "s"
    for _ in range(100):
        if any(b"every user" in p.read_bytes() for p in draft.glob(".*.draft")):
            break
        time.sleep(0.05)
    return child


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_in_an_orderly_pause(tmp_path: Path, number: signal.Signals) -> None:
    child = start(tmp_path)
    child.kill(number)
    child.expect("interview resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    (path,) = (tmp_path / "s").glob("*.toml")
    found = read(path)
    assert found.findings == ()
    assert type(found.events[-1]).__struct_config__.tag == "paused"
    place = Workspace(ROOT / "graphs", tmp_path / "s", "tester", tmp_path / "c", tmp_path / "x.toml")
    sitting = reopen(path, place, graph())
    assert sitting.draft_text == "It grows with every token,\nand with every user."
    sitting.transcript.close()


def test_a_terminal_that_is_closed_loses_nothing(tmp_path: Path) -> None:
    child = start(tmp_path)
    child.close(force=False)
    for _ in range(100):
        if not child.isalive():
            break
        time.sleep(0.05)
    (path,) = (tmp_path / "s").glob("*.toml")
    assert read(path).findings == ()
    assert b"every user" in path.with_name(f".{path.stem}.draft").read_bytes()


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """As another user where the tests run as root, for whom every folder can be written."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    (tmp_path / "locked.py").write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from simulator.errors import TranscriptError\n"
        "from simulator.session.transcript.read import read\n"
        "from simulator.session.transcript.write import Transcript\n"
        "from tests.transcripts import whole, put\n"
        "from simulator.session.transcript.read import parse\n"
        "name, data = whole()\n"
        "header = parse(data, Path(name + '.toml')).header\n"
        "if os.getuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
        f"for act in (lambda: Transcript.create(Path({str(folder)!r}), header),):\n"
        "    try: act()\n"
        "    except TranscriptError as error: print(error)\n"
    )
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "locked.py")],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.startswith("No transcript can be kept in"), done.stderr
    assert "Permission denied" in done.stdout
