"""Graphs whose records were changed by hand or by somebody who knows the format, through every command."""

import contextlib
import json
import os
import random
import re
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import tomli_w

from simulator.graph.authoring import FILES, TEMPLATE
from tests.isolation import ROOT
from tests.mutations import altered, mutated, odd_value
from tests.trials.commands import call, changed, contents, lines_to_sit
from tests.trials.running import Outcome, Trial

COMMANDS_EACH = 5
LLM = ROOT / "graphs" / "llm"
SOME = ("design", "decoding")  # short files of the real bank, with stages, probes and clarifications


@cache
def original() -> dict[str, bytes]:
    """A graph as `graph new` makes it."""
    return {
        name: (TEMPLATE / name).read_bytes().replace(b"@NAME@", b"sample").replace(b"@TITLE@", b"Sample")
        for name in FILES
    }


@cache
def part_of_llm() -> dict[str, bytes]:
    """A small part of the real bank: its map, some of its questions."""
    files = {f"questions/{name}.toml": (LLM / "questions" / f"{name}.toml").read_bytes() for name in SOME}
    head = (LLM / "graph.toml").read_bytes().replace(b'id = "llm"', b'id = "sample"', 1)
    return {"graph.toml": head, "concepts.toml": (LLM / "concepts.toml").read_bytes(), **files}


def hostile_graph(luck: random.Random) -> dict[str, bytes]:
    """The files of one in which something was changed."""
    files = dict(original() if luck.random() < 0.8 else part_of_llm())
    for _ in range(luck.choice([1, 1, 1, 2])):
        name = luck.choice(sorted(files))
        match luck.randrange(6):
            case 0:
                files[name] = mutated(files[name], luck)
            case 1:
                files[name] = _spoilt_text(files[name], luck)
            case 2:
                other = luck.choice(sorted(files))
                files[luck.choice([name, "questions/more.toml", "checks.toml"])] = files[other]
            case 3:
                files[name] = _with_one_field_changed(files[name], luck)
            case _:
                files[name] = _with_altered_records(files[name], luck)
    return files


def _with_altered_records(data: bytes, luck: random.Random) -> bytes:
    table = _table(data)
    if luck.random() < 0.3 and (kind := luck.choice([*table] or [""])) and isinstance(table[kind], list):
        records = table[kind]
        records.insert(luck.randrange(len(records) + 1), luck.choice(records) if records else {})
        luck.shuffle(records)
    return _text(altered(table, luck))


def _with_one_field_changed(data: bytes, luck: random.Random) -> bytes:
    table = _table(data)
    records = [
        record for value in table.values() if isinstance(value, list) for record in value if isinstance(record, dict)
    ]
    if records:
        record = luck.choice(records)
        record[luck.choice([*record] or ["id"])] = odd_value(luck)
    return _text(table)


def _spoilt_text(data: bytes, luck: random.Random) -> bytes:
    """What no record can say."""
    lines = data.split(b"\n")
    at = luck.randrange(len(lines))
    more = (
        b"[" * 3000,
        b"x = " + b"9" * 5000,
        b".".join([b"a"] * 3000) + b" = 1",
        b'x = "',
        b"[[question]]",
        b"\xff\xfe",
        luck.choice(lines),
    )
    lines.insert(at, luck.choice(more))
    return b"\n".join(lines)


def _table(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, RecursionError):
        return {}


def _text(table: Any) -> bytes:
    table = table if isinstance(table, dict) else {"question": table}
    try:
        return tomli_w.dumps(table).encode("utf-8", "replace")
    except (TypeError, ValueError):  # mixed lists of tables
        return json.dumps(table, default=str).encode()


def put_graph(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a graph."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


READING = (
    *(
        "graph lint {graph}",
        "graph lint {graph} --json",
        "graph lint {graph} --errors",
        "graph list",
        "graph list --json",
    ),
    *(
        "graph show {graph}",
        "graph show {graph} {record}",
        "graph show {graph} --to svg -o {out}.svg",
        "graph show {graph} --to dot",
    ),
    *(
        "graph show {graph} --to mermaid",
        "graph show {graph} --mine",
        "graph stats {graph}",
        "graph stats {graph} --json",
    ),
    *(
        "ask lists --graph {graph}",
        "ask {record} --graph {graph} --json",
        "brief --graph {graph}",
        "progress --graph {graph} --json",
    ),
    *(
        "simulate {graph} --candidates 1 --questions 2 --json",
        "graph import {questions} -o {out} --known {graph}",
        "review",
        "report",
    ),
    *(
        "start {graph} --plain --format full --minutes 20",
        "start {graph} --plain",
        "demo {graph} --plain --speed 1e6 --minutes 5",
    ),
)
WRITING = ("graph edit {graph} {record}", "resume --plain")


@contextlib.contextmanager
def graphs_by_commands(home: Path) -> Iterator[Trial]:
    """Hostile graphs through all commands, with interviews that were begun on the graph when it was whole."""
    begun = begun_on_the_whole_graph(home / "begun")
    (home / "list.csv").write_text("question,topic\nWhat is a list?,lists\nWhy is a set faster than a list?,sets\n")

    def trial(luck: random.Random, folder: Path) -> Outcome:
        files = hostile_graph(luck)
        graph = put_graph(folder / "graphs" / "sample", files)
        shutil.copytree(begun, folder / "sessions")
        (folder / "out").mkdir()
        names = {
            "graph": graph,
            "record": _record(files, luck),
            "out": folder / "out" / "x",
            "questions": home / "list.csv",
        }
        chosen, faults = luck.choices(READING, k=COMMANDS_EACH - 1), []
        before = contents(graph)
        for line in chosen:
            faults += _ran(line, names, folder, lines_to_sit(luck)).faults
            if wrong := changed(before, contents(graph)):
                faults.append(f"`{line}` changed {wrong}")
            if faults:
                return Outcome(faults, COMMANDS_EACH)
        os.environ["EDITOR"] = luck.choice(["true", "false", f"{_editor(folder, luck)}"])
        faults += _ran(luck.choice(WRITING), names, folder, lines_to_sit(luck)).faults
        return Outcome(faults, COMMANDS_EACH)

    yield trial


def begun_on_the_whole_graph(place: Path) -> Path:
    """A folder with two interviews on the graph as it was: one that stopped, one that ended."""
    put_graph(place / "graphs" / "sample", original())
    for typed in ("It grows.\n", "It grows.\n.\n3\ny\ny\ny\n\n/end\n"):
        assert not _ran("start sample --plain", {}, place, typed).status
    return place / "sessions"


def _ran(line: str, names: dict[str, Any], folder: Path, typed: str) -> Any:
    where = ["--graphs", str(folder / "graphs"), "--sessions", str(folder / "sessions"), "--candidate", "demo"]
    return call([*(word.format_map(names) for word in line.split(" ")), *where], typed)


def _record(files: dict[str, bytes], luck: random.Random) -> str:
    """An id that stands in the files, or stood there."""
    ids = re.findall(rb'^id = "([^"\n]{1,80})"', b"\n".join(files.values()), re.MULTILINE)
    return luck.choice(ids or [b"big-o"]).decode("utf-8", "replace").replace("\x00", "") or "x"


def _editor(folder: Path, luck: random.Random) -> Path:
    """An editor that changes what it is given in some way."""
    script, piece = folder / "editor", folder / "piece"
    piece.write_bytes(_text({"question": [altered({"id": "q", "kind": "discuss", "tier": 1, "prompt": "Why?"}, luck)]}))
    does = luck.choice(
        [f"cat {piece} >> $1", f"cp {piece} $1", "rm $1", "sed -i s/tier/teir/ $1", "echo >> $1", ": > $1"]
    )
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o755)
    return script
