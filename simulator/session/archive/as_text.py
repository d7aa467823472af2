"""A session told again, item by item: as lines for a terminal, and as plain data."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator.engine.scoring import MARK_WORDS
from simulator.graph.text import percent
from simulator.session.archive.rows import row_of
from simulator.session.interview.journal import clock
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading


def retold_lines(reading: Reading) -> Iterator[str]:
    """The session as lines: what was asked, said, followed up, judged and noted."""
    header, state = reading.header, fold(reading.header, reading.events)
    row = row_of(reading, state)
    yield f"{row.id}: {header.format}, {header.role or 'no role'}, {header.candidate}"
    score = "not scored" if row.score is None else f"{percent(row.score)} covered"
    marked = ", bookmarked" if state.bookmarked else ""
    yield f"{row.state}, {row.questions} asked, {score}, {clock(state.clock)} of {header.minutes:g} min{marked}"
    for turn in state.turns:
        yield ""
        yield from _turn_lines(turn, secret=state.conceals(turn))


def _turn_lines(turn: Turn, *, secret: bool) -> Iterator[str]:
    sort = "Check" if turn.check else "Question"
    marked = ", bookmarked" if turn.bookmarked else ""
    about = "" if secret else f", {turn.asked.concepts[0]}, tier {turn.asked.tier}"
    where = f"item {turn.position}{about}{marked}"
    yield f"{sort} {turn.asked.number}  ({where})"
    yield turn.check.prompt if turn.check else turn.question.prompt
    for clarified in turn.clarifications:
        yield f"  You asked: {clarified.asks}"
        yield f"  Interviewer: {clarified.reply}"
    yield from (f"  Hint: {hint.text}" for hint in turn.hints)
    if turn.dont_know or (turn.checked and turn.checked.dont_know):
        yield "  You: I do not know."
    yield from (f"  You: {answer.text}" for answer in turn.answers if answer.text)
    if turn.checked and turn.checked.text:
        yield f"  You: {turn.checked.text}"
    if turn.shown_before and turn.answered:
        yield "  Answered after the reference was shown."
    yield from _probe_lines(turn)
    yield from _verdict_lines(turn, secret=secret)
    yield from (f"  Note: {note.text}" for note in turn.notes)


def _probe_lines(turn: Turn) -> Iterator[str]:
    replies = {reply.probe: reply for reply in turn.replies}
    for probe in turn.probes:
        yield f"  Interviewer: {probe.asks}"
        if reply := replies.get(probe.probe):
            yield f"  You: {reply.words}"


def _verdict_lines(turn: Turn, *, secret: bool) -> Iterator[str]:
    if turn.skipped:
        yield "  Passed over."
    if turn.checked and not secret:
        yield "  Set aside: it was read wrongly." if turn.set_aside else f"  {'Right' if turn.correct else 'Wrong'}."
    if turn.check is None and turn.marks:
        for point in turn.question.rubric:
            yield f"  {MARK_WORDS[turn.marks[point.id]] if point.id in turn.marks else '-':6}  {point.point}"
    if turn.prediction:
        yield f"  Expected: {turn.prediction}"
    if turn.scored:
        covered = "" if turn.scored.coverage is None else f", {percent(turn.scored.coverage)} covered"
        yield f"  Verdict: {turn.scored.verdict}{covered}"


def turns_as_data(reading: Reading) -> list[dict[str, Any]]:
    """Every item of a session as plain data for JSON; what one is about is left out until its reveal."""
    state: State = fold(reading.header, reading.events)
    return [_data(turn, state) | (_held_back(turn) if state.conceals(turn) else {}) for turn in state.turns]


def _held_back(turn: Turn) -> dict[str, Any]:
    """What takes the place of all that would say what an item is about, or what a good answer to it holds."""
    probes = [msgspec.to_builtins(replace(p, point="", reply="")) for p in turn.probes]
    return {"id": None, "concepts": [], "tier": None, "correct": None, "probes": probes}


def _data(turn: Turn, state: State) -> dict[str, Any]:
    return {
        "position": turn.position,
        "number": turn.asked.number,
        "sort": "check" if turn.check else "question",
        "id": turn.asked.id,
        "concepts": list(turn.asked.concepts),
        "tier": turn.asked.tier,
        "prompt": turn.check.prompt if turn.check else turn.question.prompt,
        "answer": turn.checked.text if turn.checked else turn.answer_text,
        "dont_know": turn.dont_know or bool(turn.checked and turn.checked.dont_know),
        "seen": turn.seen,
        "skipped": turn.skipped,
        "probes": [msgspec.to_builtins(p) for p in turn.probes],
        "replies": [msgspec.to_builtins(r) for r in turn.replies],
        "prediction": turn.prediction,
        "marks": dict(turn.marks),
        "scored": msgspec.to_builtins(turn.scored) if turn.scored else None,
        "correct": turn.correct,
        "set_aside": turn.set_aside,
        "notes": [n.text for n in turn.notes],
        "bookmarked": turn.bookmarked,
        "seconds": round(state.seconds_on(turn), 3),
    }
