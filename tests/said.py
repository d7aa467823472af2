"""What is worked out of a question before it is listened to or answered is worked out once for all workers.

It is most of what a simulated answer costs. What is kept is gone with the run; the program is as it is.
"""

import atexit
import copyreg
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from threading import get_ident
from types import ModuleType
from typing import TypeVar

import msgspec

from simulator.engine.choice import likeness, listening, quotes, unknown
from simulator.graph.listening.cues import Phrase

FOLDER = "PYTEST_SAID"
T = TypeVar("T")
# what the points of a question and its mistakes sound like, and which words tell its points; and what is heard in a
# text, as many a person of the tests says the same
SHARED: tuple[tuple[str, ModuleType], ...] = (
    ("_mistakes", likeness),
    ("_telling", likeness),
    ("_own_words", likeness),
    ("_telling", quotes),
    ("vocabulary", quotes),
    ("_telling", unknown),
    ("relates_in_english", listening),
    ("heard", listening),
    ("_believed", listening),
)


def share_what_is_said() -> None:
    """Let what one worker has found out be known to the others by a file."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = mkdtemp(prefix="interview-said-")
        atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
    copyreg.pickle(Phrase, lambda phrase: (Phrase.of, (phrase.elements,)))  # one object for the same words
    for name, module in SHARED:
        share(name, module)


def once(name: str, of: tuple[object, ...], find_out: Callable[[], T]) -> T:
    """What is found out of these, by whichever worker came to it first."""
    return kept_in(Path(os.environ[FOLDER]), name, of, find_out) if FOLDER in os.environ else find_out()


def kept_in(folder: Path, name: str, of: tuple[object, ...], find_out: Callable[[], T]) -> T:
    kept = folder / f"{name}-{blake2b(msgspec.msgpack.encode(of), digest_size=12).hexdigest()}"
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    found = find_out()
    being_written = kept.with_name(f"{kept.name}.{os.getpid()}.{get_ident()}")
    being_written.write_bytes(pickle.dumps(found))
    being_written.replace(kept)
    return found


def share(name: str, module: ModuleType) -> None:
    """Replace a function of a module, wherever it is called, by one that looks into the folder first."""
    remembered = getattr(module, name)
    find_out = remembered.__wrapped__
    most: int = remembered.cache_parameters()["maxsize"]

    @lru_cache(maxsize=most)
    def looked_up(*of: object) -> object:
        return kept_in(Path(os.environ[FOLDER]), f"{module.__name__}.{name}", of, lambda: find_out(*of))

    for other in list(sys.modules.values()):
        if getattr(other, "__dict__", {}).get(name) is remembered:
            setattr(other, name, looked_up)
