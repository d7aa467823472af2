"""Splits Markdown into code and prose. Code is kept to the letter; tags are looked for only in prose.

Takes linear time, even for a million backticks.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

_FENCE = re.compile(r"^[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]*)?(`{3,}(?=[^`]*$)|~{3,})")
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"^[^\S\n]+$", re.MULTILINE)


class Piece(NamedTuple):
    """A piece of a text: code with its backticks or fence lines, or prose."""

    text: str
    is_code: bool


def without_blanks(code: str) -> str:
    """The code with nothing in its blank lines: the time Pygments takes grows with their square."""
    return _BLANK_LINE.sub("", code)


def _has_fence(text: str) -> bool:
    return "```" in text or "~~~" in text


def lines_with_fences(text: str) -> Iterator[Piece]:
    """The lines with their ends. Those of a fence are code, at any indentation, and to the end if nothing closes it."""
    mark = ""
    for line in text.splitlines(keepends=True):
        if mark:
            yield Piece(line, True)
            closing = line.strip()
            if len(closing) >= len(mark) and not closing.strip(mark[0]):
                mark = ""
        else:
            opening = _FENCE.match(line) if _has_fence(line) else None
            mark = opening[1] if opening else ""
            yield Piece(line, bool(opening))


def blocks_with_fences(text: str) -> Iterator[Piece]:
    """The same, with lines of one kind that follow one another as one piece."""
    if not _has_fence(text):
        yield Piece(text, False)
        return
    for is_code, lines in groupby(lines_with_fences(text), key=attrgetter("is_code")):
        yield Piece("".join([line.text for line in lines]), is_code)


def split_code(text: str) -> Iterator[Piece]:
    """The text in pieces, in order; joined they are the text again.

    Code is a fence, or a span between two runs of as many backticks within one paragraph (CommonMark 0.31, 4.5
    and 6.1).
    """
    paragraph: list[str] = []
    for line in lines_with_fences(text):
        if not line.is_code:
            paragraph.append(line.text)
        if line.is_code or not line.text.strip():
            yield from _spans("".join(paragraph))
            paragraph = []
        if line.is_code:
            yield line
    yield from _spans("".join(paragraph))


def _spans(paragraph: str) -> Iterator[Piece]:
    """The pieces of a paragraph: spans between two runs of equally many backticks, and the text around them.

    A backslash before a run takes its first backtick out, where it would open a span; what closes one is never escaped.
    """
    runs = list(_TICKS.finditer(paragraph))
    later: dict[int, list[int]] = defaultdict(list)  # runs by their length, the last one first
    for index in reversed(range(len(runs))):
        later[len(runs[index][0])].append(index)
    start = index = 0
    while index < len(runs):
        opened = runs[index].start()
        before = opened
        while before > start and paragraph[before - 1] == "\\":
            before -= 1
        opened += (opened - before) % 2
        same = later[runs[index].end() - opened]
        while same and same[-1] <= index:
            same.pop()
        if not same:
            index += 1
            continue
        closing = same[-1]
        closed = runs[closing].end()
        if start < opened:
            yield Piece(paragraph[start:opened], False)
        yield Piece(paragraph[opened:closed], True)
        start, index = closed, closing + 1
    if start < len(paragraph):
        yield Piece(paragraph[start:], False)
