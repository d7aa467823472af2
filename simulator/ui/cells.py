"""How many columns a text takes in a terminal."""

import unicodedata


def cells(text: str) -> int:
    """The columns of a text on one line; control characters take none."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(cell, text))


def cell(char: str) -> int:
    """The columns of one character: two where it is wide, none where it joins the one before."""
    if " " <= char <= "~":
        return 1
    if char == "\xad" or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= char <= "\u11ff":
        return int(char == "\xad")  # a soft hyphen is shown; the later parts of a Hangul syllable join the first
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
