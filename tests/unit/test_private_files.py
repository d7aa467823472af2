"""What a candidate said is theirs alone: files 0600 in folders 0700, also those that were found wider."""

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli.main import run
from simulator.graph.files import mend, passing_folder, refuge
from simulator.session.archive import archive, trash
from simulator.session.rescoring import reopened
from simulator.session.sitting import fallback_folders, reopen
from simulator.session.transcript import folder
from simulator.session.workspace import Workspace
from simulator.ui.tui.home.help import shown
from tests.conftest import Sit
from tests.isolation import ROOT
from tests.promises import promise
from tests.transcripts import put, whole


@pytest.fixture(autouse=True, params=[0o022, 0o000])
def usual_umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def readable(*places: Path) -> list[str]:
    """The files and folders at or under these places on which others have rights."""
    found = [path for place in places for path in (place, *place.rglob("*"))]
    return [f"{path} {mode(path):o}" for path in found if mode(path) & 0o077]


def opened_wide(*places: Path) -> None:
    for place in places:
        for path in (place, *place.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@promise("Only its owner can read what was said, whatever the umask.")
def test_an_interview_leaves_nothing_that_others_can_read(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(acts=5)
    sitting.save_draft("half a thought")
    archive.rows(workspace)
    archive.open_index(workspace).database.close()
    assert readable(workspace.sessions, workspace.cache / "sessions") == []
    sitting.close()
    assert mode(workspace.cache) == 0o700
    assert readable(workspace.sessions) == []


def test_modes_that_became_wider_are_mended_by_use(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(acts=5)
    sitting.save_draft("half a thought")
    sitting.close()
    put(workspace.sessions, *whole(3))
    trash.discard(put(workspace.sessions, *whole(4)))
    archive.rows(workspace)
    opened_wide(workspace.sessions, workspace.cache)
    archive.rows(workspace)
    seen_by_others = readable(workspace.sessions, workspace.cache / "sessions")
    inside = f"{workspace.sessions / folder.TRASH}/"
    assert [shown for shown in seen_by_others if not shown.startswith(inside)] == []


def test_session_that_is_gone_on_with_is_mended(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(acts=5)
    sitting.save_draft("half a thought")
    sitting.close()
    opened_wide(workspace.sessions)
    again = reopen(sitting.path, workspace)
    again.save_draft("half a thought more")
    assert readable(workspace.sessions) == []
    again.close()


def test_a_note_mends_a_file_outside_the_archive(tmp_path: Path) -> None:
    path = put(tmp_path / "elsewhere", *whole(2))
    path.chmod(0o644)
    with reopened(path) as session:
        session.note("Read about this.", 1).result(5)
    assert mode(path) == 0o600


def test_what_is_cut_off_and_kept_is_private(workspace: Workspace) -> None:
    name, data = whole(1)
    path = put(workspace.sessions, name, data[:-10])
    path.chmod(0o644)
    with reopened(path):
        pass
    assert (workspace.sessions / f"{name}.cut1").exists()
    assert readable(workspace.sessions) == []


def test_the_trash_is_private(workspace: Workspace) -> None:
    path = put(workspace.sessions, *whole(1))
    opened_wide(workspace.sessions)
    trash.discard(path)
    assert readable(workspace.sessions / ".trash") == []


def test_a_folder_with_other_things_keeps_its_mode(tmp_path: Path) -> None:
    project = tmp_path / "project"
    path = put(project, *whole(1))
    put(project, "pyproject", b"[project]\n")
    (project / "src").mkdir()
    opened_wide(project)
    archive.rows(Workspace(ROOT / "graphs", project, "tester", tmp_path / "cache", tmp_path / "config.toml"))
    assert (mode(project), mode(project / "pyproject.toml"), mode(project / "src")) == (0o755, 0o644, 0o755)
    assert mode(path) == 0o600


def test_what_belongs_to_somebody_else_is_left(tmp_path: Path) -> None:
    other = Path("/etc/passwd")
    if os.geteuid() == 0:
        other = tmp_path / "theirs"
        other.write_text("")
        os.chown(other, 65534, 65534)
    before = mode(other)
    mend(other)
    mend(tmp_path / "nothing")
    assert mode(other) == before


@pytest.mark.parametrize("squatter", ["link", "file", "loop"])
def test_a_refuge_that_somebody_took_is_not_used(tmp_path: Path, squatter: str) -> None:
    wanted, theirs = tmp_path / "rescued", tmp_path / "theirs"
    theirs.mkdir()
    if squatter == "file":
        wanted.write_text("")
    else:
        wanted.symlink_to(theirs if squatter == "link" else wanted)
    found = refuge(wanted)
    assert found != wanted
    assert (found.parent, mode(found), found.is_symlink()) == (tmp_path, 0o700, False)
    assert list(theirs.iterdir()) == []


def test_rescued_files_are_private_and_follow_no_link(sit: Sit, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    shelter = tmp_path / "interview-rescued"
    shelter.symlink_to(theirs)
    sitting = sit(acts=5)
    sitting.fallback_folders = (Path("/proc/none"), shelter)
    sitting.path.unlink()
    sitting.path.parent.joinpath(f".{sitting.path.stem}.lock").unlink()
    sitting.path.parent.rmdir()
    sitting.path.parent.write_text("in its place")
    sitting.interview.note("kept in a refuge")
    sitting.keep()
    assert sitting.rescued is not None
    assert list(theirs.iterdir()) == []
    assert readable(sitting.rescued.parent) == []
    sitting.close()


def test_home_that_nobody_knows_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "~")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert fallback_folders() == (tmp_path / "interview-rescued",)
    assert shown(tmp_path) == str(tmp_path)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", raising_no_folder)
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert len(fallback_folders()) == 1


def raising_no_folder() -> str:
    raise FileNotFoundError(2, "No usable temporary directory found")


def test_reading_session_by_its_path_changes_no_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path / "sent", *whole(2))
    path.chmod(0o644)
    path.parent.chmod(0o755)
    assert run(["review", str(path)]) == 0
    assert (mode(path), mode(path.parent)) == (0o644, 0o755)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_temporary_folder(number: signal.Signals) -> None:
    made = []

    def fill() -> None:
        with passing_folder() as place:
            made.append(place)
            (place / "answers.csv").write_text("1")
            signal.raise_signal(number)

    before = signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as ended:
            fill()
        assert (ended.value.code, made[0].exists()) == (128 + number, False)
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("umask", [0o777, 0o377])
def test_umask_against_its_owner_makes_usable_folders(place: Path, umask: int) -> None:
    os.umask(umask)
    assert run(["graph", "new", "mine"]) == 0
    made = [place / "graphs" / "mine", *(place / "graphs" / "mine").rglob("*")]
    assert len(made) > 3
    assert {mode(path) for path in made if path.is_dir()} == {0o700}
    assert {mode(path) for path in made if path.is_file()} == {0o600}
