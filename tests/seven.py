"""Interviews on the small graph of tests/data/engine7, driven by hand and in memory: two gap probes a question."""

from functools import cache
from pathlib import Path

from simulator.engine.model.bank import Bank
from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Awaits, Phase
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from simulator.session.transcript.read import Reading, read
from tests.reporting import START, Nowhere, turn_of

OLD = Path(__file__).parent / "data" / "engine7"
BESIDE = "Something else entirely, with nothing in it that was asked for, but long enough to be an answer."
ANSWERS = {"leaf-share": "85%", "root-part": "b", "water-share": "20%"}  # right, right, wrong


@cache
def seven() -> Graph:
    return load(OLD / "graphs" / "seven")


@cache
def bank_of_seven() -> Bank:
    return Bank.compile(seven())


def begun(seed: int = 1, **chosen: object) -> Interview:
    """An interview with its first question."""
    settings = Settings(**{"role": "gardener", "candidate": "seven", "format": "screen", "seed": seed, **chosen})  # type: ignore[arg-type]
    header = header_of(seven(), settings, START, "aaaa")
    clock = SimulatedClock(START)
    selection = Selection(seven(), header, bank=bank_of_seven())
    interview = Interview(seven(), header, Nowhere(), clock, selection)
    interview.next()
    return interview


def old(name: str) -> Reading:
    """A transcript of engine 7 by the name in `expected.json`."""
    return read(OLD / "sessions" / f"{name}.toml")


def answered(interview: Interview, reply: str = "Now that you ask: yes.") -> Turn:
    """Answer the present question beside the point, reply to what is asked then, predict."""
    interview.answer(BESIDE)
    while interview.state.phase is Phase.PROBING:
        interview.answer_probe(reply)
    interview.predict("solid")
    return turn_of(interview)


def on(interview: Interview) -> None:
    """One plain step on, whatever the interview waits for."""
    turn = interview.state.current
    match interview.state.awaits:
        case Awaits.CHECK:
            assert turn is not None
            interview.answer_check(ANSWERS[turn.asked.id])
        case Awaits.ANSWER:
            interview.answer(BESIDE)
        case Awaits.REPLY:
            interview.answer_probe("Now that you ask: yes.")
        case Awaits.PARTING:
            interview.answer_parting("I like to see things grow.")
        case Awaits.PREDICTION:
            interview.predict("solid")
        case Awaits.MARK:
            assert turn is not None
            interview.judge(turn.unjudged[0], "yes")
        case Awaits.OWN_VERDICT:
            interview.confirm("solid")
        case Awaits.VERDICT:
            interview.confirm()
        case _:
            interview.next()


def to_the_end(interview: Interview) -> None:
    while interview.state.awaits is not Awaits.NOTHING:
        on(interview)
