"""What is said of a settings file that does not fit: every wrong line, what stands in it, and what may."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from simulator.graph.sanitise import short

ALLOWED = {
    "seniority": "choose junior, mid, senior or staff",
    "score": "choose each or end",
    "input": "choose typed or spoken",
    "interview_on": "write the day as 2026-12-31",
    "clock": "write true or false",
    "minutes": "write a number of minutes",
    "advert_areas": "write a number from 0 to 1 behind each area",
    "keys": "write a key in quotes behind each action",
}
TEXT = "write a text in quotes"


def mistakes(raw: Mapping[str, Any], text: str, kind: type[msgspec.Struct]) -> list[str]:
    """A sentence part for every value of `raw`, which was read from `text`, that `kind` cannot take."""
    return [part for name, value in raw.items() if (part := _mistake(name, value, text, kind))]


def _mistake(name: str, value: Any, text: str, kind: type[msgspec.Struct]) -> str:
    try:
        msgspec.convert({name: value}, kind)
    except msgspec.ValidationError:
        found = _line_of(name, text)
        where = f"{short(found[1], 60)} in line {found[0]}" if found else name
        return f"{where}: {ALLOWED.get(name, TEXT)}"
    return ""


def _line_of(name: str, text: str) -> tuple[int, str] | None:
    """The number and the words of the line that a key, or its table, stands in."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), 1)
    return next(((number, line.strip()) for number, line in lines if wanted.match(line)), None)
