"""What can be said of the references of a question, worked out once for all workers and not by each.

It is most of what a simulated answer costs. What is kept is gone with the run; the program is as it is.
"""

import atexit
import os
import pickle
import shutil
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from simulator.graph.records import Question
from simulator.session import speaking

FOLDER = "PYTEST_SAID"


def share_what_is_said() -> None:
    """Let what one worker has found out be known to the others by a file."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = mkdtemp(prefix="interview-said-")
        atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
    folder = Path(os.environ[FOLDER])
    found = speaking._lines.__wrapped__

    @cache
    def lines(question: Question) -> tuple[speaking.Utterance, ...]:
        kept = folder / f"said-{blake2b(msgspec.msgpack.encode(question), digest_size=12).hexdigest()}"
        if kept.exists():
            said: tuple[speaking.Utterance, ...] = pickle.loads(kept.read_bytes())
            return said
        said = found(question)
        being_written = kept.with_suffix(f".{os.getpid()}")
        being_written.write_bytes(pickle.dumps(said))
        being_written.replace(kept)
        return said

    speaking._lines = lines
