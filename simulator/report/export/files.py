"""What one shows to others, as a file: its text, its name by role and date, and a place beside what is there."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Literal

from simulator.graph.text import one_line
from simulator.report.export.html import as_html, long_date
from simulator.report.export.markdown import as_markdown
from simulator.report.export.picture import as_card, without_illegal
from simulator.report.export.shared import without_own_words
from simulator.report.records import Assessment
from simulator.session.transcript.disk import renewing

Shown = Literal[
    "page", "answers", "markdown", "card"
]  # the debrief without the candidate's words, with them, and the card
SUFFIXES: Mapping[Shown, str] = {
    "page": ".html",
    "answers": "-with-answers.html",
    "markdown": ".md",
    "card": "-card.svg",
}
LONGEST = 60  # letters of a role in a name
_FONTS = re.compile(r"\s*@font-face\s*\{[^}]*\}")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def shared_file(assessment: Assessment, what: Shown) -> tuple[str, str]:
    """A name for the file, and its text. Only `answers` holds what the candidate said."""
    shown = assessment if what == "answers" else without_own_words(assessment)
    name = f"{file_stem(assessment.session.role_title, assessment.session.started)}{SUFFIXES[what]}"
    write = {"card": as_card, "markdown": as_markdown}.get(what, as_html)
    return name, write(shown)


def file_stem(subject: str, day: date) -> str:
    """The beginning of a file's name: `interview-applied-llm-engineer-2026-11-27`; a title may hold anything."""
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    words = _NOT_A_NAME.sub("-", plain)[:LONGEST].strip("-")
    return "-".join(filter(None, ("interview", words, f"{day:%Y-%m-%d}")))


def picture_title(screen: str, role: str, day: date) -> str:
    """What stands above the picture of a screen: `Map, Applied LLM engineer, 27 November 2026`."""
    return ", ".join(filter(None, (screen, one_line(role), long_date(day))))


def as_picture(screen: str) -> str:
    """A picture of a screen without the fonts that it would fetch: one of the reader's own takes their place."""
    plain = without_illegal(_FONTS.sub("", screen))
    return plain.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', ui-monospace, monospace")


def write_beside(folder: Path, name: str, text: str) -> Path:
    """Write a new file and return its path; if the name is taken, it gets a number. Raises OSError."""
    wanted = folder / name
    path = wanted
    for number in count(2):
        try:
            with renewing(path, over=False) as fresh:
                fresh.write_text(text, "utf-8")
            break
        except FileExistsError:  # also a link that leads nowhere
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return path
