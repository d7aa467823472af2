"""Tests read and write nothing of the user's: a home and a working folder of their own, and a guard on `sessions/`.

Whoever runs `make test` may have sat interviews in this very checkout, and has settings and variables of their own.
"""

import atexit
import os
import shutil
import site
import sys
import tempfile
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

ROOT = Path(__file__).parent.parent
SESSIONS = ROOT / "sessions"
EXAMPLE = SESSIONS / "2026-11-23T183000-llm-full-work.toml"  # the only transcript that is part of the project

# what a person sets for the program, for what it starts, or for the look of their terminal
THEIRS = ("INTERVIEW_", "XDG_CONFIG_", "XDG_DATA_HOME", "XDG_CACHE_", "XDG_STATE_", "TEXTUAL", "GIT_", "CLICOLOR")
THEIRS_TOO = {"VISUAL", "EDITOR", "PAGER", "BROWSER", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TZ", "PYTHONUTF8"}
OURS = ("INTERVIEW_BENCH_", "TEXTUAL_SNAPSHOT")

MEMORY, ROOMY = Path("/dev/shm"), 2 << 30


def isolate() -> None:
    """Give this process, and all that it starts, an empty home, and forget what the user has set; before any test."""
    for name in list(os.environ):
        if (name.startswith(THEIRS) or name in THEIRS_TOO) and not name.startswith(OURS):
            del os.environ[name]
    os.environ.setdefault("PYTHONUSERBASE", site.getuserbase())  # what is installed there stays found
    new_home()
    sys.addaudithook(guard)


def new_home() -> None:
    home = Path(mkdtemp(prefix="interview-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(HOME=str(home), LC_ALL="C.UTF-8")


def write_into_memory() -> None:
    """Keep what tests write in memory where there is room: they make thousands of files, and a disk is waited for.

    Whoever has chosen a folder for temporary files gets them there. What a test that fails has written stays, as
    pytest keeps it; what else is left goes at the end.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        folder = mkdtemp(prefix="interview-tests-", dir=MEMORY)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse a look into the checkout's `sessions/`, at anything but the worked example."""
    if event not in {"open", "os.listdir", "os.scandir"} or not isinstance(arguments[0], str):
        return
    path = os.path.normpath(arguments[0])  # relative ones are not the checkout's: tests work elsewhere
    if path.startswith(_GUARDED) and path not in _FREE:
        raise AssertionError(f"A test looks into {path}, which is the user's; copy the worked example instead.")


_GUARDED = str(SESSIONS)
_FREE = {str(EXAMPLE), str(SESSIONS / ".gitignore")}
