"""Runs the code of a task against its cases and says what came of each.

The child never sees what is expected. Cases go to it one at a time, and their replies are judged here.
"""

import threading
import time
from collections.abc import Iterable

from simulator.errors import CaseError
from simulator.graph.code.arguments import Step
from simulator.graph.code.case import Case, TaskEntry
from simulator.graph.code.judge import Reply, entry_of, fault_of, steps_of
from simulator.graph.records import Question
from simulator.session.code.reply import CaseReply
from simulator.session.code.run_result import ENDED, CaseResult, RunResult
from simulator.session.code.runner import CaseRequest, CodeRunner


def run_code(
    runner: CodeRunner,
    question: Question,
    stage: str,
    code: str,
    *,
    kept: bool,
    pasted: bool = False,
    stop: threading.Event | None = None,
) -> RunResult:
    """Run the code of a stage, with the cases kept back if it is handed in. Blocks until all are done."""
    begun = time.monotonic()
    entry, cases = entry_of(question.entry), [c for c in question.cases_in(stage) if kept or c.shown]
    requests = (CaseRequest(c.id, _steps(c, entry), c.memory_mb, c.seconds) for c in cases)
    replies = list(runner.run(code, requests, stop))
    results = []
    for case, reply in zip(cases, replies, strict=False):
        read = Reply(reply.results, words_of(reply, shown=case.shown), reply.calls, reply.arguments)
        results.append(CaseResult(case.id, fault_of(case, entry, read), reply.seconds))
    missing = [CaseResult(c.id, ENDED["not-run"]) for c in cases[len(replies) :]]
    # what a case that is kept back prints may hold its input
    shown = [reply for case, reply in zip(cases, replies, strict=False) if case.shown]
    return RunResult(
        (*results, *missing),
        kept,
        next((reply.ended for reply in replies if reply.ended), ""),
        _first(reply.stdout for reply in shown),
        _first(trace_of(reply) for reply in shown),
        time.monotonic() - begun,
        pasted,
    )


def _steps(case: Case, entry: TaskEntry) -> list[Step]:
    """The steps of a case; none where it can't be made, as in an edited transcript: its fault then says why."""
    try:
        return list(steps_of(case, entry))
    except CaseError:
        return []


def words_of(reply: CaseReply, *, shown: bool) -> str:
    """How the code ended early in a case, in words; empty if it did not.

    No message is shown for a case that is kept back: code may raise an error that says what it was given.
    """
    if reply.ended:
        return ENDED.get(reply.ended, reply.ended)
    if reply.error is None:
        return ""
    message = f": {reply.error.message}" if reply.error.message and shown else ""
    where = f" ({reply.error.lines[-1].split(':')[0]})" if reply.error.lines else ""
    return f"{reply.error.kind}{message}{where}"


def trace_of(reply: CaseReply) -> str:
    """The traceback of a case in the candidate's own lines; empty without an error."""
    if reply.error is None:
        return ""
    return "\n".join((*reply.error.lines, f"{reply.error.kind}: {reply.error.message}".rstrip(": ")))


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
