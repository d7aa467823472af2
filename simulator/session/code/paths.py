"""What the child gets to see of this machine, and as whom."""

import functools
import importlib.util
import os
import random
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

OWN_IDS = 2_000_000_000  # from here on no system gives ids to anybody
NOBODY = 65534
NEEDED = 1 << 0 | 1 << 6 | 1 << 7  # CAP_CHOWN, CAP_SETGID, CAP_SETUID: to give away a folder, and to change oneself


@functools.cache
def paths() -> dict[str, Any]:
    """What the child is shown, what within that is hidden, and NumPy, which may lie within the hidden."""
    found = importlib.util.find_spec("numpy")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("numpy")
    place = Path(found.origin).parent.parent
    numpy = [path for name in ("numpy", "numpy.libs") if (path := place / name).is_dir()]
    shown = list(_shown())
    return {
        "site": str(place),
        "shown": [*map(str, shown)],
        "hidden": [*map(str, _hidden(shown))],
        "numpy": [*map(str, numpy)],
    }


def _shown() -> Iterator[Path]:
    """Where Python and the libraries of the system are."""
    base = Path(sys.base_prefix)
    wanted = [base / "lib", base / "lib64", Path(sysconfig.get_path("stdlib")).resolve()]
    wanted += [
        Path(path) for path in ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
    ]
    if base.is_relative_to("/nix/store"):
        wanted.append(Path("/nix/store"))
    known: list[Path] = []
    for path in wanted:
        if path.exists() and not any(path.is_relative_to(each) for each in known):
            known.append(path)
            yield path


def _hidden(shown: Iterable[Path]) -> Iterator[Path]:
    """Where packages are installed, this program and its graphs perhaps among them."""
    places = {Path(each).resolve() for each in (*site.getsitepackages(), site.getusersitepackages())}
    names = ("site-packages", "dist-packages")
    for folder in shown:
        places |= {each.resolve() for name in names for each in folder.glob(f"python3*/{name}")}
    places |= {Path(each).resolve() for each in sys.path if each.endswith(names)}
    places.add(Path(__file__).resolve().parents[2])
    yield from sorted(places)


def own_id() -> int | None:
    """An id that nobody else has, for root to drop to; None for anybody else, and for a root that may not drop."""
    if os.geteuid() != 0:
        return None
    wanted = OWN_IDS + random.SystemRandom().randrange(10**8)
    try:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
        ranges = [list(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    except (OSError, ValueError):
        return NOBODY
    if int(status["CapEff"], 16) & NEEDED != NEEDED:
        return None
    return next((each for each in (wanted, NOBODY) if any(low <= each < low + size for low, _, size in ranges)), None)
