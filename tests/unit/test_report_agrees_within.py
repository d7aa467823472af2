"""What one report says of an answer, a check or a count it says alike in every place."""

from dataclasses import replace as changed

from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.standing import role_of
from simulator.report.text.report import page
from simulator.session.archive.summary import facts_of, row_of
from simulator.session.interview.interview import Interview
from simulator.ui.tui.words import counted
from tests.coding import begun, said_of, solved
from tests.reporting import reading_of, turn_of
from tests.unit.test_report_debrief import CACHE, SAID, all_marked, checked, llm_graph, panel, question_of, turn_on


def left_at_the_twist() -> Interview:
    """A code round in which failing code was handed in, and that ended before its twist was answered."""
    found = begun()
    every = {case.id for case in turn_of(found).question.cases}
    found.hand_in(solved(turn_of(found)), said_of(turn_of(found), every))
    found.stop()
    return found


def test_code_left_at_its_twist_was_answered() -> None:
    found = assess_interview(left_at_the_twist())
    said = " ".join(" ".join(page(found, 100)).split())
    assert "0 of 1 task solved" in said
    assert [w for w in ("Nothing was answered", "not scored", "Code not asked") if w in said] == []
    assert (found.questions[0].verdict, found.kinds["Code"], found.level.answers) == ("weak", "weak", 1)
    assert all(concern.fails for concern in found.recommendation.concerns), "what fails is said"
    assert found.recommendation.concerns
    assert "conclusion" not in found.recommendation.manner, "the twist was left, not cut short"


def test_the_archive_counts_left_code_too() -> None:
    reading = reading_of(left_at_the_twist())
    assert row_of(reading).answers == len(row_of(reading).missed) == 1
    assert "without an answer" not in counted([row_of(reading)])
    [item] = facts_of(reading).items
    assert (item.verdict, item.scored, item.judged) == ("weak", True, False)


def test_a_check_passed_over_was_not_wrong() -> None:
    graph, role = llm_graph(), role_of(llm_graph(), "applied-engineer")
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    heaviest = max(role.areas, key=lambda area: role.areas[area])
    of_area = (n for n, check in enumerate(graph.checks.values()) if graph.area_of(check.primary) == heaviest)
    check = checked(next(of_area), right=False)
    assert any("quick check wrong" in change for change in panel(good, check).changes)
    for passed_over in (changed(check, checked=None, skipped=True), changed(check, set_aside=True)):
        assert not any("quick check" in change for change in panel(good, passed_over).changes)
