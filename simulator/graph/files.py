"""Safe file access: reading files that others may have made, and keeping our own private."""

import contextlib
import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator.errors import GraphError
from simulator.graph.text import short

SMALL = 4 * 2**20  # bytes: more than any settings or draft of this program
OTHERS = 0o077  # what the group and everybody else may do
BINARY = getattr(os, "O_BINARY", 0)  # where there is one, the ends of lines would be changed without it
_FOLLOW_NOT = getattr(os, "O_NOFOLLOW", 0) | BINARY


def read_ordinary(path: Path, limit: int | None = None) -> bytes:
    """The bytes of an ordinary file of at most `limit` bytes. Raises OSError, also for anything else.

    Reading a pipe could block, and a device may never end.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | BINARY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it isn't an ordinary file", str(path))
        data = file.read() if limit is None else file.read(limit + 1)
    if limit is not None and len(data) > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit // 2**20} MiB", str(path))
    return data


def typed_path(text: str) -> Path:
    """The path that a person typed. A `~` is their home; before a name that no user has it stays, as in a shell."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path.expanduser raises for such a name


def home_folder() -> Path | None:
    """This user's home; None where nobody can say, as for an id without a name or where HOME is `~`."""
    with contextlib.suppress(RuntimeError):
        return Path.home()
    return None


def stands(path: Path) -> bool:
    """Whether a file or folder exists. Something that can't be a name, such as a line of 300 letters, doesn't."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises OSError for a name that is too long


def is_folder(path: Path) -> bool:
    """Whether a folder exists; nothing does that can't be a name."""
    return os.path.isdir(path)  # noqa: PTH112 - as above


def mend(path: Path) -> None:
    """Makes a file or folder of ours readable and writable by its owner only."""
    with contextlib.suppress(OSError):
        _take_from_others(path, path.stat())


def make_folder(path: Path) -> None:
    """Makes a private folder, or makes the existing one private. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    mend(path)


def open_new(path: Path) -> int:
    """A handle on a new, private file that replaces whatever had its name. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()  # the old one may be a link, or open elsewhere
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FOLLOW_NOT, 0o600)


@contextlib.contextmanager
def passing_folder() -> Iterator[Path]:
    """A temporary folder, which SIGTERM and SIGHUP remove as well: people's answers may lie in it. Raises OSError."""
    import signal  # both are deferred: hardly ever needed
    from tempfile import TemporaryDirectory

    def leave(number: int, _: object) -> None:
        """End by an exception, which removes the folder on its way; the status is the one a shell expects."""
        raise SystemExit(128 + number)

    with contextlib.ExitStack() as after:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # a front that is open has its own way out, and only the main thread may ask for another
            if number and signal.getsignal(number) is signal.SIG_DFL:
                with contextlib.suppress(ValueError):
                    after.callback(signal.signal, number, signal.signal(number, leave))
        yield Path(after.enter_context(TemporaryDirectory(prefix="interview-")))


def write_folder(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write a new graph of these files, name to text, whole or not at all; returns their paths.

    Raises GraphError if the folder exists or cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise GraphError(f"{short(folder, 200)} exists already; choose another name.")
    unfinished = fresh_name(folder)  # renamed when complete: a full disk leaves no half graph
    try:
        for name, text in texts.items():
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise GraphError(f"{short(folder, 200)} can't be written ({error.strerror}).") from error
    return [folder / name for name in texts]


LEFT_SECONDS = 3600.0  # a file that nobody has written to for so long was left by a program that was killed
_FRESH = re.compile(r"\..*\.[0-9a-f]{8}\.new", re.DOTALL)


def fresh_name(path: Path) -> Path:
    """A hidden name beside `path` for what takes its place once it is whole. Clears those that were left of it."""
    start = f".{path.name[:40]}."
    clear_left(path.parent, start)
    return path.with_name(f"{start}{os.urandom(4).hex()}.new")


def clear_left(folder: Path, start: str = ".") -> None:
    """Delete what was left unfinished in a folder by programs that were killed; what may be half written stays."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(start) or not _FRESH.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if time.time() - status.st_mtime < LEFT_SECONDS:
                    continue
                if stat.S_ISDIR(status.st_mode):
                    shutil.rmtree(entry.path, ignore_errors=True)
                elif stat.S_ISREG(status.st_mode):
                    os.unlink(entry.path)  # noqa: PTH108 - as scandir gives it


def refuge(path: Path) -> Path:
    """A private folder at `path`, made if needed.

    Where everybody may write, somebody else may have taken the name. If it is a link, not a folder, or not ours, the
    result is a folder beside it whose name cannot be guessed. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or not _is_ours(status):
            from tempfile import mkdtemp  # deferred: hardly ever needed

            return Path(mkdtemp(prefix=f"{path.name}-", dir=path.parent))
        _take_from_others(path, status)
    return path


def _take_from_others(path: Path, status: os.stat_result) -> None:
    # a folder with the sticky bit, such as /tmp, is meant to be shared
    if status.st_mode & OTHERS and _is_ours(status) and not status.st_mode & stat.S_ISVTX:
        path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)


def is_shared(folder: Path) -> bool:
    """Whether everybody may put something into a folder, as into /tmp. Raises OSError."""
    both = stat.S_ISVTX | stat.S_IWOTH
    return folder.stat().st_mode & both == both


def is_ours(path: Path) -> bool:
    """Whether a file or folder is this user's. Raises OSError."""
    return _is_ours(path.stat())


def _is_ours(status: os.stat_result) -> bool:
    return os.name == "posix" and status.st_uid == os.geteuid()
