"""Transcripts, graphs and drafts with hostile changes: each opens, or is refused in one safe sentence, at once.

`make fuzz` tries 100,000: 60,000 transcripts, 20,000 graphs and 20,000 drafts.
"""

import json
import random
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from simulator.engine.model.bank import Bank
from simulator.errors import GraphError, TranscriptError, UsageError
from simulator.graph.authoring import FILES, TEMPLATE
from simulator.graph.lint.structure import lint_files
from simulator.graph.load import build
from simulator.session.archive.as_text import retold_lines
from simulator.session.clock import SimulatedClock
from simulator.session.header import Settings
from simulator.session.interview.events import Event
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.sitting import header_of, reopen
from simulator.session.transcript.read import parse
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from tests.conftest import STARTED, Sit
from tests.mutations import at_most, mutated, texts, unsafe
from tests.transcripts import graph, split, whole

PART = 10_000
NAME, DATA = whole(2)
HEAD, BLOCKS = split(DATA)
BEGINNING = HEAD + b"".join(BLOCKS[:25])
FILES_OF_A_GRAPH = {name: (TEMPLATE / name).read_bytes().replace(b"@NAME@", b"sample") for name in FILES}
DONE: "Future[None]" = Future()
DONE.set_result(None)


AnswerText = tuple[list[str], list[str]]  # sentences about what is wrong, and what is shown of the rest


def each(count: int, seed: int, act: Callable[[random.Random], AnswerText]) -> None:
    """Acts with other luck so many times; nothing that comes out may hold what a terminal obeys."""
    for number in range(count):
        luck = random.Random(f"{seed}/{number}")
        with at_most(1):
            sentences, shown = act(luck)
        assert all(text.isprintable() and len(text) < 1000 for text in sentences), (seed, number, sentences)
        for text in shown:
            assert not unsafe(text), (seed, number, text)


def read_transcript(luck: random.Random) -> AnswerText:
    """All that can be shown of a transcript with changes."""
    try:
        found = parse(mutated(BEGINNING, luck), Path(f"{NAME}.toml"))
    except TranscriptError as refusal:
        return [str(refusal)], []
    shown = [*retold_lines(found), *texts(found.header), *(text for event in found.events for text in texts(event))]
    return [f.message for f in found.findings], shown


class Nowhere:
    """A sink that keeps nothing."""

    def append(self, event: Event) -> "Future[None]":
        return DONE


def read_graph(luck: random.Random) -> AnswerText:
    """All findings about a graph with changes in one file; where it can be used, an interview begins on it."""
    name = luck.choice(FILES)
    draft, found = lint_files(FILES_OF_A_GRAPH | {name: mutated(FILES_OF_A_GRAPH[name], luck)})
    said = [str(finding) for finding in found]
    try:
        usable = build(Path("sample"), "0", draft)
        header = header_of(usable, Settings(seed=1, role=next(iter(usable.roles), "")), STARTED, "abcd")
    except (GraphError, UsageError) as refusal:
        return [*said, str(refusal)], []
    selection = Selection(usable, header, bank=Bank.compile(usable))
    interview = Interview(usable, header, Nowhere(), SimulatedClock(STARTED), selection)
    interview.next()
    return said, [text for event in interview.events for text in texts(event)]


def read_draft(path: Path, workspace: Workspace, luck: random.Random) -> AnswerText:
    """What a session goes on with after its draft was changed."""
    text = 'The cache grows with every token,\nand with every user. [[event]] "quoted"'
    whole_draft = {"n": luck.randrange(3), "clock": 12.5, "text": text, "position": 1}
    DraftFile(path).path.write_bytes(mutated(json.dumps(whole_draft).encode(), luck))
    sitting = reopen(path, workspace, graph(), SimulatedClock(STARTED))
    try:
        assert 0 <= sitting.interview.clock < 1e6
        assert len(sitting.interview.events) == 1
        return [f.message for f in sitting.findings], [sitting.draft_text]
    finally:
        sitting.transcript.close()


@pytest.fixture
def begun(sit: Sit) -> Path:
    """A transcript in which the first question waits for its answer."""
    sitting = sit(until="answering")
    sitting.transcript.close()
    return sitting.path


def test_changed_transcripts_open_or_are_refused() -> None:
    each(120, 1, read_transcript)


def test_changed_graphs_open_or_are_refused() -> None:
    each(80, 2, read_graph)


def test_changed_drafts_are_taken_or_skipped(begun: Path, workspace: Workspace) -> None:
    each(80, 3, lambda luck: read_draft(begun, workspace, luck))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_many_changed_transcripts_open_or_are_refused(part: int) -> None:
    each(PART, 100 + part, read_transcript)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_many_changed_graphs_open_or_are_refused(part: int) -> None:
    each(PART, 200 + part, read_graph)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_many_changed_drafts_are_taken_or_skipped(begun: Path, workspace: Workspace, part: int) -> None:
    each(PART, 300 + part, lambda luck: read_draft(begun, workspace, luck))
