"""The transcripts of tests/data/before_house, and what is made of one as plain data: its state, level and report."""

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json
from simulator.report.load import assess_file
from simulator.session.archive.archive import past_of
from simulator.session.interview.history import cooling, evidence_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading, read
from simulator.session.workspace import Workspace

HOME = Path(__file__).parent / "data" / "before_house"
EXPECTED: dict[str, dict[str, Any]] = json.loads((HOME / "expected.json").read_text("utf-8"))
OF_THE_QUESTION = ("prompt", "gist", "mistakes", "sources")  # what a report copies from the question as it was asked
OF_THE_TURN = ("answer", "follow_ups")  # and from what was said
OF_THE_POINT = ("point", "weight", "critical", "beyond", "tag")


@cache
def garden() -> Graph:
    return load(HOME / "graphs" / "garden")


def place_in(folder: Path) -> Workspace:
    """A workspace with a copy of the transcripts."""
    if not (folder / "sessions").is_dir():
        shutil.copytree(HOME / "sessions", folder / "sessions")
    return Workspace(HOME / "graphs", folder / "sessions", "nobody", folder / "cache", folder / "config.toml")


def sat(name: str, place: Workspace) -> tuple[Reading, State, Selection]:
    """A transcript as it was read, its state, and the engine as the session saw it."""
    found = read(place.sessions / f"{name}.toml")
    past = past_of(place, found.header)[0] if found.header.earlier else []
    selection = Selection(garden(), found.header, past, cooling(past, found.header.started))
    return found, fold(found.header, found.events), selection


def made_of(name: str, place: Workspace) -> dict[str, Any]:
    """All that is expected of a transcript but the name that says what it is kept for."""
    reading, state, selection = sat(name, place)
    report = assess_file(place.sessions / f"{name}.toml", place)
    return {
        "findings": [[f.problem, f.n] for f in reading.findings],
        "state": folded(state),
        "evidence": [sparse(plain(piece)) for piece in evidence_of(state.turns)],
        "level": selection.level(state),
        "overall": list(selection.belief(state.turns).overall()),
        "report": sparse(without_copies(json.loads(as_json(report)))),
        "markdown": headline_figures(as_markdown(report)),
    }


def folded(state: State) -> dict[str, Any]:
    """The state of an interview as plain data; what is empty is left out."""
    return filled(
        phase=state.phase.value,
        clock=state.clock,
        last_n=state.last_n,
        paused=state.paused,
        closed=state.closed and state.closed.why,
        ended=state.ended and {"why": state.ended.why, "level": state.ended.level},
        focus=state.focus,
        current=state.current and state.current.position,
        bookmarked=state.bookmarked,
        waiting=[turn.position for turn in state.waiting],
        turns=[turn_as_data(turn) for turn in state.turns],
    )


def turn_as_data(turn: Turn) -> dict[str, Any]:
    return filled(
        position=turn.position,
        id=turn.asked.id,
        number=turn.asked.number,
        area=turn.asked.area,
        move=turn.asked.reason["move"],
        since=turn.since,
        until=turn.until,
        clarifications=[[c.asks, c.reply, c.matched] for c in turn.clarifications],
        hints=[hint.text for hint in turn.hints],
        answers=[[a.stage, a.text, a.dont_know, a.spoken_seconds] for a in turn.answers],
        probes=[[p.sort, p.asks, p.point, p.reply] for p in turn.probes],
        replies=[[r.probe, r.text, r.said] for r in turn.replies],
        prediction=turn.prediction,
        revealed=turn.revealed,
        seen=turn.seen,
        marks=turn.marks,
        score=turn.score and plain(turn.score),
        scored=turn.scored and {k: v for k, v in plain(turn.scored).items() if k not in ("at", "kind", "position")},
        verdict=turn.verdict,
        checked=turn.checked
        and [turn.checked.text, turn.checked.value, turn.checked.chosen, turn.checked.correct, turn.checked.dont_know],
        set_aside=turn.set_aside,
        skipped=turn.skipped,
        notes=[[note.text, note.unsent] for note in turn.notes],
        retold=turn.retold and [turn.retold.text, turn.retold.seconds],
        bookmarked=turn.bookmarked,
        drafts=turn.drafts,
    )


def filled(**fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = sparse(plain(fields))
    return found


def sparse(value: Any) -> Any:
    """Plain data without the fields that are empty; zeros stay."""
    if isinstance(value, dict):
        return {k: sparse(v) for k, v in value.items() if v not in (None, "") and v is not False and v not in ([], {})}
    return [sparse(v) for v in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """A value as it is read back from JSON."""
    return json.loads(msgspec.json.encode(value))


def without_copies(report: dict[str, Any]) -> dict[str, Any]:
    """A report without the texts that are in the transcript already."""
    questions = [
        {
            **{k: v for k, v in q.items() if k not in (*OF_THE_QUESTION, *OF_THE_TURN, "reference")},
            "points": [[p["id"], p["mark"], p["prompted"]] for p in q["points"]],
        }
        for q in report["questions"]
    ]
    return {**report, "questions": questions}


def headline_figures(markdown: str) -> list[list[str]]:
    """The figures of every line above the single questions, without the words: readiness, level, tables, time, path."""
    head = re.split(r"^## (?:Question|Check) \d", markdown, maxsplit=1, flags=re.MULTILINE)[0]
    figures = (re.findall(r"\d+(?::\d\d)?(?:\.\d+)?", line) for line in head.splitlines())
    return [found for found in figures if found]
