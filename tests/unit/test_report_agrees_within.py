"""What one report says of an answer, a check or a count it says alike in every place."""

from dataclasses import replace as changed

import msgspec

from simulator.graph.records import Graph
from simulator.report.debrief.advert import NOT_ASKED_YET, advert_sentence, shown_words
from simulator.report.debrief.panel import debriefed
from simulator.report.debrief.tonight import (
    NOTHING_LEFT,
    NOTHING_STOOD_OUT,
    AdviceInputs,
    wanted,
    without_new,
)
from simulator.report.debrief_records import Recommendation
from simulator.report.figures.assessment import assess_interview, judged_session
from simulator.report.figures.marks_vs_words import marks_of
from simulator.report.figures.panel import panel_of_session
from simulator.report.figures.progress import minutes_taken, tier_times
from simulator.report.figures.questions import question_results
from simulator.report.figures.standing import role_of, role_of_session
from simulator.report.progress_records import CalibrationOverTime, CalibrationPoint, TierTime
from simulator.report.text.brief import end_words
from simulator.report.text.debrief import area_sentences
from simulator.report.text.progress import rated_lines
from simulator.report.text.progress_words import minutes_words
from simulator.report.text.report import page
from simulator.report.text.self_rating import rating_sentence
from simulator.report.text.words import areas_sentence, basis_sentence, seen_words
from simulator.session.archive.facts import facts_of
from simulator.session.archive.summary import row_of
from simulator.session.interview.history import past_session
from simulator.session.interview.interview import Interview
from simulator.ui.tui.words import counted
from tests.coding import begun, said_of, solved, with_task
from tests.graphs import llm_graph
from tests.reporting import START, interview, progress_after, reading_of, turn_of
from tests.unit.test_report_debrief import (
    CACHE,
    SAID,
    against,
    all_marked,
    checked,
    panel,
    question_of,
    turn_on,
)


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
    assert (item.verdict, item.scored, item.not_raised) == ("weak", True, None)


def test_a_check_passed_over_was_not_wrong() -> None:
    graph, role = llm_graph(), role_of(llm_graph(), "applied-engineer")
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    heaviest = max(role.areas, key=lambda area: role.areas[area])
    of_area = (n for n, check in enumerate(graph.checks.values()) if graph.area_of(check.primary) == heaviest)
    check = checked(next(of_area), right=False)
    assert any("quick check wrong" in change for change in panel(good, check).changes)
    for passed_over in (changed(check, checked=None, skipped=True), changed(check, set_aside=True)):
        assert not any("quick check" in change for change in panel(good, passed_over).changes)


def test_what_an_earlier_interview_asked_is_not_unasked(llm: Graph) -> None:
    begun_one = interview(llm, 2, format="screen", until=lambda state: bool(state.turns))
    judged = judged_session(begun_one.state, llm, begun_one.selection, "mid")
    inputs = AdviceInputs(llm, judged.role, judged.standings, ())
    on_it = [q.id for q in llm.questions.values() if q.primary == "distributed-training"]
    term = ("distributed training",)
    first = wanted(inputs, (), term, set())
    assert first is not None
    assert first.why == f"distributed training: {NOT_ASKED_YET}"
    assert [wanted(inputs, (), term, {asked}) for asked in on_it] == [None] * len(on_it), "in other words too"


def test_tonight_is_of_this_interview_where_so(llm: Graph) -> None:
    found = assess_interview(interview(llm, 2, format="screen", level=2.0))
    missed = [item for item in found.tonight if item.concept in {q.concept for q in found.questions}]
    assert missed
    here = msgspec.structs.replace(found, tonight=tuple(missed))
    assert "Tonight, from this interview; " in " ".join(page(here, 100))
    other = msgspec.structs.replace(missed[0], concept="another-concept")
    from_all = msgspec.structs.replace(found, tonight=(*missed, other))
    assert "Tonight; " in " ".join(page(from_all, 100))


def test_own_work_leaves_no_area_out() -> None:
    graph = llm_graph()
    story = next(q for q in graph.questions.values() if q.kind == "experience" and q.tier < 6)
    area = graph.area_of(story.primary)
    turns = [turn_on(story, SAID, {}, verdict="solid"), turn_on(question_of(CACHE), SAID, {}, 2, verdict="solid")]
    assert graph.area_of(question_of(CACHE).primary) != area
    found = against(graph, {area: 0.2}, *turns)
    assert [shown_words(each) for each in found] == ["only your own work"]
    assert advert_sentence(turns, found, graph).endswith("; only your own work dealt with that.")
    both = against(graph, {area: 0.2, graph.area_of(question_of(CACHE).primary): 0.2}, *turns)
    assert "1 of 1 question answered, besides your own work, dealt with that" in advert_sentence(turns, both, graph)
    word = debriefed(
        Recommendation("mid", 3, "leaning yes"), turns, graph, graph.roles["applied-engineer"], advert=found
    )
    assert graph.areas[area].title not in word.unasked


def test_not_to_know_is_no_question_without_points() -> None:
    """Two of three questions had points, and weren't known: "these questions have no points"."""
    story = next(q for q in llm_graph().questions.values() if q.kind == "experience" and q.tier < 6)
    told = turn_on(story, SAID, {}, verdict="solid")
    unknown = turn_on(question_of(CACHE), "", all_marked(question_of(CACHE), "no"), 2)
    unknown = changed(unknown, answers=(msgspec.structs.replace(unknown.answers[0], dont_know=True),))
    why = marks_of([told, unknown, changed(unknown)]).why_unread
    assert why == "the questions you answered have no points to look for in your words"


def test_a_story_counts_where_marks_do(llm: Graph) -> None:
    """ "Counts for no area" read as counting for nothing; where no mark counts it does."""
    sat = interview(llm, 2, level=2.0, project=True)
    role, results = role_of_session(llm, sat.header), question_results(sat.state, llm)
    given = panel_of_session(sat.state, llm, role, sat.selection, results)
    dull = changed(given.evidence, marks=changed(given.evidence.marks, tell_nothing=True))
    told = [changed(given, evidence=evidence).basis(role.target_tier).text for evidence in (given.evidence, dull)]
    assert ["for your level but for no area" in text for text in told] == [True, False]
    assert "which counts for no area" in told[1]


def test_every_count_says_what_it_counts(llm: Graph) -> None:
    found = assess_interview(interview(llm, 2, level=2.0, project=True))
    stories = sum(q.kind == "experience" for q in found.questions)
    assert stories == 1
    counts = "one of them the story of your own work, which counts for your level but for no area"
    assert f"({counts})" in found.recommendation.basis
    said = " ".join(" ".join(page(found, 100)).split())
    assert f"Based on {found.level.answers} answers (your own work included)" in said
    assert any("answers with points" in phrase for phrase in found.held_back), "a story has none"
    of_story = {q.concept for q in found.questions if q.kind == "experience"}
    others = {q.concept for q in found.questions if q.kind != "experience"}
    assert not any(c.questions for c in found.concepts if c.concept in of_story - others)


def test_code_is_said_to_count_in_its_area() -> None:
    found = assess_interview(with_task({"three"}))
    assert "The code of a task counts as an answer in its area." in areas_sentence(found)
    assert "1 answer (code included)" in basis_sentence(found.level, found.questions)
    talk = msgspec.structs.replace(found, questions=())
    assert "code" not in areas_sentence(talk)


def test_planned_minutes_are_the_same_in_progress(llm: Graph) -> None:
    sat = interview(llm, 2, format="screen", level=2.0)
    found, facts = assess_interview(sat), facts_of(reading_of(sat))
    here = tier_times((q.tier, q.seconds / 60, (q.planned_seconds or 0) / 60) for q in found.questions if q.tier)
    assert here == tier_times(minutes_taken([item for item in facts.items if not item.check], llm))
    bank_alone = [msgspec.structs.replace(item, planned=0.0) for item in facts.items if not item.check]
    assert here != tier_times(minutes_taken(bank_alone, llm)), "a follow-up brings its minute"
    assert minutes_words(TierTime(tier=3, answers=3, minutes=0.5, planned=5.33)) == "0.5 of 5.3 min, 3 answers"


def test_a_task_that_was_left_plans_its_parts() -> None:
    left = left_at_the_twist().state.turns[0]
    assert left.answered_minutes == left.question.stages[0].minutes < left.planned_minutes


def test_what_one_rated_lower_did_not_fall_short() -> None:
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"), verdict="borderline")
    assert good.scored
    rated = changed(good, scored=msgspec.structs.replace(good.scored, by_points="solid"))
    [own] = [change for change in panel(rated).changes if "inference" in change]
    assert own.endswith(", where you rated yourself lower than your points did")
    [short] = [change for change in panel(good).changes if "inference" in change]
    assert short.endswith(", where yours fell short")


def test_a_later_report_says_that_nothing_came_here(llm: Graph) -> None:
    first = interview(llm, 2, format="screen", level=2.0)
    later = interview(llm, 3, format="drill", level=2.0, past=[past_session(reading_of(first))], day=1)
    for found, when in ((assess_interview(first), "yet"), (assess_interview(later), "here")):
        assert any(sentence.startswith(f"No answer {when}: ") for sentence in area_sentences(found))
        assert not any(seen_words(area) == "no answer yet" for area in found.areas)
    said = rating_sentence(assess_interview(later))
    assert "so far" not in said
    areas = progress_after(llm, [facts_of(reading_of(first))], [past_session(reading_of(first))], 1).areas
    assert not any(seen_words(area) == "no answer here" for area in areas)


def test_a_mean_of_nothing_is_called_even() -> None:
    point = CalibrationPoint(session="s", at=START, predictions=4, difference=0.0, checks=0, checks_right=0)
    rating = CalibrationOverTime(
        predictions=4, exact=2, difference=0.0, checks=0, checks_right=0, leniency=None, sessions=(point,)
    )
    assert [line.split("  ")[-1] for line in rated_lines(rating, START.date())] == ["even, 4 predictions"]


def test_nothing_new_is_begun_on_the_day(llm: Graph) -> None:
    item = assess_interview(interview(llm, 2, format="screen", level=2.0)).tonight[0]
    new = msgspec.structs.replace(item, why=f"Evaluation: {NOT_ASKED_YET}")
    assert without_new((item, new)) == (item,)
    assert end_words(0)[-1] == "Don't start on anything new before the interview."
    assert "here" in NOTHING_LEFT
    assert "here" in NOTHING_STOOD_OUT
