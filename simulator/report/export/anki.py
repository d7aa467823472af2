"""Missed questions as an Anki package. Ids depend on the graph and the question alone, so a later import updates."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from simulator.errors import UsageError
from simulator.report import records as rec
from simulator.report.export.prose import as_html
from simulator.report.item_words import subject

MODEL_ID = 1_647_310_252
FIELDS = ("Id", "Question", "Gist", "Answer", "Missed", "Mistakes", "Sources", "Concept", "Session")
FRONT = '<div class="concept">{{Concept}}</div>{{Question}}'
BACK = (
    '{{FrontSide}}<hr id="answer">{{Gist}}{{#Missed}}<h4>You missed</h4>{{Missed}}{{/Missed}}<h4>In full</h4>{{Answer}}'
    "{{#Mistakes}}<h4>What people get wrong</h4>{{Mistakes}}{{/Mistakes}}<small>{{Sources}}</small>"
)
_ACTIVE = re.compile(r"\[(?=/?(?:latex|sound|anki|\$))", re.IGNORECASE)
STYLE = (
    ".card { font: 18px/1.5 Georgia, serif; text-align: left; max-width: 42rem; margin: 0 auto; } "
    "pre { white-space: pre-wrap; } .concept, small { color: gray; font-size: 14px; }"
)


def missed_questions(assessments: Iterable[rec.Assessment]) -> dict[tuple[str, str], tuple[str, rec.QuestionResult]]:
    """The latest answer to every question, by graph and question, where it was below solid; with its session."""
    latest: dict[tuple[str, str], tuple[str, rec.QuestionResult]] = {}
    for found in sorted(assessments, key=lambda a: a.session.started):
        for q in found.questions:
            if q.verdict and q.id and q.reference and not q.skipped:
                latest[found.session.graph, q.id] = (found.session.id, q)
    return {key: kept for key, kept in latest.items() if kept[1].verdict in {"weak", "borderline"}}


def write_package(assessments: Iterable[rec.Assessment], path: Path, timestamp: float) -> int:
    """Writes the .apkg; returns the number of notes. `timestamp` (seconds since 1970) says which import is newer.

    Raises UsageError where genanki is not installed or can make no package, and OSError.
    """
    try:
        import genanki  # an extra, and only for this export
    except ImportError as error:
        raise UsageError("Anki packages need genanki: pip install 'interview-simulator[anki]'.") from error
    model = genanki.Model(
        MODEL_ID,
        "Interview question",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Recall", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    decks: dict[str, Any] = {}
    missed = missed_questions(assessments)
    for (graph, id_), (session, question) in missed.items():
        deck = decks.setdefault(graph, genanki.Deck(number(f"deck:{graph}"), f"Interview::{graph}"))
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[inert(text) for text in _fields(graph, session, question)],
                guid=guid(graph, id_),
                tags=[_tag(question.area), f"tier-{question.tier}"],
            )
        )
    try:
        genanki.Package(list(decks.values())).write_to_file(str(path), timestamp=timestamp)
    except sqlite3.Error as error:  # it makes its database among the temporary files
        raise UsageError(f"No Anki package can be made ({error}).") from error
    return len(missed)


def guid(graph: str, question: str) -> str:
    """The note's id in any collection: the same question has the same one for ever."""
    return hashlib.sha256(f"interview-simulator:{graph}:{question}".encode()).hexdigest()[:20]


def number(name: str) -> int:
    """A stable id below 2^31 for a deck."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


def inert(html: str) -> str:
    """A field in which Anki finds no LaTeX to compile and no sound to play; it shows as it did."""
    return _ACTIVE.sub("[<wbr>", html)


def _tag(area: str) -> str:
    """An area as a tag of Anki, which holds no blank."""
    return "-".join(area.split()) or "no-area"


def _fields(graph: str, session: str, q: rec.QuestionResult) -> Iterable[str]:
    yield escape(f"{graph}/{q.id}")
    yield as_html(q.prompt)
    yield as_html(q.gist)
    yield as_html(q.reference)
    yield _list(p.point for p in q.missed)
    yield _list(f"{claim} {why}" for claim, why in q.mistakes)
    yield "<br>".join(escape(f"{s.text} {s.url}".strip()) for s in q.sources)
    yield escape(subject(q))
    yield escape(session)


def _list(rows: Iterable[str]) -> str:
    found = "".join(f"<li>{escape(row)}</li>" for row in rows)
    return f"<ul>{found}</ul>" if found else ""
