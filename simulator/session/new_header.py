"""The header of a session that begins: what was chosen, on which graph, and from which earlier sessions."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from simulator import __version__
from simulator.engine.version import ENGINE_VERSION
from simulator.errors import UsageError
from simulator.graph.advert import weights
from simulator.graph.records import Graph
from simulator.session.fitting import refuse_empty_area
from simulator.session.header import TRANSCRIPT_VERSION, Header, Settings
from simulator.session.history import PastSession, digest, named


def header_of(
    graph: Graph,
    settings: Settings,
    started: datetime,
    letters: str,
    past: Sequence[PastSession] = (),
    due: tuple[str, ...] = (),
) -> Header:
    """The header of a new session. Raises UsageError for a format, role or area that cannot be had."""
    from simulator.engine.plan import FORMATS  # the engine is loaded when an interview starts, not at home

    if settings.format not in FORMATS:
        raise UsageError(f"There is no format {settings.format!r}; choose one of {', '.join(FORMATS)}.")
    if not graph.roles:
        raise UsageError(f"The graph {graph.id} has no role to weigh its areas by; name one in its graph.toml.")
    if not graph.questions:
        raise UsageError(f"The graph {graph.id} has no question to ask; write one in a file of its folder questions/.")
    if settings.role not in graph.roles:
        raise UsageError(f"The graph {graph.id} has no role {settings.role!r}; choose one of {', '.join(graph.roles)}.")
    if settings.area and settings.area not in graph.areas:
        raise UsageError(f"The graph {graph.id} has no area {settings.area!r}; choose one of {', '.join(graph.areas)}.")
    refuse_empty_area(graph, settings.area)
    stamp = started.strftime("%Y-%m-%dT%H%M%S")
    return Header(
        version=TRANSCRIPT_VERSION,
        id=f"{stamp}-{graph.id}-{settings.format}-{letters}",
        program=__version__,
        engine=ENGINE_VERSION,
        candidate=settings.candidate,
        seniority=settings.seniority,
        graph=graph.id,
        graph_digest=graph.digest,
        seed=settings.seed if settings.seed is not None else secrets.randbelow(2**31),
        format=settings.format,
        role=settings.role,
        minutes=float(settings.minutes or FORMATS[settings.format].minutes),
        started=started.replace(microsecond=started.microsecond // 1000 * 1000),
        max_questions=settings.max_questions,
        score=settings.score,
        input=settings.input,
        area=settings.area,
        areas=weights(graph.roles[settings.role], settings.advert, graph) if settings.advert else {},
        again=settings.again,
        due=due,
        earlier=named(past),
        belief_digest=digest(past) if past else "",
    )
