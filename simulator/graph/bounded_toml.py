"""TOML as tables, in time and memory that grow no faster than the text: what people write is nested a few levels deep.

A key of 50,000 parts, which is 100 kB, would cost `tomllib` all the memory there is.
"""

import re
import tomllib
from typing import Any

DEEPEST = 64  # levels; the records of a graph have five

# strings and comments, each up to its end or, where it has none, as far as it could go
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?|#[^\n]*', re.DOTALL
)
_LONG_KEY = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{DEEPEST}}}")


def loads(text: str) -> dict[str, Any]:
    """What the text holds. Raises ValueError where it is no TOML, or is nested too deeply."""
    if _has_long_key(text):
        raise ValueError(f"a key has more than {DEEPEST} parts")
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise ValueError("the lists are nested too deeply") from None
    if _is_deep(found):
        raise ValueError(f"the lists and tables are nested more than {DEEPEST} levels deep")
    return found


def _has_long_key(text: str) -> bool:
    if all(line.count(".") < DEEPEST for line in text.split("\n")):  # a key stands on one line
        return False
    return bool(_LONG_KEY.search(_STRING.sub("s", text)))


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


DEEPEST_BLOCK = 32  # parts of a key, and brackets within brackets; a question as it was asked has five
MOST_MARKS = 50_000  # in one block; a question has some hundred
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


def weight(text: str) -> int:
    """The marks outside of texts: dots, commas, brackets and line ends. Raises TooHeavyError for too many or too deep.

    Takes time in proportion to the text, whatever stands in it.
    """
    few = sum(map(text.count, ".,\n[{"))
    return few if few <= DEEPEST_BLOCK else _counted(text)


def _counted(text: str) -> int:
    marks = depth = parts = 0
    for token in _TOKEN.finditer(text):
        marks += 1
        if marks > MOST_MARKS:
            raise TooHeavyError(f"it holds more than {MOST_MARKS:,} values")
        match text[token.start()]:
            case ".":
                parts += 1
                if parts >= DEEPEST_BLOCK:
                    raise TooHeavyError(f"a key of it has more than {DEEPEST_BLOCK} parts")
            case "[" | "{":
                parts, depth = 0, depth + 1
                if depth > DEEPEST_BLOCK:
                    raise TooHeavyError(f"its values lie more than {DEEPEST_BLOCK} deep in one another")
            case "]" | "}":
                parts, depth = 0, depth - 1
            case "," | "\n":
                parts = 0
    return marks
