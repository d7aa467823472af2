"""A sitting: an Interview with its transcript and draft, from opening to leaving."""

import contextlib
import secrets
import shlex
import string
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from simulator import __version__
from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.parameters import ENGINE_VERSION
from simulator.errors import TranscriptError, UsageError
from simulator.graph.files import home_folder, refuge
from simulator.graph.job_advert.match import weights
from simulator.graph.records import Graph
from simulator.graph.text import short
from simulator.session.archive import archive
from simulator.session.clock import LOCAL, Clock
from simulator.session.header import DEMO_CANDIDATE, TRANSCRIPT_VERSION, Header, PriorSession, Settings
from simulator.session.interview.hearing import prepare_for_misconceptions, prepare_to_listen
from simulator.session.interview.history import PastSession, cooling, digest
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase
from simulator.session.opening import opening_words
from simulator.session.presets import refuse_unknown
from simulator.session.transcript.read import Reading, TranscriptFinding
from simulator.session.transcript.sidecars import Draft, DraftFile
from simulator.session.transcript.write import Transcript
from simulator.session.workspace import Workspace, graph_sat_on

SHELTER = "interview-rescued"


def fallback_folders() -> tuple[Path, ...]:
    """Folders for a transcript whose own can no longer be written; the first that can be is used."""
    home = home_folder()
    folders = [] if home is None else [home]
    with contextlib.suppress(OSError):  # there may be none that can be written
        folders.append(Path(tempfile.gettempdir()))
    return tuple(folder / SHELTER for folder in folders or [Path("/tmp")])


@dataclass
class Sitting:
    """An interview in progress, with its transcript and its draft.

    `draft_text` is the text of the draft when the sitting was opened, `draft_unfinished` whether its last line was not
    entered yet, and `spoken_seconds` how long it had taken to speak. `findings` say what was wrong with a reopened
    transcript. `rescued` is the transcript's new path once it had to leave its folder, for one that the candidate named
    or one of `fallback_folders`.
    """

    interview: Interview
    transcript: Transcript
    draft: DraftFile
    draft_text: str = ""
    draft_unfinished: bool = False
    spoken_seconds: float = 0.0
    rescued: Path | None = None
    fallback_folders: tuple[Path, ...] = field(default_factory=fallback_folders)
    findings: tuple[TranscriptFinding, ...] = ()
    _typed: Draft | None = None  # the latest draft, on disk or not
    _draft_waits: bool = False
    _preparing: Iterator[None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._preparing = self._prepared()

    def _prepared(self) -> Iterator[None]:
        """What the answer and the choice after it need, a part at each step while somebody types."""
        from simulator.engine.model.ground import prepare_ground  # numpy: not on the way to the first question
        from simulator.graph.listening.mentioned import prepare_names

        yield from prepare_names(self.interview.graph)
        yield from prepare_ground(self.interview.selection.bank)
        yield from prepare_for_misconceptions(self.interview.graph)

    @property
    def path(self) -> Path:
        """The transcript's file."""
        return self.transcript.path

    @property
    def is_kept(self) -> bool:
        """Whether everything said and typed is on the disk."""
        return not self.transcript.unsaved and self._waiting is None

    @property
    def _waiting(self) -> Draft | None:
        """The draft that is still current but not on the disk."""
        typed = self._typed if self._draft_waits else None
        return typed if typed and typed.still_counts(self.interview.events) else None

    @property
    def unsaved_seconds(self) -> float:
        """Interview seconds since the clock value on the disk; 0 while the clock is stopped."""
        interview = self.interview
        if interview.clock_is_stopped:
            return 0.0
        kept = self._typed.clock if self._typed is not None else 0.0
        return interview.clock - max(interview.state.clock, kept)

    @property
    def unsaved_text(self) -> str:
        """The text that was said or typed and is only in memory."""
        count = len(self.transcript.unsaved)
        unsaved = [getattr(e, "text", "") for e in self.interview.events[-count:] if e.holds_text] if count else []
        typed = [self._waiting.text] if self._waiting else []
        return "\n\n".join(text for text in [*unsaved, *typed] if text.strip())

    def save_draft(self, text: str, spoken_seconds: float = 0.0, *, unfinished: bool = False) -> None:
        """Keep what is being typed, and how long it took to speak so far. Raises OSError if that cannot be written.

        Where text is typed line by line, its last line may be `unfinished`.
        """
        state, turn = self.interview.state, self.interview.state.current
        position = turn.position if turn else 0
        clock, spoken = round(self.interview.clock, 3), round(spoken_seconds, 1)
        self._typed = Draft(state.last_n, clock, text, position, spoken, unfinished)
        self._save_typed()
        if text and turn is not None and turn.check is None:
            prepare_to_listen(turn.question)
            next(self._preparing, None)

    def _save_typed(self) -> None:
        if self._typed is not None:
            self._draft_waits = bool(self._typed.text)
            self.draft.save(self._typed)
            self._draft_waits = False

    def retry(self) -> None:
        """Try again to write what is only in memory. Raises TranscriptError if that still fails."""
        self._follow(self.transcript.retry())

    def move(self, folder: Path) -> None:
        """Continue in another folder, in a new file with everything. Raises TranscriptError."""
        self._follow(self.transcript.move(folder))

    def _follow(self, receipt: Receipt) -> None:
        self._typed = self._typed or self.draft.load()
        before = self.draft.path.parent
        try:
            receipt.result()
        finally:
            self.draft = DraftFile(self.path)
            if self.path.parent != before:
                self.rescued = self.path
        try:
            self._save_typed()
        except OSError as error:
            raise TranscriptError(f"{self.path.parent} couldn't be written to ({error.strerror or error}).") from error

    def keep(self) -> None:
        """Write everything to the disk: in its own folder, else in the first fallback folder that can be written.

        Raises TranscriptError if none can be.
        """
        self.transcript.flush()
        if self.is_kept:
            return
        for folder in (self.path.parent, *self.fallback_folders):
            try:
                self.move(refuge(folder) if folder in self.fallback_folders else folder)
            except OSError as error:
                refusal = TranscriptError(f"{folder} couldn't be written to ({error.strerror or error}).")
            except TranscriptError as error:
                refusal = error
            else:
                return
        raise refusal

    def close(self) -> None:
        """Keep everything and release the session. The draft stays unless the interview has ended.

        Text that could not be written anywhere is in `unsaved_text` afterwards.
        """
        with contextlib.suppress(TranscriptError):
            self.keep()
        self.transcript.close()
        if self.interview.state.phase is Phase.ENDED:
            self.draft.clear()

    def leave(self, *, anyway: bool = True) -> None:
        """Stop the clock, keep everything and release the session, to be resumed later.

        With `anyway` false, raises TranscriptError if something cannot be written, and the session stays open.
        """
        state = self.interview.state
        if not state.paused and state.phase not in {Phase.ENDED, Phase.READY}:
            self.interview.pause("left")
        if not anyway:
            self.keep()
        self.close()


def header_of(
    graph: Graph,
    settings: Settings,
    started: datetime,
    letters: str,
    past: Sequence[PastSession] = (),
    due: tuple[str, ...] = (),
) -> Header:
    """The header of a new session. Raises UsageError for a format, role or area that cannot be used."""
    if settings.format not in FORMATS:
        raise UsageError(f"There's no format {short(settings.format)!r}; choose one of {', '.join(FORMATS)}.")
    if not graph.roles:
        raise UsageError(f"The graph {graph.id} has no role to weight its areas; name one in its graph.toml.")
    if not graph.questions:
        raise UsageError(f"The graph {graph.id} has no question to ask; write one in a file of its folder questions/.")
    refuse_unknown(graph, settings.role, settings.area)
    stamp = started.strftime("%Y-%m-%dT%H%M%S")
    asked = {f: getattr(settings, f) for f in Settings.__struct_fields__ if f in Header.__struct_fields__}
    settled = {
        "seed": settings.seed if settings.seed is not None else secrets.randbelow(2**31),
        "minutes": float(settings.minutes or FORMATS[settings.format].minutes),
    }
    header = Header(
        version=TRANSCRIPT_VERSION,
        id=f"{stamp}-{graph.id}-{settings.format}-{letters}",
        program=__version__,
        engine=ENGINE_VERSION,
        graph=graph.id,
        graph_digest=graph.digest,
        started=started.replace(microsecond=started.microsecond // 1000 * 1000),
        areas=weights(graph.roles[settings.role], settings.advert, graph) if settings.advert else {},
        due=due,
        earlier=tuple(PriorSession(p.id, p.last) for p in past),
        belief_digest=digest(past) if past else "",
        **asked | settled,
    )
    return msgspec.structs.replace(header, opening=opening_words(header, graph))


PATIENCE = 3.0  # seconds for an archive that is not indexed yet: enough for the latest few hundred sessions


def begin(
    graph: Graph,
    settings: Settings,
    workspace: Workspace,
    clock: Clock | None = None,
) -> Sitting:
    """A new session: its header is on the disk, nothing is asked yet. Raises UsageError or TranscriptError."""
    clock = clock or Clock()
    started = clock.now()
    is_demo = settings.candidate == DEMO_CANDIDATE  # each is another person, who sat nothing before
    past, demos = ([], []) if is_demo else archive.past_and_demos(workspace, settings.candidate, graph.id, PATIENCE)
    shape = FORMATS.get(settings.format)
    due: tuple[str, ...] = ()
    if shape and shape.asks_what_is_due:  # a drill may ask again what is due, less what waits for a harder one of them
        from simulator.engine.schedule import end_of_day, schedule  # fsrs is loaded only for a drill
        from simulator.session.archive.facts import past_reviews

        facts = archive.facts(workspace, settings.candidate, graph.id, patience=PATIENCE)
        planned = schedule(past_reviews(facts, graph), graph)
        due = tuple(sorted(planned.ready(end_of_day(started.astimezone(LOCAL)))))
    letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(4))
    header = header_of(graph, settings, started, letters, past, due)
    selection = Selection(graph, header, past, _cooling(past, demos, header))
    selection.check_length()
    transcript = Transcript.create(workspace.sessions, header)
    interview = Interview(graph, header, transcript, clock, selection)
    return Sitting(interview, transcript, DraftFile(transcript.path))


def _cooling(past: Sequence[PastSession], demos: Iterable[PastSession], header: Header) -> frozenset[str]:
    """What may not be asked again yet, of the `past` and of the demos that were watched: they showed the answers."""
    watched = [demo for demo in demos if demo.started < header.started]
    return cooling(past, header.started) | cooling(watched, header.started)


def reopen(path: Path, workspace: Workspace, graph: Graph | None = None, clock: Clock | None = None) -> Sitting:
    """Reopen a session with question, draft, clock and belief as they were. The clock is stopped until `resume()`.

    Raises TranscriptError if it has ended, is open elsewhere, or cannot be read.
    """
    transcript, reading = Transcript.reopen(path)
    try:
        if graph is None or graph.id != reading.header.graph:
            graph = graph_sat_on(workspace, reading.header.graph)
        return _reopened(transcript, reading, graph, workspace, clock)
    except BaseException:
        transcript.close()
        raise


def _reopened(
    transcript: Transcript, reading: Reading, graph: Graph, workspace: Workspace, clock: Clock | None
) -> Sitting:
    header, events = reading.header, reading.events
    past, about_past = _past_of(header, workspace)
    is_demo = header.candidate == DEMO_CANDIDATE
    demos = [] if is_demo else archive.past(workspace, DEMO_CANDIDATE, header.graph, patience=PATIENCE)
    selection = Selection(graph, header, past, _cooling(past, demos, header))
    draft_file = DraftFile(transcript.path)
    draft = draft_file.load()
    if draft is not None and not draft.still_counts(events):
        draft = None
    at = draft.clock if draft else None
    interview = Interview(graph, header, transcript, clock or Clock(), selection, events, at, reading.last_n)
    if interview.state.phase is Phase.ENDED:
        path = transcript.path  # not the id: the file may have another name
        name = path.stem if path.parent == workspace.sessions else str(path)
        raise TranscriptError(f"{path.stem} has ended; read it with `{shlex.join(['interview', 'review', name])}`.")
    sitting = Sitting(interview, transcript, draft_file, findings=(*reading.findings, *about_past))
    if draft is not None:
        sitting.draft_text, sitting.draft_unfinished = draft.text, draft.unfinished
        sitting.spoken_seconds = draft.spoken
    else:
        sitting.draft_text = interview.state.draft
    return sitting


def _past_of(header: Header, workspace: Workspace) -> tuple[list[PastSession], list[TranscriptFinding]]:
    """The earlier sessions that the starting belief was made from, and findings on those that are gone or changed."""
    if not header.earlier:
        return [], []
    past, gone = archive.past_of(workspace, header)
    findings = [
        TranscriptFinding("history", 0, f"The earlier interview {short(name)} is gone; the level starts without it.")
        for name in gone
    ]
    if not gone and header.belief_digest not in ("", digest(past)):
        message = "An earlier interview has changed since, so the next question may be a different one."
        findings.append(TranscriptFinding("history", 0, message))
    return past, findings
