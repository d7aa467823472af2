"""The pages of the report on the screen, for interviews that are not as one would wish."""

import pytest
from msgspec.structs import replace
from textual.content import Content

from simulator.graph.records import Graph
from simulator.report.concept_records import NOT_ASKED, NOT_ENOUGH, Seen
from simulator.report.debrief_records import WORDS, LevelWord, Recommendation, Word
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.text.report import page
from simulator.report.text.sections import APART, step_words
from simulator.report.text.words import RANGE_RULE, areas_sentence, own_target, seen_words
from simulator.report.tones import RECOMMENDATION_BADGES
from simulator.ui.tui.review.report_pages import (
    Levels,
    answer_items,
    debrief_widgets,
    figure_widgets,
    neighbours,
    walk_items,
)
from simulator.ui.tui.widgets.text import Flow
from tests.graphs import llm_graph
from tests.report_screen import screen_texts, texts_in
from tests.reporting import interview


def test_an_interview_without_questions_still_has_pages(llm: Graph) -> None:
    found = assess_interview(interview(llm, 3, until=lambda _: True))
    assert answer_items(found) == walk_items(found) == []
    assert screen_texts(found, 80)[0] == "· Nothing was answered, so there's nothing to go by."


def test_skipped_and_torn_are_said_as_such(llm: Graph) -> None:
    sitting = interview(llm, 3, until=lambda state: len(state.turns) == 2)
    sitting.skip().result()
    found = replace(assess_interview(sitting), findings=("the last line was torn",))
    row = answer_items(found)[1].row
    assert (row.badge and row.badge.sign, row.note) == ("–", "skipped")
    assert "Transcript: the last line was torn" in screen_texts(found, 80)


def test_a_question_without_verdict_is_not_scored(llm: Graph) -> None:
    """Among all answers it was "not scored", among the reasons "open"."""
    sitting = interview(llm, 3, until=lambda s: len(s.turns) > 1 and s.turns[-1].check is None)
    sitting.stop().result()
    found = assess_interview(sitting)
    assert found.path[-1].outcome == "open"
    label = f"Question {found.path[-1].number}"
    rows = [item.row for item in (*answer_items(found), *walk_items(found)) if item.row.label == label]
    assert [row.note for row in rows] == ["not scored"] * 2
    assert step_words(found.path[-1]).endswith(", not scored")
    assert "open" not in " ".join(page(found)).split("Why each was asked")[1].split("How you rate")[0].split(", ")


@pytest.mark.parametrize(("hints", "said"), [(0, ""), (1, " · 1 hint"), (2, " · 2 hints")])
def test_hints_stand_beside_the_time(llm: Graph, hints: int, said: str) -> None:
    found = assess_interview(interview(llm, 3))
    first = replace(found.questions[0], hints=hints, prediction=None)
    about = answer_items(replace(found, questions=(first,)))[0].about[0].text
    assert about.endswith(f" min{said}")


def test_no_head_of_the_figures_is_a_sentence(llm: Graph) -> None:
    """The sentence on areas was in the colour of a head, as far as its first line went."""
    found = assess_interview(interview(llm, 3))
    for width in (56, 96):
        heads = [text for w in figure_widgets(found, width) if w.has_class("head") for text in texts_in(w)]
        assert "Areas" in heads
        assert max(map(len, heads)) < 40


@pytest.mark.parametrize("word", WORDS)
def test_the_verdict_has_the_tone_of_its_word(llm: Graph, word: Word) -> None:
    found = assess_interview(interview(llm, 3, until=lambda _: True))
    beside = (LevelWord(level="senior", tier=4, word="not yet"),)
    panel = Recommendation(level="mid", tier=3, word=word, neighbours=beside, for_role="yes", role_level="staff")
    verdict, *_ = debrief_widgets(replace(found, recommendation=panel))
    look = RECOMMENDATION_BADGES[word]
    assert verdict.has_class(f"-{look.tone}")
    assert screen_texts(replace(found, recommendation=panel), 80)[0] == f"{look.sign} {word.capitalize()} for mid"
    assert [piece.plain for piece in neighbours(panel)] == [
        "✕ not yet for senior",
        "◆ yes for staff, this role's usual level",
    ]


def test_narrow_screens_leave_out_what_a_level_lacks() -> None:
    """At 60x20 it pushed what spoke for the candidate out of sight."""
    beside = (LevelWord("junior", 2, "yes"), LevelWord("senior", 4, "leaning yes", lacks="a yes needs 3; you have 1"))
    given = Recommendation("mid", 3, "yes", neighbours=beside, for_role="leaning yes", role_level="senior")
    levels = Levels(neighbours(given))
    assert ["(a yes needs 3; you have 1)" in line.plain for line in levels.lines_in(110)] == [True]
    assert [line.plain for line in levels.lines_in(50)] == ["◆ yes for junior   ◈ leaning yes for senior"]


def test_a_level_undecided_has_its_own_sign() -> None:
    above = (LevelWord("senior", 4, "leaning yes", undecided=True),)
    panel = Recommendation("mid", 3, "yes", neighbours=above, role_level="staff", for_role="leaning yes")
    shown = [piece.plain for piece in neighbours(panel)]
    own = "staff, this role's usual level"
    assert shown == ["≈ barely leaning yes for senior", f"◈ leaning yes for {own}"]
    panel = replace(panel, for_role_undecided=True)
    assert neighbours(panel)[1].plain == "≈ barely leaning yes for staff, this role's usual level"
    assert own_target(panel) == "for staff, this role's usual level: barely leaning yes"


def test_badges_flow_and_none_is_cut() -> None:
    flow = Flow([Content("◆ yes for junior"), Content("the role usually looks for senior: ◈ leaning yes")])
    assert [line.plain for line in flow.lines_in(80)] == [
        "◆ yes for junior   the role usually looks for senior: ◈ leaning yes"
    ]
    assert len(flow.lines_in(60)) == 2
    narrow = [line.plain.rstrip() for line in flow.lines_in(40)]
    assert " ".join(narrow) == "◆ yes for junior the role usually looks for senior: ◈ leaning yes"
    assert max(map(len, narrow)) <= 40


@pytest.mark.parametrize(
    ("word", "own", "bridged"),
    [
        (
            "leaning yes",
            2,
            "Leaning yes for mid means that mid is likely. What holds so far is tier 2 (junior level): up to there six "
            "answers in ten would be solid.",
        ),
        ("not yet", 4, "Not yet for mid, though your own level is tier 4 (senior level): the word goes by"),
        ("yes", 3, ""),
        ("leaning not yet", 2, ""),
    ],
)
def test_word_and_level_are_bridged_once(llm: Graph, word: Word, own: int, bridged: str) -> None:
    """The words "Leaning yes for mid" stood beside "tier 2, junior level", as if one of them were wrong."""
    found = assess_interview(interview(llm, 3))
    given = replace(found.recommendation, word=word, level="mid", tier=3)
    level = replace(found.level, tier=own)
    told = replace(found, recommendation=given, level=level)
    for text in ("\n".join(page(told, 1000)), as_markdown(told)):
        assert text.count(bridged or APART) == 1
        assert (APART in text) == (not bridged)


def test_the_words_of_areas_say_their_rule() -> None:
    """ "1 of 1 solid" stood beside "solid" in one area and beside "not clear yet" in another."""
    nothing = Seen(
        word=NOT_ENOUGH, questions=0, solid=0, weak=0, checks=0, checks_right=0, mastery=0.6, low=0.3, high=0.8
    )
    assert seen_words(nothing) == "no answer yet"
    assert seen_words(replace(nothing, checks=1)) == "1 check wrong"
    assert seen_words(replace(nothing, word=NOT_ASKED)) == ""
    found = assess_interview(interview(llm_graph(), 2, format="screen"))
    assert RANGE_RULE in areas_sentence(found)
    assert RANGE_RULE in " ".join(" ".join(page(found, 100)).split())
