"""A sitting: an Interview with its transcript, its draft and its lock, from the first event to leaving."""

import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.files import load
from simulator.graph.records import Graph
from simulator.graph.sanitise import short
from simulator.session import archive
from simulator.session.clock import Clock, SystemClock
from simulator.session.draft import DraftFile
from simulator.session.header import Header, Settings
from simulator.session.history import PastSession, cooling, digest
from simulator.session.interview import Interview
from simulator.session.keeping import Keeping
from simulator.session.new_header import header_of
from simulator.session.reading import Finding, Reading
from simulator.session.selection import Selection
from simulator.session.state import Phase
from simulator.session.transcript import Transcript
from simulator.session.workspace import Workspace, find_graph

PATIENCE = 3.0  # seconds for an archive that is not indexed yet: enough for the latest hundreds, which count


@dataclass
class Sitting(Keeping):
    """An interview that is sat. `findings` say what was wrong with a transcript that was reopened."""

    findings: tuple[Finding, ...] = field(default=())

    def leave(self, *, anyway: bool = True) -> None:
        """Stop the clock, keep everything, release the session; the next start can go on here.

        Where something can be written nowhere and not `anyway`, raises TranscriptError, and the session stays open.
        """
        state = self.interview.state
        if not state.paused and state.phase not in {Phase.ENDED, Phase.READY}:
            self.interview.pause("left")
        if not anyway:
            self.keep()
        self.close()


def begin(
    graph: Graph,
    settings: Settings,
    workspace: Workspace,
    clock: Clock | None = None,
    letters: str | None = None,
) -> Sitting:
    """A new session: header on disk, nothing asked yet. Raises UsageError or TranscriptError."""
    clock = clock or SystemClock()
    started = clock.now()
    past = archive.past(workspace, settings.candidate, graph.id, patience=PATIENCE)
    due = _due(graph, settings, workspace, started) if settings.format == "drill" else ()
    header = header_of(graph, settings, started, letters or _letters(), past, due)
    selection = Selection(graph, header, past, cooling(past, started))
    selection.check_length()
    transcript = Transcript.create(workspace.sessions, header)
    interview = Interview(graph, header, transcript, clock, selection)
    return Sitting(interview, transcript, DraftFile(transcript.path))


def _due(graph: Graph, settings: Settings, workspace: Workspace, now: datetime) -> tuple[str, ...]:
    """The questions that a drill may ask again: those whose answers come due by `now`."""
    from simulator.engine.schedule import Review, due_items  # fsrs is loaded only for a drill

    items = [i for f in archive.facts(workspace, settings.candidate, graph.id, patience=PATIENCE) for i in f.items]
    reviews = [
        Review(i.item, i.verdict, i.at.astimezone(UTC)) for i in items if i.verdict and i.item in graph.questions
    ]
    return tuple(sorted(due_items(reviews, now)))


def reopen(path: Path, workspace: Workspace, graph: Graph | None = None, clock: Clock | None = None) -> Sitting:
    """Go on with a session: question, draft, clock and belief as they were.

    The clock stands until `interview.resume()`.

    Raises TranscriptError when it has ended, is open elsewhere, or cannot be read.
    """
    transcript, found = Transcript.reopen(path)
    try:
        if graph is None or graph.id != found.header.graph:
            graph = load(find_graph(workspace, found.header.graph), workspace.cache)
        return _reopened(transcript, found, graph, workspace, clock)
    except BaseException:
        transcript.close()
        raise


def _reopened(
    transcript: Transcript, found: Reading, graph: Graph, workspace: Workspace, clock: Clock | None
) -> Sitting:
    header, events = found.header, found.events
    past, about_past = _past_of(header, workspace)
    selection = Selection(graph, header, past, cooling(past, header.started))
    draft_file = DraftFile(transcript.path)
    draft = draft_file.load()
    fresh = draft is not None and draft.still_counts(events)
    at = draft.clock if draft and fresh else None
    interview = Interview(graph, header, transcript, clock or SystemClock(), selection, events, at, found.last_n)
    if interview.state.phase is Phase.ENDED:
        raise TranscriptError(f"{header.id} has ended; read it with `interview review {header.id}`.")
    turn = interview.state.current
    text, spoken = (draft.text, draft.spoken) if draft and fresh else (turn.draft if turn else "", 0.0)
    unfinished = draft.unfinished if draft and fresh else False
    return Sitting(interview, transcript, draft_file, text, unfinished, spoken, findings=(*found.findings, *about_past))


def _past_of(header: Header, workspace: Workspace) -> tuple[list[PastSession], list[Finding]]:
    """The earlier sessions that the starting belief was made of, and what is no longer as it was."""
    if not header.earlier:
        return [], []
    past, gone = archive.past_of(workspace, header)
    found = [
        Finding("history", 0, f"The earlier session {short(name)} is gone; the level starts without it.")
        for name in gone
    ]
    if not gone and header.belief_digest not in ("", digest(past)):
        found.append(Finding("history", 0, "An earlier session was changed; the next choice may differ for it."))
    return past, found


def _letters() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(4))
