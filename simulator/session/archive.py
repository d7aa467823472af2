"""The archive: the folder of all transcripts, and what can be said of each without opening it in full."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.session.history import PastSession, counts_for, past_session
from simulator.session.reading import Reading, read
from simulator.session.state import Phase, State, fold
from simulator.session.transcript import SUFFIX
from simulator.session.workspace import Workspace


@dataclass(frozen=True)
class SessionRow:
    """One session in a list. `state` is asking, debriefing or ended; `clock` in seconds; `missed` are concept ids."""

    id: str
    path: Path
    candidate: str
    graph: str
    format: str
    role: str
    started: datetime
    state: str
    questions: int
    score: float | None
    verdict: str | None
    clock: float
    minutes: float
    missed: tuple[str, ...]
    waiting: int

    @property
    def minutes_left(self) -> float:
        """Interview minutes that were left at the last event."""
        return max(0.0, self.minutes - self.clock / 60)


def paths(sessions: Path) -> list[Path]:
    """All transcripts, newest first: the name begins with date and time."""
    if not sessions.is_dir():
        return []
    found = (p for p in sessions.iterdir() if p.suffix == SUFFIX and not p.name.startswith("."))
    return sorted(found, key=lambda p: p.name, reverse=True)


def readings(sessions: Path) -> Iterator[Reading]:
    """All transcripts that can be read, newest first."""
    for path in paths(sessions):
        try:
            yield read(path)
        except TranscriptError:
            continue  # `doctor` names what cannot be read; a list shows what can


def rows(workspace: Workspace, *, candidate: str | None = None) -> list[SessionRow]:
    """One row a session, newest first; of one candidate, or of all."""
    found = readings(workspace.sessions)
    return [row(r) for r in found if candidate is None or r.header.candidate == candidate]


def row(reading: Reading) -> SessionRow:
    """What a list shows of a transcript."""
    header, state = reading.header, fold(reading.header, reading.events)
    verdicts = [t.verdict for t in state.turns if t.check is None and t.verdict]
    return SessionRow(
        id=header.id,
        path=reading.path,
        candidate=header.candidate,
        graph=header.graph,
        format=header.format,
        role=header.role,
        started=header.started,
        state=stage(state),
        questions=sum(t.check is None for t in state.turns),
        score=mean_coverage(state),
        verdict=sorted(verdicts, key=_order)[(len(verdicts) - 1) // 2] if verdicts else None,
        clock=state.clock,
        minutes=header.minutes,
        missed=tuple(dict.fromkeys(t.asked.concepts[0] for t in state.turns if t.verdict in {"weak", "borderline"})),
        waiting=len(state.waiting),
    )


def stage(state: State) -> str:
    """`ended`, `debriefing` when only scores are missing, else `asking`."""
    if state.phase is Phase.ENDED:
        return "ended"
    return "debriefing" if state.closed else "asking"


def mean_coverage(state: State) -> float | None:
    """Mean coverage of the scored answers, or None when nothing is scored by points."""
    covered = [t.scored.coverage for t in state.turns if t.scored and t.scored.coverage is not None]
    return round(sum(covered) / len(covered), 4) if covered else None


def find(workspace: Workspace, name: str) -> Path:
    """The transcript with this id, path, file name, or unique beginning or end of an id.

    Raises TranscriptError when none or several fit.
    """
    direct = Path(name)
    if direct.suffix == SUFFIX and direct.is_file():
        return direct
    wanted = name.removesuffix(SUFFIX)
    known = paths(workspace.sessions)
    exact = [p for p in known if p.stem == wanted]
    fitting = exact or [p for p in known if wanted and (p.stem.startswith(wanted) or p.stem.endswith(wanted))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise TranscriptError(f"{len(fitting)} sessions begin or end with {wanted!r}; give more of the name.")
    raise TranscriptError(f"There is no session {wanted!r} in {workspace.sessions}; `interview review` lists them.")


def past(workspace: Workspace, candidate: str, graph: str, only: frozenset[str] | None = None) -> list[PastSession]:
    """The earlier sessions of a candidate on a graph, oldest first; with `only`, those with these ids."""
    found = [r for r in readings(workspace.sessions) if counts_for(r.header, candidate, graph)]
    wanted = [r for r in found if only is None or r.header.id in only]
    return sorted((past_session(r) for r in wanted), key=lambda p: p.started)


def _order(verdict: str) -> int:
    return ("weak", "borderline", "solid", "outstanding").index(verdict)
