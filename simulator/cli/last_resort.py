"""What is left to say when something breaks that should not: one sentence, and a report that can be sent on."""

import os
import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from simulator import __version__
from simulator.graph.sanitise import clean, short

MOST_FRAMES = 60
APP = "interview-simulator"


def sentence_for(error: BaseException) -> str:
    """Keep a report of the error, and say in one sentence what happened and where the report lies."""
    kept = _keep(_report(error))
    where = f"A report is in {kept}" if kept else "No report of it could be kept"
    what = f"{type(error).__name__} ({short(error, 120)})" if str(error) else type(error).__name__
    return f"The program broke: {what}. What you wrote is kept; `interview resume` goes on with it. {where}."


def _report(error: BaseException) -> str:
    """Where it broke, without the values of anything: they may be somebody's words."""
    frames = traceback.TracebackException.from_exception(error, limit=-MOST_FRAMES, capture_locals=False)
    about = f"interview {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return f"{about}\n{moment}\n\n{clean(''.join(frames.format()))}"


def _keep(text: str) -> Path | None:
    """Writes the report where logs belong, else where temporary files do; readable by its owner alone."""
    for folder in (_log_folder, lambda: Path(tempfile.gettempdir())):
        try:
            place = folder()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix="broken-", suffix=".txt", dir=place)
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return Path(name)
        except (OSError, RuntimeError):
            continue
    return None


def _log_folder() -> Path:
    import platformdirs  # only when something broke

    return Path(platformdirs.user_log_dir(APP, appauthor=False))
