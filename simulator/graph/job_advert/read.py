"""Read a job advert: from a file, or as pasted text."""

import re
from html import unescape
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.files import stands, typed_path
from simulator.graph.text import clean, short

MOST_BYTES = 200_000
LONGEST_PATH = 300
SHOWN_PATH = 44

_PAGE = re.compile(r"</(?:html|body|div|p|li)>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(\w*)[^<>]{0,2000}>")
_NO_ADVERT = ("script", "style", "nav", "footer", "title", "noscript")  # not shown, or about the rest of the site
_INLINE = frozenset("a abbr b code em i mark small span strong sub sup time u".split())  # they break no line


def read_advert(path: Path) -> str:
    """The text of an advert in a file. Raises UsageError if there is none, or it is no text."""
    name = short(path, 4096)
    if len(name) > SHOWN_PATH:
        name = f"…{name[1 - SHOWN_PATH :]}"  # files differ at the end of their paths
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{name} is no file; name a text file.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {name}; check its path.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read ({getattr(error, 'strerror', None) or 'no path'}).") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} is larger than {MOST_BYTES // 1000} kB; keep the advert only.")
    if data.startswith(b"%PDF") or b"\0" in data.replace(b"\0\n", b""):
        raise UsageError(f"{name} is no plain text; save it as text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = _without_tags(clean(text))
    if not text.strip():
        raise UsageError(f"{name} is empty; put the advert's text in.")
    return text


def from_text(given: str) -> str:
    """The advert that was typed or pasted: a text, or the path of a file. Raises UsageError if there is none."""
    given = clean(given).strip()
    if not given:
        raise UsageError("Paste the advert's text, or write the path of its file.")
    if "\n" in given or len(given) > LONGEST_PATH:
        return pasted(given)
    path = typed_path(given.strip("\"'"))
    if " " in given and not stands(path) and "/" not in given:
        return given  # a line of an advert, not a path
    return read_advert(path)


def pasted(given: str) -> str:
    """The advert that was pasted. No file is opened. Raises UsageError if it is empty or too large."""
    given = clean(given).strip()
    if not given:
        raise UsageError("Paste the advert's text.")
    if len(given.encode()) > MOST_BYTES:
        raise UsageError(f"That is more than {MOST_BYTES // 1000} kB; keep only the advert's text.")
    return _without_tags(given)


def _without_tags(text: str) -> str:
    """The visible text of a saved web page; any other text unchanged."""
    if not _PAGE.search(text):
        return text
    kept: list[str] = []
    at, within = 0, ""
    for tag in _TAG.finditer(text):
        closes, name = bool(tag[1]), tag[2].lower()
        if not within:
            kept.append(text[at : tag.start()])
            # as plain text looks: a heading stands apart, an item of a list begins with a dash
            if re.fullmatch(r"h\d", name) and not closes:
                kept.append("\n\n")
            elif name not in _INLINE:
                kept.append("\n- " if name == "li" and not closes else "\n")
            within = name if name in _NO_ADVERT and not closes else ""
        elif closes and name == within:
            within = ""
        at = tag.end()
    return clean(unescape("".join([*kept, text[at:]])))
