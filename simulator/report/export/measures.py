"""How wide a text may become in a picture, whatever font the reader has: estimates that are rather too large."""

import unicodedata
from collections.abc import Iterator

from simulator.graph.text import closing

# shares of the font size, as the widest of the usual fonts has them (DejaVu Sans Bold, rounded up)
_ADVANCES = {
    0.35: " 'ijl",
    0.4: ",./:;IJ\\|·’‘",
    0.45: "-f",
    0.5: "!()[]_`rt–",
    0.55: '"*',
    0.6: "?csz",
    0.65: "Lx",
    0.7: "0123456789$EFTaekovy“”€",
    0.75: "CPSYZbdghnpqu{}",
    0.8: "ABKRVX",
    0.85: "#+<=>DGHNOQU^~",
    0.9: "&",
    0.95: "w",
    1.0: "@M…—",
    1.05: "%m",
    1.15: "W",
}
_WIDTHS = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
_WIDE, _OTHER = 1.1, 1.25  # a full square; letters of other scripts, with room
_NO_WIDTH = frozenset(("Mn", "Me", "Cf", "Cc"))
_LIGATURE = 12.0  # U+FDFD and its like are a whole sentence in one letter
_SENTENCES = range(0xFDF0, 0xFE00)


def advance(letter: str) -> float:
    """The most room that a letter takes, as a share of the font size."""
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0.0
    if ord(letter) in _SENTENCES:
        return _LIGATURE
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    plain = unicodedata.normalize("NFKD", letter)
    return max(0.6, sum(_WIDTHS.get(c, 0.0) for c in plain)) if plain[0] in _WIDTHS else _OTHER


def width(text: str, size: float) -> float:
    """The most room that a text takes at this font size."""
    return size * sum(map(advance, text))


def lines(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in lines that fit into `room`, `most` of them; the last ends in `…` where something is left out."""
    wrapped: list[str] = []
    line = ""
    for piece in _pieces(text, room, size):
        if width(f"{line}{piece}".rstrip(), size) <= room:
            line += piece
        else:
            wrapped.append(line.rstrip())
            line = piece.lstrip()
    wrapped = [line for line in (*wrapped, line.rstrip()) if line]
    if len(wrapped) <= most:
        return wrapped
    rest = " ".join(wrapped[most - 1 :])
    if width(rest, size) <= room:
        return [*wrapped[: most - 1], rest]
    closes = closing(rest, rest[: _fitting(rest, room, size)])
    fitting = _fitting(rest, room - width(f"…{closes}", size), size)
    shown, blank, part = rest[:fitting].rpartition(" ")
    if rest[fitting : fitting + 1].isspace() or not blank or len(part) > len(shown):  # a long word is cut itself
        shown = rest[:fitting]
    return [*wrapped[: most - 1], f"{shown.rstrip(' ,:;')}…{closes}"]


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    """Words with the blank before each; one that is wider than a line in parts."""
    for number, word in enumerate(text.split()):
        blank = " " if number else ""
        while word:
            part = word
            if width(word, size) > room:
                part = word[: _fitting(word, room, size)]
            yield blank + part
            word, blank = word[len(part) :], ""


def _fitting(text: str, room: float, size: float) -> int:
    """How many letters fit; one at the least."""
    taken = 0.0
    for number, letter in enumerate(text):
        taken += size * advance(letter)
        if taken > room:
            return max(1, number)
    return len(text)
