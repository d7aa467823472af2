"""Exports of one session, of several, or of a whole archive: assessed one at a time and written at once."""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from simulator.engine.choice.formats import format_title
from simulator.report import records as rec
from simulator.report.export import html
from simulator.report.export.cards import as_csv
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import VERSION, as_json

INDEX = "index"
SUFFIXES = {"md": ".md", "html": ".html", "json": ".json", "csv": ".csv", "anki": ".apkg"}


def one_file(assessments: Iterable[rec.Assessment], to: str, *, many: bool) -> Iterator[str]:
    """All sessions in one document, in pieces; `many` says that it is an archive even where it holds one session."""
    if to == "csv":
        yield from as_csv(assessments)
    elif to == "json":
        yield from _json_list(assessments) if many else (f"{as_json(a).decode()}\n" for a in assessments)
    elif to == "md":
        for number, found in enumerate(assessments):
            yield ("\n---\n\n" if number else "") + as_markdown(found)
    else:
        yield from html.document("Interviews", _all_bodies(assessments)) if many else map(html.as_html, assessments)


def _all_bodies(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    for found in assessments:
        yield from html.body(found)


def _json_list(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    yield f'{{"version": {VERSION}, "sessions": ['
    for number, found in enumerate(assessments):
        yield (",\n" if number else "\n") + as_json(found).decode()
    yield "\n]}\n"


def file_names(transcripts: Iterable[Path], to: str) -> list[str]:
    """A file's name for each transcript: its own, with another suffix. A header may name anything.

    No two are alike, not even where the system takes `A` and `a` for one, and none is the index's.
    """
    taken = {_alike(INDEX)}
    names = []
    for path in transcripts:
        name, number = path.stem, 1
        while _alike(name) in taken:
            number += 1
            name = f"{path.stem}-{number}"
        taken.add(_alike(name))
        names.append(f"{name}{SUFFIXES[to]}")
    return names


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def one_file_each(assessments: Iterable[tuple[str, rec.Assessment]], to: str, folder: Path) -> int:
    """Markdown or HTML in a folder: a file of this name for each session, and an index, newest first.

    Returns how many sessions it were; raises OSError.
    """
    rows: list[tuple[str, rec.SessionInfo]] = []
    for name, found in assessments:
        text = as_markdown(found) if to == "md" else html.as_html(found)
        (folder / name).write_text(text, "utf-8")
        rows.append((quote(os.fsencode(name)), found.session))
    rows.sort(key=lambda row: row[1].started, reverse=True)
    index = _index_md(rows) if to == "md" else "".join(html.document("Interviews", _index_html(rows)))
    (folder / f"{INDEX}{SUFFIXES[to]}").write_text(index, "utf-8")
    return len(rows)


def _index_md(rows: list[tuple[str, rec.SessionInfo]]) -> str:
    lines = [
        f"- [{s.started:%Y-%m-%d %H:%M}](<{link}>) {format_title(s.format)}, {s.verdict or 'not scored'}"
        for link, s in rows
    ]
    return "\n".join(["# Interviews", "", *lines]) + "\n"


def _index_html(rows: list[tuple[str, rec.SessionInfo]]) -> Iterator[str]:
    yield "<h1>Interviews</h1>"
    cells = (
        f'<tr><th scope="row"><a href="{escape(link)}">{s.started:%Y-%m-%d %H:%M}</a></th>'
        f"<td>{escape(format_title(s.format))}</td><td>{escape(s.role_title)}</td>"
        f"<td>{s.verdict or 'not scored'}</td></tr>"
        for link, s in rows
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Started (UTC)", "Format", "Role", "Verdict"))
    yield f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(cells)}</tbody></table>"
