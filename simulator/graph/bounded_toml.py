"""TOML that anybody may have written, read in time and memory that grow no faster than the text.

`tomllib` would take all the memory there is for a key of 50,000 parts, which is 100 kB. What people write is nested a
few levels deep: five in the records of a graph, and in a question as a transcript keeps it.
"""

import re
import tomllib
from typing import Any

DEEPEST = 32  # parts of a key, brackets within brackets, and levels of what was read
MOST_OF_TEXT = 50_000  # marks in one block of a transcript; a question has some hundred
MOST_OF_FILE = 3_000_000  # marks in all blocks of a transcript that are parsed: five thousand questions
# Texts and remarks are passed over whole; one that is not closed goes on to the end, where the parser stops too.
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
    """Text that is not parsed; the message says why, without a full stop."""


class Allowance:
    """How much may still be parsed of a file, text by text; what is written in an interview is a hundredth of it."""

    def __init__(self, marks: int = MOST_OF_FILE) -> None:
        self._left = marks

    def take(self, text: str) -> None:
        """Count some text. Raises TooHeavyError where it is too much, in itself or with what was before."""
        self._left -= weight(text, MOST_OF_TEXT)
        if self._left < 0:
            raise TooHeavyError("the file holds more than an interview could")


def loads(text: str, allowance: Allowance | None = None) -> dict[str, Any]:
    """What the text holds. Raises ValueError where it is no TOML, or nested too deeply.

    With an `allowance`, also where it holds too much; a graph may be as large as a file can be.
    """
    if allowance is not None:
        allowance.take(text)
    elif any(line.count(".") >= DEEPEST for line in text.split("\n")):  # a key stands on one line
        weight(text)
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise _too_deep() from None
    if _is_deep(found):
        raise _too_deep()
    return found


def weight(text: str, most: int | None = None) -> int:
    """The marks outside of texts: dots, commas, brackets and line ends. Raises TooHeavyError for too many or too deep.

    Takes time in proportion to the text, whatever stands in it.
    """
    few = sum(map(text.count, ".,\n[{"))
    if few <= DEEPEST:
        return few
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


def _is_deep(value: Any) -> bool:
    """Whether a value is nested too deeply, found level by level: whoever walks it later does so by recursion."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _too_deep() -> TooHeavyError:
    return TooHeavyError(f"its values are nested more than {DEEPEST} levels deep")
