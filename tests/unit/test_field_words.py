"""Words that mean the same in the field help to find a fact, and don't find one by themselves."""

import pytest

from simulator.engine.choice.asked_back.facts import asked_for
from simulator.engine.choice.asked_back.field_words import alike
from simulator.graph.records import Clarification

SEARCH = Clarification(asks="Is there keyword search?", reply="There's vector search only.", cues=("keyword + search",))
CARDS = Clarification(asks="On which cards is it served?", reply="It's served on two cards.", cues=("served + on",))


@pytest.mark.parametrize(
    ("stem", "other", "same"),
    [("bm25", "keyword", True), ("ram", "memori", True), ("mfu", "teraflop", True), ("bm25", "memori", False)],
)
def test_names_of_one_thing_are_alike(stem: str, other: str, same: bool) -> None:
    assert bool(alike({stem}, {other})) == same


def test_another_name_finds_the_fact() -> None:
    assert asked_for("Does the search use BM25?", (SEARCH, CARDS)) == (0,)


def test_another_name_alone_finds_nothing() -> None:
    """ "Which GPU?" on a question that says only that "the hardware changes" was told so."""
    assert asked_for("Which GPU?", (SEARCH, CARDS)) == ()
