"""What an abbreviation is short for is told at once, where that gives nothing away."""

import pytest

from simulator.engine.choice.asked_back.unprepared import explained, term_asked
from simulator.graph.listening.terms import IN_FULL, plain
from simulator.graph.records import Graph


@pytest.mark.parametrize(
    ("question", "asks", "told"),
    [
        (
            "who-sets-off-a-tool-or-a-prompt",
            "What does MCP stand for? I used it only in my editor.",
            "It's short for Model Context Protocol.",
        ),
        ("who-sets-off-a-tool-or-a-prompt", "What does LATS stand for?", ""),
    ],
)
def test_an_abbreviation_is_told_in_full(llm: Graph, question: str, asks: str, told: str) -> None:
    """ "If it's new to you, go by what I've said about it" was said to it, and nothing had been said."""
    asked = llm.questions[question]
    term = term_asked(asks, asked.prompt)
    assert (explained(llm, asked, term) if term else "") == told


def test_full_names_have_the_letters() -> None:
    assert len(IN_FULL) > 30
    for name, full in IN_FULL.items():
        assert plain(name) == name
        letters = iter(full.casefold())
        assert all(letter in letters for letter in name), (name, full)
