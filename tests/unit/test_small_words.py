"""Small words on screens: counts name what they count, and a sentence is as long as its place."""

from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.graph.text import wrap
from simulator.report.concept_records import MARK_WORDS, STANDING_SIGNS
from simulator.report.debrief.concerns import TITLES
from simulator.report.text.words import about_level
from simulator.session.archive.summary import row_of
from simulator.session.interview.hearing import FoundWords
from simulator.session.interview.input import hint_of
from simulator.session.interview.interview import Interview
from simulator.session.interview.outcome_words import NOT_KNOWN, OUTCOMES
from simulator.session.interview.state import Phase
from simulator.ui.found_words import heard_sentence
from simulator.ui.lines.commands import FOR_CODE, HELP, help_text
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.help import signs
from simulator.ui.tui.home.rows import HomeLines
from tests.reporting import START, history, interview, progress_after, reading_of


def test_home_says_how_many_hold_no_answer(llm: Graph) -> None:
    facts, past = history(llm, 3, 1)
    progress = progress_after(llm, facts, past, 2)
    answered = row_of(reading_of(interview(llm, 3)))
    probed = row_of(reading_of(interview(llm, 3, until=lambda state: state.phase is Phase.PROBING)))
    predicting = row_of(reading_of(interview(llm, 3, until=lambda state: state.phase is Phase.PREDICTING)))
    at_end = row_of(reading_of(interview(llm, 3, score="end", until=lambda state: state.phase is Phase.DEBRIEFING)))
    empty = row_of(reading_of(stopped_at_once(llm)))
    checks = replace(empty, questions=0)
    assert (empty.state, empty.answers, empty.waiting) == ("ended", 0, 0)
    assert at_end.state == "debriefing"
    for rows, said in (
        ([answered], "1 interview"),
        ([probed], "1 interview"),
        ([predicting], "1 interview"),
        ([at_end], "1 interview"),
        ([checks], "1 interview"),
        ([empty], "1 interview, 1 without an answer"),
        ([answered, empty, probed, empty, at_end], "5 interviews, 2 without an answer"),
    ):
        lines = HomeLines(rows, Preferences(), START.date(), progress, len(llm.concepts)).rows()
        assert next(line.text for line in lines if line.key == "review") == said


def stopped_at_once(graph: Graph) -> Interview:
    """An interview that is ended at its first question."""
    found = interview(graph, 3, until=lambda state: len(state.turns) == 1)
    found.stop()
    return found


def test_home_counts_minutes_as_the_room_does(llm: Graph) -> None:
    stopped = row_of(reading_of(interview(llm, 3, until=lambda state: len(state.turns) == 2)))
    stopped = replace(stopped, clock=60 * 28.4, state="asking")
    lines = HomeLines([stopped], Preferences(), START.date()).rows()
    assert next(line.text for line in lines if line.label == "Go on") == "Full interview, 17 min left"


def test_help_in_lines_names_code_only_with_code() -> None:
    assert not any(word in help_text(80, codes=False) for word in FOR_CODE)
    assert all(word in help_text(80, codes=True) for word in FOR_CODE)


def test_help_in_lines_keeps_meanings_in_their_column() -> None:
    """At 60 columns what a command does went on below the commands' names."""
    *rows, _ = help_text(60, codes=True).split("\n")[1:]
    assert max(map(len, rows)) <= 60
    assert {row[:13].strip() for row in rows} == {*HELP, "//word", ""}
    assert [row for row in rows if row.startswith(" ")], "none is longer than a line"


def test_the_legend_has_the_words_of_the_outputs() -> None:
    """It said "passed over" and "not right", the names in JSON, where everything else says "skipped" and "wrong"."""
    told = signs(60).plain
    assert all(word in told for word in OUTCOMES.values())
    assert not any(name in told for name, word in OUTCOMES.items() if name != word)


def test_the_legend_has_the_words_of_the_map() -> None:
    """It said "not met" for what the map calls "not asked"."""
    told = " ".join(signs(60).plain.split())
    assert all(f"{STANDING_SIGNS[mark]} {word}" in told for mark, word in MARK_WORDS.items())
    assert "not met" not in told


def test_the_legend_has_the_signs_of_a_plan() -> None:
    told = " ".join(signs(60).plain.split())
    assert all(sign in told for sign in ("◉ a full interview", "◎ screening", "↻ due again", "≡ the brief"))


def test_the_legend_says_what_was_only_touched_on() -> None:
    """ "30 asked, 9 touched on" stood on home and the map, and nothing said what the latter are."""
    assert "touched on: it came up only in questions on other concepts" in " ".join(signs(44).plain.split())


def test_words_after_a_mark_fit_three_lines() -> None:
    told = heard_sentence(FoundWords(quote="gradients through the frozen layers " * 9, surely=True), 4)
    assert len(wrap(told, 56)) <= 3
    assert told.endswith("”")


def test_a_check_says_how_to_write_a_share(llm: Graph) -> None:
    of_shares = {hint_of(check) for check in llm.checks.values() if check.unit == "%"}
    assert of_shares == {"a number with its % sign", "a number in per cent"}  # by whether the question says it
    hints = {check.unit: hint_of(check) for check in llm.checks.values()}
    assert hints["times"] == "a number: how many times"


def test_a_check_says_what_it_counts_or_measures(llm: Graph) -> None:
    """ "A number in results" was asked for."""
    check = next(check for check in llm.checks.values() if check.takes != "option")
    hints = [hint_of(replace(check, unit=unit)) for unit in ("results", "tokens", "GB", "B", "tokens/s", "")]
    assert hints == [
        *("a number of results", "a number of tokens", "a number in GB", "a number of bytes"),
        *("a number in tokens/s", "a number"),
    ]


def test_a_level_of_any_names_the_highest() -> None:
    assert about_level(2, 0, 3) == "Somewhere up to mid level (80% sure)"


def test_not_to_know_is_called_so() -> None:
    assert NOT_KNOWN == "you didn't know, so it counts as wrong"
    assert all("didn't know" in title for title in TITLES["unknown"])
