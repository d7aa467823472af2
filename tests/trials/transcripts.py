"""Transcripts whose records were changed by somebody who knows the format, through every command."""

import contextlib
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from simulator.errors import TranscriptError
from simulator.session.transcript.format import inline
from simulator.session.transcript.read import parse
from tests.blocks import end_line
from tests.isolation import ROOT
from tests.mutations import altered, mutated, odd_value
from tests.transcripts import put, split, whole
from tests.trials.commands import call, changed, contents, lines_to_sit
from tests.trials.running import Outcome, Trial

KINDS = (
    *(
        "asked",
        "clarified",
        "hinted",
        "answered",
        "probed",
        "probe_answered",
        "predicted",
        "revealed",
        "judged",
        "scored",
    ),
    *(
        "checked",
        "skipped",
        "undone",
        "returned",
        "noted",
        "retold",
        "bookmarked",
        "paused",
        "resumed",
        "ended",
        "ran",
        "x",
    ),
)
LIKELY: dict[str, Sequence[Any]] = {
    "kind": KINDS,
    "n": (0, -1, 2, 99, 10**9),
    "clock": (float("nan"), float("inf"), -1.0, 1e308, 1e9),
    "position": (0, -1, 1, 99, 10**12),
    "point": ("core", "nobody", ""),
    "undoes": (0, 1, 2, 99),
    "id": ("nobody", ""),
}
DEEP = 50_000  # parts of one key
OTHER = 4  # which other tests sit too
COMMANDS_EACH = 7


# The files


@cache
def originals() -> tuple[tuple[str, bytes], ...]:
    """Whole interviews that were sat by the demo candidate, and the worked example."""
    worked = next((ROOT / "sessions").glob("*-work.toml"))
    return (
        *(whole(number) for number in (1, 2, 3)),
        (worked.stem, worked.read_bytes().replace(b'"example"', b'"demo"', 1)),
    )


def hostile_transcript(luck: random.Random) -> tuple[str, bytes]:
    """The id and the bytes of one that was cut somewhere and changed."""
    name, data = luck.choice(originals())
    head, blocks = split(data)
    blocks = blocks[: luck.choice([len(blocks), luck.randrange(len(blocks) + 1)])]
    for act in luck.choices(
        [_change_some, _change_one, _change_order, _change_header, _change_text],
        [6, 6, 4, 4, 3],
        k=luck.choice([1, 1, 2, 3]),
    ):
        head, blocks = act(head, blocks, luck)
    return name, head + b"".join(blocks)


def _change_some(head: bytes, blocks: list[bytes], luck: random.Random) -> tuple[bytes, list[bytes]]:
    """Records with hostile values; mostly those that were written last, where an interview goes on from."""
    for _ in range(min(len(blocks), luck.choice([1, 1, 2, 5]))):
        at = len(blocks) - 1 - min(luck.randrange(len(blocks)), luck.randrange(len(blocks)))
        blocks = [*blocks[:at], _written(altered(_event(blocks[at]), luck), luck), *blocks[at + 1 :]]
    return head, blocks


def _change_one(head: bytes, blocks: list[bytes], luck: random.Random) -> tuple[bytes, list[bytes]]:
    """One field that matters: what an event is, where it belongs, when it was."""
    if not blocks:
        return head, blocks
    at = luck.randrange(len(blocks))
    event = _event(blocks[at])
    key = luck.choice(["n", "at", "clock", "kind", "position", *event])
    likely = LIKELY.get(key, ())
    event[key] = luck.choice(likely) if likely and luck.random() < 0.8 else odd_value(luck)
    return head, [*blocks[:at], _written(event, luck), *blocks[at + 1 :]]


def _change_order(head: bytes, blocks: list[bytes], luck: random.Random) -> tuple[bytes, list[bytes]]:
    """Events that are missing, stand twice, in another order, or come from another interview."""
    if not blocks:
        return head, blocks
    at, to = luck.randrange(len(blocks)), luck.randrange(len(blocks))
    blocks = list(blocks)
    match luck.randrange(5):
        case 0:
            del blocks[at]
        case 1:
            blocks.insert(to, blocks[at])
        case 2:
            blocks[at], blocks[to] = blocks[to], blocks[at]
        case 3:
            blocks[min(at, to) : max(at, to)] = blocks[min(at, to) : max(at, to)][::-1]
        case _:
            blocks[at:at] = split(luck.choice(originals())[1])[1][:to]
    if luck.random() < 0.5:  # as if they had been written in this order
        blocks = [_written({**_event(block), "n": n}, None) for n, block in enumerate(blocks, 1)]
    return head, blocks


def _change_header(head: bytes, blocks: list[bytes], luck: random.Random) -> tuple[bytes, list[bytes]]:
    with contextlib.suppress(tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        table = tomllib.loads(head.decode())["session"]
        key = luck.choice(list(table))
        table = {**table, key: odd_value(luck)} if luck.random() < 0.6 else altered(table, luck)
        if luck.random() < 0.3:
            table["id"] = luck.choice(
                ["../../outside", "/tmp/outside", "a/b", "..", ".", "", "x" * 300, "\x1b[31m", "con"]
            )
        head = _lines("[session]\n", table) + b"\n"
    return head, blocks


def _change_text(head: bytes, blocks: list[bytes], luck: random.Random) -> tuple[bytes, list[bytes]]:
    """What no record can say: keys that stand twice, keys without end, bytes."""
    if not blocks or luck.random() < 0.2:
        return mutated(head, luck), blocks
    at = luck.randrange(len(blocks))
    lines = blocks[at].split(b"\n")
    where = luck.randrange(1, len(lines))
    match luck.randrange(5):
        case 0:
            lines.insert(where, luck.choice(lines))
        case 1:
            lines.insert(where, b".".join([b"a"] * luck.choice([20, 1000, DEEP])) + b" = 1")
        case 2:
            lines.insert(where, b"deep = " + b"[" * luck.choice([50, 5000]))
        case 3:
            lines.insert(where, b"x = " + b"9" * 5000)
        case _:
            return head, [*blocks[:at], mutated(blocks[at], luck), *blocks[at + 1 :]]
    return head, [*blocks[:at], b"\n".join(lines), *blocks[at + 1 :]]


def _event(block: bytes) -> dict[str, Any]:
    """A block as a table; nothing where it was spoilt before."""
    try:
        (event,) = tomllib.loads(block.decode())["event"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, RecursionError):
        return {"kind": "noted", "n": 1}
    return dict(event) if isinstance(event, dict) else {"kind": "noted", "n": 1}


def _written(event: Any, luck: random.Random | None) -> bytes:
    """An event as a block, with the checksum that it should have, or one that is wrong."""
    event = event if isinstance(event, dict) else {"kind": event}
    body = _lines("[[event]]\n", event)
    n = event.get("n") if isinstance(event.get("n"), int) and 0 <= event["n"] < 10**9 else 1
    if luck is not None and luck.random() < 0.2:
        return body + b"# end %d 00000000\n\n" % n
    return body + end_line(n, body.decode()).encode() + b"\n"


def _lines(start: str, table: dict[str, Any]) -> bytes:
    keys = (
        f"{key if re.fullmatch('[a-z_]+', key) else inline(key)} = {inline(value)}\n" for key, value in table.items()
    )
    return (start + "".join(keys)).encode("utf-8", "replace")


# The commands

NAMED = (
    *(
        "review {id}",
        "review {path}",
        "report {id}",
        "report {id} --to md",
        "report {id} --to html",
        "report {id} --to json",
    ),
    *("report {id} --to csv", "report {id} --to card --answers", "report {id} --to html --no-answers"),
    *("report {path} --json", "compare {id} {other}", "compare {other} {id} --json"),
)
GENERAL = (
    *(
        "review",
        "review --json",
        "review --search token",
        "review --search format:full",
        "review --missed",
        "review --trash",
    ),
    *(
        "review --verdict weak --json",
        "review --concept kv-cache",
        "progress",
        "progress --json",
        "brief",
        "brief --json",
    ),
    *(
        "doctor",
        "doctor --json",
        "doctor --rebuild",
        "graph show llm --mine",
        "report",
        "calibrate llm --transcripts {sessions} -o {out}",
    ),
    *(
        "export --to md -o {out}",
        "export --to html -o {out}",
        "export --to json -o {out}.json",
        "export --to csv -o {out}.csv",
    ),
    *("export --to anki -o {out}.apkg", "export {id} --to html -o {out}.html", "export {id} --to md -o {out}"),
)
CHANGING = (
    *("resume {id} --plain", "resume {path}", "resume", "review {id} --note 1 word", "review {id} --bookmark 0"),
    *("review {id} --bookmark 1", "review {id} --score 1 ypn", "review {id} --delete", "start llm --plain"),
)
RESTORE = "review {id} --restore"


@contextlib.contextmanager
def transcripts_by_commands(home: Path) -> Iterator[Trial]:
    """Hostile transcripts through all commands: reading changes nothing, going on keeps every event."""

    def trial(luck: random.Random, folder: Path) -> Outcome:
        name, data = hostile_transcript(luck)
        sessions = folder / "sessions"
        path, other = put(sessions, name, data), put(sessions, *whole(OTHER))
        names = {"id": name, "path": path, "other": other.stem, "sessions": sessions, "out": folder / "out" / "x"}
        faults: list[str] = []
        (folder / "out").mkdir()
        everything = contents(folder)
        chosen = [*luck.choices(NAMED, k=3), *luck.choices(GENERAL, k=COMMANDS_EACH - 4)]
        for line in chosen:
            faults += _ran(line, names, "").faults
            now = {file: held for file, held in contents(folder).items() if not file.startswith("out/")}
            if wrong := changed(everything, now):
                faults.append(f"`{line}` changed {wrong}")
            if faults:
                return Outcome(faults, len(chosen))
        line = luck.choice(CHANGING)
        done = _ran(line, names, lines_to_sit(luck))
        faults += done.faults + lost(path, data, line)
        if "--delete" in line and done.status == 0:
            faults += _ran(RESTORE, names, "").faults
            if not path.exists() or path.read_bytes() != data:
                faults.append("what was deleted did not come back")
        return Outcome(faults, len(chosen) + 1)

    yield trial


def _ran(line: str, names: dict[str, Any], typed: str) -> Any:
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(names["sessions"]), "--candidate", "demo"]
    return call([*(word.format_map(names) for word in line.split()), *where], typed)


def lost(path: Path, data: bytes, line: str) -> list[str]:
    """What a command that adds to a transcript must leave: all bytes that were sound, and each event once."""
    if "--delete" in line:
        return []
    now = path.read_bytes()
    if now == data:
        return []
    try:
        before = parse(data, path)
        after = parse(now, path)
    except TranscriptError as error:
        return [f"`{line}` wrote into a transcript that cannot be read: {error}"]
    faults = []
    if now[: before.sound] != data[: before.sound]:
        faults.append(f"`{line}` changed what stood in the transcript")
    if after.events[: len(before.events)] != before.events:
        faults.append(f"`{line}` lost or doubled an event")
    return faults
