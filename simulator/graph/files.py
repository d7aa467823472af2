"""Reads a graph from its folder."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from simulator.errors import GraphError
from simulator.graph import cache as cached
from simulator.graph.folder import digest, read_folder
from simulator.graph.parse import Draft, parse
from simulator.graph.records import Graph
from simulator.graph.references import check_references
from simulator.graph.sanitise import short


def load(path: Path, cache: Path | None = None) -> Graph:
    """The graph in the folder `path`, every record validated and its text made safe for a terminal.

    `cache` is a folder in which parsed graphs are kept between calls. Raises GraphError, with one sentence that names
    file, record and key, where anything does not fit.
    """
    files = read_folder(path)
    identity = digest(files)
    parsed = cached.read(cache, path, identity) if cache is not None else None
    if parsed is None:
        parsed = _checked(path, read_draft(files))
        if cache is not None:
            cached.write(cache, path, identity, parsed)
    return _graph(path, identity, parsed)


def read_draft(files: Mapping[str, bytes]) -> Draft:
    """All that could be read of a graph, with a finding for everything that would make `load` refuse it."""
    draft = parse(files)
    check_references(draft)
    return draft


def build(path: Path, identity: str, draft: Draft) -> Graph:
    """The graph of a draft without errors. Raises GraphError where there are some."""
    return _graph(path, identity, _checked(path, draft))


def _checked(path: Path, draft: Draft) -> cached.Parsed:
    errors = [finding for finding in draft.findings if finding.severity == "error"]
    head = draft.heading
    if errors or head is None:
        command = f"interview graph lint {shlex.quote(str(path))}"
        more = f" (and {len(errors) - 1} more; `{command}` lists them)" if len(errors) > 1 else ""
        raise GraphError(f"{short(path, 300)}/{errors[0]}{more}.")
    kinds = {kind: tuple(found.values()) for kind, found in draft.records.items()}
    return cached.Parsed(
        id=head.id,
        title=head.title,
        about=head.about,
        areas=kinds["area"],
        roles=kinds["role"],
        concepts=kinds["concept"],
        questions=kinds["question"],
        checks=kinds["check"],
    )


def _graph(path: Path, identity: str, parsed: cached.Parsed) -> Graph:
    return Graph(
        id=parsed.id,
        title=parsed.title,
        path=path,
        digest=identity,
        areas={record.id: record for record in parsed.areas},
        roles={record.id: record for record in parsed.roles},
        concepts={record.id: record for record in parsed.concepts},
        questions={record.id: record for record in parsed.questions},
        checks={record.id: record for record in parsed.checks},
        about=parsed.about,
    )
