"""Asking the bank: full-text search over definitions, answers, mistakes and sources, the best passage first.

A graph is small, so its index is made in memory when it is asked: SQLite FTS5 with its BM25 ranking (Robertson and
Zaragoza, 2009), titles weighing more than text.
"""

import re
import sqlite3
from collections.abc import Iterator
from typing import Literal

from simulator.graph.records import Graph, Question
from simulator.graph.text import STOP_WORDS, short
from simulator.report.figures.questions import source_results
from simulator.report.records import Result, SourceResult

Kind = Literal["definition", "answer", "mistake", "source", "check"]

OPEN, CLOSE = "\ue000", "\ue001"  # around what was found; no text holds them after cleaning
WORDS = 40
TITLE_WEIGHT = 4.0
# bare citations are short and would come first by BM25; a definition answers best what is asked by its name
KIND_WEIGHT: dict[Kind, float] = {"definition": 1.6, "answer": 1.2, "mistake": 1.0, "check": 1.0, "source": 0.6}
_WEIGHED = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in KIND_WEIGHT.items())
MOST = 12
MOST_SOURCES = 6
LINE = 200
_BOLD = re.compile(r"(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)")  # Markdown's, not a power
_WORD = re.compile(r"\w+(?:[-.]\w+)*")


class Passage(Result, frozen=True):
    """What the bank says: where it stands (`id` of a concept, question or check), and the passage.

    `parts` are the text in pieces with whether each is a word that was asked for; `text` is the whole paragraph.
    """

    kind: Kind
    id: str
    concept: str
    title: str
    area: str
    text: str
    parts: tuple[tuple[str, bool], ...]
    url: str = ""


def ask(graph: Graph, words: str, limit: int = MOST) -> tuple[Passage, ...]:
    """The best passages on `words`, at most `limit`, one of each record and kind; none where nothing fits."""
    return StudyIndex(graph).ask(words, limit)


class StudyIndex:
    """The index of one graph; make it once where it is asked often."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(title, text, kind UNINDEXED, id UNINDEXED, concept UNINDEXED, "
            "url UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._database.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)", _rows(graph))

    def ask(self, words: str, limit: int = MOST) -> tuple[Passage, ...]:
        """The best passages; those with all the words come before those with some."""
        terms = _terms(words)
        found: dict[tuple[str, str], Passage] = {}
        texts: set[str] = set()
        for joint in ("AND", "OR"):
            for passage in self._matching(f" {joint} ".join(terms), limit * 4) if terms else ():
                if passage.text not in texts:  # a source that several questions name is one passage
                    texts.add(passage.text)
                    found.setdefault((passage.kind, passage.id), passage)
            if len(found) >= limit:
                break
        return tuple(found.values())[:limit]

    def _matching(self, query: str, limit: int) -> Iterator[Passage]:
        rows = self._database.execute(
            f"SELECT kind, id, concept, title, text, url, snippet(passages, 1, '{OPEN}', '{CLOSE}', '…', {WORDS}) "
            f"FROM passages WHERE passages MATCH ? "
            f"ORDER BY bm25(passages, {TITLE_WEIGHT}, 1.0) * CASE kind {_WEIGHED} END, rowid LIMIT ?",
            (query, limit),
        )
        for kind, id_, concept, title, text, url, snippet in rows:
            yield Passage(
                kind=kind,
                id=id_,
                concept=concept,
                title=title,
                area=self.graph.area_of(concept),
                text=text,
                parts=_parts(snippet),
                url=url,
            )


def sources_of(graph: Graph, passage: Passage) -> tuple[SourceResult, ...]:
    """Where a passage comes from: the sources of its question, or of the questions on its concept, each once."""
    question = graph.questions.get(passage.id)
    asked = [question] if question else [q for q in graph.questions.values() if q.primary == passage.concept]
    found = dict.fromkeys(source for q in asked for source in source_results(q.sources))
    return tuple(found)[:MOST_SOURCES]


def prompt_of(graph: Graph, passage: Passage) -> str:
    """The question or check that a passage belongs to, as it is asked; empty for a definition."""
    record = graph.questions.get(passage.id) or graph.checks.get(passage.id)
    return record.prompt if record and passage.kind != "definition" else ""


def named_by(graph: Graph, passage: Passage) -> str:
    """What tells a passage from the others on its concept, on one line of at most `LINE` letters.

    Its question or check, a mistake's and a source's own text, and of a definition the concept.
    """
    if passage.kind == "definition":
        return passage.title
    own = passage.text if passage.kind in {"mistake", "source"} else prompt_of(graph, passage)
    return short(_BOLD.sub("", own), LINE)


def _terms(words: str) -> list[str]:
    """The words as quoted terms: nothing in them is an operator. Common ones are left out unless they are all."""
    found = list(dict.fromkeys(word.lower() for word in _WORD.findall(words)))
    telling = [word for word in found if word not in STOP_WORDS] or found
    return [f'"{word}"' for word in telling]


def _rows(graph: Graph) -> Iterator[tuple[str, str, Kind, str, str, str]]:
    for concept in graph.concepts.values():
        if concept.definition:
            yield concept.title, concept.definition, "definition", concept.id, concept.id, ""
    for question in graph.questions.values():
        title = graph.concepts[question.primary].title
        for text, kind, url in _texts(question):
            yield title, text, kind, question.id, question.primary, url
    for check in graph.checks.values():
        yield graph.concepts[check.primary].title, check.why, "check", check.id, check.primary, ""


def _texts(question: Question) -> Iterator[tuple[str, Kind, str]]:
    for paragraph in [question.gist, *re.split(r"\n\s*\n", question.answer)]:
        if paragraph.strip():
            yield paragraph.strip(), "answer", ""
    for mistake in question.mistakes:
        yield f"{mistake.claim} {mistake.why}", "mistake", ""
    for source in source_results(question.sources):
        yield source.text, "source", source.url


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    flat = _BOLD.sub("", " ".join(marked.split()))
    pieces = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", flat)
    return tuple((piece.strip(OPEN + CLOSE), piece.startswith(OPEN)) for piece in pieces if piece)
