"""How much work TOML text is, told before it is parsed: a parser takes gigabytes for one key of 50,000 parts."""

import re

DEEPEST = 32  # parts of a key, and brackets within brackets; a question as it was asked has five
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
    return few if few <= DEEPEST else _counted(text)


def _counted(text: str) -> int:
    marks = depth = parts = 0
    for token in _TOKEN.finditer(text):
        marks += 1
        if marks > MOST_MARKS:
            raise TooHeavyError(f"it holds more than {MOST_MARKS:,} values")
        match text[token.start()]:
            case ".":
                parts += 1
                if parts >= DEEPEST:
                    raise TooHeavyError(f"a key of it has more than {DEEPEST} parts")
            case "[" | "{":
                parts, depth = 0, depth + 1
                if depth > DEEPEST:
                    raise TooHeavyError(f"its values lie more than {DEEPEST} deep in one another")
            case "]" | "}":
                parts, depth = 0, depth - 1
            case "," | "\n":
                parts = 0
    return marks
