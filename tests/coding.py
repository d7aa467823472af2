"""Interviews with tasks, on the small graph of tests/data/coding, whose code really runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from simulator.engine.model.bank import Bank
from simulator.graph.lint.rules import answer_code
from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.code.bench import run_code
from simulator.session.code.outcome import Outcome
from simulator.session.code.runner import CodeRunner
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from tests.reporting import START, Nowhere

WORKSHOP = Path(__file__).parent / "data" / "coding" / "graphs" / "workshop"
SAID = "One pass is enough, and sums of many small numbers lose digits to rounding."


@cache
def workshop() -> Graph:
    return load(WORKSHOP)


@cache
def bank_of_workshop() -> Bank:
    return Bank.compile(workshop())


def begun(seed: int = 1, **chosen: object) -> Interview:
    """An interview with its first question."""
    settings = Settings(**{"role": "talker", "candidate": "coder", "format": "code", "seed": seed, **chosen})  # type: ignore[arg-type]
    header = header_of(workshop(), settings, START, "aaaa")
    interview = Interview(
        workshop(), header, Nowhere(), SimulatedClock(START), Selection(workshop(), header, bank=bank_of_workshop())
    )
    interview.next()
    return interview


def turn_of(interview: Interview) -> Turn:
    turn = interview.state.current
    assert turn is not None
    return turn


@contextmanager
def running() -> Iterator[CodeRunner]:
    with CodeRunner() as runner:
        yield runner


def tried(interview: Interview, runner: CodeRunner, code: str, *, kept: bool = True) -> Outcome:
    """What comes of code in the stage that is open."""
    turn = turn_of(interview)
    assert turn.stage is not None
    return run_code(runner, turn.question, turn.stage.id, code, kept=kept)


def solved(turn: Turn) -> str:
    """Code that passes all cases of a task."""
    return answer_code(turn.question.answer)
