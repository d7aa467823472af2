"""Transcripts of many people, pooled to one table of responses that says nothing of who they are.

A row is a person: a random id, the versions of the graph that they sat, and a score for each question. The id is drawn
afresh each time, and rows stand in the order of the ids, so that neither tells whose folder it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.engine.model.response import Array
from simulator.errors import UsageError
from simulator.graph.text import plural, short
from simulator.session.lab.recorded import scored
from simulator.session.lab.table import PARQUET, Table, open_table, read_twice, write_csv, write_parquet

DIGITS = 12  # of a graph's digest
DIGEST = re.compile(r"[0-9a-f]+")
SHOWN = 3  # rows
# an id says nothing, and is no formula in a spreadsheet; a transcript of another person's graph may hold anything
PLAIN = re.compile(r"\w[\w.:-]{0,99}", re.ASCII)
ABOUT = re.compile(r"[0-9a-f]+"), re.compile(r"\w[\w.:-]{0,99}( [0-9a-f]+)?(; \w[\w.:-]{0,99}( [0-9a-f]+)?)*", re.ASCII)


@dataclass(frozen=True)
class Person:
    """What is kept of one person: the graph, its versions, and a score from 0 to 1 for each question.

    `sessions` are the ids of their interviews, by which somebody who is there twice is found; they are not written.
    """

    graph: str
    versions: tuple[str, ...]
    scores: Mapping[str, float]
    sessions: frozenset[str] = frozenset()
    id: str = ""  # in a table that was pooled before


@dataclass(frozen=True, eq=False)
class PooledTable:
    """A table to be written: one row for each of `about` (id, graph) and `values` (people, questions).

    Values are scores from 0 to 1, NaN where a question was not scored; `ids` are those of the questions.
    """

    ids: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    values: Array
    interviews: int

    def described(self) -> Iterator[str]:
        """What is in it, in sentences, and its first rows."""
        people, questions = len(self.about), len(self.ids)
        answers = int((~np.isnan(self.values)).sum())
        sat = f" from {plural(self.interviews, 'interview')}" if self.interviews else ""
        yield f"{plural(people, 'person', 'people')}{sat}, {plural(questions, 'question')}, {plural(answers, 'score')}."
        versions = Counter(version for _, version in self.about)
        yield f"Graph: {'; '.join(f'{version} ({count:,})' for version, count in versions.most_common())}."
        yield "Each row has a random id, the graph's version, and a score from 0 to 1 for each scored question."
        yield "Left out: names, dates, everything that was said or written, and the points."
        for (who, version), row in zip(self.about[:SHOWN], self.values, strict=False):
            given = [(name, value) for name, value in zip(self.ids, row, strict=True) if not np.isnan(value)]
            shown = ", ".join(f"{name} {value:.2f}" for name, value in given[:SHOWN])
            more = f" and {len(given) - SHOWN} more" if len(given) > SHOWN else ""
            yield f"  {who}, {version}: {shown}{more}"

    def write(self, target: Path, suffix: str) -> None:
        """Write it as CSV, or as Parquet if the suffix says so."""
        write = write_parquet if suffix.lower() in PARQUET else write_csv
        write(target, self.ids, self.about, self.values)


def people_in(source: Path) -> list[Person]:
    """Everybody in a folder of transcripts, or in a table pooled before. Raises UsageError for anything else."""
    if source.is_dir():
        by_name: dict[tuple[str, str], Person] = {}  # and graph; the first score of a question counts
        for header, scores in scored(source):
            plain = {name: score for name, score in scores.items() if PLAIN.fullmatch(name)}
            if plain and PLAIN.fullmatch(header.graph):
                key = header.candidate, header.graph
                before = by_name.get(key, Person(header.graph, (), {}))
                digest = header.graph_digest[:DIGITS]
                version = f"{header.graph} {digest}" if DIGEST.fullmatch(digest) else header.graph
                versions = before.versions if version in before.versions else (*before.versions, version)
                sat = before.sessions | {header.id}
                by_name[key] = Person(header.graph, versions, {**plain, **before.scores}, sat)
        return list(by_name.values())
    with read_twice(source) as path:
        return _people_of(open_table(path), source)


def _people_of(table: Table, source: Path) -> list[Person]:
    strange = UsageError(f"{source} is neither a folder of transcripts nor a table that `interview pool` wrote.")
    if not table.self_scored or not all(map(PLAIN.fullmatch, table.ids)):
        raise strange
    people = []
    for block in table.blocks():
        for about, row in zip(block.about, block.values, strict=True):
            if not all(form.fullmatch(text) for form, text in zip(ABOUT, about, strict=True)):
                raise strange
            given = zip(table.ids, row, strict=True)
            scores = {name: float(value) for name, value in given if not np.isnan(value)}
            people.append(Person(about[1].split(" ")[0], (about[1],), scores, id=about[0]))
    return people


def pooled(people: Iterable[Person], draw_id: Callable[[], str], graph: str | None = None) -> PooledTable:
    """One table of people who sat the same graph. Raises UsageError if there are none, or if they sat several."""
    everybody = list(people)
    graphs = sorted({person.graph for person in everybody})
    if graph is None and len(graphs) > 1:
        named = ", ".join(short(name) for name in graphs)
        raise UsageError(f"These are interviews on several graphs ({named}); choose one with --graph.")
    chosen = [person for person in everybody if graph in (None, person.graph)]
    if not chosen:
        raise UsageError(f"There is no scored answer{f' on the graph {short(graph)}' if graph else ''} in there.")
    interviews = Counter(session for person in chosen for session in person.sessions)
    if twice := next((session for session, people_of_it in interviews.items() if people_of_it > 1), None):
        raise UsageError(
            f"Somebody is in there twice: the interview {short(twice)} is in two folders, or under two names; "
            "leave one out."
        )
    by_id = dict(sorted((person.id or draw_id(), person) for person in chosen))
    if len(by_id) < len(chosen):
        raise UsageError("Somebody is in there twice: the same random id is in more than one table.")
    ids = tuple(sorted({name for person in chosen for name in person.scores}))
    values = np.full((len(by_id), len(ids)), np.nan)
    column_of = {name: column for column, name in enumerate(ids)}
    for row, person in zip(values, by_id.values(), strict=True):
        for name, score in person.scores.items():
            row[column_of[name]] = score
    about = tuple((who, "; ".join(person.versions)) for who, person in by_id.items())
    return PooledTable(ids, about, values, len(interviews))
