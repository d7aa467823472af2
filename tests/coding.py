"""Interviews with tasks, on the small graph of tests/data/coding, whose code really runs."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from simulator.engine.model.bank import Bank
from simulator.engine.scoring import SOLID, Mark
from simulator.graph.lint.rules import answer_code
from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.code.run_result import CaseResult, RunResult
from simulator.session.code.runner import CodeRunner
from simulator.session.code.task_run import run_code
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from tests.reporting import START, Nowhere, turn_of

WORKSHOP = Path(__file__).parent / "data" / "coding" / "graphs" / "workshop"
SAID = "One pass is enough, and sums of many small numbers lose digits to rounding."


@cache
def workshop() -> Graph:
    return load(WORKSHOP)


@cache
def bank_of_workshop() -> Bank:
    return Bank.compile(workshop())


def begun(seed: int = 1, **chosen: object) -> Interview:
    """An interview with its first question; of a code round the first, from a seed on, that begins with the mean."""
    for tried_seed in range(seed, seed + 60):
        interview = _begun(tried_seed, **chosen)
        if interview.header.format != "code" or turn_of(interview).asked.id == "write-mean":
            return interview
    raise AssertionError("no code round begins with the mean")


def _begun(seed: int = 1, **chosen: object) -> Interview:
    settings = Settings(**{"role": "talker", "candidate": "coder", "format": "code", "seed": seed, **chosen})  # type: ignore[arg-type]
    header = header_of(workshop(), settings, START, "aaaa")
    interview = Interview(
        workshop(), header, Nowhere(), SimulatedClock(START), Selection(workshop(), header, bank=bank_of_workshop())
    )
    interview.next()
    return interview


@contextmanager
def running() -> Iterator[CodeRunner]:
    with CodeRunner() as runner:
        yield runner


def tried(interview: Interview, runner: CodeRunner, code: str, *, kept: bool = True) -> RunResult:
    """What comes of code in the stage that is open."""
    turn = turn_of(interview)
    assert turn.stage is not None
    return run_code(runner, turn.question, turn.stage.id, code, kept=kept)


def solved(turn: Turn) -> str:
    """Code that passes all cases of a task."""
    return answer_code(turn.question.answer)


def said_of(
    turn: Turn, failing: Collection[str] = (), *, kept: bool = True, pasted: bool = False, ended: str = ""
) -> RunResult:
    """What the cases of the open stage would say, if these failed: nothing runs."""
    assert turn.stage is not None
    cases = [case for case in turn.question.cases_in(turn.stage.id) if kept or case.shown]
    faults = {case.id: f"expected that, got {case.id} wrong" if case.id in failing else "" for case in cases}
    results = tuple(CaseResult(case.id, faults[case.id]) for case in cases)
    return RunResult(results, kept, ended, seconds=0.25, pasted=pasted)


def talked(interview: Interview, marks: Mark = "yes") -> None:
    """Answer what is asked about the code, and have all of it marked alike."""
    while turn_of(interview).stage is not None:
        interview.answer(SAID)
    interview.predict(SOLID)
    for point in turn_of(interview).unjudged:
        interview.judge(point, marks)
    interview.confirm()


def with_task(failing: Collection[str] = (), marks: Mark = "yes", seed: int = 1, **chosen: object) -> Interview:
    """A code round in which one task was handed in and judged, and that ended there."""
    interview = begun(seed, **chosen)
    code = solved(turn_of(interview))
    for _ in range(2):
        interview.hand_in(code, said_of(turn_of(interview), failing))
    talked(interview, marks)
    interview.stop()
    return interview


def with_runs() -> Interview:
    """A task with two runs of the shown cases, handed in, and its twist handed in after one more."""
    interview = begun()
    turn = turn_of(interview)
    code = solved(turn)
    interview.ran(turn.question.starter, said_of(turn, {"three"}, kept=False))
    interview.ran(code.replace("/ sum(weights)", "/ len(xs)"), said_of(turn, kept=False))
    interview.hand_in(code, said_of(turn, {"empty"}, pasted=True))
    interview.ran(code, said_of(turn_of(interview), kept=False))
    interview.hand_in(code, said_of(turn_of(interview), {"empty", "equal-weights"}))
    return interview
