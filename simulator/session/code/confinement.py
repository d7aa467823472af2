"""How far this machine can shut in a candidate's code, in plain words, and which paths the child gets to see."""

import functools
import importlib.util
import os
import random
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEVELS = ("namespaces", "bubblewrap", "landlock", "seccomp", "limits")  # the strongest first
UNSUPPORTED = "unsupported"
OWN_IDS = 2_000_000_000  # from here on no system gives ids to anybody
_LIMITS = "Limits on time, memory, processes, files and output hold. They are limits, not a prison."
_SENTENCES = {
    "namespaces": "Your code runs in a room of its own: it sees Python and NumPy, but no file of yours and no network.",
    "bubblewrap": "Your code runs in bubblewrap: it sees Python and NumPy, but no file of yours and no network.",
    "landlock": "Your code can't open your files, use the network or start other programs. It can see the names of files.",
    "seccomp": "Your code can't use the network or start other programs, but it can read and write your files.",
    "limits": "Nothing on this machine shuts your code in: it can reach your files and the network as you can.",
}


@dataclass(frozen=True)
class Confinement:
    """What holds while a candidate's code runs. `filtered` is whether system calls are filtered as well.

    `own_id` is whether root was dropped to an id of its own.
    """

    level: str
    filtered: bool = False
    own_id: bool = False

    @property
    def supported(self) -> bool:
        """Whether code can be run at all."""
        return self.level in LEVELS

    @property
    def needs_consent(self) -> bool:
        """Whether the code reaches the user's files, so that they are asked before the first run."""
        return self.level in {"seccomp", "limits"}

    def sentence(self) -> str:
        """What holds, in plain words."""
        if not self.supported:
            return f"Code can't be run here yet: the program has no way to limit it on {sys.platform}."
        return f"{_SENTENCES[self.level]} {_LIMITS}"


@functools.cache
def survey() -> Confinement:
    """What this machine can do, found by trying it; takes some 50 ms, once."""
    if not hasattr(os, "fork"):
        return Confinement(UNSUPPORTED)
    from simulator.session.code.process import ChildProcess  # which needs the paths below

    child = ChildProcess(LEVELS, probe=True)
    try:
        return child.hello(10.0)
    finally:
        child.close()


def own_id() -> int | None:
    """An id that nobody else has, for root to drop to; None for anybody else."""
    if os.geteuid() != 0:
        return None
    wanted = OWN_IDS + random.SystemRandom().randrange(10**8)
    try:
        ranges = [list(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    except OSError:
        return 65534
    mapped = (each for each in (wanted, 65534) if any(low <= each < low + size for low, _, size in ranges))
    return next(mapped, None)


# What the child gets to see


def paths() -> dict[str, Any]:
    """The paths of the child: what it is shown, what within that is hidden, and NumPy, which may lie within the hidden.

    `opened` is the same for a room that can't hide, as a list of folders without those hidden.
    """
    found = importlib.util.find_spec("numpy")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("numpy")
    place = Path(found.origin).parent.parent
    numpy = [path for name in ("numpy", "numpy.libs") if (path := place / name).is_dir()]
    shown, hidden = list(_shown()), list(_hidden())
    opened = [*(part for path in shown for part in _without(path, hidden)), *(path.resolve() for path in numpy)]
    return {
        "site": str(place),
        "shown": [*map(str, shown)],
        "hidden": [*map(str, hidden)],
        "numpy": [*map(str, numpy)],
        "opened": [*dict.fromkeys(map(str, opened))],
    }


def _shown() -> Iterator[Path]:
    """Where Python and the libraries of the system are."""
    base = Path(sys.base_prefix)
    wanted = [base / "lib", base / "lib64", Path(sysconfig.get_path("stdlib")).resolve()]
    wanted += [Path(path) for path in ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")]
    if base.is_relative_to("/nix/store"):
        wanted.append(Path("/nix/store"))
    known: list[Path] = []
    for path in wanted:
        if path.exists() and not any(path.is_relative_to(each) for each in known):
            known.append(path)
            yield path


def _hidden() -> Iterator[Path]:
    """Where packages are installed, this program and its graphs perhaps among them."""
    places = {Path(each).resolve() for each in (*site.getsitepackages(), site.getusersitepackages())}
    names = ("site-packages", "dist-packages")
    for folder in _shown():
        places |= {each.resolve() for name in names for each in folder.glob(f"python3*/{name}")}
    places |= {Path(each).resolve() for each in sys.path if each.endswith(names)}
    places.add(Path(__file__).resolve().parents[2])
    yield from sorted(places)


def _without(path: Path, hidden: Sequence[Path]) -> Iterable[Path]:
    """A folder's parts without those that are hidden; the folder itself if none is."""
    real = path.resolve()
    if real in hidden:
        return
    if not any(each.is_relative_to(real) for each in hidden):
        yield real
        return
    for part in sorted(real.iterdir()):
        yield from _without(part, hidden)
