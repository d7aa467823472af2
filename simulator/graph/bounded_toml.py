"""Reads untrusted TOML in time and memory that grow no faster than the text.

`tomli` alone would fill the memory for a key of 50,000 parts, which is 100 kB. Real files are nested a few levels
deep: five in the records of a graph, and in a question as a transcript keeps it.
"""

import re
from typing import Any

import tomli

from simulator.graph.text import short

DEEPEST = 32  # parts of a key, brackets within brackets, and levels of what was read
MOST_OF_TEXT = 50_000  # marks in one block of a transcript; a question has some hundred
MOST_OF_FILE = 3_000_000  # marks in all blocks of a transcript: five thousand questions
# Strings and comments are one token each; an unclosed string runs to the end, where the parser stops too.
_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|[.,\n\[\]{}]",  # no group: Python 3.11 takes them wrong beside possessive quantifiers
    re.DOTALL,
)


class TooHeavyError(ValueError):
    """The text is too large or too deeply nested to parse; the message has no full stop."""


class Allowance:
    """A budget for parsing one file, text by text; an interview uses about a hundredth of it."""

    def __init__(self, marks: int = MOST_OF_FILE) -> None:
        self._left = marks

    def take(self, text: str) -> None:
        """Counts a text. Raises TooHeavyError if it is too much, alone or together with those before."""
        self.spend(weight(text, MOST_OF_TEXT))

    def spend(self, marks: int) -> None:
        """Counts a text that was weighed before. Raises TooHeavyError if it is too much together with those before."""
        self._left -= marks
        if self._left < 0:
            raise TooHeavyError("the file holds more than an interview could")


def loads(text: str, allowance: Allowance | None = None) -> dict[str, Any]:
    """The parsed text. Raises ValueError if it is not TOML or is nested too deeply.

    With an `allowance`, also if it holds too much. Graphs are read without one.
    """
    if allowance is not None:
        allowance.take(text)
    elif any(line.count(".") >= DEEPEST for line in text.split("\n")):  # a key is on one line
        weight(text)
    try:
        parsed = tomli.loads(text)
    except RecursionError:
        raise _too_deep() from None
    level: list[Any] = [parsed]
    for _ in range(DEEPEST + 1):  # level by level, as code that walks it by recursion would fail
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return parsed
    raise _too_deep()


def weight(text: str, most: int | None = None) -> int:
    """The dots, commas, brackets and line ends outside strings. Raises TooHeavyError for too many or too deep.

    Up to `DEEPEST` of them weigh nothing: most events of a transcript hold fewer. Takes time proportional to the length
    of the text, whatever it holds.
    """
    if sum(map(text.count, ".,\n[{")) <= DEEPEST:
        return 0
    marks = depth = parts = 0
    for token in _TOKEN.finditer(text):
        marks += 1
        if most is not None and marks > most:
            raise TooHeavyError(f"it holds more than {most:,} values")
        match text[token.start()]:
            case ".":
                parts += 1
                if parts >= DEEPEST:
                    raise TooHeavyError(f"a key has more than {DEEPEST} parts")
            case "[" | "{":
                parts, depth = 0, depth + 1
                if depth > DEEPEST:
                    raise _too_deep()
            case "]" | "}":
                parts, depth = 0, depth - 1
            case "," | "\n":
                parts = 0
    return marks


def _too_deep() -> TooHeavyError:
    return TooHeavyError(f"its values are nested more than {DEEPEST} levels deep")


def place_of(name: str, text: str) -> str:
    """Where a key stands in the file: `role = "x" in line 3`; the key alone where no line has it."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")  # the key, or its table
    found = (
        f"{short(line.strip(), 60)} in line {n}" for n, line in enumerate(text.splitlines(), 1) if wanted.match(line)
    )
    return next(found, name)
