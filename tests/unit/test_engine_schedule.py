from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.schedule import (
    MOST_INTERVALS,
    MOST_LATE,
    RATINGS,
    PastReview,
    Rest,
    Schedule,
    end_of_day,
    rehearsed_below,
    schedule,
)
from simulator.engine.scoring import SOLID_RANK, VERDICTS, Verdict
from simulator.graph.records import Graph
from tests.transcripts import graph

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
HARD, BELOW, BESIDE = "trade-off", "fundamental", "elsewhere"
ON = {HARD: frozenset({BELOW})}


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def answered(*reviews: tuple[str, Verdict, float], evidence: float = 1.0) -> Schedule:
    found = Schedule(ON)
    for item, verdict, at in reviews:
        found.answer(PastReview(item, verdict, day(at), evidence))
    return found


def alone(reviews: Iterable[PastReview]) -> Schedule:
    found = Schedule()
    for review in reviews:
        found.answer(review)
    return found


def test_only_what_is_solid_counts_as_known() -> None:
    known = [verdict for verdict in VERDICTS if RATINGS[verdict] >= Rating.Good]
    assert known == list(VERDICTS[SOLID_RANK:])


def test_a_better_verdict_returns_later() -> None:
    dates = [alone([PastReview("q", verdict, START)]).due("q") for verdict in VERDICTS]
    assert dates == sorted(dates)
    assert dates[0] < dates[-1]


def test_due_questions_are_those_whose_date_has_come() -> None:
    found = alone([PastReview("weak", "weak", START), PastReview("strong", "outstanding", START)])
    assert found.due_by(START) == []
    assert found.due_by(found.due("weak")) == ["weak"]
    assert found.due_by(day(400)) == ["weak", "strong"]
    assert found.ahead(START) == [(found.due(item), item) for item in ("weak", "strong")]


def test_an_evening_miss_is_due_next_morning() -> None:
    evening, zone = START.replace(hour=20), timezone(timedelta(hours=2))
    found = alone([PastReview("missed", "weak", evening), PastReview("well", "solid", evening)])
    morning = evening + timedelta(hours=12)
    assert found.ready(morning) == ()
    assert found.ready(end_of_day(morning.astimezone(zone))) == ("missed",)
    late = (evening + timedelta(hours=3)).astimezone(zone)
    assert end_of_day(late) == evening + timedelta(hours=26, microseconds=-1)


def test_a_good_answer_yesterday_waits_for_misses() -> None:
    second = [PastReview("well", "weak", START), PastReview("well", "solid", START + timedelta(minutes=30))]
    night = end_of_day(START + timedelta(days=1))
    assert alone(second).ready(night) == ("well",)
    assert alone([*second, PastReview("missed", "weak", START + timedelta(hours=1))]).ready(night) == ("missed",)
    later = alone([*second, PastReview("missed", "weak", START + timedelta(hours=1))])
    assert set(later.ready(night + timedelta(days=1))) == {"well", "missed"}


def test_only_success_lets_what_is_below_rest() -> None:
    before = answered((BELOW, "solid", 0), (BESIDE, "solid", 0))
    due = before.due(BELOW)
    for verdict in VERDICTS:
        after = answered((BELOW, "solid", 0), (BESIDE, "solid", 0), (HARD, verdict, 2))
        assert (after.due(BELOW) > due) == (verdict in ("solid", "outstanding"))
        assert after.due(BESIDE) == due
    assert answered((HARD, "solid", 0), (BELOW, "solid", 2)).due(HARD) == answered((HARD, "solid", 0)).due(HARD)


def test_what_was_missed_is_asked_again() -> None:
    for verdict in VERDICTS[:2]:
        own = [PastReview(BELOW, "solid", day(0)), PastReview(BELOW, verdict, day(3))]
        found = answered((BELOW, "solid", 0), (BELOW, verdict, 3), (HARD, "outstanding", 4))
        assert found.due(BELOW) == alone(own).due(BELOW)
        assert BELOW not in found.held_back(found.due(HARD))


def test_a_rest_goes_as_far_as_the_evidence() -> None:
    def due(evidence: float) -> datetime:
        found = answered((BELOW, "outstanding", 0))
        found.answer(PastReview(HARD, "outstanding", day(7), evidence))
        return found.due(BELOW)

    own = answered((BELOW, "outstanding", 0)).due(BELOW)
    assert own == due(0.0) < due(0.2) < due(1.0)


def test_a_rest_ends_with_the_next_review() -> None:
    reviews = [PastReview(BELOW, "solid", START), PastReview(BELOW, "solid", day(4))]
    rested = answered((BELOW, "solid", 0), (HARD, "solid", 2), (BELOW, "solid", 4))
    assert rested.due(BELOW) == alone(reviews).due(BELOW)
    assert rested.resting(day(4)) == []


@given(
    st.lists(
        st.tuples(st.sampled_from([HARD, BELOW, BESIDE]), st.sampled_from(VERDICTS), st.integers(0, 60)), max_size=12
    )
)
def test_nothing_rests_beyond_a_wrong_guess(answers: list[tuple[str, Verdict, int]]) -> None:
    answers = sorted([(BELOW, "solid", 0), *answers], key=lambda answer: answer[2])
    found = answered(*answers)
    by_itself = alone(PastReview(item, verdict, day(at)) for item, verdict, at in answers)
    last = day(max(at for item, _, at in answers if item == BELOW))
    own = by_itself.due(BELOW)
    assert own <= found.due(BELOW) <= min(last + MOST_INTERVALS * (own - last), own + MOST_LATE)
    for item in {item for item, _, _ in answers} - {BELOW}:
        assert found.due(item) == by_itself.due(item)


def test_a_moved_question_says_why() -> None:
    found = answered((BELOW, "solid", 0), (HARD, "solid", 2))
    own = answered((BELOW, "solid", 0)).due(BELOW)
    assert found.resting(own) == [Rest(BELOW, HARD, day(2), own, found.due(BELOW))]
    assert found.resting(own - timedelta(hours=1)) == []
    assert found.resting(found.due(BELOW)) == []


def test_easier_questions_wait_for_a_harder_one() -> None:
    found = answered((BELOW, "outstanding", 0), (HARD, "outstanding", 0))
    due = found.due(HARD)
    assert found.held_back(due) == {BELOW}
    assert found.held_back(day(400)) == frozenset()
    assert answered((BELOW, "solid", 0), (HARD, "outstanding", 0)).held_back(day(4)) == frozenset()


def test_a_question_rests_on_easier_ones_near_it() -> None:
    llm = graph()
    below = rehearsed_below(llm)
    assert {llm.questions[item].tier for item in below} == {4, 5, 6}
    for item, its in below.items():
        hard = llm.questions[item]
        near = {hard.primary, *llm.concepts[hard.primary].prerequisites}
        assert its == {
            q.id for q in llm.questions.values() if q.kind != "experience" and q.tier < hard.tier and q.primary in near
        }
    assert sum(map(len, below.values())) > 1000


@pytest.mark.parametrize("order", [1, -1])
def test_answers_may_come_in_any_order(order: int) -> None:
    llm: Graph = graph()
    hard = next(item for item, its in rehearsed_below(llm).items() if its)
    item = min(rehearsed_below(llm)[hard])
    reviews = [PastReview(item, "solid", day(0)), PastReview(hard, "solid", day(2))][::order]
    assert schedule(reviews, llm).due(item) > schedule(reviews[:1] if order == 1 else reviews[1:], llm).due(item)
