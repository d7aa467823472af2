"""Why a question is asked, told while it waits for its answer."""

import re

import msgspec
import pytest

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.report.figures.replay import Replay
from simulator.report.reasons_told import (
    follow_up_reason,
    reason_before_reference,
    reason_sentences,
    reasons_then,
    transcript_lines,
)
from simulator.session.interview import events as ev
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.ui.interviewer import lead_in
from tests.conftest import Sit
from tests.some import seeds, some

SEEDS = (1, 2, 3, 4)


MOVES = {"deepen", "sibling", "step-back", "new-thread"}
OF_PARTS = {"format": "deep-dive", "area": "post-training"}  # one of its concepts is "PEFT: LoRA, QLoRA, ..."


@pytest.mark.parametrize("settings", [{"format": "full"}, OF_PARTS])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_early_reason_keeps_concept_and_tier(llm: Graph, sit: Sit, seed: int, settings: dict[str, str]) -> None:
    """A colon in a title was taken for the one before the title that is left out."""
    state = sit(seed=seed, role="applied-engineer", minutes=45.0, **settings).interview.state
    told = {turn.position: reason_before_reference(turn, llm, state.header) for turn in state.turns}
    assert any(told.values())
    for turn in state.turns:
        early, whole = told[turn.position], reason_sentences([turn], llm, state.header)[0]
        assert f"“{llm.concept_title(turn.asked.concepts[0])}”" not in early
        assert not re.search(r"tier \d, |[.:] ?$(?<!\.)|\. [a-z]", early)
        assert not early or early.endswith(".")
        assert set(re.findall(r"“[^”]*”", early)) <= set(re.findall(r"“[^”]*”", whole))


@pytest.mark.parametrize("seed", some(SEEDS, 1, 2))
def test_an_early_reason_tells_of_no_hidden_question(llm: Graph, sit: Sit, seed: int) -> None:
    """With scores at the end it named the concept of the question before, and what the answer to it was worth."""
    settings = {"format": "full", "role": "applied-engineer", "minutes": 45.0, "score": "end"}
    state = sit(seed=seed, **settings).interview.state
    told = [reason_before_reference(turn, llm, state.header) for turn in state.turns]
    assert any(told)
    said = ""
    for turn, early in zip(state.turns, told, strict=True):
        assert "tier" not in early
        assert all(words in said for words in re.findall(r"“([^”]*)", early)), "the candidate's own words"
        assert early.count("“") <= bool(turn.asked.reason["mentioned"])
        said += "\n".join((turn.answer_text, *(reply.text for reply in turn.replies)))


@pytest.mark.parametrize("seniority", ["junior", "mid", "senior", "staff"])
def test_a_step_beyond_the_level_is_explained(llm: Graph, sit: Sit, seniority: str) -> None:
    """Junior people were asked at the tier of staff without a word, and took it for a mistake."""
    settings = {"format": "full", "role": "applied-engineer", "minutes": 45.0, "seniority": seniority}
    asked_for, seen = TARGET_TIERS[seniority], 0
    for seed in SEEDS[: len(seeds(4, 2))]:
        state = sit(seed=seed, level=6.0, **settings).interview.state
        for turn in state.turns:
            reason = turn.asked.reason
            steps_over = reason["move"] in MOVES and reason.get("from_tier", 9) <= asked_for < turn.asked.tier < 6
            told = reason_sentences([turn], llm, state.header)[0]
            assert (f"more than {seniority} level asks for" in told) == steps_over
            assert "level asks for" not in reason_before_reference(turn, llm, state.header)
            said = f"more than {seniority} level asks for" in lead_in(state, turn, llm)
            assert said if steps_over else not said or turn.asked.tier > max(asked_for, reason["from_tier"])
            seen += steps_over
    assert bool(seen) == (seniority != "staff")


@pytest.mark.parametrize("score", ["each", "end"])
def test_a_transcript_tells_what_the_room_told(llm: Graph, sit: Sit, score: str) -> None:
    """ "Why I ask" was told in the room, and no reader of the interview had it."""
    interview = sit(seed=2, minutes=45.0, score=score).interview
    header, events = interview.header, interview.events
    told = reasons_then(header, events, lambda _: llm)
    asked = [(count, event) for count, event in enumerate(events, 1) if isinstance(event, ev.Asked | ev.Probed)]
    assert told.keys() == {event.n for _, event in asked}
    for count, event in asked:
        state = fold(header, events[:count])
        tells = reason_before_reference if isinstance(event, ev.Asked) else follow_up_reason
        assert told[event.n] == tells(state.turn(event.position), llm, header, state.turns)


@pytest.mark.parametrize("changed", [{"engine": "30"}, {"program": "0.0.1"}, {"graph_digest": "other"}])
def test_no_reason_is_made_up_for_others(llm: Graph, sit: Sit, changed: dict[str, str]) -> None:
    """What another engine, program or graph would have said isn't known."""
    interview = sit(seed=2, acts=1).interview
    header = msgspec.structs.replace(interview.header, **changed)
    assert reasons_then(interview.header, interview.events, lambda _: llm)
    assert not reasons_then(header, interview.events, lambda _: llm)


@pytest.mark.parametrize("error", [UsageError("There's no graph 'llm'."), OSError("The disk is gone.")])
def test_without_its_graph_a_transcript_is_read(sit: Sit, error: Exception) -> None:
    sitting = sit(seed=2, acts=2)
    sitting.close()

    def lost(name: str) -> Graph:
        raise error

    text = "\n".join(transcript_lines(read(sitting.path), lost))
    assert "Question 1" in text
    assert "Why this question" not in text


def test_every_reader_of_a_transcript_has_its_reasons(llm: Graph, sit: Sit) -> None:
    sitting = sit(seed=2, minutes=45.0)
    sitting.close()
    reading = read(sitting.path)
    told = reasons_then(reading.header, reading.events, lambda _: llm)
    text = "\n".join(transcript_lines(reading, lambda _: llm))
    replay = Replay(reading, llm)
    for turn in reading.state.turns:
        blocks = replay.blocks(turn)
        reasons = [block.text for block in blocks if block.kind == "reason"]
        sort = "check" if turn.check else "question"
        probes = [f"Why this follow-up: {told[probe.n]}" for probe in turn.probes]
        assert reasons == [f"Why this {sort}: {told[turn.asked.n]}", *probes]
        assert all(why in text for why in reasons)
        for probe in turn.probes:
            at = next(n for n, block in enumerate(blocks) if told[probe.n] in block.text)
            assert blocks[at - 1].text == probe.words
