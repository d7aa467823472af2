"""Hostile changes to the bytes of files, a limit to the time they may cost, and what may come out of them."""

import random
import re
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
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
