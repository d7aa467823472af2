"""Commands in this process, and what must never come of one."""

import contextlib
import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.cli.main import run
from tests.mutations import at_most, unsafe

SECONDS = 5.0  # of the processor; what takes longer hangs
BROKEN = ("Traceback (most recent call last)", "The program broke", "Exception ignored")


class Called(NamedTuple):
    """A command that was run."""

    arguments: tuple[str, ...]
    status: int
    out: str
    err: str
    seconds: float

    @property
    def faults(self) -> list[str]:
        """What must not be, whatever the files hold."""
        faults = [word for word in BROKEN if word in self.out + self.err]
        if bad := unsafe(self.out + self.err):
            faults.append(f"raw characters {sorted(map(ascii, bad))}")
        if self.status not in (0, 1, 2) or (self.status == 2 and not self.err.strip()):
            faults.append(f"status {self.status}")
        if self.seconds > SECONDS:
            faults.append(f"took {self.seconds:.1f} s")
        said = f" [{' '.join(self.arguments)[:200]}: {self.err.strip()[-300:]!r}]"
        return [fault + said for fault in faults]


def call(arguments: Sequence[str], typed: str = "") -> Called:
    """Run a command as the shell would, with lines as its input."""
    with _streams(typed) as (out, err):
        began = time.process_time()
        with at_most(SECONDS + 1):
            status = run(arguments)
        seconds = time.process_time() - began
        for stream in (out, err):
            stream.flush()
        said = [stream.buffer.getvalue().decode("utf-8", "surrogateescape") for stream in (out, err)]  # type: ignore[attr-defined]
    return Called(tuple(arguments), status, said[0], said[1], seconds)


@contextlib.contextmanager
def _streams(typed: str) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape", write_through=True) for _ in "oe")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:  # a real file: the program may ask for its number
        lines.write(typed)
        lines.seek(0)
        sys.stdin, sys.stdout, sys.stderr = lines, out, err
        try:
            yield out, err
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


def contents(folder: Path) -> dict[str, bytes]:
    """Every ordinary file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The names of files that came, went or hold something else."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def lines_to_sit(luck: random.Random) -> str:
    """What somebody types who sits an interview in lines, whatever is asked."""
    some = [
        "It grows with every token.",
        ".",
        "",
        "3",
        "y",
        "p",
        "n",
        "/dk",
        "/skip",
        "/undo",
        "/hint",
        "/why",
        "/probe-said",
    ]
    return "\n".join(luck.choices([*some, "/ask which one?", "/note odd", "a", "42", "/end"], k=luck.randrange(40)))
