"""Full-text search over a graph's definitions, answers, mistakes and sources, the best passage first.

A graph is small, so its index is made in memory on demand: SQLite FTS5 with BM25 ranking (Robertson and Zaragoza,
2009), titles weighing more than text.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, product
from typing import Literal

from simulator.graph.code_spans import lines_with_fences
from simulator.graph.records import Graph
from simulator.graph.text import STOP_WORDS, apart, short, together
from simulator.report.figures.questions import source_results
from simulator.report.records import Result, SourceResult
from simulator.session.archive.search import CLOSE, OPEN, SEARCH_LETTERS, snippet_parts

Kind = Literal["definition", "answer", "mistake", "source", "check"]

WORDS = 40
TITLE_WEIGHT = 2.0
# BM25 favours short texts such as bare citations; a term asked by its name is best answered by its definition
KIND_WEIGHT: dict[Kind, float] = {"definition": 1.6, "answer": 1.2, "mistake": 1.0, "check": 1.0, "source": 0.6}
_WEIGHED = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in KIND_WEIGHT.items())
MOST = 12
MOST_ASKED = 2  # questions in the words that were typed
FEWEST_MEANT = 3  # words of a question, the common ones left out, by which it's known
_A_QUESTION = re.compile(
    r"\s*(?:why|how|what|when|where|which|who|is|are|do|does|can|could|would|should)\b", re.IGNORECASE
)
MOST_SOURCES = 6
LINE = 200
_BOLD = re.compile(r"(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)")  # Markdown's, not a power
_ISE = re.compile(r"(?<=\w\wi)[sz](?=(?:e|es|ed|er|ers|ing|ation|ations)$)|(?<=\w\wy)[sz](?=(?:e|es|ed|er|ing)$)")
_WORD = re.compile(r"\w+(?:[-.]\w+)*")


class Passage(Result, frozen=True):
    """A passage of the bank; `id` names its concept, question or check, `text` is the whole paragraph.

    `parts` is a snippet in pieces, each with whether it matches a word asked for.
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
    """The best passages on `words`, at most `limit`, one of each record and kind."""
    return StudyIndex(graph).ask(words, limit)


class StudyIndex:
    """The index of one graph; make it once if you ask often."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(title, text, kind UNINDEXED, id UNINDEXED, concept UNINDEXED, "
            "url UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            ((apart(title), apart(text), *rest) for title, text, *rest in _rows(graph)),
        )
        self._database.execute(
            "CREATE VIRTUAL TABLE asked USING fts5(text, id UNINDEXED, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._database.executemany("INSERT INTO asked VALUES (?, ?)", ((apart(t), name) for t, name in _asked(graph)))

    def ask(self, words: str, limit: int = MOST) -> tuple[Passage, ...]:
        """The best passages: those with all the words, then those with some. Common words count only if all are.

        What is typed behind `SEARCH_LETTERS` letters doesn't count.
        """
        typed = list(dict.fromkeys(word.lower() for word in _WORD.findall(words[:SEARCH_LETTERS])))
        meant = [word for word in typed if word not in STOP_WORDS] or typed
        # the bank is spelt the British way, most papers that it cites are not; both are found, however it is typed
        spelt = dict.fromkeys(tuple(_ISE.sub(letter, word) for word in meant) for letter in "sz")
        passages: dict[tuple[str, str], Passage] = {}
        if len(meant) >= FEWEST_MEANT and (_A_QUESTION.match(words) or "?" in words):
            passages.update(((p.kind, p.id), p) for terms in spelt for p in self._answering(terms))
        texts = {passage.text for passage in passages.values()}
        for operator, terms in product(("AND", "OR"), filter(None, spelt)):
            # quoted, so that nothing in them is an operator
            for passage in self._matching(f" {operator} ".join(f'"{apart(term)}"' for term in terms), limit * 4):
                if passage.text not in texts:  # a source that several questions name is one passage
                    texts.add(passage.text)
                    passages.setdefault((passage.kind, passage.id), passage)
            if len(passages) >= limit:
                break
        return tuple(passages.values())[:limit]

    def _answering(self, meant: Iterable[str]) -> Iterator[Passage]:
        """What answers a question that the interviewer asks in these words, or follows up with: its first passage."""
        query = " AND ".join(f'"{apart(word)}"' for word in meant)
        found = self._database.execute(
            "SELECT id FROM asked WHERE asked MATCH ? ORDER BY bm25(asked), rowid LIMIT ?", (query, MOST_ASKED)
        )
        for name in dict.fromkeys(name for (name,) in found):
            rows = self._database.execute(
                "SELECT kind, id, concept, title, text, url FROM passages "
                "WHERE id = ? AND kind IN ('answer', 'check') ORDER BY rowid LIMIT 1",
                (name,),
            )
            for kind, id_, concept, title, text, url in rows:
                shown = short(_BOLD.sub("", together(text)), LINE)
                yield self._passage(kind, id_, concept, title, text, url, shown)

    def _matching(self, query: str, limit: int) -> Iterator[Passage]:
        rows = self._database.execute(
            f"SELECT kind, id, concept, title, text, url, snippet(passages, 1, '{OPEN}', '{CLOSE}', '…', {WORDS}) "
            f"FROM passages WHERE passages MATCH ? "
            f"ORDER BY bm25(passages, {TITLE_WEIGHT}, 1.0) * CASE kind {_WEIGHED} END, rowid LIMIT ?",
            (query, limit),
        )
        for row in rows:
            yield self._passage(*row)

    def _passage(self, kind: Kind, id_: str, concept: str, title: str, text: str, url: str, snippet: str) -> Passage:
        return Passage(
            kind=kind,
            id=id_,
            concept=concept,
            title=together(title),
            area=self.graph.area_of(concept),
            text=together(text),
            parts=snippet_parts(_BOLD.sub("", together(snippet))),
            url=url,
        )


def _rows(graph: Graph) -> Iterator[tuple[str, str, Kind, str, str, str]]:
    """Title, text, kind, id, concept and address of every passage."""
    for concept in graph.concepts.values():
        if concept.definition:
            yield concept.title, concept.definition, "definition", concept.id, concept.id, ""
    for question in graph.questions.values():
        title, about = graph.concepts[question.primary].title, (question.id, question.primary)
        for paragraph in filter(str.strip, [question.gist, *paragraphs(question.answer)]):
            yield title, paragraph.strip(), "answer", *about, ""
        for mistake in question.mistakes:
            yield title, f"{mistake.claim} {mistake.why}", "mistake", *about, ""
        for source in source_results(question.sources):
            yield title, source.text, "source", *about, source.url
    for check in graph.checks.values():
        yield graph.concepts[check.primary].title, check.why, "check", check.id, check.primary, ""


def _asked(graph: Graph) -> Iterator[tuple[str, str]]:
    """Everything that the interviewer asks of a question or a check, each with its id."""
    for question in graph.questions.values():
        for text in (question.prompt, *(probe.asks for probe in question.probes)):
            yield text, question.id
    for check in graph.checks.values():
        yield check.prompt, check.id


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text in Markdown; a fence of code is one, whatever blank lines it holds."""
    pieces: list[str] = []
    for is_code, lines in groupby(lines_with_fences(text), lambda line: line.is_code):
        whole = "".join(line.text for line in lines)
        pieces += [whole] if is_code else re.split(r"\n\s*\n", whole)
    return pieces


def sources_of(graph: Graph, passage: Passage) -> tuple[SourceResult, ...]:
    """The sources of a passage's question, or else of the questions on its concept, each once."""
    question = graph.questions.get(passage.id)
    if question is None:
        return sources_on(graph, passage.concept)
    return tuple(dict.fromkeys(source_results(question.sources)))[:MOST_SOURCES]


def sources_on(graph: Graph, concept: str) -> tuple[SourceResult, ...]:
    """The sources that most questions mainly about a concept rest on."""
    asked = (q for q in graph.questions.values() if q.primary == concept)
    sources: dict[str, SourceResult] = {}  # by address: one page is cited with several chapters
    cited = Counter[str]()
    for source in (source for q in asked for source in source_results(q.sources)):
        cited[source.url or source.text] += 1
        sources.setdefault(source.url or source.text, source)
    return tuple(sources[key] for key, _ in cited.most_common(MOST_SOURCES))


def prompt_of(graph: Graph, passage: Passage) -> str:
    """The prompt of a passage's question or check; empty for a definition."""
    record = graph.questions.get(passage.id) or graph.checks.get(passage.id)
    return record.prompt if record and passage.kind != "definition" else ""


def named_by(graph: Graph, passage: Passage) -> str:
    """A line of at most `LINE` letters that tells a passage from others on its concept.

    That is its question or check, the text of a mistake or source, or the concept of a definition.
    """
    if passage.kind == "definition":
        return passage.title
    own = passage.text if passage.kind in {"mistake", "source"} else prompt_of(graph, passage)
    return short(_BOLD.sub("", own), LINE)
