"""The report of a drill or a deep dive begins with what came of it, and no figure of one interview reads as of all."""

import re

import pytest
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief_records import LevelWord, Recommendation
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.caveats import PRACTICE_LOWER, practice_lower
from simulator.report.records import Assessment
from simulator.report.text.debrief import first_page_entries, practice_headline
from simulator.report.text.report import page
from simulator.report.text.words import areas_in_order, own_level
from simulator.session.interview.history import past_session
from tests.report_screen import figure_lines
from tests.reporting import history, interview, progress_after, reading_of


@pytest.fixture(scope="module")
def dived(llm: Graph) -> Assessment:
    past = [past_session(reading_of(interview(llm, 5, level=4.0)))]
    return assess_interview(interview(llm, 6, format="deep-dive", area="retrieval", level=2.0, past=past, day=1))


def test_practice_begins_with_what_came_of_it(dived: Assessment) -> None:
    lead, *others = first_page_entries(dived)
    solid = sum(not q.fell_short for q in dived.questions if q.verdict)
    assert re.fullmatch(rf"{solid} of \d answers solid(, \d of \d checks? right)?(; to go over: .+)?", lead.text)
    assert f"Over all your interviews: {dived.recommendation.word} for mid." in [entry.text for entry in others]
    for text in (as_html(dived), as_markdown(dived), "\n".join(page(dived, 900))):
        assert lead.text in text
        assert f"{dived.recommendation.word.capitalize()} for mid" not in text.partition(lead.text)[0]


def test_other_interviews_begin_with_the_recommendation(llm: Graph) -> None:
    assert practice_headline(assess_interview(interview(llm, 5, level=4.0))) == ""


def test_an_answer_that_waits_comes_first(dived: Assessment) -> None:
    waits = replace(dived, questions=(replace(dived.questions[0], waiting=True), *dived.questions[1:]))
    assert practice_headline(waits) == ""


def test_a_level_that_fell_in_practice_is_explained(llm: Graph) -> None:
    role = llm.roles["applied-engineer"]
    low, high = (sat.selection.belief(sat.state.turns) for sat in (interview(llm, 7, level=at) for at in (1.0, 6.0)))
    for form, why in PRACTICE_LOWER.items():
        assert practice_lower(form, high, low, role, earlier=True) == why
        assert practice_lower(form, low, high, role, earlier=True) == ""
        assert practice_lower(form, high, low, role, earlier=False) == ""  # there was no level before
    assert practice_lower("full", high, low, role, earlier=True) == ""


def test_a_first_dive_is_not_all_interviews(llm: Graph) -> None:
    first = assess_interview(interview(llm, 6, format="deep-dive", area="retrieval", level=2.0))
    assert practice_headline(first)
    assert first.recommendation.word
    assert not any(entry.text.startswith("Over all your interviews") for entry in first_page_entries(first))


def test_areas_without_a_question_share_a_line(dived: Assessment) -> None:
    lines = figure_lines(dived, 60)
    unasked = [area.title for area in areas_in_order(dived.areas) if area.word == NOT_ASKED]
    assert len(unasked) > 5
    assert f"Not asked yet: {'; '.join(unasked)}" in " ".join(" ".join(lines).split())
    assert sum("not asked yet" in line.lower() for line in lines) == 1
    assert all(len(line) <= 60 for line in lines)


def test_levels_that_differ_are_joined(llm: Graph) -> None:
    facts, past = history(llm, 3, 1)
    found = progress_after(llm, facts, past, 2)
    above = replace(
        found, recommendation=Recommendation("senior", 4, "leaning yes"), level=3, level_low=2, level_high=4
    )
    assert own_level(above) == "Senior is likely, mid level holds so far (80% sure: junior-senior)"
    barely = replace(above, recommendation=replace(above.recommendation, undecided=True), level_low=1)
    assert (
        own_level(replace(barely, level_high=3)) == "Senior is possible, mid level holds so far (80% sure: mid at most)"
    )
    below = replace(above, recommendation=Recommendation("junior", 2, "not yet"))
    assert own_level(below) == "About mid level, counting where you started (80% sure: junior-senior)"
    alike = replace(above, recommendation=Recommendation("mid", 3, "yes"))
    assert own_level(alike) == "About mid level (80% sure: junior-senior)"


def test_the_level_goes_with_the_screening_call(llm: Graph) -> None:
    """Home said "leaning yes" for a screening call, judged a level below, beside "the fundamentals so far"."""
    facts, past = history(llm, 3, 1)
    below = (LevelWord("junior", 2, "leaning yes"), LevelWord("senior", 4, "not yet"))
    given = Recommendation("mid", 3, "leaning not yet", neighbours=below)
    found = replace(progress_after(llm, facts, past, 2), recommendation=given, level=1, level_low=0, level_high=2)
    assert own_level(found) == "Junior is possible, the fundamentals so far (80% sure: junior at most)"
    unsure = replace(found, level_low=0, level_high=4)
    assert own_level(unsure) == "Somewhere up to senior level (80% sure)"
    assert own_level(replace(found, recommendation=Recommendation("mid", 3, ""))) == "Too early to say"
    none = replace(found, recommendation=replace(given, neighbours=(LevelWord("junior", 2, "not yet"),)))
    assert own_level(none) == "The fundamentals so far (80% sure: junior at most)"
