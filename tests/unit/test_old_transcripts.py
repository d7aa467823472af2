"""Transcripts of engine 7 stay what they were: tests/data/engine7 holds some, and what that engine made of them.

There a yes after its follow-up counted .6 by itself, and "don't know" taken back led into judging its points. Levels
and areas are those that the prior of engine 11 makes of the same evidence.
"""

import json
from typing import Any

import msgspec
import pytest

from simulator.report.figures.assessment import as_json, assess
from simulator.session.interview.history import evidence_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State, fold
from simulator.session.transcript.read import Reading, read
from tests.seven import OLD, bank_of_seven, seven

EXPECTED: dict[str, dict[str, Any]] = json.loads((OLD / "expected.json").read_text("utf-8"))
CLOSE = 1e-9
by_name = pytest.mark.parametrize("name", [pytest.param(name, id=made["name"]) for name, made in EXPECTED.items()])


def sat(name: str) -> tuple[Reading, State, Selection]:
    found = read(OLD / "sessions" / f"{name}.toml")
    assert found.findings == ()
    assert found.header.engine == "7"
    selection = Selection(seven(), found.header, bank=bank_of_seven())
    return found, fold(found.header, found.events), selection


def alike(now: dict[str, Any] | None, then: dict[str, Any] | None) -> bool:
    """Whether two scores are the same, their coverage but for rounding."""
    if now is None or then is None:
        return now is then
    assert now["coverage"] == pytest.approx(then["coverage"], abs=CLOSE)
    return {**now, "coverage": None} == {**then, "coverage": None}


@by_name
def test_an_old_transcript_makes_the_same_verdicts(name: str) -> None:
    made = EXPECTED[name]
    _, state, _ = sat(name)
    assert (state.phase.value, state.clock) == (made["phase"], made["clock"])
    for turn, then in zip(state.turns, made["turns"], strict=True):
        assert (turn.position, turn.asked.id, turn.verdict) == (then["position"], then["id"], then["verdict"])
        assert turn.marks == then["marks"]
        assert alike(json.loads(msgspec.json.encode(turn.score)), then["score"])
        assert (turn.scored is None) == (then["scored"] is None)
        if turn.scored is not None:
            assert alike({"verdict": turn.scored.verdict, "coverage": turn.scored.coverage}, then["scored"])


@by_name
def test_an_old_transcript_makes_the_same_evidence(name: str) -> None:
    made = EXPECTED[name]
    _, state, selection = sat(name)
    assert [msgspec.to_builtins(piece) for piece in evidence_of(state.turns)] == made["evidence"]
    assert selection.level(state) == made["level"]
    assert list(selection.belief(state.turns).overall()) == pytest.approx(made["overall"], abs=CLOSE)


@by_name
def test_report_of_old_transcript_keeps_its_figures(name: str) -> None:
    made = EXPECTED[name]
    _, state, selection = sat(name)
    found = json.loads(as_json(assess(state, seven(), selection, level="mid")))  # the role's tier, as it was then
    for part in ("questions", "areas"):
        for row, then in zip(found[part], made[part], strict=True):
            assert {key: row[key] for key in then} == pytest.approx(then, abs=CLOSE)


def test_old_transcripts_hold_what_they_are_kept_for() -> None:
    """Points that a follow-up asked for and that were judged yes; "I don't know" whose points were judged."""
    turns = [(turn, then) for n in EXPECTED for turn, then in zip(sat(n)[1].turns, EXPECTED[n]["turns"], strict=True)]
    assert sum(any(turn.marks.get(p) == "yes" for p in then["prompted"]) for turn, then in turns) > 20
    assert sum(turn.dont_know and bool(turn.marks) for turn, _ in turns) == 3
