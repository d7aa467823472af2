"""Durable writes: appends, new files and atomic replacement, on the disk when the call returns."""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.graph.files import BINARY, fresh_name, mend

if TYPE_CHECKING:
    from filelock import FileLock

ALONE_SECONDS = 5.0  # for another program to have changed a file


def open_append(path: Path) -> int:
    """An append-only file descriptor; the file is made private to its owner. Raises OSError."""
    mend(path)
    return os.open(path, os.O_WRONLY | os.O_APPEND | BINARY)


def write(file: int, data: bytes) -> None:
    """Write all of `data`. When OSError is raised, a part may have been written."""
    done = os.write(file, data)
    while done < len(data):
        done += os.write(file, memoryview(data)[done:])


# size and bytes must survive a power cut; file times, which a full fsync also waits for, need not
sync = getattr(os, "fdatasync", os.fsync)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all. Raises FileExistsError and other OSErrors."""
    if path.exists():
        raise FileExistsError(17, "a file of this name is there already")
    replace(path, data)


def replace(path: Path, data: bytes) -> None:
    """Replace the content of a file: a crash leaves the old or the new one, never half of either.

    An existing file keeps its mode and its links; where `path` is a symbolic link, its target is replaced. A new file
    is private to its owner. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    with _beside(target, 0o600) as fresh:
        fresh.write_bytes(data)
        _sync_file(fresh)
        overwritten = False
        with contextlib.suppress(OSError):
            if target.stat().st_nlink > 1:  # a rename would part it from its other names
                with target.open("r+b") as file:
                    file.write(data)
                    file.truncate()
                    file.flush()
                    os.fsync(file.fileno())
                overwritten = True
        if not overwritten:
            fresh.replace(target)
    sync_folder(target.parent)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other programs from changing the file meanwhile, or one would undo the other's changes. Raises OSError."""
    from filelock import FileLock, Timeout  # deferred: only needed to write

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.lock"), mode=0o600)
    # a program that was stopped in the middle of it holds nobody up, and not every file system has locks
    with contextlib.suppress(Timeout, NotImplementedError):
        lock.acquire(timeout=ALONE_SECONDS)
    try:
        yield
    finally:
        if lock.is_locked:
            release(lock)


def lock_file(path: Path) -> Path:
    """Where the lock of a transcript lies: beside it, out of sight."""
    return path.with_name(f".{path.stem}.lock")


def is_held(path: Path) -> bool:
    """Whether some program has this transcript open just now. It waits for nothing and leaves nothing behind.

    The file of a lock outlives a program that was killed, so its being there proves nothing.
    """
    import fcntl  # only for a list with an interview that isn't over

    try:
        probe = os.open(lock_file(path), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(probe)
    return False


def release(lock: "FileLock") -> None:
    """Release the lock. Its file is deleted first, while it is held: a waiting program notices and starts over."""
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


@contextlib.contextmanager
def renewing(path: Path, *, over: bool) -> Iterator[Path]:
    """An empty file to be written; at the end it is synced and takes the name `path`, or nothing changes.

    It has the mode of the file that it replaces, else what the umask leaves. Raises OSError; FileExistsError if the
    name is taken by then and not `over`.
    """
    with _beside(path, 0o666) as fresh:
        yield fresh
        _sync_file(fresh)
        _take_name(fresh, path, over=over)
    sync_folder(path.parent)


@contextlib.contextmanager
def filling(folder: Path, *, over: bool) -> Iterator[Path]:
    """An empty folder to be filled with files; at the end they are moved to `folder`.

    Raises OSError; FileExistsError if a file's name is taken by then and not `over`. A symbolic link of that name is
    replaced, not its target.
    """
    is_new = not folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = fresh_name(folder if is_new else folder / "export")  # `.` and `/` have no name of their own
    fresh.mkdir()
    try:
        yield fresh
        for file in fresh.iterdir():
            _sync_file(file)
        if is_new:
            fresh.rename(folder)
        else:
            for file in sorted(fresh.iterdir()):
                _take_name(file, folder / file.name, over=over)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    sync_folder(folder)


@contextlib.contextmanager
def _beside(path: Path, mode: int) -> Iterator[Path]:
    """A temporary file in the same folder, with the mode of the file at `path`, else this one."""
    fresh = fresh_name(path)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode)
    try:
        os.close(handle)  # it may fail too, beyond a quota of a network share
        with contextlib.suppress(OSError):
            fresh.chmod(stat.S_IMODE(path.stat().st_mode))
        yield fresh
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _take_name(fresh: Path, path: Path, *, over: bool) -> None:
    if over:
        fresh.replace(path)
        return
    try:
        path.hardlink_to(fresh)  # unlike a rename it never replaces another file
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from error
        fresh.replace(path)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def cut(path: Path, size: int) -> None:
    """Cut the file to `size` bytes."""
    with path.open("r+b") as file:
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())


def keep_beside(path: Path, data: bytes, what: str) -> Path:
    """Keep bytes of a file beside it, as `<stem>.<what><number>`; returns the new path."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.stem}.{what}{number}")):  # a link would lead elsewhere
        number += 1
    write_new(kept, data)
    return kept


def free_name(path: Path, mark: str) -> Path:
    """The path; if it is taken, with `mark` and a number before its suffix."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}{mark}{number}{path.suffix}")
    return free


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable, where the system can.

    Where it can't, nothing is wrong: the file has its name by then, so calling it a failure would be untrue. Network
    shares sync no folder, and one that may be written but not listed can't be opened.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
