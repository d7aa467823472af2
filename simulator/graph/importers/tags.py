"""HTML in imported lists: the tags that lay a text out go, code and everything that only looks like a tag stays.

`use <b>{x}</b> here` in code is a claim about HTML, `run job <NAME>` is a command with its argument, `<s>` is a token
of a language model: a reference answer that loses them is wrong. Every step is linear in the text.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal

from simulator.graph.code_spans import split_code

Kind = Literal["prose", "code", "pre", "tagged"]
_LAYOUT = frozenset(
    """abbr acronym article aside big blockquote br button caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr img ins kbd li nobr ol picture pre ruby samp section small span
    strike strong sub summary sup svg table tbody td tfoot th thead tr tt ul wbr""".split()
)
_SHORT = frozenset("a b i p q u".split())  # also names of types and variables: they go in pairs, or with an attribute
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>\s[^<>]*|/)?>")
_BREAK = re.compile(r"<(?:br|hr|/?div|/?p|/li|/tr|/h[1-6])(?:\s[^<>]*|/)?>", re.IGNORECASE)
_MARKED_UP = re.compile(r"<(?P<slash>/?)(?P<name>pre|code)(?:\s[^<>]*)?>", re.IGNORECASE)
_MORE_NEWLINES = re.compile(r"\n{3,}")


def without_layout(text: str) -> str:
    """Markdown without the tags that lay it out; code, and what is no tag of HTML, stays to the letter."""
    return _convert(text, lambda kept: kept)


def text_of_html(field: str) -> str:
    """The Markdown of a field that is HTML, such as one of Anki: a break is a newline, an entity its character."""
    text = _convert(_BREAK.sub("\n", field), html.unescape)
    return _MORE_NEWLINES.sub("\n\n", text.replace("\xa0", " ")).strip()


def _convert(text: str, decode: Callable[[str], str]) -> str:
    """The text with <pre> and <code> as Markdown's fence and span, without layout; `decode` is applied to the rest."""
    kinds = list(_kinds(text))
    paired = _paired("".join(part for kind, part in kinds if kind == "prose"))
    parts = []
    for kind, part in kinds:
        if kind == "prose":
            parts.append(decode(_without_tags(part, paired)))
        elif kind == "code":
            parts.append(decode(part))
        else:
            code = html.unescape(_without_tags(part, _paired(part)))
            parts.append(_fenced(code) if kind == "pre" else _ticked(code))
    return "".join(parts)


def _kinds(text: str) -> Iterator[tuple[Kind, str]]:
    """The text in parts: prose, code with its marks of Markdown, and what stands between <pre> or <code> tags."""
    kept: list[str] = []  # what has been read of prose, or since `opening`
    opening: re.Match[str] | None = None
    for piece in split_code(text):
        if piece.is_code and opening is None:
            yield "prose", "".join(kept)
            yield "code", piece.text
            kept = []
            continue
        start = 0
        for tag in _MARKED_UP.finditer(piece.text):
            if opening is None and not tag["slash"]:
                yield "prose", "".join([*kept, piece.text[start : tag.start()]])
                opening, kept, start = tag, [], tag.end()
            elif opening is not None and tag["slash"] and tag["name"].lower() == opening["name"].lower():
                inner = "".join([*kept, piece.text[start : tag.start()]])
                yield "pre" if len(tag["name"]) == 3 else "tagged", inner
                opening, kept, start = None, [], tag.end()
        kept.append(piece.text[start:])
    yield "prose", "".join(kept)


def _fenced(code: str) -> str:
    mark = "`" * max(3, 1 + _longest_ticks(code))
    lines = code.strip("\n")
    return f"\n{mark}\n{lines}\n{mark}\n"


def _ticked(code: str) -> str:
    if not code.strip():
        return code
    mark = "`" * (1 + _longest_ticks(code))
    gap = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{mark}{gap}{code}{gap}{mark}"


def _longest_ticks(code: str) -> int:
    return max(map(len, re.findall(r"`+", code)), default=0)


def _paired(prose: str) -> set[str]:
    """The names of the tags that are both opened and closed."""
    tags = list(_TAG.finditer(prose))
    return {tag["name"] for tag in tags if tag["slash"]} & {tag["name"] for tag in tags if not tag["slash"]}


def _without_tags(prose: str, paired: set[str]) -> str:
    def kept(tag: re.Match[str]) -> str:
        """Nothing for a tag that lays the text out; else the tag as it stands."""
        name, rest = tag["name"], tag["rest"] or ""
        is_layout = name in paired or "=" in rest if name in _SHORT else len(name) > 1 and name.lower() in _LAYOUT
        return "" if is_layout else tag[0]

    return _TAG.sub(kept, _without_comments(prose))


def _without_comments(prose: str) -> str:
    parts, start = [], 0
    while (opening := prose.find("<!--", start)) >= 0 and (end := prose.find("-->", opening + 4)) >= 0:
        parts.append(prose[start:opening])
        start = end + 3
    return "".join([*parts, prose[start:]])
