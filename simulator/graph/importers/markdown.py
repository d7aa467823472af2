"""Lists of questions and answers in Markdown: headings or bold lines that ask, and what follows them."""

import re

from simulator.graph.importers.entry import Found, text_of

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_NUMBERED = re.compile(r"^(?:Q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s+|^Q\s*[:.]\s*", re.IGNORECASE)
_BOLD = re.compile(r"^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(\*\*|__)(.+?)\1\s*$")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(.+\?)\s*$")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_LABEL = re.compile(r"^\s*(?:\*\*|__)?(?:A|Answer|Ans)\s*[:.](?:\*\*|__)?\s*", re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\]]*\]\(#[^)]*\)\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_MARKS = re.compile(r"\*\*|__|`")


def read_markdown(data: bytes, name: str) -> Found:
    """Every question with the text up to the next one; the heading above it is its topic."""
    found, topic, prompt, at = Found(), "", "", 0
    answer: list[str] = []
    fenced = False

    def close() -> None:
        """Take the question that was begun, if one was, with the text up to here."""
        if prompt:
            found.take(f"{name}, line {at}", prompt=prompt, answer=_answer(answer), topic=topic)

    for number, raw in enumerate(_lines(text_of(data, name)), 1):
        heading = None if fenced else _HEADING.match(raw)
        asked = "" if fenced else _question(raw)
        if asked or heading:
            close()
            prompt, at, answer = asked, number, []
            if heading and not asked:
                topic = _bare(heading[2])
        else:
            fenced ^= bool(_FENCE.match(raw))
            answer.append(raw)
    close()
    return found


def _lines(text: str) -> list[str]:
    """The lines, a foldable summary as a bold one and links to the own headings left out."""
    opened = _SUMMARY.sub(lambda match: f"\n**{match[1].strip()}**\n", text)
    return [line for line in opened.split("\n") if not _CONTENTS.match(line)]


def _question(raw: str) -> str:
    """The question that a line asks, empty where it asks none."""
    heading, bold, item = _HEADING.match(raw), _BOLD.match(raw), _ITEM.match(raw)
    text = heading[2] if heading else bold[2] if bold else item[1] if item else ""
    numbered = bool(_NUMBERED.match(text))
    bare = _bare(text)
    if bare.endswith("?") or (heading and numbered and heading[1] != "#"):
        return bare
    return ""


def _bare(text: str) -> str:
    return _MARKS.sub("", _NUMBERED.sub("", _TAG.sub("", text).strip())).strip()


def _answer(lines: list[str]) -> str:
    text = _TAG.sub("", "\n".join(lines)).strip().removesuffix("---").strip()
    return _LABEL.sub("", text, count=1)
