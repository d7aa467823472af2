"""What the child sent for a case, looked at before anybody relies on it: a candidate may have written it themselves."""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from simulator.graph.code.values import ITEM_BYTES
from simulator.graph.record_base import ready

MOST_PARTS = 2_000_000  # commas and brackets, counted before anything is built of them
MOST_NUMBERS = 16 << 20  # in one array
MOST_DEPTH = 60
MOST_LINES = 20
MOST_LETTERS = 2000


class Malformed(ValueError):  # noqa: N818 - what it is
    """A reply isn't of the shape that the child sends."""


@dataclass(frozen=True)
class Raised:
    """An error of the candidate's code: `lines` say where, as `line 12, in attend: scores = q @ k`.

    `step` is the number of the step that raised it; None if the code itself did, before any step.
    """

    kind: str
    message: str
    lines: tuple[str, ...]
    step: int | None = None


@dataclass(frozen=True)
class CaseReply:
    """The outcome of one case. `results` are wire values, one for each step that returned; their shapes are checked.

    `calls` are the arguments of each call of a scripted function, by its name. `arguments` are those of the step that
    asked for them, after it. `ended` is empty if the code came to its own end, by a result or an error; else "time",
    "memory", "output", "reply", "killed", "interrupted", "refused" or "not-run".
    """

    id: str
    results: list[Any] = field(default_factory=list)
    error: Raised | None = None
    stdout: str = ""
    calls: dict[str, list[Any]] = field(default_factory=dict)
    arguments: Any = None
    ended: str = ""
    seconds: float = 0.0


class Sent(msgspec.Struct):
    """What the child sends for a case. How it `ended` early is what the child may say by itself."""

    ended: Literal["", "memory", "reply", "refused"]
    results: list[Any] = []
    calls: dict[str, list[Any]] = {}
    arguments: Any = None
    error: Raised | None = None


ready(Sent)


def read_reply(data: bytes) -> dict[str, Any]:
    """The parts of a reply, as keywords of CaseReply. Raises Malformed."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_PARTS:
        raise Malformed("too many parts")
    try:
        sent = msgspec.convert(json.loads(data), Sent)  # msgspec's own reader takes no NaN, which code may well give
    except (ValueError, RecursionError, OverflowError, msgspec.ValidationError) as error:
        raise Malformed("it is no reply") from error
    for value in (sent.results, *sent.calls.values(), sent.arguments):
        check_wire(value)
    if (raised := sent.error) is not None:
        lines = tuple(line[:MOST_LETTERS] for line in raised.lines[:MOST_LINES])
        sent.error = Raised(raised.kind[:MOST_LETTERS], raised.message[:MOST_LETTERS], lines, raised.step)
    return msgspec.structs.asdict(sent)


def check_wire(value: Any) -> None:
    """Raise Malformed unless a value has only the forms that the child may send back."""
    left = [(value, 0)]
    while left:
        each, depth = left.pop()
        if depth > MOST_DEPTH:
            raise Malformed("nested too deeply")
        if isinstance(each, list):
            left += [(part, depth + 1) for part in each]
        elif isinstance(each, dict):
            left += [(part, depth + 1) for part in _parts(each)]


def _parts(table: Mapping[str, Any]) -> list[Any]:
    """What is left to look at in a table, plain or of one of the forms."""
    form = next((key for key in table if key.startswith("$")), "")
    inside = table.get(form)
    match form:
        case "":
            return list(table.values())
        case "$tuple" | "$set" if isinstance(inside, list) and len(table) == 1:
            return inside
        case "$map" if isinstance(inside, list) and len(table) == 1:
            if all(isinstance(pair, list) and len(pair) == 2 for pair in inside):
                return inside
        case "$raised" if isinstance(inside, list) and len(table) == 1:
            if all(isinstance(name, str) for name in inside):
                return []
        case "$other" if isinstance(inside, str) and isinstance(table.get("repr"), str) and len(table) == 2:
            return []
        case "$bytes" if len(table) == 1:
            _decoded(inside)
            return []
        case "$array" if len(table) == 3:
            size, shape = ITEM_BYTES.get(str(inside)), table.get("shape")
            if size is None or not isinstance(shape, list) or len(shape) > 32:
                raise Malformed("no array")
            if not all(type(n) is int and 0 <= n < 1 << 40 for n in shape):
                raise Malformed("no array")
            if math.prod(n or 1 for n in shape) > MOST_NUMBERS:  # one of size 0 may have a billion rows
                raise Malformed("too many rows")
            if math.prod(shape) * size != len(_decoded(table.get("data"))):
                raise Malformed("an array of another size than its shape")
            return []
    raise Malformed(f"no form {form[:20]}")


def _decoded(text: Any) -> bytes:
    if not isinstance(text, str):
        raise Malformed("no bytes")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("no bytes") from error
