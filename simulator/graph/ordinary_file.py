"""Reading a file that somebody else may have made: a pipe would be waited for, a device need never end."""

import errno
import os
import stat
from pathlib import Path

SMALL = 4 * 2**20  # bytes: more than any settings or draft of this program


def read_ordinary(path: Path, limit: int | None = None) -> bytes:
    """The bytes of an ordinary file of at most `limit` bytes. Raises OSError, also for anything else."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
        data = file.read() if limit is None else file.read(limit + 1)
    if limit is not None and len(data) > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit // 2**20} MiB", str(path))
    return data
