"""Bytes that are on the disk when the call returns: appends, new files, atomic replacement, names beside a file."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


def open_append(path: Path) -> int:
    """A handle that only appends. Raises OSError."""
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


def replace(path: Path, data: bytes, *, private: bool = False) -> None:
    """The file with new bytes: a crash leaves the old file or the new one, never half of either.

    With `private` nobody but its owner can read it.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        with open(fresh, "wb", opener=_private if private else None) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _private(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o600)
    with contextlib.suppress(OSError):
        os.fchmod(handle, 0o600)  # it may have been there already
    return handle


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
