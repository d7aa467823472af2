"""A block of single values in the form in which this program writes them: read by lines, in a third of the time.

What is in any other form, such as a text of several lines or a question as it was asked, is left to the TOML parser.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from simulator.session.block import START

_FORMS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    (r'"([^"\\\x00-\x1f\x7f]*)"', str),
    (r"(0|-?[1-9][0-9]{0,15})", int),
    (r"(-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,17})", float),
    (r"(true|false)", "true".__eq__),
    (r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)", datetime.fromisoformat),
)
_READ = tuple(read for _, read in _FORMS)
_LINE = re.compile(rf"([a-z_]+) = (?:{'|'.join(form for form, _ in _FORMS)})\n")
_MOST_LINES = 32  # no event has more fields


def values(text: str) -> dict[str, Any] | None:
    """What the block holds, as a TOML parser would give it; None where it is in another form."""
    if not text.startswith(START) or text.count("\n") > _MOST_LINES:
        return None
    found: dict[str, Any] = {}
    at = len(START)
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None or line[1] in found:
            return None
        form = line.lastindex or 0
        try:
            found[line[1]] = _READ[form - 2](line[form])
        except ValueError:  # a day that no calendar has
            return None
        at = line.end()
    return found
