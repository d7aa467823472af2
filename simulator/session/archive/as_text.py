"""A session as text for a terminal, and as plain data."""

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator.graph.text import percent, sentences_joined
from simulator.session.archive.summary import row_of
from simulator.session.clock import clock
from simulator.session.interview.item_blocks import (
    CHANGED,
    MARKDOWN,
    PARTING_TITLE,
    SPEAKERS,
    Block,
    item_blocks,
    opening_blocks,
    parting_blocks,
)
from simulator.session.interview.outcome_words import NOT_SCORED
from simulator.session.interview.turn import Turn
from simulator.session.presets import sitting_name
from simulator.session.transcript.read import Reading


def retold_lines(
    reading: Reading, completed: Callable[[Turn, list[Block]], list[Block]] = lambda _, blocks: blocks
) -> Iterator[str]:
    """The session as lines of text, item by item, the blocks of each `completed` by what the transcript can't tell."""
    header, state, row = reading.header, reading.state, row_of(reading)
    yield f"{row.id}: {sitting_name(row)}, {header.role or 'no role'}, {header.candidate}"
    score = NOT_SCORED if row.score is None else f"{percent(row.score)} covered"
    marked = ", bookmarked" if state.bookmarked else ""
    yield f"{row.state}, {row.questions} asked, {score}, {clock(state.clock)} of {header.minutes:g} min{marked}"
    for turn in state.turns:
        secret = state.conceals(turn)
        sort = "Check" if turn.check else "Question"
        marked = ", bookmarked" if turn.bookmarked else ""
        about = "" if secret else f", {turn.asked.concepts[0]}, tier {turn.asked.tier}"
        yield ""
        yield f"{sort} {turn.asked.number}  (item {turn.position}{about}{marked})"
        for block in (*opening_blocks(header, turn.position), *completed(turn, item_blocks(turn, secret=secret))):
            text = plain_block(block)
            yield text if block.kind == "prompt" else textwrap.indent(text, "  ")
    if state.parting.begun:
        yield from ("", PARTING_TITLE)
        yield from (textwrap.indent(plain_block(block), "  ") for block in parting_blocks(state.parting))


def plain_block(block: Block, you: str = "You") -> str:
    """A block as lines of text; `you` names the candidate."""
    text = plain_prose(block.text) if block.kind in MARKDOWN else block.text
    match block.kind:
        case "options":
            return textwrap.indent(text, "    ")
        case "point" | "case":
            return f"{block.mark:6}  {text}"
        case "result":
            return f"{block.mark}. {text}".rstrip()
        case "verdict":
            return f"Verdict: {block.mark}, {text}."
        case "reference" if block.mark:
            return _labelled(block.mark, text)
        case "hint" | "note":
            return f"{block.mark}: {text}"
        case "diff":
            return f"{CHANGED}:\n{textwrap.indent(text, '  ')}"
        case "claim" | "example":
            return f"- {text}"
        case "fact":
            return f"- {block.mark} {text}"
        case "source":
            return f"- {sentences_joined(text, block.mark)}"
        case kind:
            speaker = SPEAKERS.get(kind)
            if speaker is None:
                return text
            return _labelled(you if speaker == "You" else speaker, f"{block.mark} {text}".strip())


def _labelled(label: str, text: str) -> str:
    return f"{label}:\n{textwrap.indent(text, '  ')}" if "\n" in text else f"{label}: {text}"


_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")  # "*so*", but not "2 * 3 * 4"


def plain_prose(text: str) -> str:
    """Markdown as plain text: without emphasis marks, code blocks indented."""
    parts = text.split("```")
    for index in range(0, len(parts), 2):
        spans = parts[index].split("`")  # every other one is code, which keeps its asterisks
        spans[::2] = [_EMPHASIS.sub(r"\1", span.replace("**", "")) for span in spans[::2]]
        parts[index] = "".join(spans)
    for index in range(1, len(parts), 2):
        code = parts[index].split("\n", 1)[-1].rstrip("\n")
        parts[index] = "\n" + "\n".join(f"    {line}" for line in code.split("\n")) + "\n"
    return "".join(parts).strip()


def turns_as_data(reading: Reading) -> list[dict[str, Any]]:
    """Every item of a session as plain data for JSON, without what is still secret."""
    state = reading.state
    items = []
    for turn in state.turns:
        secret = state.conceals(turn)  # then nothing says what the item is about, or what a good answer is
        item = {
            "position": turn.position,
            "number": turn.asked.number,
            "sort": "check" if turn.check else "question",
            "id": None if secret else turn.asked.id,
            "concepts": [] if secret else list(turn.asked.concepts),
            "tier": None if secret else turn.asked.tier,
            "prompt": turn.check.prompt if turn.check else turn.question.prompt,
            "answer": turn.checked.text if turn.checked else turn.answer_text,
            "code": turn.code if turn.check is None else "",
            "dont_know": turn.dont_know or bool(turn.checked and turn.checked.dont_know),
            "seen": turn.seen,
            "skipped": turn.skipped,
            "probes": [msgspec.to_builtins(replace(p, point="", reply="") if secret else p) for p in turn.probes],
            "replies": [msgspec.to_builtins(r) for r in turn.replies],
            "prediction": turn.prediction,
            "marks": dict(turn.marks),
            "scored": msgspec.to_builtins(turn.scored) if turn.scored else None,
            "correct": None if secret else turn.correct,
            "set_aside": turn.set_aside,
            "notes": [n.text for n in turn.notes],
            "bookmarked": turn.bookmarked,
            "seconds": round(state.seconds_on(turn), 3),
        }
        items.append(item)
    return items
