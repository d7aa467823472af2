"""Hostile changes to bytes and to records, a limit to the time they may cost, and what may come out of them."""

import copy
import random
import re
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import msgspec

JUNK = (b"\x00", b"\x1b[2J", b"\xe2\x80\xae", b"\xff", b"\r\n", b'"', b'"""', b"\\", b"{", b"[[event]]\n")
MARKS = (b"\n# end 1 00000000\n", b"1e400", b"-1", b"9" * 30, b"\\u001b", b"\\u202e", b"nan", b"[" * 2000)


def mutated(data: bytes, luck: random.Random) -> bytes:
    """A few hostile changes anywhere."""
    changed = bytearray(data)
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(changed) + 1)
        match luck.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([luck.randrange(256)])
            case 1:
                del changed[at : at + luck.randrange(400)]
            case 2:
                changed[at:at] = luck.choice(JUNK + MARKS)
            case 3:
                source = luck.randrange(len(changed) + 1)
                changed[at:at] = changed[source : source + luck.randrange(3000)]
            case 4:
                _change_digit(changed, at, luck)
            case _:
                del changed[at:]
    return bytes(changed)


def _change_digit(data: bytearray, at: int, luck: random.Random) -> None:
    digits = [m.start() for m in re.finditer(rb"\d", bytes(data[at : at + 400]))]
    if digits:
        data[at + luck.choice(digits)] = luck.choice(b"0123456789-.e")


ODD_TEXTS = (
    *(
        "",
        " ",
        "\x1b[2J\x1b]0;x\x07",
        "\x9b31m",
        "\u202egnp",
        "\u2066x",
        "\u2028",
        "\ufeff=1+1",
        "=cmd|' /C x'!A0",
        "-",
    ),
    *("[@click=app.quit]x[/]", "x[/", "[red]", "```", "</details><script>", "../../../x", "/dev/zero", "a\nb\r\nc\td"),
    *(
        "# end 1 00000000",
        "[[event]]",
        "%s%n{0}",
        "\U0001f469\u200d\U0001f4bb",
        "e" + "\u0301" * 300,
        "x" * 40_000,
        "{{c1::x}}",
    ),
)
ODD_NUMBERS = (0, -1, 1, 2**31, 2**63, -(2**63), 10**400, True, False, 0.0, -0.0, 1e-320, 1e308, -1e308)
NO_NUMBERS = (float("nan"), float("inf"), float("-inf"))
ODD_TIMES = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(1969, 1, 1, tzinfo=UTC),
)


def odd_value(luck: random.Random) -> Any:
    """A value that hardly any field expects."""
    kind = luck.randrange(7)
    if kind < 5:
        return luck.choice((ODD_TEXTS, ODD_NUMBERS, NO_NUMBERS, ODD_TIMES, ([], {}, [[]], [{}], {"": {}}))[kind])
    value: Any = luck.choice(ODD_TEXTS)
    for _ in range(luck.choice([3, 30, 90])):
        value = [value] if kind == 5 else {"deep": value}
    return value


def altered(record: Any, luck: random.Random) -> Any:
    """The same record, list or table with a few hostile changes anywhere in it; most keys stay known ones."""
    whole = copy.deepcopy(record)
    for _ in range(luck.choice([1, 1, 1, 2, 3, 6])):
        if places := [*_places(whole)]:
            _alter(*luck.choice(places), whole, luck)
    return whole


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value, as the table or the list and the key in it."""
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(inner)


def _alter(box: Any, key: Any, whole: Any, luck: random.Random) -> None:
    """One change at one place."""
    value = box[key]
    match luck.randrange(9):
        case 0:
            del box[key]
        case 1:
            other, there = luck.choice([*_places(whole)])
            box[key] = copy.deepcopy(other[there])
        case 2 if isinstance(box, list):
            box[:] = [*box, copy.deepcopy(value)] if luck.random() < 0.5 else box[::-1]
        case 2:
            name = luck.choice([*ODD_TEXTS, "id", "kind", "n", "point"])
            box[name] = box.pop(key)
        case 3 if isinstance(value, list) and value:
            value *= luck.choice([2, 3, 40])
        case 4 if isinstance(value, str):
            at = luck.randrange(len(value) + 1)
            box[key] = value[:at] + luck.choice(ODD_TEXTS) + value[at:]
        case 5 if isinstance(value, int | float):
            box[key] = luck.choice(
                [value + 1, value - 1, -value, value * 10, str(value), value + 0.5 if abs(value) < 1e9 else 0]
            )
        case 6:
            box[key] = luck.choice([[value], {"id": value}, str(value)])
        case _:
            box[key] = odd_value(luck)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails when what stands inside takes longer, in seconds of the processor: others may use the machine too."""

    def hangs(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"It took longer than {seconds:g} s.")

    before = signal.signal(signal.SIGPROF, hangs)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def texts(value: Any) -> Iterator[str]:
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from texts(msgspec.to_builtins(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def unsafe(text: str) -> set[str]:
    """The characters of a text that a terminal could obey or that it cannot show."""
    if text.isprintable():
        return set()
    bad = {c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\n\t"}
    return bad | (set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
