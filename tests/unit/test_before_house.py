"""What was sat before the program moved house stays what it was, in every figure and every byte.

tests/data/before_house holds transcripts that engine 8 sat, and what the program made of them then.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.engine.model.parameters import ENGINE_VERSION
from simulator.report.figures.assessment import as_json
from simulator.report.load import assess_file
from simulator.session.interview.events import EVENT_KINDS, Asked, Closed, PartingAnswered, PartingAsked, Ran
from simulator.session.interview.state import Phase, fold
from simulator.session.sitting import reopen
from simulator.session.transcript.format import header_text
from simulator.session.workspace import Workspace
from tests.before_house import EXPECTED, HOME, OF_THE_POINT, OF_THE_QUESTION, garden, made_of, place_in, plain, sat
from tests.blocks import event_block

CHOSEN_BY = "8"  # the engine whose choices the transcripts hold
CLOSE = 1e-6  # figures of reports have four places, beliefs come from sums in another order
PROSE = {"reason", "word", "note", "screen", "onsite", "kinds", "held_back", "why", "ruled_out", "outcome"} | {
    "caveats", "first_impression", "findings", "truth",
}  # fmt: skip
by_name = pytest.mark.parametrize("name", [pytest.param(name, id=made["name"]) for name, made in EXPECTED.items()])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the transcripts that is only read."""
    return place_in(tmp_path_factory.mktemp("before"))


def named(kind: str) -> str:
    return next(name for name, made in EXPECTED.items() if made["name"] == kind)


def alike(now: Any, then: Any) -> bool:
    """Whether two pieces of plain data are the same, numbers but for rounding."""
    if isinstance(then, dict):
        return isinstance(now, dict) and now.keys() == then.keys() and all(alike(now[k], then[k]) for k in then)
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(alike, now, then))
    if isinstance(then, float) and isinstance(now, int | float):
        return bool(now == pytest.approx(then, abs=CLOSE))
    return bool(now == then)


def split(report: Any) -> tuple[Any, list[str]]:
    """A report without its sentences, and these alone; a percent sign may stand at its number or apart."""
    sentences: list[str] = []

    def keep(value: Any, key: str = "") -> Any:
        if key in PROSE:
            sentences.append(re.sub(r"(\d)[ \u00a0\u202f]%", r"\1%", f"{key}: {value}"))
            return None
        if isinstance(value, dict):
            return {k: keep(v, k) for k, v in value.items()}
        return [keep(v) for v in value] if isinstance(value, list) else value

    return keep(report), sentences


def test_every_transcript_has_its_expectation() -> None:
    assert {path.stem for path in (HOME / "sessions").glob("*.toml")} == EXPECTED.keys()


@by_name
def test_a_transcript_folds_to_the_same_state(name: str, place: Workspace) -> None:
    made, then = made_of(name, place), EXPECTED[name]
    for part in ("findings", "state", "evidence", "level", "overall"):
        assert alike(made[part], then[part]), (part, made[part], then[part])


@by_name
def test_a_report_keeps_every_figure(name: str, place: Workspace) -> None:
    made, then = made_of(name, place), EXPECTED[name]
    (now, _), (before, _) = split(made["report"]), split(then["report"])
    assert now.keys() == before.keys()
    for part in before:
        assert alike(now[part], before[part]), (part, now[part], before[part])
    assert made["markdown"] == then["markdown"]


@by_name
def test_a_report_keeps_its_sentences(name: str, place: Workspace) -> None:
    """A wording that is changed on purpose is changed in expected.json too, and the state and evidence there never."""
    assert split(made_of(name, place)["report"])[1] == split(EXPECTED[name]["report"])[1]


@by_name
def test_a_report_tells_what_was_asked_and_said(name: str, place: Workspace) -> None:
    _, state, _ = sat(name, place)
    report = msgspec.json.decode(as_json(assess_file(place.sessions / f"{name}.toml", place)))
    for told in report["questions"]:
        turn = state.turn(told["position"])
        asked = msgspec.to_builtins(turn.question)
        assert told["prompt"] == turn.question.prompt
        assert told["answer"] == turn.answer_text
        followed = [
            (p.sort, p.asks, r.text, r.said, not r.text and not r.said)
            for p, r in zip(turn.probes, turn.replies, strict=False)
        ]
        assert [tuple(f.values()) for f in told["follow_ups"]][: len(followed)] == followed
        assert len(told["follow_ups"]) == len(turn.probes)
        assert told["reference"] in (turn.question.answer, "")
        if told["reference"]:
            assert told["gist"] == turn.question.gist
            assert [tuple(m) for m in told["mistakes"]] == [(m.claim, m.why) for m in turn.question.mistakes]
            assert len(told["sources"]) == len(turn.question.sources)
        for point, own in zip(told["points"], asked.get("rubric", ()), strict=bool(told["points"])):
            assert {k: point[k] for k in OF_THE_POINT} == {k: own.get(k, USUAL.get(k)) for k in OF_THE_POINT}
        assert set(OF_THE_QUESTION) <= told.keys()


USUAL = {"critical": False, "beyond": False}


@by_name
def test_a_transcript_is_written_as_it_was(name: str, place: Workspace) -> None:
    found, _, _ = sat(name, place)
    now = (header_text(found.header) + "".join(map(event_block, found.events))).encode()
    data = (place.sessions / f"{name}.toml").read_bytes()
    if EXPECTED[name]["name"] == "nia-torn":
        assert data.startswith(now)
        assert len(data) > len(now)
    else:
        assert now == data


@by_name
def test_every_recorded_choice_is_made_again(name: str, place: Workspace) -> None:
    """By the engine that made it; another may choose otherwise, and then there is nothing to compare."""
    found, _, selection = sat(name, place)
    assert found.header.engine == CHOSEN_BY
    if ENGINE_VERSION != CHOSEN_BY:
        assert int(ENGINE_VERSION) > int(CHOSEN_BY)
        return
    for number, event in enumerate(found.events):
        if not isinstance(event, Asked | Closed) or getattr(event, "why", "") == "stopped":
            continue
        state = fold(found.header, found.events[:number])
        choice, _ = selection.choose(state, event.clock)
        if isinstance(event, Closed):
            assert choice is None
        else:
            assert choice is not None
            again = Asked(n=event.n, at=event.at, clock=event.clock, **selection.asked_fields(state, choice))
            assert alike(plain(again), plain(event)), (again, event)


def test_an_interview_goes_on_where_it_stood(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    sitting = reopen(place.sessions / f"{named('jon-left')}.toml", place, garden())
    try:
        sitting.interview.resume().result()
        assert (sitting.interview.state.phase, sitting.draft_text) == (Phase.PROBING, "It goes in by")
        sitting.interview.answer_probe("It goes in by the roots.").result()
        assert sitting.interview.state.phase in {Phase.PROBING, Phase.PREDICTING}
    finally:
        sitting.close()


def test_torn_interview_goes_on_with_its_last_question(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    sitting = reopen(place.sessions / f"{named('nia-torn')}.toml", place, garden())
    try:
        assert len(sitting.findings) == 1
        sitting.interview.resume().result()
        assert sitting.interview.state.phase is Phase.ANSWERING
        sitting.interview.answer("Once more.").result()
    finally:
        sitting.close()


def test_the_transcripts_hold_what_they_are_kept_for(place: Workspace) -> None:
    found = [sat(name, place) for name in EXPECTED]
    kinds = {type(event) for reading, _, _ in found for event in reading.events}
    assert kinds == set(EVENT_KINDS.values()) - {PartingAsked, PartingAnswered, Ran}  # there were none then
    headers = [reading.header for reading, _, _ in found]
    assert {h.format for h in headers} == {"full", "screen", "diagnostic", "deep-dive", "drill", "ladder"}
    assert {h.score for h in headers} == {"each", "end"}
    assert {h.input for h in headers} == {"typed", "spoken"}
    assert {state.phase for _, state, _ in found} >= {Phase.ENDED, Phase.PROBING, Phase.ANSWERING, Phase.DEBRIEFING}
    assert any(h.earlier for h in headers)
    assert any(h.again for h in headers)
    assert any(h.areas for h in headers)
    asked = {turn.asked.question.kind for _, state, _ in found for turn in state.turns if turn.asked.question}
    assert asked == {"discuss", "code", "experience", "design"}
