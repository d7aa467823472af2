"""Two sessions compared: independent beliefs, and firm words only beyond the noise."""

import json
from dataclasses import replace
from statistics import fmean
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.parameters import FEWEST_ANSWERS
from simulator.engine.scoring import STRONG
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.graph.text import percent
from simulator.report.concept_records import as_json
from simulator.report.figures.compare import SMALL, Comparison, _change, _sentence, compare
from simulator.report.figures.questions import scored_turns
from simulator.report.text.compare import (
    BY_POINTS,
    about,
    against_the_counts,
    asked_once,
    change_lines,
    comparison_lines,
    in_points,
    level_alone,
    moved,
    points_sentence,
    rating_words,
)
from simulator.report.text.words import tier_words
from simulator.report.tones import CHANGE_WORDS
from simulator.session.interview.events import Event, Judged
from simulator.session.interview.history import past_session
from simulator.session.interview.state import Phase, State, fold
from simulator.ui.tui.review.compare import all_changes, change_line, first_page
from simulator.ui.tui.widgets.chrome import Section
from tests.coding import bank_of_workshop, with_task, workshop
from tests.report_screen import texts_in
from tests.reporting import bank_of, interview, reading_of

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief


def test_a_session_against_itself_is_noise(llm: Graph) -> None:
    state = interview(llm, 3, format="screen").state
    found = compare(state, state, llm, bank_of(llm))
    assert found.overall.difference == 0
    assert {c.verdict for c in (found.overall, *found.areas, *found.concepts)} == {"within the noise"}
    assert CHANGE_WORDS[found.overall.verdict] == "can't tell yet"
    assert found.newly_met == found.newly_missed == ()
    assert found.in_both
    assert found.sentence.startswith("Can't tell yet")


def test_about_the_same_needs_a_small_range() -> None:
    """A chance near 1 hardly moves, so its whole range can be small; one near a half can't be pinned down like that."""
    bank = SimpleNamespace(tier_difficulty={3: 0.0})
    beliefs = [cast("Belief", SimpleNamespace(bank=bank))] * 2
    high, even = (_change("x", "X", 3, beliefs, [(mean, 0.5)] * 2, (5, 5)) for mean in (5.0, 0.0))
    assert (high.verdict, even.verdict) == ("about the same", "within the noise")
    assert max(-high.change_low, high.change_high) <= SMALL < even.change_high
    assert _sentence(high, ()).startswith("About the same")
    worse = _change("x", "X", 3, beliefs, [(1.0, 0.1), (-1.0, 0.1)], (5, 5))
    assert worse.change_low < round(worse.second - worse.first, 4) < worse.change_high < 0


def test_a_few_answers_are_never_the_same() -> None:
    """8 of 14 against 0 of 3 was "about the same", as both chances lay near 0 at that level."""
    beliefs = [cast("Belief", SimpleNamespace(bank=SimpleNamespace(tier_difficulty={3: 0.0})))] * 2
    few, enough = (
        _change("x", "X", 3, beliefs, [(-5.0, 0.5)] * 2, (14, asked)) for asked in (FEWEST_ANSWERS - 1, FEWEST_ANSWERS)
    )
    assert (few.verdict, enough.verdict) == ("within the noise", "about the same")
    assert CHANGE_WORDS[few.verdict] == "can't tell yet"
    assert _sentence(few, ()).startswith("Can't tell yet: with so few answers")


def test_too_few_answers_are_never_worse(llm: Graph) -> None:
    """A taste of two answers, too early to say by itself, was "worse, by more than chance" a call later."""

    def has_three(state: State) -> bool:
        return sum(turn.check is None for turn in scored_turns(state)) == FEWEST_ANSWERS - 1

    strong = interview(llm, 5, level=6.0, until=has_three).state
    weak = interview(llm, 4, level=0.0, day=3).state
    found = compare(strong, weak, llm, bank_of(llm))
    assert min(found.overall.asked) < FEWEST_ANSWERS
    assert found.overall.high < 0
    assert found.overall.verdict == "within the noise"
    assert found.sentence.startswith("Can't tell yet")


def test_other_roles_and_areas_are_said(llm: Graph) -> None:
    asked = [SimpleNamespace(area=area, verdict="solid", waiting=False) for area in ("safety", "retrieval")]
    sat = [
        SimpleNamespace(session=SimpleNamespace(role_title=role), questions=[q])
        for role, q in zip(("Safety and evaluation", "Applied LLM engineer"), asked, strict=True)
    ]
    state = interview(llm, 5, level=6.0).state
    change = compare(state, state, llm, bank_of(llm)).overall
    told = _sentence(msgspec.structs.replace(change, verdict="worse"), cast("Any", sat))
    assert "the earlier one was for safety and evaluation, the later for applied LLM engineer." in told
    assert told.endswith("They have no area in common, so what was asked may have made the difference.")
    alike = [SimpleNamespace(session=sat[0].session, questions=asked)] * 2
    assert _sentence(msgspec.structs.replace(change, verdict="worse"), cast("Any", alike)).endswith(
        "by more than chance."
    )


def test_far_apart_sessions_differ_clearly(llm: Graph) -> None:
    weak = interview(llm, 4, level=1.0).state
    strong = interview(llm, 5, level=6.0, day=3).state
    found = compare(weak, strong, llm, bank_of(llm))
    assert found.overall.verdict == "better"
    assert found.overall.low > 0
    assert found.sentence.startswith("The later interview was better")
    assert found.levels[1].tier > found.levels[0].tier


def test_the_earlier_session_comes_first_whatever_the_order(llm: Graph) -> None:
    early, late = interview(llm, 6, format="screen").state, interview(llm, 7, format="screen", day=2).state
    one, two = compare(early, late, llm, bank_of(llm)), compare(late, early, llm, bank_of(llm))
    assert as_json(one) == as_json(two)
    assert one.first.started < one.second.started


def test_belief_of_session_does_not_hold_other(llm: Graph) -> None:
    """A second session starts from the first; comparing must not count those answers twice."""
    first = interview(llm, 8, format="screen")
    past = [past_session(reading_of(first))]
    second = interview(llm, 9, format="screen", past=past, day=1)
    alone = replace(second.state, header=msgspec.structs.replace(second.header, earlier=(), belief_digest=""))
    a = compare(first.state, second.state, llm, bank_of(llm))
    b = compare(first.state, alone, llm, bank_of(llm))
    assert a.overall == b.overall
    assert a.areas == b.areas


@pytest.mark.slow
def test_two_sessions_of_one_person_seldom_differ(llm: Graph) -> None:
    """Nothing changed between them: at 80% at most one in five may look clear."""
    clear = 0
    for seed in range(20):
        candidate = drawn_candidate(bank_of(llm), 300 + seed)
        one = interview(llm, 2 * seed, candidate=candidate, format="screen").state
        two = interview(llm, 2 * seed + 1, candidate=candidate, format="screen", day=1).state
        clear += compare(one, two, llm, bank_of(llm)).overall.verdict != "within the noise"
    assert clear <= 4


def test_what_only_one_asked_about_is_not_compared(llm: Graph) -> None:
    """The other knows it from elsewhere: that the whole is better says nothing firm about an area without an answer."""
    found = compare(interview(llm, 4, level=1.0).state, interview(llm, 5, level=6.0, day=3).state, llm, bank_of(llm))
    changes = (*found.areas, *found.concepts)
    alone = [c for c in changes if not all(c.asked)]
    assert any(c.low > 0 for c in alone)  # its interval alone would allow the word
    assert {c.verdict for c in alone} == {"asked in one"}
    assert all(c.verdict != "asked in one" for c in (found.overall, *changes) if all(c.asked))
    told = "\n".join(comparison_lines(found, 300))
    assert "asked in one" not in told
    shown = {change.title for change in found.areas if all(change.asked)}
    for change in found.areas:
        assert (f"  {change.title}  " in told) == (change.title in shown)
        assert (f" {change.title}" in asked_once(found.areas, "area")) == (change.title not in shown)


def on_screen(found: Comparison) -> str:
    return " ".join(text for widget in first_page(found, 100) for text in texts_in(widget))


def test_an_interview_is_told_by_its_solid_answers(llm: Graph) -> None:
    """Two weak answers and two solid ones were "mostly weak": the lower median of four is the second."""
    one, two = interview(llm, 4, level=1.0).state, interview(llm, 5, level=6.0, day=3).state
    found = compare(one, two, llm, bank_of(llm))
    for state, told in zip((one, two), (found.first, found.second), strict=True):
        verdicts = [turn.verdict for turn in state.turns if turn.check is None and turn.verdict is not None]
        assert told.solid == sum(verdict in STRONG for verdict in verdicts)
        assert f"{told.solid} of {len(verdicts)} answers solid" in on_screen(found)
    assert 0 < found.first.solid < found.levels[0].answers


def test_fewer_predictions_than_answers_are_explained(llm: Graph) -> None:
    """ "Only 2 of 4 predictions were exact" stood below "5 of 5 answers solid": the fifth was a story."""
    one, two = interview(llm, 4, level=4.0, project=True).state, interview(llm, 5, level=6.0, day=3).state
    found = compare(one, two, llm, bank_of(llm))
    assert any(turn.is_story and turn.scored for turn in one.turns)
    assert found.levels[0].answers > found.calibration[0].predictions > 0
    for rating, level in zip(found.calibration, found.levels, strict=True):
        words = rating_words(rating, level)
        assert words.endswith(BY_POINTS) is (rating.predictions < level.answers)
        assert words in on_screen(found)
        assert words in " ".join(" ".join(comparison_lines(found, 500)).split())


@pytest.mark.parametrize(
    ("solid", "chances", "tiers", "said"),
    [
        ((7, 5), (0.64, 0.75), (2.9, 3.6), "a smaller share of the answers was solid, but the questions were harder: "),
        ((3, 5), (0.7, 0.6), (3.6, 2.9), "a larger share of the answers was solid, but the questions were easier: "),
        ((7, 5), (0.64, 0.75), (3.6, 2.9), "a smaller share of the answers was solid. The chance also goes by "),
        ((7, 5), (0.64, 0.75), (None, 2.9), "a smaller share of the answers was solid. The chance also goes by "),
        ((5, 7), (0.64, 0.75), (2.9, 3.6), ""),
        ((7, 5), (0.641, 0.644), (2.9, 3.6), ""),
        ((5, 5), (0.64, 0.75), (2.9, 3.6), ""),
    ],
)
def test_chances_against_the_counts_are_explained(
    llm: Graph,
    solid: tuple[int, int],
    chances: tuple[float, float],
    tiers: tuple[float | None, float | None],
    said: str,
) -> None:
    """7 of 7 answers solid, then 5 of 7, and beside it the chance rose by 11 points."""
    one, two = interview(llm, 4, level=1.0).state, interview(llm, 5, level=6.0, day=3).state
    found = compare(one, two, llm, bank_of(llm))
    mean = [fmean(t.asked.tier for t in state.turns if t.check is None and t.verdict) for state in (one, two)]
    assert found.tiers == pytest.approx(mean, abs=1e-4)
    made = msgspec.structs.replace(
        found,
        first=msgspec.structs.replace(found.first, solid=solid[0]),
        second=msgspec.structs.replace(found.second, solid=solid[1]),
        levels=tuple(msgspec.structs.replace(level, answers=7) for level in found.levels),
        overall=msgspec.structs.replace(found.overall, first=chances[0], second=chances[1]),
        tiers=tiers,
    )
    why = against_the_counts(made)
    assert why.startswith(f"In the later one {said}") if said else why == ""
    assert why in on_screen(made)
    assert why in " ".join(" ".join(comparison_lines(made, 500)).split())


def test_what_cannot_be_compared_follows_its_title(llm: Graph) -> None:
    one, two = interview(llm, 4, level=1.0).state, interview(llm, 5, level=6.0, day=3).state
    found = compare(one, two, llm, bank_of(llm))
    assert any(change.is_compared for change in found.areas)
    apart = msgspec.structs.replace(found, concepts=tuple(c for c in found.concepts if not c.is_compared))
    sections = [w for w in all_changes(apart, 100) if isinstance(w, Section)][:2]
    after = [[child.has_class("after") for child in s._pending_children][-1] for s in sections]
    assert after == [True, False]


def test_sessions_without_answers_claim_nothing_asked(llm: Graph) -> None:
    one, two = (interview(llm, seed, day=seed, until=lambda s: bool(s.turns)).state for seed in (4, 5))
    found = compare(one, two, llm, bank_of(llm))
    assert found.overall.verdict == "nothing answered"
    told = "\n".join((*comparison_lines(found), on_screen(found)))
    assert "asked in one" not in told
    assert "Level" not in told
    assert "Each row" not in told


def test_a_level_alone_waits_for_answers(llm: Graph) -> None:
    """Home said that it was too early, and the comparison had a level for each of two interviews."""
    one, two = (interview(llm, seed, day=seed, format="screen").state for seed in (4, 5))
    level = compare(one, two, llm, bank_of(llm)).levels[0]
    assert level_alone(msgspec.structs.replace(level, tier=3, low=3, high=3, answers=4)).endswith(
        ": about mid level (80% sure: mid)"
    )
    assert level_alone(msgspec.structs.replace(level, answers=3)) == "Level, by this one alone: too early to say"
    assert level_alone(msgspec.structs.replace(level, answers=0)) == ""


def test_a_change_has_its_unit_in_the_row(llm: Graph) -> None:
    one, two = interview(llm, 4, level=6.0, format="screen"), interview(llm, 5, level=1.0, day=3, format="screen")
    found = compare(one.state, two.state, llm, bank_of(llm))
    points = round(found.overall.second * 100) - round(found.overall.first * 100)
    for width in (50, 79, 100):
        rows = "\n".join(change_lines(found.overall, width))
        assert f"{points:+d} points" in rows
        assert f"{in_points(found.overall.change_low)} to {in_points(found.overall.change_high)}" in rows
    assert [in_points(x) for x in (-0.354, 0.06, 0.004)] == ["-35", "+6", "0"]
    changes = ((0.03, 0.04), (0.04, 0.03), (0.03, 0.05), (0.03, 0.03))
    moves = [moved(msgspec.structs.replace(found.overall, first=a, second=b)) for a, b in changes]
    assert moves == ["+1 point", "-1 point", "+2 points", "0 points"]


def test_no_points_are_counted_without_a_common_question(llm: Graph) -> None:
    one, two = interview(llm, 4, format="screen"), interview(llm, 5, format="screen", day=3)
    found = compare(one.state, two.state, llm, bank_of(llm))
    assert (
        points_sentence(msgspec.structs.replace(found, in_both=0))
        == "No question was scored in both, so no points are compared."
    )
    same = msgspec.structs.replace(found, in_both=1, newly_met=(), newly_missed=())
    assert points_sentence(same) == "Of 1 question scored in both: the same points met."


def test_the_level_judged_at_is_the_one_chosen(llm: Graph) -> None:
    """It named the role's own tier beside it, for somebody who had chosen another level."""
    one, two = interview(llm, 4, format="screen"), interview(llm, 5, format="screen", day=3)
    found = compare(one.state, two.state, llm, bank_of(llm))
    assert llm.roles[two.header.role].target_tier != found.target
    for told in (on_screen(found), " ".join(comparison_lines(found))):
        assert "asks for" not in told
        assert told.count(tier_words(found.target)) == 1 + (told.count(f"level {tier_words(found.target)}"))


def test_talk_and_code_have_no_overall() -> None:
    code = with_task().state
    graph = workshop()
    talk = interview(graph, 4, format="screen", day=3, role=code.header.role).state
    found = compare(code, talk, graph, bank_of_workshop())
    assert all(level.answers for level in found.levels)
    assert not found.overall.is_compared
    assert found.sentence.startswith("In one you talked, in the other you wrote code")
    assert compare(code, with_task(seed=2).state, graph, bank_of_workshop()).overall.is_compared


def test_answers_without_their_task_are_explained(llm: Graph) -> None:
    """ "7 of 7 answers solid" stood above "answers 6, then 6": one was a task, whose code is judged apart."""
    found = compare(interview(llm, 4).state, interview(llm, 5, day=3).state, llm, bank_of(llm))
    assert found.overall.asked == tuple(level.answers for level in found.levels)
    assert "code of a task" not in about(found)
    fewer = msgspec.structs.replace(found.overall, asked=tuple(n - 1 for n in found.overall.asked))
    assert about(msgspec.structs.replace(found, overall=fewer)).endswith("it's judged apart.")


def test_points_newly_met_or_missed_have_changed(llm: Graph) -> None:
    sitting = interview(llm, 10, format="screen")
    turn = next(t for t in sitting.state.turns if t.check is None and "yes" in t.marks.values())
    point = next(p for p, mark in turn.marks.items() if mark == "yes")
    events: list[Event] = [
        msgspec.structs.replace(e, mark="no")
        if isinstance(e, Judged) and e.position == turn.position and e.point == point
        else e
        for e in sitting.events
    ]
    later = msgspec.structs.replace(sitting.header, id="later")
    found = compare(sitting.state, fold(later, events), llm, bank_of(llm))
    assert [(p.question, p.first, p.second) for p in found.newly_missed] == [(turn.asked.id, "yes", "no")]
    assert found.newly_met == ()


def test_dont_know_is_said_where_nothing_was_marked(llm: Graph) -> None:
    """Its points stood as "no, then yes", as if somebody had marked them."""
    unknown = interview(llm, 10, format="screen", until=lambda state: state.phase is Phase.ANSWERING)
    asked = unknown.state.turns[0].asked.id
    unknown.dont_know()
    answered = interview(llm, 10, format="screen", day=1, level=6.0)
    found = compare(unknown.state, answered.state, llm, bank_of(llm))
    assert found.in_both == 1
    assert {(point.question, point.dont_know) for point in found.newly_met} == {(asked, (True, False))}
    assert points_sentence(found).endswith("The first time you said \u201cdon't know\u201d to 1 of them.")
    assert found.dont_know == (1, 0)
    lines = " ".join(" ".join(comparison_lines(found)).split())
    assert lines.count("(don't know, then yes)") == len(found.newly_met) > 0
    assert "(no, then" not in lines


def test_dont_know_counts_where_no_point_changed(llm: Graph) -> None:
    """The report counted three and the comparison two, as the third had been missed the time before."""
    unknown = interview(llm, 10, format="screen", until=lambda state: state.phase is Phase.ANSWERING)
    unknown.dont_know()
    again = fold(msgspec.structs.replace(unknown.header, id="later"), unknown.events)
    found = compare(unknown.state, again, llm, bank_of(llm))
    assert (found.in_both, found.newly_met, found.newly_missed, found.dont_know) == (1, (), (), (1, 1))
    assert points_sentence(found) == (
        "Of 1 question scored in both: the same points met. The first time you said “don't know” to 1 of them. "
        "The second time you said “don't know” to 1 of them."
    )


def test_two_graphs_are_refused(llm: Graph) -> None:
    one = interview(llm, 1, format="screen").state
    other = replace(one, header=msgspec.structs.replace(one.header, graph="other"))
    with pytest.raises(UsageError, match="different graphs"):
        compare(one, other, llm, bank_of(llm))


def test_text_shows_the_figures_of_json(llm: Graph) -> None:
    found = compare(interview(llm, 1).state, interview(llm, 2, day=1).state, llm, bank_of(llm))
    data = json.loads(as_json(found))
    lines = list(comparison_lines(found, 100))
    for change in (data["overall"], *data["areas"]):
        if not all(change["asked"]):
            continue
        row = next(line for line in lines if line.startswith(f"  {change['title']} "))
        assert row.split(change["title"])[1].split("→")[0].strip() == percent(change["first"])
        assert f"→ {percent(change['second']):>4}" in row
        assert f"({in_points(change['change_low'])} to {in_points(change['change_high'])})" in row
        assert row.endswith(CHANGE_WORDS[change["verdict"]])
    for width in (52, 79, 100):
        assert all(len(line) <= width for line in comparison_lines(found, width))
    for width in (50, 70, 130):  # of a page of 60, 80 and 140 columns
        frame = 4 if width > 90 else 0
        assert all(change_line(change, width).cell_length <= width - frame for change in (found.overall, *found.areas))
