"""The index with damaged bytes, and files and folders that another user may not read, enter or write."""

import contextlib
import ctypes
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.graphs import llm_cache
from tests.isolation import ROOT
from tests.transcripts import graph, put, split, whole
from tests.trials.commands import call, lines_to_sit
from tests.trials.graphs import original, put_graph
from tests.trials.running import Outcome, Trial

COUNT = 8
ASKED = (
    *(
        "review",
        "review --search token --json",
        "review --search format:full",
        "review --missed",
        "progress",
        "progress --json",
    ),
    *(
        "brief",
        "report",
        "start llm --plain",
        "doctor",
        "export --to csv -o {out}.csv",
        "graph show llm --mine",
        "review --verdict weak",
    ),
)


def _called(line: str, folder: Path, typed: str = "") -> Any:
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(folder / "sessions"), "--candidate", "demo"]
    return call([*line.format(out=folder / "out").split(), *where], typed)


# The index


@contextlib.contextmanager
def damaged_index(home: Path) -> Iterator[Trial]:
    """The list is the same as before, whatever bytes of the index were changed: it can be made from the files."""
    kept = home / "kept"
    for number in range(COUNT):
        put(kept / "sessions", *whole(number))

    def trial(luck: random.Random, folder: Path) -> Outcome:
        shutil.copytree(kept / "sessions", folder / "sessions")
        cache = folder / "cache"
        os.environ["XDG_CACHE_HOME"] = str(cache)  # the index lies in it
        try:
            return Outcome(*_with_damage(folder, cache, luck))
        finally:
            os.environ["XDG_CACHE_HOME"] = str(home / "cache")

    yield trial


def _with_damage(folder: Path, cache: Path, luck: random.Random) -> tuple[list[str], int]:
    shutil.copytree(folder.parent / "cache", cache)
    before = json.loads(_called("review --json", folder).out)
    (index,) = cache.rglob("*.sqlite")
    what = _damage(index, luck)
    lines = ["review --json", *luck.sample(ASKED, k=2)]
    luck.shuffle(lines)
    faults = []
    for line in [*lines, "review --json"]:
        done = _called(line, folder)
        faults += [f"{what}: {fault}" for fault in done.faults]
        if line == "review --json" and done.status == 0:
            now, started = json.loads(done.out)["sessions"], "start llm --plain" in lines
            known = {row["id"] for row in before["sessions"]}
            now = [row for row in now if row["id"] in known] if started else now
            if now != before["sessions"]:
                faults.append(f"{what}: another list of sessions")
        elif done.status:
            faults.append(f"{what}: `{line}` was refused: {done.err.strip()[-300:]}")
    return faults, len(lines) + 1


def _damage(index: Path, luck: random.Random) -> str:
    """Change bytes of the index, or of the journal beside it, as it is while a program uses it."""
    wal = index.with_name(f"{index.name}-wal")
    if luck.random() < 0.3:
        _leave_journal(index)
    target = wal if wal.exists() and wal.stat().st_size and luck.random() < 0.8 else index
    data = bytearray(target.read_bytes())
    kind = luck.choice(["one byte", "ten bytes", "a sector", "cut", "a page"])
    at = luck.randrange(len(data))
    if kind == "cut":
        del data[at:]
    elif kind in ("a sector", "a page"):
        size = 512 if kind == "a sector" else 4096
        at -= at % size
        data[at : at + size] = bytes(size) if luck.random() < 0.5 else luck.randbytes(size)
    else:
        for _ in range(1 if kind == "one byte" else 10):
            data[luck.randrange(len(data))] ^= luck.randrange(1, 256)
    target.write_bytes(data)
    return f"{kind} of {target.suffix or 'index'} at {at}"


def _leave_journal(index: Path) -> None:
    """A journal with pages in it, as a program that was killed leaves one."""
    names = [index.with_name(index.name + more) for more in ("", "-wal", "-shm")]
    open_ = sqlite3.connect(index)
    try:
        open_.execute("PRAGMA wal_autocheckpoint = 0")
        open_.execute("UPDATE sessions SET clock = clock")
        open_.commit()
        held = {name: name.read_bytes() for name in names if name.exists()}
    finally:
        open_.close()
    for name, data in held.items():
        name.write_bytes(data)


# Modes

MODES = (0o000, 0o444, 0o333, 0o111, 0o555)
PLACES = (
    *(
        "sessions",
        "sessions/{id}.toml",
        "sessions/.{id}.draft",
        "cache",
        "cache/interview-simulator",
        "config",
        "data",
        ".",
    ),
    *(
        "config/interview-simulator/config.toml",
        "config/interview-simulator/choices.toml",
        "graphs",
        "graphs/sample/graph.toml",
    ),
)
TRIED = (
    *ASKED,
    *(
        "resume --plain",
        "resume {id}",
        "review {id}",
        "review --trash",
        "review {id} --note 1 word",
        "review {id} --delete",
    ),
    *(
        "graph list",
        "graph lint {graph}",
        "graph stats {graph}",
        "start {graph} --plain",
        "doctor --rebuild",
        "export --to html -o {out}",
    ),
)


@contextlib.contextmanager
def forbidding_modes(home: Path) -> Iterator[Trial]:
    """Files and folders that may not be read, entered or written: a sentence, and what is in the transcript stays."""
    graph()
    name, data = whole(1)
    head, blocks = split(data)
    half = head + b"".join(blocks[:9])
    (kept,) = llm_cache().iterdir()
    parsed = kept.read_bytes()

    def trial(luck: random.Random, folder: Path) -> Outcome:
        path = put(folder / "sessions", name, half)
        put(folder / "sessions", *whole(2))
        path.with_name(f".{name}.draft").write_text('{"n":9,"clock":1.0,"text":"half of it","position":1}')
        graph_folder = put_graph(folder / "graphs" / "sample", original())
        for place in ("cache/interview-simulator", "config/interview-simulator", "data"):
            (folder / place).mkdir(parents=True)
        (folder / "cache/interview-simulator" / kept.name).write_bytes(parsed)
        (folder / "config/interview-simulator/config.toml").write_text('role = "applied-engineer"\n')
        (folder / "config/interview-simulator/choices.toml").write_text('format = "full"\n')
        env = {"XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}
        before = {key: os.environ.get(key) for key in env}
        os.environ.update({key: str(folder / value) for key, value in env.items()})
        place, mode = luck.choice(PLACES).format(id=name), luck.choice(MODES)
        faults, lines = [], luck.choices(TRIED, k=4)
        (folder / place).chmod(mode)
        try:
            for line in lines:
                named = line.replace("{id}", name).replace("{graph}", str(graph_folder))
                done = _called(named, folder, lines_to_sit(luck))
                faults += [f"{place} {mode:o}: {fault}" for fault in done.faults]
        finally:
            _free(folder)
            os.environ.update({key: value for key, value in before.items() if value})
        found = [p.read_bytes() for p in folder.rglob(f"{name}*.toml")]
        if not any(held.startswith(half) for held in found):
            faults.append(f"{place} {mode:o}: the transcript is gone after {lines}")
        return Outcome(faults, len(lines))

    _let_modes_count()
    closed = home / "closed"
    closed.mkdir(mode=0)
    assert not os.access(closed, os.R_OK), "modes do not count here"
    closed.rmdir()
    yield trial


def _free(folder: Path) -> None:
    """Give back every right, so that it can be looked into and removed."""
    folder.chmod(0o755)
    for base, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with contextlib.suppress(OSError):
                (Path(base) / name).chmod(0o755)


OVERRIDE, READ_ANYTHING = 1, 2  # capabilities of root for which no mode counts
VERSION_3 = 0x20080522


def _let_modes_count() -> None:
    """From now on they count for root too, as for everybody else; for who is not root nothing changes."""
    if os.geteuid():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(VERSION_3, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable ones, twice 32 each
    assert libc.capget(head, held) == 0
    for kind in range(2):
        held[kind] &= ~(1 << OVERRIDE | 1 << READ_ANYTHING)
    assert libc.capset(head, held) == 0
