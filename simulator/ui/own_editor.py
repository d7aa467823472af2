"""A person's own editor ($VISUAL, $EDITOR, else vi): what it is given, and what it leaves."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.sanitise import short


def edited(text: str, name: str) -> bytes:
    """The bytes that the editor leaves of `text`, which it is given in a file called `name`.

    Raises UsageError where it cannot be run or given the text, or ends with an error; what it changed until then
    is kept in a file, which the message names.
    """
    command, given = _command(), text.encode()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(given)
            status = _run(command, path)
            fresh = path.read_bytes()
        if not status:
            return fresh
        left = "nothing was changed" if fresh == given else f"what it left is in {aside(fresh, path.suffix)}"
    except OSError as error:
        raise UsageError(f"The text cannot be passed to an editor and back ({error.strerror}).") from error
    raise UsageError(f"The editor {short(command[0])} ended with status {status}; {left}.")


def _run(command: list[str], path: Path) -> int:
    try:
        return subprocess.call([*command, str(path)])
    except OSError as error:
        raise UsageError(f"The editor {short(command[0])} cannot be used ({error.strerror}); set EDITOR.") from error


def aside(data: bytes, suffix: str) -> Path:
    """A new file among the temporary ones that holds `data`."""
    handle, name = tempfile.mkstemp(prefix="interview-edit-", suffix=suffix)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(name)


def _command() -> list[str]:
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(wanted) or ["vi"]
    except ValueError as error:
        raise UsageError(f"EDITOR cannot be read: {short(wanted)} has an open quote; set it anew.") from error
