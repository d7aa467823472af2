"""What importers share: the questions of a file and what was left out of it, and HTML turned into Markdown."""

import codecs
import csv
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from simulator.errors import UsageError
from simulator.graph.bounded_toml import MAX_TEXT
from simulator.graph.code_spans import split_code
from simulator.graph.text import clean, fenced, one_line

USUAL_TIER = 2
MOST_LOOKED_AT = 4096  # bytes
MOST_QUESTIONS = 20_000  # in a file, and in a graph
TIERS: Mapping[str, int] = {
    "fundamentals": 1, "fundamental": 1, "basic": 1, "basics": 1, "beginner": 1, "easy": 1, "junior": 1, "simple": 1,
    "depth": 2, "intermediate": 2, "mid": 2, "moderate": 2, "normal": 2,
    "medium": 3, "edge cases": 3, "diagnose": 3,
    "trade-offs": 4, "hard": 4, "difficult": 4, "advanced": 4, "senior": 4,
    "research": 5, "expert": 5, "staff": 5, "very hard": 5,
    "open-ended": 6, "design": 6, "system design": 6,
}  # fmt: skip
KEYS: Mapping[str, tuple[str, ...]] = {
    "prompt": ("question", "prompt", "front", "q", "ask", "title"),
    "answer": ("answer", "back", "a", "response", "solution", "correct answer", "correct_answer", "explanation"),
    "topic": ("topic", "concept", "category", "area", "subject", "section", "theme", "deck"),
    "tier": ("tier", "difficulty", "level"),
    "tags": ("tags", "tag", "labels"),
    "hint": ("hint", "hints"),
}


@dataclass(frozen=True)
class ImportedQuestion:
    """A question; `where` says, for messages, where in which file it was; `unknown_tier` is what stood for its tier."""

    prompt: str
    where: str
    answer: str = ""
    topic: str = ""
    tier: int = USUAL_TIER
    hints: tuple[str, ...] = ()
    unknown_tier: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A part of a file that is not imported, and why."""

    where: str
    why: str


@dataclass
class ImportedFile:
    """The questions of a file, what was left out of it, and the `names` of its columns or keys, as it spells them."""

    entries: list[ImportedQuestion] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    names: tuple[str, ...] = ()

    def take(self, where: str, **texts: str) -> bool:
        """Add a question, given its `prompt` and any of `answer`, `topic`, `tier`, `tags`, `hint`; or leave it out.

        Returns whether it was added. Raises UsageError for one more than a file may hold.
        """
        if len(self.entries) + len(self.left_out) >= MOST_QUESTIONS:
            raise UsageError(f"{where}: a file may hold {MOST_QUESTIONS:,} questions at most; split it.")
        known = {name: clean(value).strip() for name, value in texts.items()}
        if not known.get("prompt"):
            self.leave(where, "there is no question in it")
        elif max(map(len, known.values())) > MAX_TEXT:
            self.leave(where, f"a text is longer than {MAX_TEXT:,} characters")
        else:
            topic = known.get("topic") or next(iter(re.split(r"[\s,;]+", known.get("tags", ""))), "")
            hints = (known["hint"],) if known.get("hint") else ()
            difficulty = one_line(known.get("tier", ""))
            tier = tier_of(difficulty)
            self.entries.append(
                ImportedQuestion(
                    prompt=known["prompt"],
                    where=where,
                    answer=known.get("answer", ""),
                    topic=one_line(topic),
                    tier=tier or USUAL_TIER,
                    hints=hints,
                    unknown_tier="" if tier else difficulty,
                )
            )
            return True
        return False

    def leave(self, where: str, why: str) -> None:
        """Record something that is not imported, and why."""
        self.left_out.append(LeftOut(where, why))


def rows_of(text: str, separator: str, name: str) -> Iterator[list[str]]:
    """The rows of a table, and an empty one. Raises UsageError, with the row number, if it is damaged."""
    lines = chain(io.StringIO(text, newline=""), [""])  # the last is a row of its own, unless a quotation is still open
    number, row = 0, list[str]()
    try:
        for row in csv.reader(lines, delimiter=separator):
            number += 1
            yield row
    except csv.Error as error:
        raise UsageError(f"{name}, row {number + 1}: this is no table ({error}).") from error
    if row:  # all rows after that mark would be part of one cell
        raise UsageError(f"{name}, row {number}: a quotation mark opens here and is never closed; close or double it.")


def tier_of(difficulty: str) -> int | None:
    """The tier for a difficulty given as a word or a number; None if it is unknown."""
    word = difficulty.lower()
    if word in TIERS:
        return TIERS[word]
    number = re.fullmatch(r"(?:tier|level)?\s*([1-6])(?:\.0+)?", word)
    return int(number[1]) if number else None


def text_of(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, or UTF-16 that says so, as Excel's "Unicode text". Raises UsageError for others."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    if b"\0" in data[:MOST_LOOKED_AT] and encoding != "utf-16":  # as some programs write UTF-16, or no text at all
        raise UsageError(f"{name} is not UTF-8 (it holds bytes of zero); save it as UTF-8.")
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        advice = 'save it as UTF-8 (in Excel as "CSV UTF-8")'
        raise UsageError(f"{name} is not UTF-8 (byte {error.start}); {advice}.") from error


Kind = Literal["prose", "code", "pre", "tagged"]
_LAYOUT = frozenset(
    """abbr acronym article aside big blockquote br button caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr img ins kbd li nobr ol picture pre ruby samp section small span
    strike strong sub summary sup svg table tbody td tfoot th thead tr tt ul wbr""".split()
)
_SHORT = frozenset("a b i p q u".split())  # could be types or variables: tags only in pairs or with an attribute
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>\s[^<>]*|/)?>")
_BREAK = re.compile(r"<(?:br|hr|/?div|/?p|/li|/tr|/h[1-6])(?:\s[^<>]*|/)?>", re.IGNORECASE)
_MARKED_UP = re.compile(r"<(?P<slash>/?)(?P<name>pre|code)(?:\s[^<>]*)?>", re.IGNORECASE)
_MORE_NEWLINES = re.compile(r"\n{3,}")


def without_layout(text: str) -> str:
    """Markdown without HTML layout tags; code, and anything that only looks like a tag, is not changed."""
    return _convert(text, lambda kept: kept) if "<" in text else text


def text_of_html(field: str) -> str:
    """An HTML field, such as Anki's, as Markdown: breaks become newlines, and entities characters."""
    text = _convert(_BREAK.sub("\n", field), html.unescape)
    return _MORE_NEWLINES.sub("\n\n", text.replace("\xa0", " ")).strip()


def _convert(text: str, decode: Callable[[str], str]) -> str:
    """The text without layout tags, <pre> and <code> as Markdown; `decode` is applied to all else."""
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
            if kind == "pre":
                lines = fenced(code.strip("\n"), language="")
                code = f"\n{lines}\n"
            elif code.strip():
                mark = "`" * (1 + max(map(len, re.findall(r"`+", code)), default=0))
                gap = " " if code.startswith("`") or code.endswith("`") else ""
                code = f"{mark}{gap}{code}{gap}{mark}"
            parts.append(code)
    return "".join(parts)


def _kinds(text: str) -> Iterator[tuple[Kind, str]]:
    """The text in parts: prose, Markdown code with its ticks or fences, and what is between <pre> or <code> tags."""
    kept: list[str] = []  # of the prose so far, or since `opening`
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


def _paired(prose: str) -> set[str]:
    """The names of the tags that are both opened and closed."""
    tags = list(_TAG.finditer(prose))
    return {tag["name"] for tag in tags if tag["slash"]} & {tag["name"] for tag in tags if not tag["slash"]}


def _without_tags(prose: str, paired: set[str]) -> str:
    def kept(tag: re.Match[str]) -> str:
        """Nothing for a layout tag; any other tag unchanged."""
        name, rest = tag["name"], tag["rest"] or ""
        is_layout = name in paired or "=" in rest if name in _SHORT else len(name) > 1 and name.lower() in _LAYOUT
        return "" if is_layout else tag[0]

    parts, start = [], 0  # without comments; a regular expression would be quadratic in unclosed ones
    while (opening := prose.find("<!--", start)) >= 0 and (end := prose.find("-->", opening + 4)) >= 0:
        parts.append(prose[start:opening])
        start = end + 3
    return _TAG.sub(kept, "".join([*parts, prose[start:]]))
