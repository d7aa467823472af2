"""A person's own editor ($VISUAL, $EDITOR, else vi): what it is given, and what it leaves."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.sanitise import short


def edited(text: str, name: str) -> bytes:
    """The bytes that the editor leaves of `text`, which it is given in a file called `name`.

    Raises UsageError where it cannot be run or given the text, or ends with an error; what it changed until then, and
    what it keeps for itself, stays in a folder that the message names.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="interview-edit-"))
        path = folder / name
        path.write_bytes(text.encode())
        problem = run(path)
        fresh = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The text cannot be passed to an editor and back ({error.strerror}).") from error
    left = fresh != text.encode() or any(other != path for other in folder.iterdir())
    if not problem or not left:
        shutil.rmtree(folder, ignore_errors=True)
    if problem:
        raise UsageError(f"{problem}; {f'what it left is in {path}' if left else 'nothing was changed'}.")
    return fresh


def run(path: Path) -> str:
    """Have the editor open a file; how it ended where it did so with an error.

    Raises UsageError where it cannot be run.
    """
    command = _command()
    try:
        status = subprocess.call([*command, str(path)])
    except OSError as error:
        raise UsageError(f"The editor {short(command[0])} cannot be used ({error.strerror}); set EDITOR.") from error
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return f"The editor {short(command[0])} {how}" if status else ""


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
