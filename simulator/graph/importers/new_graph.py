"""A graph made of imported questions: with an area and a concept for each topic, and no question twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from unicodedata import normalize

import tomli_w

from simulator.errors import GraphError
from simulator.graph.files import write_folder
from simulator.graph.importers.entry import MOST_QUESTIONS, ImportedQuestion, LeftOut
from simulator.graph.lint.prose import bare, most_alike
from simulator.graph.parse import MOST_CONCEPTS
from simulator.graph.text import upper_first

UNSORTED = "unsorted"
WORDS_IN_ID = 7
MOST_COMPARED = 600  # characters: enough to tell what a question asks
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"})
_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Alike:
    """An imported question that is nearly the same as the question `known` of another graph."""

    entry: ImportedQuestion
    known: str


class Ids:
    """Makes unique ids from the first words of texts; a number tells those apart that begin alike."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def make(self, text: str, kind: str) -> str:
        """A new id for a text of this kind."""
        stem = name = slug(text, kind)
        while name in self._given:
            self._given[stem] += 1
            name = f"{stem}-{self._given[stem]}"
        self._given[name] = 1
        return name


def slug(text: str, kind: str) -> str:
    """An id from the first words of a text, or of its digest where no letter of it can stand in an id.

    So it is the same wherever the text stands in a list, and two graphs in Japanese have two ids.
    """
    plain = normalize("NFKD", text[:MOST_COMPARED].translate(_SPELT)).encode("ascii", "ignore").decode().lower()
    words = "-".join(_NOT_ID.sub(" ", plain).split()[:WORDS_IN_ID])[:80].strip("-")
    return words or f"{kind}-{blake2b(text.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def without_doubles(entries: Sequence[ImportedQuestion]) -> tuple[list[ImportedQuestion], list[LeftOut]]:
    """The entries without later copies of a question, and those copies."""
    first: dict[str, ImportedQuestion] = {}
    left_out = []
    for entry in entries:
        key = bare(entry.prompt) or entry.prompt
        if key in first:
            left_out.append(LeftOut(entry.where, f"asks what {first[key].where} asks"))
        else:
            first[key] = entry
    return list(first.values()), left_out


def alike_ones(entries: Sequence[ImportedQuestion], known: Mapping[str, str]) -> list[Alike]:
    """The entries that ask nearly the same as a known question (id to prompt), with the one most like it."""
    names = list(known)
    theirs = [bare(known[name][:MOST_COMPARED]) for name in names]
    ours = [bare(entry.prompt[:MOST_COMPARED]) for entry in entries]
    return [Alike(entries[index], names[other]) for index, other in sorted(most_alike(ours, theirs).items())]


def write_graph(folder: Path, entries: Sequence[ImportedQuestion]) -> list[Path]:
    """Write a new graph and return its files. Raises GraphError if it is too large, exists or cannot be written."""
    if len(entries) > MOST_QUESTIONS:
        raise GraphError(f"{len(entries):,} questions are too many for one graph; {MOST_QUESTIONS:,} is the most.")
    if (topics := len({entry.topic for entry in entries})) > MOST_CONCEPTS:  # it could be written, but not opened
        raise GraphError(f"{topics:,} topics are too many for one graph; {MOST_CONCEPTS:,} is the most.")
    return write_folder(folder, _files_of(folder.name, entries))


def _files_of(name: str, entries: Sequence[ImportedQuestion]) -> dict[str, str]:
    """The files of a graph of these questions, name to text: a topic is an area with one concept."""
    concept_ids, question_ids = Ids(), Ids()
    named = dict.fromkeys(entry.topic for entry in entries)
    topics = {topic: concept_ids.make(topic or UNSORTED, "topic") for topic in named}
    tiers: dict[str, list[int]] = {topic: [] for topic in topics}
    questions: dict[str, list[Mapping[str, Any]]] = {topic: [] for topic in topics}
    for entry in entries:
        question: dict[str, Any] = {"id": question_ids.make(entry.prompt, "question"), "kind": "discuss"}
        question |= {"concepts": [topics[entry.topic]], "tier": entry.tier, "prompt": entry.prompt}
        question |= {"hints": list(entry.hints)} if entry.hints else {}
        question |= {"answer": entry.answer} if entry.answer else {}
        tiers[entry.topic].append(entry.tier)
        questions[entry.topic].append(question)
    title = upper_first(name.replace("-", " ").replace("_", " "))
    areas, concepts = [], []
    for topic, concept in topics.items():
        area = {"id": concept, "title": topic or (UNSORTED.capitalize() if len(topics) > 1 else title)}
        areas.append(area)
        span = {"min_tier": min(tiers[topic]), "max_tier": max(tiers[topic])}
        concepts.append({**area, "area": concept, **span})
    graph_id = name if _ID.fullmatch(name) else slug(name, "graph")  # sessions find the folder by it
    head = tomli_w.dumps({"graph": {"id": graph_id, "title": title}})
    role = _blocks("role", [{"id": "everything", "title": "Generalist", "target_tier": 3}])
    weights = tomli_w.dumps({"role": {"areas": dict.fromkeys(topics.values(), 1)}})
    return {
        "graph.toml": f"{head}\n{_blocks('area', areas)}\n{role}\n{weights}",
        "concepts.toml": _blocks("concept", concepts),
        **{f"questions/{topics[topic]}.toml": _blocks("question", records) for topic, records in questions.items()},
    }


def _blocks(kind: str, records: Sequence[Mapping[str, Any]]) -> str:
    """The records as `[[kind]]` blocks, which people can edit; tomli-w alone would write a list of inline tables."""
    return "\n".join(f"[[{kind}]]\n{tomli_w.dumps(record, multiline_strings=True)}" for record in records)
