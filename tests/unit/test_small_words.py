"""Small words on screens: counts name what they count, and a sentence is as long as its place."""

import pytest
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.graph.text import wrap
from simulator.report.debrief.concerns import TITLES
from simulator.report.text.words import about_level
from simulator.session.archive.summary import row
from simulator.session.interview.hearing import FoundWords
from simulator.session.interview.input import hint_of
from simulator.session.interview.outcomes import NOT_KNOWN
from simulator.ui.interviewer import heard_sentence
from simulator.ui.lines.commands import FOR_CODE, help_text
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.legend import signs
from simulator.ui.tui.home.rows import home_rows
from tests.reporting import START, history, interview, progress_after, reading_of


@pytest.mark.parametrize(("empty", "said"), [(0, "1 interview"), (2, "3 interviews, 2 without an answer")])
def test_home_says_how_many_hold_no_answer(llm: Graph, empty: int, said: str) -> None:
    facts, past = history(llm, 3, 1)
    rows = [row(reading_of(interview(llm, 3)))] * (1 + empty)
    lines = home_rows(rows, Preferences(), START.date(), progress_after(llm, facts, past, 2), len(llm.concepts))
    assert next(line.text for line in lines if line.key == "review") == said


def test_home_counts_minutes_as_the_room_does(llm: Graph) -> None:
    stopped = row(reading_of(interview(llm, 3, until=lambda state: len(state.turns) == 2)))
    stopped = replace(stopped, clock=60 * 28.4, state="asking")
    lines = home_rows([stopped], Preferences(), START.date())
    assert next(line.text for line in lines if line.label == "Go on") == "Full interview, 17 min left"


def test_help_in_lines_names_code_only_with_code() -> None:
    assert not any(word in help_text(codes=False) for word in FOR_CODE)
    assert all(word in help_text(codes=True) for word in FOR_CODE)


def test_the_legend_has_the_signs_of_a_plan() -> None:
    told = " ".join(signs(60).plain.split())
    assert all(sign in told for sign in ("◉ a full interview", "◎ a short one", "↻ due again", "≡ the brief"))


def test_words_after_a_mark_fit_three_lines() -> None:
    told = heard_sentence(FoundWords(quote="gradients through the frozen layers " * 9, surely=True), 4)
    assert len(wrap(told, 56)) <= 3
    assert told.endswith("”")


def test_a_check_says_how_to_write_a_share(llm: Graph) -> None:
    hints = {check.unit: hint_of(check) for check in llm.checks.values()}
    assert (hints["%"], hints["times"]) == ("a number with its % sign", "a number: how many times")


def test_a_level_of_any_has_no_range() -> None:
    assert about_level(2, 0, 3) == "Too early to say"


def test_not_to_know_is_called_so() -> None:
    assert NOT_KNOWN == "not known, so wrong"
    assert all("didn't know" in title for title in TITLES["unknown"])
