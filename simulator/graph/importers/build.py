"""A graph made of imported questions: one area and one concept for each topic, so that it can be asked at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import tomli_w

from simulator.errors import GraphError
from simulator.graph.importers.entry import Entry, Left
from simulator.graph.lint.duplicates import ALIKE_PROMPTS, alike, bare
from simulator.graph.sanitise import short

UNSORTED = "unsorted"
WORDS_IN_ID = 7
_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Alike:
    """An imported question that asks nearly what one of another graph asks; `likeness` from 0 to 100."""

    entry: Entry
    known: str
    likeness: float


def slug(text: str, taken: Iterable[str] = (), most: int = WORDS_IN_ID) -> str:
    """An id made of the first words of a text, numbered where it is taken."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = "-".join(_NOT_ID.sub(" ", plain).split()[:most])[:80].strip("-") or "question"
    used, number, name = set(taken), 1, stem
    while name in used:
        number += 1
        name = f"{stem}-{number}"
    return name


def without_doubles(entries: Sequence[Entry]) -> tuple[list[Entry], list[Left]]:
    """The entries, each question once; the later ones are left out."""
    first: dict[str, Entry] = {}
    left = []
    for entry in entries:
        key = bare(entry.prompt) or entry.prompt
        if key in first:
            left.append(Left(entry.where, f"asks what {first[key].where} asks"))
        else:
            first[key] = entry
    return list(first.values()), left


def alike_ones(entries: Sequence[Entry], known: Mapping[str, str]) -> list[Alike]:
    """The entries that ask nearly what a known question (id to prompt) asks, each with the most alike."""
    names = list(known)
    texts = [*(bare(known[name]) for name in names), *(bare(entry.prompt) for entry in entries)]
    best: dict[int, Alike] = {}
    for first, second, likeness in alike(texts, ALIKE_PROMPTS):
        place = second - len(names)
        if first < len(names) <= second and (place not in best or likeness > best[place].likeness):
            best[place] = Alike(entries[place], names[first], likeness)
    return [best[place] for place in sorted(best)]


def write_graph(folder: Path, entries: Sequence[Entry]) -> list[Path]:
    """Write a new graph of these entries; returns its files. Raises GraphError where something stands there already."""
    if folder.exists() or folder.is_symlink():
        raise GraphError(f"{short(folder, 200)} exists already; choose another name.")
    topics: dict[str, str] = {}
    for entry in entries:
        topics.setdefault(entry.topic, slug(entry.topic or UNSORTED, topics.values()))
    texts = {
        "graph.toml": _heading(folder.name, topics),
        "concepts.toml": _blocks("concept", [_concept(topic, name, entries) for topic, name in topics.items()]),
        **{file: _blocks("question", records) for file, records in _questions(entries, topics).items()},
    }
    try:
        return [_write(folder / name, text) for name, text in texts.items()]
    except OSError as error:
        raise GraphError(f"{short(folder, 200)} cannot be written ({error.strerror}).") from error


def _blocks(kind: str, records: Sequence[Mapping[str, Any]]) -> str:
    """The records as blocks that a person edits; tomli-w alone would write one list of inline tables."""
    return "\n".join(f"[[{kind}]]\n{tomli_w.dumps(record, multiline_strings=True)}" for record in records)


def _heading(name: str, topics: Mapping[str, str]) -> str:
    title = name.replace("-", " ").replace("_", " ").capitalize()
    areas = [{"id": area, "title": topic or UNSORTED.capitalize()} for topic, area in topics.items()]
    role = {"id": "everything", "title": "Everything", "target_tier": 3}
    weights = tomli_w.dumps({"role": {"areas": dict.fromkeys(topics.values(), 1)}})
    head = tomli_w.dumps({"graph": {"id": slug(name), "title": title}})
    return "\n".join([head, _blocks("area", areas), _blocks("role", [role]) + "\n" + weights])


def _concept(topic: str, name: str, entries: Sequence[Entry]) -> dict[str, Any]:
    tiers = [entry.tier for entry in entries if entry.topic == topic]
    return {
        "id": name,
        "title": topic or UNSORTED.capitalize(),
        "area": name,
        "min_tier": min(tiers),
        "max_tier": max(tiers),
    }


def _questions(entries: Sequence[Entry], topics: Mapping[str, str]) -> dict[str, list[Mapping[str, Any]]]:
    taken: set[str] = set()
    files: dict[str, list[Mapping[str, Any]]] = {f"questions/{name}.toml": [] for name in topics.values()}
    for entry in entries:
        name = slug(entry.prompt, taken)
        taken.add(name)
        concept = topics[entry.topic]
        question: dict[str, Any] = {"id": name, "kind": "discuss", "concepts": [concept], "tier": entry.tier}
        question["prompt"] = entry.prompt
        if entry.hints:
            question["hints"] = list(entry.hints)
        if entry.answer:
            question["answer"] = entry.answer
        files[f"questions/{concept}.toml"].append(question)
    return files


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
