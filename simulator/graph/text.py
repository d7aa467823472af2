"""Text from a file made safe for a terminal.

Removed are control characters (C0 except newline and tab, DEL, C1), NUL, the characters that reorder text (bidi
overrides, embeddings and isolates) and lone surrogates; every kind of line end becomes a newline. What is left shows
as plain text: `\x1b[31m` becomes the visible `[31m`.
"""

import re

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text without what a terminal could obey; newlines and tabs stay."""
    if _SUSPECT.search(text) is None:
        return text
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The text made safe and put on one line: every run of white space is one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def short(text: object, limit: int = 60) -> str:
    """The text on one safe line of at most `limit` characters, for quoting in a message."""
    flat = one_line(str(text))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
