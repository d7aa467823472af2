"""A session told again, item by item: as lines for a terminal, and as plain data."""

import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator.graph.text import percent
from simulator.session.archive.summary import row_of
from simulator.session.interview.item_blocks import MARKDOWN, SPEAKERS, Block, item_blocks
from simulator.session.interview.journal import clock
from simulator.session.interview.outcomes import NOT_SCORED
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading


def retold_lines(reading: Reading) -> Iterator[str]:
    """The session as lines: what was asked, said, followed up, judged and noted."""
    header, state = reading.header, fold(reading.header, reading.events)
    row = row_of(reading, state)
    yield f"{row.id}: {header.format}, {header.role or 'no role'}, {header.candidate}"
    score = NOT_SCORED if row.score is None else f"{percent(row.score)} covered"
    marked = ", bookmarked" if state.bookmarked else ""
    yield f"{row.state}, {row.questions} asked, {score}, {clock(state.clock)} of {header.minutes:g} min{marked}"
    for turn in state.turns:
        yield ""
        yield from _turn_lines(turn, secret=state.conceals(turn))


def _turn_lines(turn: Turn, *, secret: bool) -> Iterator[str]:
    sort = "Check" if turn.check else "Question"
    marked = ", bookmarked" if turn.bookmarked else ""
    about = "" if secret else f", {turn.asked.concepts[0]}, tier {turn.asked.tier}"
    yield f"{sort} {turn.asked.number}  (item {turn.position}{about}{marked})"
    for block in item_blocks(turn, secret=secret):
        text = plain_block(block)
        yield text if block.kind == "prompt" else textwrap.indent(text, "  ")


def plain_block(block: Block, you: str = "You") -> str:
    """A block as lines of text; `you` is what the candidate is called."""
    text = plain_prose(block.text) if block.kind in MARKDOWN else block.text
    match block.kind:
        case "options":
            return textwrap.indent(text, "    ")
        case "point":
            return f"{block.mark:6}  {text}"
        case "result":
            return f"{block.mark}. {text}".rstrip()
        case "verdict":
            return f"Verdict: {block.mark}, {text}."
        case "reference" if block.mark:
            return _spoken(block.mark, text)
        case "hint" | "note":
            return f"{block.mark}: {text}"
        case "claim":
            return f"- {text}"
        case "source":
            return f"- {'. '.join(filter(None, (text, block.mark)))}"
        case kind:
            speaker = SPEAKERS.get(kind, "")
            return _spoken(you if speaker == "You" else speaker, text) if speaker else text


def _spoken(speaker: str, text: str) -> str:
    """Lines of one's own stay as they were written, set in below the speaker."""
    return f"{speaker}:\n{textwrap.indent(text, '  ')}" if "\n" in text else f"{speaker}: {text}"


def plain_prose(text: str) -> str:
    """Markdown as it reads best without a screen: emphasis marks go, code stays as it is."""
    parts = text.split("```")
    for index in range(0, len(parts), 2):
        parts[index] = parts[index].replace("**", "").replace("`", "")
    for index in range(1, len(parts), 2):
        code = parts[index].split("\n", 1)[-1].rstrip("\n")
        parts[index] = "\n" + "\n".join(f"    {line}" for line in code.split("\n")) + "\n"
    return "".join(parts).strip()


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
