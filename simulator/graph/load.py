"""Reads a graph from its folder."""

import hashlib
import os
import shlex
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary

import msgspec

from simulator import __version__
from simulator.errors import GraphError
from simulator.graph import records
from simulator.graph.code import case
from simulator.graph.files import fresh_name, make_folder, mend, open_new, read_ordinary
from simulator.graph.parse import PartialGraph, check_references, parse
from simulator.graph.records import Area, Check, Concept, Graph, Misconception, Question, Record, Role, ready
from simulator.graph.text import short

MAX_FILE_BYTES = 32 * 1024 * 1024
FIXED = ("graph.toml", "concepts.toml", "checks.toml", "misconceptions.toml", "calibration.toml")
QUESTIONS = "questions"
SUFFIX = ".toml"
_MAGIC = b"interview-graph\n"  # how a cache file begins
_SUM = 16  # bytes of its checksum
_IN_USE: WeakValueDictionary[tuple[Path, bytes], Graph] = WeakValueDictionary()  # by folder and head of a cache file


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of the graph in `path`, by their name relative to it, in reading order.

    Raises GraphError if the folder, `graph.toml` or `concepts.toml` is missing, or a file cannot be read.
    """
    if not path.is_dir():
        raise GraphError(f"{short(path, 300)}: there is no such folder; a graph is a folder with a graph.toml in it.")
    names = [name for name in FIXED if (path / name).exists()]
    if "graph.toml" not in names:
        raise GraphError(
            f"{short(path, 300)}: this folder is no graph, it has no graph.toml; `interview graph new` makes one."
        )
    if "concepts.toml" not in names:
        raise GraphError(f"{short(path, 300)}: the graph has no concepts.toml; a graph needs at least one concept.")
    return {name: _read(path, name) for name in names + _question_files(path)}


def digest(files: Mapping[str, bytes]) -> str:
    """The sha256, in hex, over names, lengths and bytes of all files of a graph."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode("utf-8", "surrogateescape"))
        total.update(files[name])
    return total.hexdigest()


def strays(path: Path) -> list[str]:
    """TOML files in the folder that nothing reads, misspelt or misplaced. Hidden files are left out."""
    files = [entry for entry in path.iterdir() if entry.is_file()]
    if (path / QUESTIONS).is_dir():
        files += [entry for entry in (path / QUESTIONS).rglob("*") if entry.is_file()]
    names = {file.relative_to(path).as_posix() for file in files if file.suffix.lower() == SUFFIX}
    hidden = {name for name in names if any(part.startswith(".") for part in name.split("/"))}
    return sorted(names - hidden - {*FIXED, *_question_files(path)})


def _question_files(path: Path) -> list[str]:
    folder = path / QUESTIONS
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise GraphError(f"{short(folder, 300)}: this isn't a folder; the files of questions go into one.")
    try:
        names = [entry.name for entry in folder.iterdir()]  # `glob` skips an unreadable folder silently
    except OSError as error:
        raise GraphError(f"{short(folder, 300)}: the folder can't be read ({error.strerror}).") from error
    return sorted(f"{QUESTIONS}/{name}" for name in names if name.endswith(SUFFIX) and not name.startswith("."))


def _read(path: Path, name: str) -> bytes:
    file = path / name
    if not file.is_file():
        raise GraphError(f"{short(file, 300)}: this isn't an ordinary file; move it elsewhere.")
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise GraphError(f"{short(file, 300)}: the file can't be read ({error.strerror}).") from error
    if len(data) > MAX_FILE_BYTES:
        raise GraphError(f"{short(file, 300)}: the file is larger than {MAX_FILE_BYTES // 2**20} MiB; split it.")
    return data


class Parsed(msgspec.Struct, frozen=True, array_like=True):
    """The content of a graph as stored in a cache file."""

    id: str
    title: str
    about: str
    areas: dict[str, Area]
    roles: dict[str, Role]
    concepts: dict[str, Concept]
    questions: dict[str, Question]
    checks: dict[str, Check]
    misconceptions: dict[str, Misconception]


ready(Parsed)


def read(cache: Path, folder: Path, digest: str) -> Graph | None:
    """The cached graph with this digest; None if there is none that can be used.

    Decoding takes most of the time, so a graph that is still in use is given again.
    """
    mend(cache)
    try:
        data = memoryview(read_ordinary(_file(cache, folder)))
        head = _head(digest)
        body = data[len(head) + _SUM :]
        if data[: len(head)] != head or data[len(head) : len(head) + _SUM] != _sum(body):
            return None
        key = folder, bytes(data[: len(head) + _SUM])
        graph = _IN_USE.get(key)
        if graph is None:
            parsed = msgspec.msgpack.decode(body, type=Parsed)
            _IN_USE[key] = graph = Graph(path=folder, digest=digest, **msgspec.structs.asdict(parsed))
        return graph
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def write(cache: Path, graph: Graph) -> None:
    """Caches the graph for the next run; does nothing if the cache cannot be written."""
    body = msgspec.msgpack.encode([getattr(graph, name) for name in Parsed.__struct_fields__])
    file = _file(cache, graph.path)
    with suppress(OSError):
        make_folder(cache)
        fresh = fresh_name(file)
        try:
            with os.fdopen(open_new(fresh), "wb") as stream:
                stream.write(_head(graph.digest) + _sum(body) + body)
            fresh.replace(file)
        finally:  # on a full disk each run would leave another part of it
            fresh.unlink(missing_ok=True)


def _file(cache: Path, folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:20]
    return cache / f"{name}.graph"


def _head(digest: str) -> bytes:
    """How a cache file begins: whatever it depends on, the program's version and the records' fields included."""
    held = (kind for module in (records, case) for kind in vars(module).values() if isinstance(kind, type))
    kinds = {kind.__name__: kind.__struct_fields__ for kind in held if issubclass(kind, Record)}
    fields = ";".join(f"{name}:{','.join(kinds[name])}" for name in sorted(kinds))
    shape = hashlib.sha256(f"{__version__};{fields}".encode()).hexdigest()[:16]
    return _MAGIC + shape.encode() + digest.encode() + b"\n"


def _sum(body: bytes | memoryview) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM).digest()


def load(path: Path, cache: Path | None = None, parses: Callable[[], None] | None = None) -> Graph:
    """The graph in the folder `path`, every record validated and its text made safe for a terminal.

    `cache` is a folder that keeps parsed graphs between calls; `parses` is called where it has none of this graph, as
    that takes seconds. Raises GraphError, with a sentence that names file,
    record and key, if anything does not fit.
    """
    files = read_folder(path)
    identity = digest(files)
    if cache is not None and (graph := read(cache, path, identity)) is not None:
        return graph
    if parses is not None:
        parses()
    graph = build(path, identity, read_draft(files))
    if cache is not None:
        write(cache, graph)
    return graph


def roles_in(path: Path) -> tuple[Role, ...]:
    """The roles of the graph in the folder, from its own file alone; none where that can't be read."""
    with suppress(GraphError):
        return tuple(parse({"graph.toml": _read(path, "graph.toml")}).records["role"].values())
    return ()


def read_draft(files: Mapping[str, bytes]) -> PartialGraph:
    """All that could be read of a graph, with a finding for each reason why `load` would refuse it."""
    draft = parse(files)
    check_references(draft)
    return draft


def build(path: Path, identity: str, draft: PartialGraph) -> Graph:
    """The graph of a draft. Raises GraphError if the draft has errors."""
    errors = [finding for finding in draft.findings if finding.severity == "error"]
    head = draft.heading
    if errors or head is None:
        command = f"interview graph lint {shlex.quote(str(path))}"
        more = f" (and {len(errors) - 1} more; `{command}` lists them)" if len(errors) > 1 else ""
        raise GraphError(f"{short(path, 300)}/{errors[0]}{more}.")
    return Graph(
        path=path,
        digest=identity,
        id=head.id,
        title=head.title,
        about=head.about,
        areas=draft.records["area"],
        roles=draft.records["role"],
        concepts=draft.records["concept"],
        questions=draft.records["question"],
        checks=draft.records["check"],
        misconceptions=draft.records["misconception"],
    )
