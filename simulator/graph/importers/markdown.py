"""Lists of questions and answers in Markdown: headings or bold lines that ask, and what follows them."""

import re
from collections.abc import Iterator
from itertools import groupby

from simulator.graph.code_spans import lines_with_fences, split_code
from simulator.graph.importers.entry import Found, text_of
from simulator.graph.importers.tags import without_layout

_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"^(?:Q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s+|^Q\s*[:.]\s*", re.IGNORECASE)
_BOLD = re.compile(r"^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(\*\*|__)(.+?)\1\s*$")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(.+\?)\s*$")
_SUMMARY = re.compile(r"<(/?)summary>", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:\*\*|__)?(?:A|Answer|Ans)\s*[:.](?:\*\*|__)?\s*", re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\]]*\]\(#[^)]*\)\s*$")
_MARKS = re.compile(r"\*\*|__")


def read_markdown(data: bytes, name: str) -> Found:
    """Every question with the text up to the next one; the heading above it is its topic."""
    found, topic, prompt, at = Found(), "", "", 0
    answer: list[str] = []

    def close() -> None:
        """Take the question that was begun, if one was, with the text up to here."""
        if prompt:
            found.take(f"{name}, line {at}", prompt=prompt, answer=_answer(answer), topic=topic)

    for number, (raw, is_code) in enumerate(_lines(text_of(data, name)), 1):
        heading = None if is_code else _heading(raw)
        asked = "" if is_code else _question(raw)
        if asked or heading:
            close()
            prompt, at, answer = asked, number, []
            if heading and not asked:
                topic = _bare(heading[1]).replace("`", "")
        else:
            answer.append(raw)
    close()
    return found


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is code; a foldable summary is a bold line, links to own headings are left out."""
    for is_code, lines in groupby(lines_with_fences(text), key=lambda line: line.is_code):
        together = "".join(line.text for line in lines)
        for line in (together if is_code else _opened(together)).removesuffix("\n").split("\n"):
            if is_code or not _CONTENTS.match(line):
                yield line, is_code


def _opened(text: str) -> str:
    parts, start, opening = [], 0, None
    for tag in _SUMMARY.finditer(text):
        if not tag[1]:
            opening = opening or tag
        elif opening:
            parts += [text[start : opening.start()], f"\n**{text[opening.end() : tag.start()].strip()}**\n"]
            start, opening = tag.end(), None
    return "".join([*parts, text[start:]])


def _heading(raw: str) -> tuple[str, str] | None:
    """The signs and the words of a heading, or None."""
    signs = _HEADING.match(raw)
    return (signs[1], raw[signs.end() :].rstrip().rstrip("#").rstrip()) if signs else None


def _question(raw: str) -> str:
    """The question that a line asks, empty where it asks none."""
    heading, bold, item = _heading(raw), _BOLD.match(raw), _ITEM.match(raw)
    text = heading[1] if heading else bold[2] if bold else item[1] if item else ""
    numbered = bool(_NUMBERED.match(text))
    bare = _bare(text)
    if bare.rstrip("`").endswith("?") or (heading and numbered and heading[0] != "#"):
        return bare
    return ""


def _bare(text: str) -> str:
    """A line without its number, its layout and its emphasis; code in it stays to the letter."""
    pieces = split_code(_NUMBERED.sub("", without_layout(text).strip()))
    return "".join(piece.text if piece.is_code else _MARKS.sub("", piece.text) for piece in pieces).strip()


def _answer(lines: list[str]) -> str:
    text = without_layout("\n".join(lines)).strip().removesuffix("---").strip()
    return _LABEL.sub("", text, count=1)
