"""Anki cards of the questions whose last answer was below solid."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from simulator.errors import UsageError
from simulator.report import records as rec
from simulator.report.export.prose import prose
from simulator.report.text.words import subject

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
    """Questions whose latest answer was below solid, by graph and id, each with the session of that answer."""
    latest: dict[tuple[str, str], tuple[str, rec.QuestionResult]] = {}
    for assessment in sorted(assessments, key=lambda a: a.session.started):
        for q in assessment.questions:
            if q.verdict and q.id and q.reference and not q.skipped:
                latest[assessment.session.graph, q.id] = (assessment.session.id, q)
    return {key: kept for key, kept in latest.items() if kept[1].fell_short}


def write_package(assessments: Iterable[rec.Assessment], path: Path, timestamp: float) -> int:
    """Write the .apkg and return the number of notes. `timestamp` (seconds since 1970) tells Anki which is newer.

    Raises UsageError if genanki is not installed or cannot make the package, and OSError.
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
        fields = (escape(f"{graph}/{id_}"), *_texts(question), escape(session))
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[inert(text) for text in fields],
                guid=guid(graph, id_),
                tags=["-".join(question.area.split()) or "no-area", f"tier-{question.tier}"],  # no blanks in tags
            )
        )
    try:
        genanki.Package(list(decks.values())).write_to_file(str(path), timestamp=timestamp)
    except sqlite3.Error as error:  # it builds its database in a temporary folder
        raise UsageError(f"No Anki package can be made ({error}).") from error
    return len(missed)


def _texts(question: rec.QuestionResult) -> tuple[str, ...]:
    """The `FIELDS` of a note from its question to its concept.

    A task is asked with the code that it starts from, which has its signature or the draft to mend.
    """
    starter = question.code.starter.strip("\n") if question.code else ""
    return (
        prose(question.prompt) + (f"<pre><code>{escape(starter)}</code></pre>" if starter else ""),
        prose(question.gist),
        prose(question.reference),
        _list(p.point for p in question.missed),
        _list(f"{claim} {why}" for claim, why in question.mistakes),
        "<br>".join(escape(f"{s.text} {s.url}".strip()) for s in question.sources),
        escape(subject(question)),
    )


def guid(graph: str, question: str) -> str:
    """A note's id. It never changes for a question, so that Anki updates notes instead of adding them again."""
    return hashlib.sha256(f"interview-simulator:{graph}:{question}".encode()).hexdigest()[:20]


def number(name: str) -> int:
    """A stable id below 2^31 for a deck."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


def inert(html: str) -> str:
    """A field with LaTeX and sound tags broken up, so that Anki neither compiles nor plays them."""
    return _ACTIVE.sub("[<wbr>", html)


def _list(rows: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(row)}</li>" for row in rows)
    return f"<ul>{items}</ul>" if items else ""
