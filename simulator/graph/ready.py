"""Types made ready to be decoded, once, when they are imported.

msgspec works out how a type is decoded the first time that somebody decodes it, and shows others its unfinished answer
meanwhile. Two threads that do so at once, such as one that reads a graph and one that reads transcripts, end the
program with a segmentation fault.
"""

from threading import Lock

import msgspec

_one_at_a_time = Lock()
READY: set[object] = set()


def ready(*types: object) -> None:
    """Let msgspec work out these types now. A module calls it for the types that it defines and others decode."""
    with _one_at_a_time:
        for kind in types:
            msgspec.json.Decoder(kind)
            READY.add(kind)
