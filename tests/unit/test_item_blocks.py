"""The blocks of an item: every output shows all of them, and before the reveal they tell nothing of it."""

import re
from dataclasses import replace

import msgspec
import pytest

from simulator.graph.records import Mistake
from simulator.report.export.markdown import as_markdown, markdown_block
from simulator.report.load import assess_file
from simulator.session.archive.as_text import plain_block, retold_lines
from simulator.session.interview.item_blocks import (
    BLOCK_KINDS,
    Block,
    item_blocks,
    reference_blocks,
    reply_blocks,
)
from simulator.session.interview.outcome_words import REPLY_TITLE
from simulator.session.interview.state import fold
from simulator.session.workspace import Workspace
from simulator.ui.tui.room.blocks import block_widget, labelled_widget
from tests.before_house import EXPECTED, place_in, sat

TOLD_LATER = {"reference", "gist", "claim", "correction", "exemplar", "source", "verdict", "point", "result", "why"}
by_name = pytest.mark.parametrize("name", [pytest.param(name, id=made["name"]) for name, made in EXPECTED.items()])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the transcripts that is only read."""
    return place_in(tmp_path_factory.mktemp("blocks"))


def words_of(text: str) -> list[str]:
    """The words of a text without its signs, which each output writes in its own way."""
    return re.findall(r"\w+", text.replace("&nbsp;", " "))


def holds(text: str, block: Block) -> bool:
    return f" {' '.join(words_of(block.text or block.mark))} " in f" {' '.join(words_of(text))} "


@by_name
def test_text_and_markdown_show_every_block(name: str, place: Workspace) -> None:
    reading, state, _ = sat(name, place)
    report = assess_file(place.sessions / f"{name}.toml", place)
    outputs = ("\n".join(retold_lines(reading)), as_markdown(report))
    for turn in state.turns:
        for block in item_blocks(turn, secret=state.conceals(turn)):
            assert all(holds(output, block) for output in outputs), block


@by_name
def test_nothing_is_told_before_the_reveal(name: str, place: Workspace) -> None:
    reading, _, _ = sat(name, place)
    for count in range(len(reading.events) + 1):
        state = fold(reading.header, reading.events[:count])
        for turn in filter(state.conceals, state.turns):
            kinds = {block.kind for block in item_blocks(turn, secret=True)}
            assert kinds.isdisjoint(TOLD_LATER), (count, kinds)


def test_a_dated_reference_says_its_month(place: Workspace) -> None:
    _, state, _ = sat(next(iter(EXPECTED)), place)
    turn = next(turn for turn in state.turns if turn.scored and turn.question.answer)
    assert "This was so in" not in " ".join(block.text for block in item_blocks(turn))
    question = msgspec.structs.replace(turn.question, as_of="2026-11")
    dated = replace(turn, asked=msgspec.structs.replace(turn.asked, question=question))
    (said,) = [block for block in item_blocks(dated) if block.kind == "aside" and "This was so" in block.text]
    assert said.text == "This was so in November 2026; some of it may have changed since."


@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_every_front_has_looks_for_it(kind: str) -> None:
    block = Block(kind, "Some words.", "mark")  # type: ignore[arg-type]
    assert "Some words." in plain_block(block)
    assert holds(markdown_block(block), block)
    assert block_widget(block).classes


def test_reference_answer_to_a_follow_up_is_labelled() -> None:
    """It follows the question, which has the label "Interviewer": without its own it would read as the same speaker."""
    answer = Block("reference", "It evicts the oldest page.", REPLY_TITLE)
    assert markdown_block(answer) == "**Reference answer**\n\n> It evicts the oldest page."
    assert plain_block(answer) == "Reference answer: It evicts the oldest page."
    assert markdown_block(Block("reference", "The cache grows.")) == "> The cache grows."


def test_a_challenge_shows_the_belief_it_contests(place: Workspace) -> None:
    """The reason why a belief is wrong seldom answers the question, and alone "It may not." refers to nothing."""
    turns = (turn for name in EXPECTED for turn in sat(name, place)[1].turns)
    turn = next(turn for turn in turns if turn.scored and any(p.reply for p, _ in turn.uncovered))
    mistake = Mistake(claim="Noise makes it private.", why="Only beside a bound.", challenge="How much noise?")
    question = msgspec.structs.replace(turn.question, mistakes=(mistake,))
    challenged = [
        msgspec.structs.replace(probe, sort="challenge", asks="How much noise?", reply=reply)
        for probe, reply in zip(turn.probes, ("Only beside a bound.", "In proportion to it."), strict=False)
    ]
    changed = replace(turn, asked=msgspec.structs.replace(turn.asked, question=question), probes=tuple(challenged))
    for blocks in (reply_blocks(changed), reference_blocks(changed)):
        shown = [plain_block(block) for block in blocks if block.kind == "reference" and block.mark]
        assert shown[0] == "A common mistake: “Noise makes it private.” Only beside a bound."
        assert all(text.startswith("Reference answer: ") for text in shown[1:])


def test_a_follow_up_keeps_the_words_it_repeats(place: Workspace) -> None:
    """Where its reply is judged, "When would you not rely on that?" alone refers to nothing."""
    turns = (turn for name in EXPECTED for turn in sat(name, place)[1].turns)
    turn = next(turn for turn in turns if turn.scored and any(p.reply for p, _ in turn.uncovered))
    probes = tuple(msgspec.structs.replace(probe, quote="paging always helps") for probe in turn.probes)
    bullets = tuple(msgspec.structs.replace(reply, text="- one\n- another") for reply in turn.replies)
    quoted = replace(turn, probes=probes, replies=bullets)
    assert "- one\n- another" in [block.text for block in reply_blocks(quoted)], "bullets stay on lines of their own"
    for blocks in (reply_blocks(quoted), reference_blocks(quoted)):
        asked = [block for block in blocks if block.kind == "interviewer"]
        assert asked
        assert all("“paging always helps”" in plain_block(block) for block in asked)
    widget = labelled_widget(asked[0])
    assert f"Interviewer: {probes[0].remark}" in str(widget.render())
