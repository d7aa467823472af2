"""Interviews sat in memory by simulated candidates: no file, no fsync."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from html import unescape
from pathlib import Path

import msgspec

from simulator.engine.lab.people import Candidate, drawn_candidate
from simulator.engine.model.bank import Bank
from simulator.graph.records import Graph
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.progress import progress
from simulator.report.progress_records import Progress
from simulator.report.records import Assessment
from simulator.session.archive.facts import SessionFacts, facts_of
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Retake, Settings
from simulator.session.interview.events import Event
from simulator.session.interview.history import PastSession, cooling, past_session
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from simulator.session.transcript.read import Reading
from tests.graphs import llm_graph
from tests.said import once

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
HIDDEN = re.compile(r'<(span|i)\b[^>]*aria-hidden="true"[^>]*>(?:<i[^>]*></i>)*[^<]*</\1>')
DONE: Future[None] = Future()
DONE.set_result(None)


def page_text(page: str) -> str:
    """What a screen reader reads of a page, its pictures and its signs left out."""
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", HIDDEN.sub("", body))).split())


class Nowhere:
    """A sink that keeps nothing."""

    def append(self, event: Event) -> "Future[None]":
        return DONE


def turn_of(interview: Interview) -> Turn:
    """The item that the interview is at."""
    turn = interview.state.current
    assert turn is not None
    return turn


def folds_alike(interview: Interview) -> None:
    """The events alone make the state that the interview has."""
    assert fold(interview.header, interview.events) == interview.state


@lru_cache(maxsize=4)
def bank_of(graph: Graph) -> Bank:
    return Bank.compile(graph)


def interview(
    graph: Graph,
    seed: int,
    *,
    format: str = "full",
    candidate: Candidate | None = None,
    level: float | None = None,
    weak: str | None = None,
    past: Sequence[PastSession] = (),
    day: int = 0,
    until: Callable[[State], bool] | None = None,
    score: str = "each",
    role: str = "applied-engineer",
    clock: SimulatedClock | None = None,
    advert: dict[str, float] | None = None,
    advert_terms: Sequence[str] = (),
    project: bool = False,
    area: str = "",
    concept: str = "",
    again: Retake | None = None,
) -> Interview:
    """One interview, to its end or until a state is reached; `clock` is for who goes on with it by hand.

    The first of one candidate, where it's sat to its end, is made of the same events wherever it's wanted again.
    """
    shared = graph is llm_graph() and not (past or candidate or until or clock)
    bank, clock = bank_of(graph), clock or SimulatedClock(START + timedelta(days=day))
    chosen = {"seed": seed, "format": format, "score": score, "role": role, "advert": advert or {}, "project": project}
    settings = msgspec.convert({**chosen, "candidate": "demo", "advert_terms": advert_terms, "area": area}, Settings)
    settings = msgspec.structs.replace(settings, again=again, concept=concept)
    letters = "".join(chr(97 + seed // 26**place % 26) for place in range(4))
    header = header_of(graph, settings, clock.now(), letters, list(past))
    selection = Selection(graph, header, past, cooling(past, clock.now()), bank=bank)
    found = Interview(graph, header, Nowhere(), clock, selection)
    demo = DemoCandidate(candidate or drawn_candidate(bank, seed, level, weak), seed)

    def sit_on() -> Sequence[Event]:
        while not (until and until(found.state)) and (act := demo.act(found)) is not None:
            clock.advance(act.seconds)
            perform(found, act)
        return found.events

    if not shared:
        sit_on()
        return found
    events = once("interview", (graph.digest, header, level, weak), sit_on)
    return found if found.events else Interview(graph, header, Nowhere(), clock, selection, events)


def assessed(graph: Graph, people: int = 6) -> list[Assessment]:
    """Interviews of people of different levels, full ones and screens by turns; modules and workers share them."""

    def by(seed: int) -> Assessment:
        form = "full" if seed % 2 else "screen"
        return assess_interview(interview(graph, seed, level=0.8 + seed * 0.9, format=form, day=seed))

    return [once("assessed", (graph.digest, seed), partial(by, seed)) for seed in range(1, people + 1)]


def reading_of(found: Interview) -> Reading:
    return Reading(Path(f"{found.header.id}.toml"), found.header, found.events, (), 0, 0)


def history(
    graph: Graph, seed: int, sessions: int, *, weak: str | None = None, role: str = "applied-engineer"
) -> tuple[list[SessionFacts], list[PastSession]]:
    """Several full interviews of one candidate, a day apart; whoever needs the same ones finds them sat."""
    return once("history", (graph.digest, seed, sessions, weak, role), lambda: _sat(graph, seed, sessions, weak, role))


def _sat(
    graph: Graph, seed: int, sessions: int, weak: str | None, role: str
) -> tuple[list[SessionFacts], list[PastSession]]:
    candidate = drawn_candidate(bank_of(graph), seed, None, weak)
    facts: list[SessionFacts] = []
    past: list[PastSession] = []
    for day in range(sessions):
        sat = interview(graph, seed * 100 + day, candidate=candidate, past=past, day=day, role=role)
        past.append(past_session(reading_of(sat)))
        facts.append(facts_of(reading_of(sat)))
    return facts, past


def progress_after(graph: Graph, facts: Sequence[SessionFacts], past: Sequence[PastSession], days: int) -> Progress:
    return progress(facts, past, graph, bank_of(graph), "demo", START + timedelta(days=days))
