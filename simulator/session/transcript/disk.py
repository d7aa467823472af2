"""Bytes that are on the disk when the call returns: appends, new files, atomic replacement, names beside a file."""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from simulator.graph.files import mend

_BINARY = getattr(os, "O_BINARY", 0)


def open_append(path: Path) -> int:
    """A handle that only appends, on a file that is its owner's alone from then on. Raises OSError."""
    mend(path)
    return os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)


@contextlib.contextmanager
def appending(path: Path) -> Iterator[int]:
    """A handle that only appends, closed at the end."""
    file = open_append(path)
    try:
        yield file
    finally:
        os.close(file)


def write(file: int, data: bytes) -> None:
    """Write all of `data`; a part may be written when OSError is raised."""
    done = os.write(file, data)
    while done < len(data):
        done += os.write(file, memoryview(data)[done:])


# what a power cut must not take: size and bytes, but not the times that a full fsync would also wait for
sync = getattr(os, "fdatasync", os.fsync)


def write_new(path: Path, data: bytes) -> None:
    """A new file, whole or not at all. Raises FileExistsError and other OSErrors."""
    if path.exists():
        raise FileExistsError(17, "a file of this name is there already")
    replace(path, data)


def replace(path: Path, data: bytes) -> None:
    """The file with new bytes: a crash leaves the old file or the new one, never half of either.

    A file that is there keeps its mode and its links: where `path` is one, what it leads to is replaced. A new file is
    its owner's alone. Raises OSError.
    """
    place = Path(os.path.realpath(path))
    with _beside(place, 0o600) as fresh:
        fresh.write_bytes(data)
        _sync_file(fresh)
        if not (_has_other_names(place) and _overwritten(place, data)):
            fresh.replace(place)
    sync_folder(place.parent)


@contextlib.contextmanager
def renewing(path: Path, *, over: bool) -> Iterator[Path]:
    """An empty file beside `path`, to be written; at the end it takes that name, whole and on the disk, or not at all.

    It has the mode of the file that it replaces, else what the umask leaves. Raises OSError, and FileExistsError where
    something has that name at the end, unless it may go `over` it.
    """
    with _beside(path, 0o666) as fresh:
        yield fresh
        _sync_file(fresh)
        _take_name(fresh, path, over=over)
    sync_folder(path.parent)


@contextlib.contextmanager
def filling(folder: Path, *, over: bool) -> Iterator[Path]:
    """An empty folder, to be filled with files; at the end they take their places in `folder`, or none does.

    Raises OSError, and FileExistsError where something has a file's name at the end, unless it may go `over` it. What
    stands there as a link is replaced, and not what it leads to.
    """
    is_new = not folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = _fresh_name(folder if is_new else folder / folder.name)
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
    """An empty file in the same folder, with the mode of the file at `path` or else this one; gone at the end."""
    fresh = _fresh_name(path)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode))
    try:
        with contextlib.suppress(OSError):
            fresh.chmod(stat.S_IMODE(path.stat().st_mode))
        yield fresh
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _fresh_name(path: Path) -> Path:
    return path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.new")


def _take_name(fresh: Path, path: Path, *, over: bool) -> None:
    if over:
        fresh.replace(path)
        return
    try:
        path.hardlink_to(fresh)  # unlike a rename it never takes the place of another file
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from error
        fresh.replace(path)


def _has_other_names(path: Path) -> bool:
    try:
        return path.stat().st_nlink > 1
    except OSError:
        return False


def _overwritten(path: Path, data: bytes) -> bool:
    """Whether a file could be written in its place, which a rename would part from its other names."""
    try:
        with path.open("r+b") as file:
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


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
    """Keep bytes of a file beside it, as `<stem>.<what><number>`; returns where."""
    number = 1
    while (place := path.with_name(f"{path.stem}.{what}{number}")).exists():
        number += 1
    write_new(place, data)
    return place


def free_name(path: Path, mark: str) -> Path:
    """The path, or where it is taken the same with `mark` and a number before its suffix."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}{mark}{number}{path.suffix}")
    return free


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
