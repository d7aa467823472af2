"""Plain text for all output: making it safe for a terminal, measuring, cutting and wrapping it, and common phrases.

Safe text has no control characters (C0 except newline and tab, DEL, C1), no NUL, no characters that reorder text (bidi
overrides, embeddings and isolates) and no lone surrogates. Every kind of line end becomes a newline. What is left shows
as plain text: `\\x1b[31m` becomes the visible `[31m`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.graph.records import Source

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
MOST_DIGITS = 18  # Python refuses to read 4,301, and SQLite to keep 20
_SPACES = re.compile(r"\s+")
# what stays on one line: a word with its hyphens, and a command between backticks with its spaces
_PIECES = re.compile(r"(\s*)((?:`[^`\n]+`|\S)+)")

NO_SPACES = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # signs of Chinese and Japanese
JOINER = "\u2060"  # nobody sees it, and SQLite's search ends a word there
# searched for only where not all is ASCII, as they're compiled for longer than home takes to be drawn otherwise
_UNSPACED = f"[{NO_SPACES}]"
_BESIDE_A_SIGN = rf"(?<=[{NO_SPACES}])(?=\w)|(?<=\w)(?=[{NO_SPACES}])"

# words that say nothing about the subject of a text
STOP_WORDS = frozenset(
    "a an and are as at be by can do does for from have how i in is it its me of on or should that the there they this "
    "to us was we what when where which who will with would you your".split()
)
# words that, in a rubric, say nothing about what a point asks for
RUBRIC_WORDS = frozenset(
    "about after also any because been but each either else every explains gives has into less like more most must "
    "names not number one only other over per points right says so some stated states such than their them then these "
    "those too two under uses using while why without".split()
)


def clean(text: str) -> str:
    """The text without anything a terminal could act on; newlines and tabs stay."""
    if _SUSPECT.search(text) is None:
        return text
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The text made safe, on one line: every run of white space becomes one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def quoted_words(text: str, limit: int = 0) -> str:
    """A person's own words on one line in quotation marks; with a `limit` cut to so many characters."""
    flat = one_line(text)
    return f"\u201c{flat if not limit or len(flat) <= limit else flat[: limit - 1].rstrip() + '…'}\u201d"


def fenced(code: str, language: str = "python") -> str:
    """Code as Markdown, in a fence that is longer than any in it."""
    longest = max((len(ticks) for ticks in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def short(text: object, limit: int = 60) -> str:
    """The text on one safe line of at most `limit` characters, for quoting in a message."""
    flat = one_line(str(text))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def length_in_words(text: str) -> int:
    """How long a text is: its words between spaces; where none are written two signs are as long as a word."""
    words = len(text.split())
    return words if text.isascii() else words + len(re.findall(_UNSPACED, text)) // 2


def apart(text: str) -> str:
    """A text for a full-text search, where each sign of a language without spaces is a word of its own."""
    return text if text.isascii() else re.sub(_BESIDE_A_SIGN, JOINER, text)


def together(text: str) -> str:
    """A text that was put apart, as it was."""
    return text.replace(JOINER, "")


def cells(text: str) -> int:
    """The columns of a text on one line; control characters take none."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(cell, text))


def cell(char: str) -> int:
    """The columns of one character: two if it is wide, none if it joins the one before."""
    if " " <= char <= "~":
        return 1
    if char == "\xad" or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= char <= "\u11ff":
        return int(char == "\xad")  # a soft hyphen is shown; the later parts of a Hangul syllable join the first
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """The text in at most `width` columns; if it is cut, it ends in `…`, and a quotation in its mark as well."""
    if cells(text) <= width:
        return text
    kept = text[: _letters(text, width - 1)]
    if closes := closing(text, kept):
        kept = text[: _letters(text, width - 1 - len(closes))]
        closes = closing(text, kept)  # the letter that made room may have been the opening mark
    return f"{kept}…{closes}"[:width]


def shorten_name(name: str, width: int) -> str:
    """A name in at most `width` columns; it is cut between two words, unless that leaves less than half of the room."""
    if cells(name) <= width:
        return name
    kept = name[: _letters(name, width - 1)]
    whole_words = kept if name[len(kept)] == " " else kept.rpartition(" ")[0]
    kept = whole_words if 2 * cells(whole_words) >= width else kept
    return kept.rstrip(" ,:;(") + "…"


def closing(text: str, kept: str) -> str:
    """The mark that closes the quotation within which a text was cut, if it was; it may begin before the text."""
    begun = max(0, text.count("\u201d") - text.count("\u201c"))
    return "\u201d" * (begun + kept.count("\u201c") - kept.count("\u201d") > 0)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` columns: cut, or padded with spaces."""
    shown = shorten(text, width)
    return shown + " " * (width - cells(shown))


def _letters(text: str, width: int, start: int = 0) -> int:
    """How many characters of a text, from `start` on, fit in `width` columns."""
    if text.isascii():
        return max(0, width)
    taken = 0
    for number in range(start, len(text)):
        taken += cell(text[number])
        if taken > width:
            return number - start
    return len(text) - start


def wrap(text: str, width: int, first: str = "", later: str = "", *, cut: bool = True) -> list[str]:
    """The text in lines of at most `width` columns, the first and the later ones indented; its newlines are kept.

    A line ends at a space only: never at the hyphen of an id, nor inside a command between backticks. What is wider
    than a line is cut at its end, a path behind a `/`, or, with `cut=False`, makes a line that is too long.
    """
    lines: list[str] = []
    width = max(width, len(first) + 1, len(later) + 1)  # a window may be narrower than the margins beside a text
    for paragraph in text.expandtabs().split("\n"):
        line, empty = later if lines else first, True
        for space, piece in _pieces(paragraph, width - len(later)):
            longer = line + space + piece
            if not empty and cells(longer) > width:
                lines.append(line)
                longer = later + piece
            if cut and cells(longer) > width:
                *whole, longer = _cut(longer, width, later)
                lines += whole
            line, empty = longer, False
        lines.append("" if empty else line)
    return lines


def _cut(text: str, width: int, later: str) -> Iterator[str]:
    """A line that is too wide, in lines that aren't; all but the first begin with `later`."""
    at, least, lead = 0, len(later) + 1, ""
    while (end := at + _letters(text, width - cells(lead), at)) < len(text):
        end, begins = max(end, least), least - 1
        slash = text.rfind("/", at, end) + 1
        end = slash if 2 * (slash - begins) > end - begins else end
        yield lead + text[at:end]
        at, least, lead = end, end + 1, later
    yield lead + text[at:]


def _pieces(paragraph: str, room: int) -> Iterator[tuple[str, str]]:
    """Pieces that may not be broken, each with the space before it. A command too long for a line breaks at words."""
    for space, piece in _PIECES.findall(paragraph.rstrip()):  # blanks with nothing behind them would be tried at each
        if len(piece) > room and " " in piece:
            words = piece.split()
            yield space, words[0]
            yield from ((" ", word) for word in words[1:])
        else:
            yield space, piece


def cut_lines(text: str, width: int, most: int) -> list[str]:
    """A text in at most so many lines; if it is cut, it ends in `…`."""
    lines = wrap(text, max(8, width))
    return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), max(8, width))] if len(lines) > most else lines


def wrapped(texts: Iterable[str], width: int, first: str = "", later: str = "") -> Iterator[str]:
    """The lines of several texts, each wrapped by itself."""
    return (line for text in texts for line in wrap(text, width, first, later))


def wrap_message(text: str, width: int) -> str:
    """A message, wrapped. Lines indented by four spaces are commands or code to copy, and stay as they are."""
    lines = []
    for line in text.split("\n"):
        margin = line[: len(line) - len(line.lstrip(" "))]
        whole = cells(line) <= width or margin.startswith("    ")
        lines += [line] if whole else wrap(line, width, later=margin, cut=False)
    return "\n".join(lines)


def whole_number(text: str) -> int | None:
    """The number that decimal digits write; None for any other text, and for more digits than 64 bits hold."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def plural(count: int, noun: str, more: str = "") -> str:
    """A count with its noun: `1 answer`, `3 answers`, `1,200 questions`; `more` is an irregular plural."""
    return f"{count:,} {noun if count == 1 else more or noun + 's'}"


def how_often(count: int) -> str:
    """A count of times: `once`, `twice`, `three times`, `4 times`."""
    return {1: "once", 2: "twice", 3: "three times"}.get(count, f"{count} times")


def how_many(count: int) -> str:
    """A small count as it's said: `two`, `three`, `12`."""
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(count, str(count))


def names(titles: Sequence[str], last: str = "and") -> str:
    """Titles as one phrase: `A`, `A and B`, `A, B and C`; with another word before the last: `A, B or C`."""
    return f" {last} ".join(filter(None, [", ".join(titles[:-1]), *titles[-1:]]))


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage: `62%`. All output uses it."""
    return f"{round(share * 100)}%"


def percent_below(share: float, cuts: Iterable[float]) -> str:
    """A share from 0 to 1 as a whole percentage, never rounded up to a cut that it misses: `just under 65%`."""
    whole = round(share * 100) / 100
    return f"just under {percent(whole)}" if any(share + 1e-9 < cut <= whole for cut in cuts) else percent(share)


def of_hundred(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares from 0 to 1 as whole numbers of 100, the largest first. They add up to what their sum is rounded to."""
    whole = {name: int(share * 100) for name, share in shares.items()}
    left = round(sum(shares.values()) * 100) - sum(whole.values())
    for name in sorted(shares, key=lambda n: whole[n] - shares[n] * 100)[:left]:
        whole[name] += 1
    return {name: whole[name] for name in sorted(shares, key=lambda n: -shares[n])}


def with_unit(number: str, unit: str) -> str:
    """A number with its unit behind it: `20 GB`, and `62%`."""
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def format_minutes(value: float) -> str:
    """Minutes, rounded, at least one: `45 min`."""
    return f"{max(1, round(value))} min"


def format_hours(value: float) -> str:
    """Hours, or minutes below one: `2.2 h`, `12 min`, and `0 min` for none."""
    return f"{value:.1f} h" if value >= 1 else format_minutes(60 * value) if value > 0 else "0 min"


def lower_first(title: str) -> str:
    """A title for use inside a sentence: in lower case, unless it begins with an abbreviation or a name like NoSQL."""
    rest = title[1:].partition(" ")[0]
    usual = (rest[:1].islower() or not rest) and rest == rest.lower()
    return title[:1].lower() + title[1:] if usual else title


def upper_first(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def lower_start(sentence: str) -> str:
    """A sentence for use after a colon: in lower case unless it begins with a name."""
    first, _, rest = sentence.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in STOP_WORDS - {"i"} and rest else sentence


def source_url(source: "Source") -> str:
    """The web address of a source; empty if it has none."""
    return f"https://arxiv.org/abs/{source.arxiv}" if source.arxiv else source.url


def sentences_joined(*parts: str) -> str:
    """Parts that aren't sentences, one after the other with a full stop between, unless one ends with a stop itself."""
    told = [part for part in parts if part]
    ends = [part if part.endswith(("?", "!", ".")) else f"{part}." for part in told[:-1]]
    return " ".join([*ends, *told[-1:]])


def source_line(source: "Source", *, place: bool = True) -> str:
    """A source on one line: authors (year) title, and with `place` its arXiv id or address."""
    where = f"arXiv:{source.arxiv}" if source.arxiv else source.url
    named = " ".join(part for part in (source.authors, f"({source.year})" if source.year else "", source.title) if part)
    return sentences_joined(named, where) if place else named
