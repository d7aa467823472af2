"""Parsed graphs kept between runs: reading 1 MB of TOML takes half a second, reading this takes milliseconds.

One file for each graph folder, valid only for exactly the same bytes and the same record types. Whatever is wrong with
it (missing, torn, foreign, not writable), the graph is parsed again and nothing is said.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from simulator import __version__
from simulator.graph import records
from simulator.graph.ordinary_file import read_ordinary
from simulator.graph.private_files import make_folder, mend, open_new
from simulator.graph.ready import ready

_MAGIC = b"interview-graph\n"
_SUM = 16


class Parsed(msgspec.Struct, frozen=True, array_like=True):
    """The content of a graph as it is kept in a cache file."""

    id: str
    title: str
    about: str
    areas: tuple[records.Area, ...]
    roles: tuple[records.Role, ...]
    concepts: tuple[records.Concept, ...]
    questions: tuple[records.Question, ...]
    checks: tuple[records.Check, ...]


ready(Parsed)


def read(cache: Path, folder: Path, digest: str) -> Parsed | None:
    """What was kept of the graph with this digest; None where that is nothing usable."""
    mend(cache)
    try:
        data = read_ordinary(_file(cache, folder))
        head = _head(digest)
        body = data[len(head) + _SUM :]
        if data[: len(head)] != head or data[len(head) : len(head) + _SUM] != _sum(body):
            return None
        return msgspec.msgpack.decode(body, type=Parsed)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def write(cache: Path, folder: Path, digest: str, parsed: Parsed) -> None:
    """Keeps the graph for the next run; a cache that cannot be written is left alone."""
    body = msgspec.msgpack.encode(parsed)
    file = _file(cache, folder)
    part = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        make_folder(cache)
        with os.fdopen(open_new(part), "wb") as stream:
            stream.write(_head(digest) + _sum(body) + body)
        part.replace(file)


def _file(cache: Path, folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:20]
    return cache / f"{name}.graph"


def _head(digest: str) -> bytes:
    return _MAGIC + _shape().encode() + digest.encode() + b"\n"


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM).digest()


def _shape() -> str:
    """What the meaning of a cache file depends on besides the graph: the program and the fields of the records."""
    kinds: tuple[Any, ...] = (
        records.Area,
        records.Role,
        records.Concept,
        records.Question,
        records.Point,
        records.Probe,
        records.Stage,
        records.Twist,
        records.Clarification,
        records.Mistake,
        records.Source,
        records.Check,
    )
    fields = ";".join(f"{kind.__name__}:{','.join(kind.__struct_fields__)}" for kind in kinds)
    return hashlib.sha256(f"{__version__};{fields}".encode()).hexdigest()[:16]
