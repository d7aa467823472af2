"""What a disk refuses late: when a file has its name already, or before anything is in it."""

import errno
import os
import stat
from pathlib import Path

import pytest

from simulator.session.transcript.disk import filling, renewing, replace, write_new


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network share, which syncs files and no folders."""
    sync = os.fsync

    def files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(handle)

    monkeypatch.setattr(os, "fsync", files_only)


@pytest.mark.usefixtures("shared")
def test_where_folders_are_not_synced_files_are_written(tmp_path: Path) -> None:
    """No interview could begin there, and an export that was there was said to have failed."""
    write_new(tmp_path / "a.toml", b"new")
    replace(tmp_path / "a.toml", b"newer")
    with renewing(tmp_path / "b.md", over=False) as fresh:
        fresh.write_text("report")
    with filling(tmp_path / "c", over=False) as folder:
        (folder / "d.md").write_text("report")
    assert (tmp_path / "a.toml").read_bytes() == b"newer"
    assert (tmp_path / "b.md").read_text() == (tmp_path / "c" / "d.md").read_text() == "report"


def test_file_that_cannot_be_closed_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = os.close

    def refused(handle: int) -> None:
        close(handle)
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "close", refused)
    with pytest.raises(OSError, match="quota"):
        write_new(tmp_path / "a.toml", b"new")
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())
