"""Lines that were begun and not given yet, in a sidecar beside their transcript: a question back, a reason, a note."""

import contextlib
import threading
from pathlib import Path

import msgspec

from simulator.graph.sanitise import clean
from simulator.session import durable

_WRITING = threading.Lock()  # a line is kept from one thread, and forgotten from the one that writes events


class KeptLine:
    """One line by its name, such as `ask:3` for a question back on item 3; of a session without a file none is kept."""

    def __init__(self, transcript: Path | None, name: str) -> None:
        self._path = transcript.with_name(f".{transcript.stem}.lines") if transcript is not None else None
        self._name = name

    @property
    def text(self) -> str:
        """The line, safe to show; empty where none was begun."""
        return clean(self._load().get(self._name, "")).replace("\n", " ")

    def keep(self, text: str) -> None:
        """Keep the line, or with an empty text forget it. Raises OSError where the folder cannot be written."""
        if self._path is None:
            return
        with _WRITING:
            before = self._load()
            lines = {**before, self._name: text}
            if not text:
                del lines[self._name]
            if lines == before:
                return
            if lines:
                durable.replace(self._path, msgspec.json.encode(lines))
            else:
                self._path.unlink(missing_ok=True)

    def _load(self) -> dict[str, str]:
        with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            if self._path is not None:
                return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        return {}
