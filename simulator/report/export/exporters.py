"""The export formats, and writing sessions in them: one, several, or an archive, assessed one at a time."""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.engine.scoring import SOLID

if TYPE_CHECKING:
    from simulator.report.records import Assessment, SessionInfo

INDEX = "index"


@dataclass(frozen=True)
class Exporter:
    """An export format. Its functions are named `module:function` and loaded when first needed.

    `pieces` takes assessments and yields text. A binary format has `package` instead, which takes assessments, a path
    and a timestamp, writes the file and returns how many of what it `counts` it wrote.
    """

    about: str  # for the help
    suffix: str
    pieces: str = ""
    archive: str = ""  # replaces `pieces` for an archive, even one with a single session
    package: str = ""
    counts: str = "interview"
    has_folder: bool = False  # whether it can write a folder with a file for each session and an index
    index: str = ""  # converts the Markdown index
    alone: bool = False  # whether a file holds one session only; a folder of such files has no index
    own_words: bool = True  # whether what the candidate said is put in where nobody says otherwise
    also: str = ""  # other words by which the palette finds it

    @property
    def is_text(self) -> bool:
        """Whether it can be printed as well as written."""
        return bool(self.pieces)


# to add one, write a module with its function, and name it here: commands and help texts follow
EXPORTERS: dict[str, Exporter] = {
    "md": Exporter(
        "Markdown",
        ".md",
        "simulator.report.export.exporters:markdown_documents",
        has_folder=True,
        also="share text",
    ),
    "html": Exporter(
        "a page to read in a browser or to print",
        ".html",
        "simulator.report.export.html:html_pages",
        archive="simulator.report.export.html:html_archive",
        has_folder=True,
        index="simulator.report.export.html:index_page",
        also="share web",
    ),
    "json": Exporter(
        "every figure, for other programs",
        ".json",
        "simulator.report.export.exporters:json_documents",
        archive="simulator.report.export.exporters:json_archive",
        also="share data",
    ),
    "card": Exporter(
        "a picture of one interview (SVG), without what you said",
        ".svg",
        "simulator.report.export.picture:cards",
        has_folder=True,
        alone=True,
        own_words=False,
        also="share image",
    ),
    "csv": Exporter(
        "a table with a row for each question",
        ".csv",
        "simulator.report.export.question_rows:as_csv",
        also="share spreadsheet",
    ),
    "anki": Exporter(
        f"cards for the questions you last answered below {SOLID}",
        ".apkg",
        package="simulator.report.export.anki_cards:write_package",
        counts="missed question",
        own_words=False,
        also="share flashcards deck",
    ),
}


def as_chosen(assessments: "Iterable[Assessment]", to: str, *, answers: bool | None) -> "Iterator[Assessment]":
    """The assessments with the candidate's own words or without them; None leaves it to the format."""
    from simulator.report.export.files import without_own_words  # deferred: help texts import this module

    keeps = EXPORTERS[to].own_words if answers is None and to in EXPORTERS else answers is not False
    return iter(assessments) if keeps else map(without_own_words, assessments)


def export_text(assessments: "Iterable[Assessment]", to: str, *, many: bool) -> Iterator[str]:
    """All sessions as one text, in pieces; `many` marks an archive, even one with a single session."""
    exporter = EXPORTERS[to]
    yield from resolve_name((many and exporter.archive) or exporter.pieces)(assessments)


def export_file(assessments: "Iterable[Assessment]", to: str, path: Path, timestamp: float, *, many: bool) -> int:
    """Write all sessions to one file and return how many of what the format counts it holds. Raises OSError.

    `timestamp` (seconds since 1970) dates a package.
    """
    exporter = EXPORTERS[to]
    if not exporter.is_text:
        number: int = resolve_name(exporter.package)(assessments, path, timestamp)
        return number
    written = 0

    def counted() -> "Iterator[Assessment]":
        """Count while passing on: an archive is never held in memory as a whole."""
        nonlocal written
        for assessment in assessments:
            written += 1
            yield assessment

    with path.open("w", encoding="utf-8", newline="") as target:
        target.writelines(export_text(counted(), to, many=many))
    return written


def export_folder(assessments: "Iterable[tuple[str, Assessment]]", to: str, folder: Path) -> int:
    """Write each session to a file of its given name, and an index, newest first, unless each file stands alone.

    Returns the number of sessions; raises OSError.
    """
    exporter = EXPORTERS[to]
    from simulator.report.text.debrief import practice_headline
    from simulator.report.text.words import headline

    rows: list[tuple[str, SessionInfo, str]] = []
    for name, assessment in assessments:
        (folder / name).write_text("".join(export_text([assessment], to, many=False)), "utf-8")
        came_to = practice_headline(assessment) or headline(assessment.recommendation)
        rows.append((quote(os.fsencode(name)), assessment.session, came_to))
    if exporter.alone:
        return len(rows)
    rows.sort(key=lambda row: row[1].started, reverse=True)
    from simulator.report.export.markdown import in_a_line
    from simulator.session.presets import sitting_title  # deferred: help texts import this module for its formats

    lines = ["# Interviews", "", "| started (UTC) | format | role | recommendation |", "|---|---|---|---|"]
    for link, session, recommended in rows:
        sat = f"{sitting_title(session, spoken=session.is_spoken)}{' (demo)' * session.is_demo}"
        texts = map(in_a_line, (sat, session.role_title, recommended))
        lines.append(f"| {' | '.join([f'[{session.started:%Y-%m-%d %H:%M}](<{link}>)', *texts])} |")
    index = "\n".join(lines) + "\n"
    (folder / f"{INDEX}{exporter.suffix}").write_text(
        resolve_name(exporter.index)(index) if exporter.index else index, "utf-8"
    )
    return len(rows)


def file_names(transcripts: Iterable[Path], to: str) -> list[str]:
    """A file name for each transcript: its own name with another suffix (a header's id is not safe as a name).

    Names are unique, also where the file system ignores case, and differ from that of the index.
    """
    taken = {_alike(INDEX)}
    names = []
    for path in transcripts:
        name, number = path.stem, 1
        while _alike(name) in taken:
            number += 1
            name = f"{path.stem}-{number}"
        taken.add(_alike(name))
        names.append(f"{name}{EXPORTERS[to].suffix}")
    return names


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def markdown_documents(assessments: "Iterable[Assessment]") -> Iterator[str]:
    """Reports in Markdown, separated by a rule."""
    from simulator.report.export.markdown import as_markdown

    for number, assessment in enumerate(assessments):
        yield ("\n---\n\n" if number else "") + as_markdown(assessment)


def json_documents(assessments: "Iterable[Assessment]") -> Iterator[str]:
    """Each assessment as a JSON document."""
    from simulator.report.figures.assessment import as_json

    return (f"{as_json(assessment).decode()}\n" for assessment in assessments)


def json_archive(assessments: "Iterable[Assessment]") -> Iterator[str]:
    """A JSON document that lists all assessments."""
    from simulator.report.concept_records import VERSION
    from simulator.report.figures.assessment import as_json

    yield f'{{"version": {VERSION}, "sessions": ['
    for number, assessment in enumerate(assessments):
        yield (",\n" if number else "\n") + as_json(assessment).decode()
    yield "\n]}\n"
