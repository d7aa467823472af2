"""The plan until the interview: one thing a day, within the minutes, and the same plan tomorrow if it was done."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from simulator.engine.lab.people import drawn_candidate
from simulator.graph.concept_map import chain
from simulator.graph.records import Graph
from simulator.graph.text import names, plural
from simulator.report.concept_records import HELD, ConceptStanding, fell_short
from simulator.report.debrief_records import AdvertArea
from simulator.report.export.calendar_file import calendar_file
from simulator.report.figures.day_plan import (
    BRIEF_DAYS,
    ENOUGH_FREE,
    HURRY,
    HURRY_MINUTES,
    MOST_DAYS,
    MOST_MORE,
    OFTEN,
    REST_BEFORE,
    SELDOM,
    WORK_DAYS,
    as_json,
    plan_until,
)
from simulator.report.figures.plan_needs import CODE_EVERY, CODE_SOON, is_enough, needs_of
from simulator.report.figures.progress import progress
from simulator.report.figures.readiness import WrittenTask, code_round
from simulator.report.load import countdown_of, stopped_on
from simulator.report.progress_records import Countdown, Due, Forecast, PastSitting, PlannedDay, Progress
from simulator.report.text.plan import (
    LAST_ONE,
    ONE_BY_ONE,
    ONLY_ONE,
    about_words,
    also_words,
    concepts_words,
    date_sentence,
    lasts_words,
    plan_lines,
    title_in,
    tomorrow_words,
    whole_title,
    why_words,
)
from simulator.session.archive import archive
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Retake, Settings
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.plan_texts import LABEL, SIGN, day_content, day_rows, gap_lines, held_lines, month_content
from simulator.ui.tui.widgets.rows import MARK
from tests.graphs import llm_graph
from tests.reporting import bank_of
from tests.some import examples

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
SPANS = (1, 2, 3, 5, 8, 21, 90)
OWN_FORMATS = ("full", "screen", "code", "diagnostic", "drill")


@lru_cache(maxsize=1)
def nothing_known() -> Progress:
    """What is known before anything was answered; no fixture, for Hypothesis would print it whole."""
    return progress((), (), llm_graph(), bank_of(llm_graph()), "me", NOW)


@pytest.fixture
def nothing() -> Progress:
    return nothing_known()


@dataclass(frozen=True)
class Situation:
    """What is known today, as numbers that fit any graph."""

    gaps: tuple[tuple[int, float, bool], ...]
    overdue: int
    due: tuple[int, ...]
    minutes: int
    left: int | None
    sat: tuple[tuple[int, str], ...]
    answered: bool


situations = st.builds(
    Situation,
    gaps=st.lists(
        st.tuples(st.integers(0, 95), st.floats(0.05, 0.6), st.booleans()), max_size=14, unique_by=lambda g: g[0]
    ).map(tuple),
    overdue=st.integers(0, 9),
    due=st.lists(st.integers(0, 4), max_size=14).map(tuple),
    minutes=st.one_of(st.integers(10, 70), st.integers(10, 480)),
    left=st.one_of(st.none(), st.sampled_from(SPANS), st.integers(1, 40)),
    sat=st.lists(st.tuples(st.integers(1, 20), st.sampled_from(OWN_FORMATS)), max_size=8).map(tuple),
    answered=st.booleans(),
)
own_ends = settings(max_examples=examples(120), deadline=None)


def known(now: Situation) -> Progress | None:
    """The progress of a situation; None where nothing was ever answered."""
    nothing = nothing_known()
    if not (now.answered or now.gaps or now.sat):
        return None
    standings = list(nothing.concepts)
    for number, chance, certain in now.gaps:
        standings[number] = short_of(standings[number], chance, certain=certain)
    days = tuple(Due(day=TODAY + timedelta(days=n), questions=count) for n, count in enumerate(now.due))
    ahead = Forecast(now=now.overdue, questions=(), days=days)
    short = tuple(s.concept for s in fell_short(standings))
    return replace(nothing, concepts=tuple(standings), to_study=short, forecast=ahead, questions=9, sessions=1)


def short_of(standing: ConceptStanding, chance: float, *, certain: bool) -> ConceptStanding:
    return replace(standing, mastery=chance, asked=1, answers=1, short=1, lowest=0, mark="gap" if certain else "unsure")


def past_of(now: Situation) -> list[PastSitting]:
    return sorted(PastSitting(TODAY - timedelta(days=ago), form, 20) for ago, form in now.sat)


def planned(now: Situation) -> Countdown:
    until = None if now.left is None else TODAY + timedelta(days=now.left)
    return plan_until(known(now), llm_graph(), TODAY, until, now.minutes, past_of(now), "applied-engineer")


def things(plan: Countdown) -> list[PlannedDay]:
    """All that the days hold, in order."""
    return [thing for day in plan.days for thing in day.parts]


def kinds(plan: Countdown) -> list[str]:
    return [day.kind for day in plan.days]


@own_ends
@given(now=situations)
def test_each_day_stands_once_and_fits(now: Situation) -> None:
    plan = planned(now)
    count = 7 if now.left is None else now.left
    assert [d.day for d in plan.days] == [TODAY + timedelta(days=n) for n in range(count)]
    for day in plan.days:
        assert 0 <= day.minutes <= day.whole <= now.minutes
        # who began late works on beside the first brief
        assert not day.also or day.format or day in plan.days[-BRIEF_DAYS:][:1]
        assert len(day.also) <= MOST_MORE
        assert all(other.kind in ("gaps", "area") or other.questions for other in day.also)
        assert (day.minutes == 0) == (day.kind == "rest")
        assert bool(day.format) == (day.kind not in ("rest", "brief"))
        assert day.title
        assert not day.done
    assert plan == planned(now)


@own_ends
@given(now=situations.filter(lambda s: s.left is not None))
def test_the_last_two_days_hold_nothing_new(now: Situation) -> None:
    plan = planned(now)
    last = plan.days[-BRIEF_DAYS:]
    assert all(day.kind == "brief" for day in last[0 if plan.started or len(plan.days) > BRIEF_DAYS else 1 :])
    assert not any(day.kind == "interview" for day in last)
    assert all(day.minutes <= 15 for day in last if day.kind == "brief")
    if not plan.started:
        assert plan.days[0].kind in ("interview", "screen")


@own_ends
@given(now=situations)
def test_prerequisites_come_before_what_rests_on_them(now: Situation) -> None:
    llm = llm_graph()
    order = [concept for thing in things(planned(now)) for concept in thing.concepts]
    first = list(dict.fromkeys(order))
    gaps = {list(llm.concepts)[number] for number, _, _ in now.gaps}
    for place, concept in enumerate(first):
        assert gaps & chain(llm, concept).below <= set(first[:place])


@own_ends
@given(now=situations)
def test_no_area_comes_twice_while_another_waits(now: Situation) -> None:
    llm = llm_graph()
    gaps = {list(llm.concepts)[number] for number, _, _ in now.gaps}
    turns: list[str] = []
    met: set[str] = set()
    for day in things(planned(now)):
        if day.kind == "gaps":
            ready = {llm.area_of(c) for c in gaps - met if not chain(llm, c).below & (gaps - met)}
            if day.area in turns:
                since = len(turns) - 1 - turns[::-1].index(day.area)
                assert ready - {day.area} <= set(turns[since:])
            turns.append(day.area)
            met.update(day.concepts)
            own = [concept for concept in day.concepts if llm.area_of(concept) == day.area]
            assert day.concepts[-1] in own
            assert all(any(c in chain(llm, o).below for o in own) for c in set(day.concepts) - set(own))


@own_ends
@given(now=situations)
def test_no_minutes_stay_free_while_an_area_waits(now: Situation) -> None:
    llm = llm_graph()
    weighed = {area for area, weight in llm.roles["applied-engineer"].areas.items() if weight}
    planned_ = planned(now)
    met = {llm.area_of(list(llm.concepts)[number]) for number, _, _ in now.gaps} if now.sat else set()
    for day in planned_.days:
        met |= {part.area for part in day.parts} | {llm.area_of(c) for part in day.parts for c in part.concepts}
        full = len(day.also) == MOST_MORE or not day.format
        assert full or now.minutes - day.whole < ENOUGH_FREE or weighed <= met, day


@own_ends
@given(now=situations)
def test_interviews_and_days_off_keep_their_distance(now: Situation) -> None:
    plan = planned(now)
    sittings = [d for d in plan.days if d.kind in ("interview", "screen")]
    assert {d.kind for d in sittings if d.format == "full"} <= ({"interview"} if now.minutes >= 60 else set())
    between = [(b.day - a.day).days for a, b in pairwise(sittings)]
    least = HURRY if now.minutes >= HURRY_MINUTES else OFTEN
    assert all(least <= days <= SELDOM + 1 for days in between)  # a day off may come in between
    rests = [n for n, d in enumerate(plan.days) if d.kind == "rest"]
    assert all(b - a == WORK_DAYS + 1 for a, b in pairwise(rests))
    far = [d for d in plan.days if now.left is None or (TODAY + timedelta(days=now.left) - d.day).days >= REST_BEFORE]
    assert bool(rests) >= (len(far) > WORK_DAYS)
    if now.left is not None and now.left > 2 * SELDOM and not now.sat:
        last = [d for d in plan.days if d.kind in ("interview", "screen")][-1]
        assert BRIEF_DAYS < (TODAY + timedelta(days=now.left) - last.day).days <= BRIEF_DAYS + SELDOM


def done_today(day: PlannedDay) -> list[PastSitting]:
    """Today's things, as they are remembered tomorrow."""
    sat = [thing for thing in (day, *day.also) if thing.format]
    return [PastSitting(thing.day, thing.format, thing.length, thing.area, thing.concepts) for thing in sat]


def forecast_after(forecast: Forecast, day: PlannedDay) -> Forecast:
    """What is due tomorrow, if a drill today has settled its questions."""
    today = sum(d.questions for d in forecast.days if d.day <= day.day)
    drilled = sum(thing.questions for thing in (day, *day.also))
    return replace(
        forecast, now=forecast.now + today - drilled, days=tuple(d for d in forecast.days if d.day > day.day)
    )


@own_ends
@given(now=situations.filter(lambda s: s.left is not None and s.left > 1))
def test_a_plan_goes_on_once_today_is_done(now: Situation) -> None:
    plan, past = planned(now), past_of(now)
    about = known(now)
    while len(plan.days) > 1:
        today = plan.days[0]
        past += done_today(today)
        if about is not None:
            about = replace(about, forecast=forecast_after(about.forecast, today))
        tomorrow = today.day + timedelta(days=1)
        next_plan = plan_until(about, llm_graph(), tomorrow, plan.until, now.minutes, past, "applied-engineer")
        assert next_plan.days == plan.days[1:]
        plan = next_plan


@own_ends
@given(now=situations)
def test_what_was_sat_today_counts_as_done(now: Situation) -> None:
    plan, about = planned(now), known(now)
    done = (plan.days[0], *plan.days[0].also)
    sat = [*past_of(now), *done_today(plan.days[0])]
    later = plan_until(about, llm_graph(), TODAY, plan.until, now.minutes, sat, "applied-engineer")
    if not plan.started and len(plan.days) <= BRIEF_DAYS and now.left is not None:  # now there's something to go over
        assert later.days[0].kind == "brief"
        return
    assert later.days[0].done == bool(plan.days[0].format)
    assert later.days[0].minutes == plan.days[0].minutes
    assert later.days[1:3] == plan.days[1:3] or any(d.questions for d in done)  # no longer due


# By example


def plan(llm: Graph, about: Progress | None, left: int | None, minutes: int = 60, *sat: PastSitting) -> Countdown:
    until = None if left is None else TODAY + timedelta(days=left)
    return plan_until(about, llm, TODAY, until, minutes, sat, "applied-engineer")


def ago(days: int, form: str = "full", minutes: int = 45) -> PastSitting:
    return PastSitting(TODAY - timedelta(days=days), form, minutes)


@pytest.mark.parametrize(
    ("in_bank", "answers", "done"), [(1, 1, True), (2, 2, True), (6, 3, True), (6, 2, False), (900, 3, False)]
)
def test_a_bank_used_up_is_an_interview(llm: Graph, nothing: Progress, in_bank: int, answers: int, done: bool) -> None:
    """Of a bank of one question the plan asked for the same full interview all day."""
    talks = {q.id: q for q in llm.questions.values() if not q.is_coding}
    small = replace(llm, questions=dict(islice(talks.items(), in_bank)))
    sat = PastSitting(TODAY, "full", 3, answers=answers, length=45)
    [day, *_] = plan(small, replace(nothing, questions=1, sessions=1), None, 60, sat).days
    assert (day.done, day.title) == (done, "Full interview")


@pytest.mark.parametrize(("minutes", "answers", "done"), [(4, 6, False), (23, 4, True), (12, 9, True)])
def test_few_quick_answers_are_no_full_interview(
    llm: Graph, nothing: Progress, minutes: int, answers: int, done: bool
) -> None:
    """Six answers in four minutes, then the end: the plan ticked its only full interview off."""
    sat = PastSitting(TODAY, "full", minutes, answers=answers, length=45)
    assert is_enough("full", 45, minutes, answers, 900) is done
    [day, *_] = plan(llm, replace(nothing, questions=answers, sessions=1), 6, 60, sat).days
    assert (day.done, day.title) == (done, "Full interview")


def test_without_history_an_interview_comes_first(llm: Graph) -> None:
    assert kinds(plan(coding(llm, on=False), None, 5)) == ["interview", "area", "area", "brief", "brief"]
    assert kinds(plan(llm, None, 2)) == ["screen", "brief"]  # a brief needs something to go over
    assert kinds(plan(llm, None, 1)) == ["screen"]
    assert kinds(plan(llm, None, 5, 59))[0] == "screen"


def coding(graph: Graph, *, on: bool) -> Graph:
    """The graph with roles that write code in their interviews, or that don't."""
    return replace(graph, roles={name: replace(role, code=on) for name, role in graph.roles.items()})


def test_role_that_codes_has_code_round_weekly(llm: Graph) -> None:
    graph = coding(llm, on=True)
    assert kinds(plan(graph, None, 5)) == ["interview", "area", "code", "brief", "brief"]
    rounds = [day for day in plan(graph, None, 30).days if day.kind == "code"]
    assert all((after.day - before.day).days >= CODE_EVERY for before, after in pairwise(rounds))
    assert len(rounds) == 4
    assert {(day.title, day.format, day.length) for day in rounds} == {("Code round", "code", 45)}
    assert "most people fail" in why_words(rounds[0], plan(graph, None, 30))
    assert "code" not in kinds(plan(graph, None, 30, 59))  # it takes an hour, like a full interview
    bare = replace(graph, questions={n: q for n, q in graph.questions.items() if not q.is_coding})
    assert "code" not in kinds(plan(bare, None, 30))


def test_who_began_late_practises_beside_the_brief(llm: Graph, nothing: Progress) -> None:
    """Two days before the interview the day held 15 of its 60 minutes, and no code."""
    sat, about = ago(1), replace(nothing, questions=9, sessions=1)
    late = plan(coding(llm, on=True), about, 2, 60, sat)
    assert kinds(late) == ["brief", "brief"]
    assert [(day.kind, day.length) for day in late.days[0].also] == [("code", 30)]
    assert sum(day.minutes for day in (late.days[0], *late.days[0].also)) <= 60
    assert not late.days[1].also
    ahead = plan(coding(llm, on=True), None, 3).days[1]
    assert [(day.kind, day.length) for day in ahead.also] == [("code", 30)]
    assert {day.kind for day in plan(coding(llm, on=False), about, 2, 60, sat).days[0].also} <= {"due", "gaps", "area"}
    assert not plan(coding(llm, on=True), about, 2, 60, ago(2)).days[0].also  # with days enough before


def test_the_first_brief_leaves_room_for_gaps(llm: Graph, nothing: Progress) -> None:
    """Two days before the interview 15 of 30 minutes were free, beside gaps with no day yet."""
    gaps = tuple((n, 0.3, True) for n in range(0, 90, 9))
    days = planned(Situation(gaps, 0, (), 30, 5, ((1, "screen"),), answered=True)).days[-BRIEF_DAYS:]
    assert [(day.kind, [other.kind for other in day.also]) for day in days] == [("brief", ["gaps"]), ("brief", [])]
    due = planned(Situation((), 9, (), 30, 2, ((9, "screen"),), answered=True)).days[0]
    assert [other.kind for other in due.also] == ["due"]
    assert not plan(llm, replace(nothing, questions=9, sessions=1), 2, 120, ago(9)).days[0].also  # nothing new


def test_failed_cases_bring_code_before_the_interview(llm: Graph, nothing: Progress) -> None:
    """After 7 of 15 cases none of the five days had code: a round of an hour doesn't fit into 30 minutes."""

    def days(ranks: Sequence[int], minutes: int, left: int = 5, *, on: bool = True) -> list[tuple[int, int]]:
        written = code_round([WrittenTask(3, rank) for rank in ranks], "mid", 3)
        told = replace(nothing.recommendation, code_round=written)
        about = replace(nothing, questions=9, sessions=1, recommendation=told)
        found = plan(coding(llm, on=on), about, left, minutes, ago(0, "screen", 20), ago(0, "code", 20)).days[1:]
        return [(left - (day.day - TODAY).days, day.length) for day in found if day.kind == "code"]

    assert days((0,), 30) == [(3, 20)]
    assert days((0,), 60) == [(3, 45)]
    assert days((3, 0), 30, 7) == [(3, 20)]
    assert days((0,), 20) == days((3,), 30) == days((0,), 30, on=False) == []


def test_who_has_written_code_does_so_again(llm: Graph, nothing: Progress) -> None:
    """Whatever the role asks; and sooner where most of the tasks didn't hold."""

    def days(ranks: Sequence[int]) -> list[int]:
        written = code_round([WrittenTask(3, rank) for rank in ranks], "mid", 3)
        about = replace(nothing, questions=9, sessions=1, recommendation=replace(told, code_round=written))
        planned = plan(coding(llm, on=False), about, 30, 60, ago(1, "code"), ago(1)).days
        return [(day.day - TODAY).days for day in planned if day.kind == "code"]

    told = nothing.recommendation
    assert days(()) == []
    for ranks, every in (((3, 2, 0), CODE_EVERY), ((3, 0, 1), CODE_SOON), ((0,), CODE_SOON)):
        assert days(ranks)[0] + 1 >= every
        assert len(days(ranks)) >= 3
    assert len(days((0,))) > len(days((3,)))


def test_an_area_says_how_much_was_asked(llm: Graph, nothing: Progress) -> None:
    days = plan(llm, None, 30)
    day = next(day for day in days.days if day.kind == "area")
    area = next(area for area in nothing.areas if area.area == day.area)
    told = [line.plain for line in held_lines(day, days, llm, nothing)]
    assert told == [f"0 of its {area.of} questions asked so far"]


def test_a_day_lists_what_comes_besides(llm: Graph) -> None:
    """Of a day that was done nothing was listed, though its title went on with four concepts."""
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == a) for a in ("retrieval", "agents")]
    now = Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 60, 9, ((1, "screen"),), answered=True)
    progress = known(now)
    plan = planned(now)
    day = next(d for d in plan.days if any(part.concepts for part in d.also) and d.to_do is d)
    besides = [llm.concept_title(c) for part in day.also for c in part.concepts]
    done = replace(day, done=True)
    for shown, alone in ((day, False), (done, True)):
        lines = [line.plain for line in held_lines(shown, plan, llm, progress)]
        assert all(any(title in line for line in lines) for title in besides)
        assert (len(lines) == len(besides)) is alone


def test_a_days_concepts_name_areas_whole(llm: Graph) -> None:
    """ "Decoding strategies and sampling controls  Ge…" told nothing more than the name alone."""
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == a) for a in ("retrieval", "agents")]
    now = Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 60, 9, ((1, "screen"),), answered=True)
    progress, days = known(now), planned(now)
    day = next(d for d in days.days if any(part.concepts for part in d.also))
    wide, narrow = ([line.plain for line in held_lines(day, days, llm, progress, width)] for width in (200, 20))
    titles = [concept.title for concept in llm.concepts.values()]
    assert any(line.endswith("Agents and tools") for line in wide)
    assert all(line[2:] in titles for line in narrow if line[2:3].isupper())
    assert [line.partition("  ")[0] for line in wide] == narrow


def test_the_heaviest_areas_come_first(llm: Graph) -> None:
    weights = llm.roles["applied-engineer"].areas
    areas = [day.area for day in plan(llm, None, 30).days if day.kind == "area"]
    assert len(set(areas[:5])) == 5
    assert [weights[a] for a in areas[:5]] == sorted((weights[a] for a in areas[:5]), reverse=True)


def test_a_missed_day_simply_moves_on(llm: Graph, nothing: Progress) -> None:
    about = replace(nothing, questions=9, sessions=1)
    before = plan(llm, about, 9, 60, ago(3))
    assert before.days[0].kind == "interview"
    after = plan_until(about, llm, TODAY + timedelta(days=1), before.until, 60, [ago(3)])
    assert after.days[0] == replace(before.days[0], day=TODAY + timedelta(days=1))


def test_what_was_sat_of_a_day_is_said(llm: Graph, nothing: Progress) -> None:
    """After a screening call and Tonight's ten minutes today read as if nothing had been done."""
    found = plan(llm, replace(nothing, questions=9, sessions=1), 9, 60, ago(4), ago(0, "drill", 10))
    assert not found.days[0].done
    assert found.spent == 10  # as the report and progress have it
    assert about_words(found.days[0], found).startswith("You've sat 10 minutes so far today.")
    assert "so far" not in about_words(found.days[1], found)


def test_another_sitting_leaves_room_for_todays(llm: Graph, nothing: Progress) -> None:
    about = replace(nothing, questions=9, sessions=1)
    drill = ago(0, "drill", minutes=24)  # with its scoring more than half of what is planned
    assert plan(llm, about, 9, 60, ago(4), drill).days[0].format == "drill"  # no time is left for an hour
    today = plan(llm, about, 9, 120, ago(4), drill).days[0]
    assert (today.kind, today.done) == ("interview", False)
    rested = [ago(n, "drill") for n in range(6, 0, -1)]
    assert plan(llm, about, 9, 60, *rested).days[0].kind == "rest"
    assert plan(llm, about, 9, 60, *rested, drill).days[0].done


def test_an_interview_without_an_answer_begins_nothing(llm: Graph, nothing: Progress) -> None:
    """One that was ended at its first question turned the last evening into a brief on nothing."""
    peeked = replace(nothing, questions=1, sessions=1)
    empty = ago(0, "full", 1)._replace(answers=0)
    for days in (1, 2):
        assert plan(llm, peeked, days, 60, empty).days[0].kind == plan(llm, nothing, days, 60).days[0].kind == "screen"
    assert plan(llm, peeked, 1, 60, ago(0, "full", 30)._replace(answers=4)).days[0].kind == "brief"


def test_half_a_sitting_at_least_makes_today_done(llm: Graph, nothing: Progress) -> None:
    """A taste of two minutes did, and so did a drill that nothing was answered in."""
    about = replace(nothing, questions=9, sessions=1)

    def today(*sat: PastSitting) -> PlannedDay:
        return plan(llm, about, 9, 60, ago(4), *sat).days[0]

    assert (today().kind, today().done) == ("interview", False)
    assert today(ago(0, "screen", 2)) == today()
    assert today(ago(0, "full", 20)) == today()
    assert today(ago(0, "full", 10)._replace(answers=5)).done
    assert today(ago(0, "full", 23)).done
    empty = ago(0, "full", 45)._replace(answers=0)
    assert today(empty) == today()
    drill = plan(llm, about, 9, 30, ago(1, "screen"), ago(0, "drill", 20)._replace(answers=0)).days[0]
    assert not drill.done
    half = ago(4, "full", 5)._replace(whole=False)
    assert plan(llm, about, 9, 60, ago(5), half).days[0].kind == "interview"


def test_a_taste_is_not_the_screening_call(llm: Graph, nothing: Progress) -> None:
    """Ten minutes ticked off the only interview of five days; their report had called them too short."""
    about = replace(nothing, questions=3, sessions=1)

    def days(minutes: int, *sat: PastSitting) -> list[tuple[str, str, bool]]:
        return [(day.kind, day.title, day.done) for day in plan(llm, about, 5, minutes, *sat).days[:2]]

    call, taste = ("screen", "Screening call", False), ago(0, "screen", 10)
    assert days(30, taste) == [("screen", "Taste", True), call]  # too little is left of today
    assert days(45, taste)[0] == call  # enough is
    assert days(30, taste._replace(minutes=1, length=10, answers=3))[0] == call
    assert days(30, ago(1, "screen", 10))[0] == call
    assert days(30, ago(0, "screen", 12)._replace(answers=2, length=20)) == [("screen", "Screening call", True), call]
    assert days(30, ago(0, "screen", 12)._replace(answers=3, length=20))[0] == ("screen", "Screening call", True)
    hurry = plan(llm, about, 1, 60, ago(0, "screen", 1)._replace(length=10, answers=1)).days
    assert (hurry[0].kind, hurry[0].done) == ("screen", False)  # the day before an interview, a taste is no start
    first = plan(llm, None, 5, 12).days[0]  # a short interview is the call where a day holds no longer one
    assert first.length <= 10
    assert days(12, ago(0, "screen", first.length))[0][2]
    assert days(12, ago(1, "screen", first.length))[0][0] != "screen"


def test_two_interviews_fit_into_five_long_days(llm: Graph) -> None:
    assert kinds(plan(llm, None, 5, 90)) == ["interview", "area", "interview", "brief", "brief"]
    days = plan(llm, None, 9, 60)
    told = [why_words(day, days) == LAST_ONE for day in days.days if day.kind == "interview"]
    assert told == [False, False, True]
    alone = plan(llm, replace(nothing_known(), questions=9, sessions=1), 5, 60, ago(4))
    assert why_words(alone.days[0], alone) == ONLY_ONE


def test_a_plan_names_concepts_before_the_report(llm: Graph) -> None:
    """ "It's about A and B" followed on the report's Tonight, which listed others."""
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == a) for a in ("retrieval", "agents")]
    days = planned(Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 60, 12, ((1, "screen"),), answered=True))
    gaps = next(part for part in things(days) if part.kind == "gaps")
    sat = replace(gaps, day=TODAY, kind="screen", title="Screening call", done=True, also=(replace(gaps, also=()),))
    told = "\n".join(plan_lines(replace(days, days=(sat,)), llm, 600))
    assert told.index("It's about ") < told.index(ONE_BY_ONE)


def test_once_today_is_done_one_reads_for_tomorrow(llm: Graph) -> None:
    """Today was "done", tomorrow one area, and Tonight a concept: whether that was of it, nobody said."""
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == a) for a in ("retrieval", "agents")]
    days = planned(Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 60, 12, ((1, "screen"),), answered=True))
    gaps = replace(next(part for part in things(days) if part.kind == "gaps"), also=())
    sat = replace(gaps, kind="screen", concepts=(), day=TODAY, done=True)
    for today, told in ((sat, True), (replace(sat, done=False), False), (replace(sat, also=(gaps,)), False)):
        words = tomorrow_words(replace(days, days=(today, gaps)), llm)
        assert all(llm.concepts[name].title in words for name in gaps.concepts) is told
        assert bool(words) is told


def test_the_interview_day_has_the_brief(llm: Graph, nothing: Progress) -> None:
    """The plan said "nothing else" of the day, and on that day home had the brief."""
    until = plan(llm, nothing, 5)
    assert "but the brief" in day_content(None, until).plain
    sat = Situation((), 0, (), 60, 0, ((1, "screen"),), answered=True)
    assert [day.kind for day in planned(sat).days] == ["brief"]


def test_what_is_left_of_a_day_is_filled() -> None:
    """With an hour a day four days held 98 of 240 minutes, though there were gaps enough."""
    gaps = tuple((n, 0.3, True) for n in range(0, 90, 9))
    plan = planned(Situation(gaps, 12, (), 60, 5, ((1, "full"),), answered=True))
    practice = plan.days[:-BRIEF_DAYS]
    assert all(day.also for day in practice if day.format not in {"full", "code"})
    assert sum(day.whole for day in practice) > 0.75 * 60 * len(practice)
    first = practice[0]
    assert whole_title(first).startswith(f"{first.title}, then ")
    assert f"({first.also[0].minutes} min)" in also_words(first)
    dives = planned(Situation((), 0, (), 60, 5, ((1, "full"),), answered=True)).days[0]
    assert [part.title for part in dives.parts] == ["Retrieval and RAG in depth", "Agents and tools in depth"]
    assert [part.length for part in dives.parts] == [30, 15]


def test_an_adverts_area_holds_by_own_answers_only(llm: Graph) -> None:
    now = known(Situation((), 0, (), 60, 5, ((1, "full"),), answered=True))
    assert now is not None
    held = tuple(replace(area, word=HELD) if area.area in {"retrieval", "safety"} else area for area in now.areas)
    asked_for = tuple(
        AdvertArea(area=area, title="", of_hundred=30, answers=1, solid=solid, checks=0, asked=True)
        for area, solid in (("retrieval", 0), ("safety", 1))
    )
    now = replace(now, areas=held, recommendation=replace(now.recommendation, advert_areas=asked_for))
    areas = needs_of(now, llm, "applied-engineer", {"retrieval": 0.3, "safety": 0.3}).areas
    assert max(areas, key=lambda area: areas[area]) == "retrieval"
    assert "safety" not in areas
    assert "retrieval" not in needs_of(now, llm, "applied-engineer").areas


def test_what_an_advert_asks_comes_before_the_rest(llm: Graph) -> None:
    of_area = [standing.area for standing in nothing_known().concepts]
    gaps = tuple((of_area.index(area), 0.2, True) for area in ("prompting", "inference", "safety"))
    now = Situation(gaps, 0, (), 60, 12, ((1, "full"),), answered=True)
    advert, until = {"retrieval": 0.3, "safety": 0.2, "production": 0.1, "inference": 0.0}, TODAY + timedelta(days=12)
    plan = plan_until(known(now), llm, TODAY, until, now.minutes, past_of(now), "applied-engineer", advert)
    areas = list(dict.fromkeys(part.area for part in things(plan) if part.area))
    assert areas[0] == "safety"  # it fell short
    assert areas[1:3] == ["retrieval", "production"]
    assert areas[3:] == ["prompting"]  # what the advert doesn't name waits, what was dropped never comes
    assert plan.advert == ("retrieval", "safety", "production")
    kept = Preferences(advert_areas={"safety": 0.2}, advert_read={"found": {"safety": {}, "inference": {}}})
    assert kept.advert_weighs == {"safety": 0.2, "inference": 0.0}
    assert Preferences(advert_areas={"safety": 0.2}, advert_read={"found": 7}).advert_weighs == {"safety": 0.2}


def test_what_the_advert_asks_comes_with_that_reason(llm: Graph) -> None:
    now = Situation((), 0, (), 60, 5, ((1, "full"),), answered=True)
    advert = {"post-training": 0.4, "safety": 0.3}
    until = TODAY + timedelta(days=5)
    plan = plan_until(known(now), llm, TODAY, until, now.minutes, past_of(now), "applied-engineer", advert)
    day = plan.days[0]
    assert [part.area for part in day.parts] == list(advert)
    assert why_words(day, plan).startswith("The advert asks for it, and you haven't answered enough")
    assert "safety and governance in depth (20 min; the advert asks for it)" in about_words(day, plan)
    gaps = replace(day, kind="gaps", also=())
    assert why_words(gaps, plan).endswith("The advert asks for this area.")
    assert "advert" not in about_words(gaps, replace(plan, advert=()))


def test_a_shorter_full_interview_isnt_denied(llm: Graph, nothing: Progress) -> None:
    """The setup offers one of 40 minutes with scoring; "there's only time for a short one" wasn't true of 45."""
    call = plan(llm, nothing, 5, 45)
    told = why_words(call.days[0], call)
    assert call.days[0].kind == "screen"
    assert "only time" not in told
    assert "a full interview of the usual length takes 60 min, with scoring" in told


def test_the_adverts_largest_area_keeps_a_day(llm: Graph) -> None:
    """After a missed day the area that the advert asks most about, never asked, was dropped for finer things."""
    of_area = [standing.area for standing in nothing_known().concepts]
    gaps = tuple((of_area.index(area), 0.2, True) for area in ("prompting", "safety"))
    now = Situation(gaps, 4, (), 45, 3, ((2, "full"),), answered=True)
    advert = {"prompting": 0.1, "retrieval": 0.3, "safety": 0.1, "production": 0.2}

    def plan_in(left: int) -> Countdown:
        until = TODAY + timedelta(days=left)
        return plan_until(known(now), llm, TODAY, until, now.minutes, past_of(now), "applied-engineer", advert)

    short, long = plan_in(3), plan_in(12)
    assert [day.area for day in short.days if day.kind == "area"] == ["retrieval"]
    assert long.days[0].kind != "area"  # there's a day for all of it, and what fell short comes first
    assert not long.left_out
    assert short.left_out == (llm.areas["production"].title,)
    told = about_words(short.days[0], short)
    assert told.endswith("There's no day left for Production, which the advert asks for.")
    assert "no day left" not in about_words(short.days[1], short)
    assert "no day left" not in about_words(plan_in(1).days[0], plan_in(1))  # nothing new by then


def test_one_thing_is_not_spoken_of_as_many(llm: Graph, nothing: Progress) -> None:
    days = plan(llm, replace(nothing, questions=9, sessions=1), 9, 45, ago(4, "screen", 20))
    gap = replace(days.days[0], kind="gaps", concepts=("kv-cache",))
    assert "You'll be asked about it again, perhaps with another question." in why_words(gap, days)
    assert "about each of these again, perhaps with other questions." in why_words(
        replace(gap, concepts=("kv-cache", "tokenisation")), days
    )
    due = replace(gap, kind="due", questions=1)
    assert why_words(due, days).startswith("You'd soon forget this question otherwise.")
    assert why_words(replace(due, questions=2), days).startswith("You'd soon forget these questions otherwise.")


def test_a_day_says_what_is_left_of_it(llm: Graph, nothing: Progress) -> None:
    """It said done beside what was open, and 40 minutes of 45 without a word."""
    days = plan(llm, replace(nothing, questions=9, sessions=1), 9, 45, ago(4, "screen", 20))
    call = days.days[0]
    assert (call.kind, call.whole, bool(call.also)) == ("screen", 40, True)
    assert (lasts_words(call), lasts_words(replace(call, done=True, also=()))) == ("40 min", "done")
    two = replace(call, done=True, also=(call.also[0], call.also[0]))
    assert not any(name[:2].istitle() for name in title_in(two, 90).removeprefix("next ").split(" + "))
    assert "free" not in about_words(call, days), "nobody plans by five minutes"
    done = replace(call, done=True)
    assert lasts_words(done) == f"{call.also[0].minutes} min"
    left = call.also[0].title  # what the minutes beside it are of
    assert title_in(done, 80) == f"next {left[:1].lower()}{left[1:]}"
    assert about_words(done, days).startswith("Done. If you have time left, go on with ")
    assert not about_words(done, days).endswith("for anything.")
    gaps = replace(call.also[0], kind="gaps", title="Safety and governance: 2 missed", minutes=20)
    due = replace(gaps, kind="due", title="Drill: 5 of 15 due questions", minutes=27)
    told = about_words(replace(done, also=(due, gaps)), days)
    assert told == (
        "Done. If you have time left, go on with 5 of 15 due questions (27 min), or 2 things you missed on safety and "
        "governance (20 min)."
    )


def test_no_row_of_the_plan_is_cut_twice(llm: Graph, nothing: Progress) -> None:
    """Beside "+47 min" the name that had just fitted lost its end; and the calendar explains the signs that it has."""
    days = plan(llm, replace(nothing, questions=9, sessions=1), 9, 90, ago(4, "screen", 20))
    first = replace(days.days[0], done=True, also=days.days[0].also or days.days[1:2])
    done = replace(days, days=(first, *days.days[1:]))
    for width in range(50, 90):
        for row in day_rows(done, width):
            assert len(MARK) + LABEL + SIGN + len(row.text) + 2 * bool(row.note) + len(row.note) <= width
    assert "✓\u00a0done" in month_content(done, done.today, 3).plain


def test_gaps_gone_over_besides_have_a_day(llm: Graph) -> None:
    """The second and third thing of a day were not counted, and each area without a day had a line of its own."""
    areas = ("retrieval", "agents", "evaluation", "foundations")
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == area) for area in areas]
    now = Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 40, 4, ((1, "screen"),), answered=True)
    told = [str(line) for line in gap_lines(planned(now), llm, known(now))]
    assert told[0] == "Today       1 missed  Evaluation"  # as the day says; it rests on one of Foundations
    assert "Today       1 missed  Foundations" in told
    assert planned(now).days[0].title == "Evaluation: 1 missed, 1 it rests on"
    assert len(told) == len(areas)
    assert {line.split("  ")[-1].strip() for line in told} == {llm.areas[area].title for area in areas}
    assert not any("no day" in line for line in told)
    named_too = [str(line) for line in gap_lines(planned(now), llm, known(now), named=True)]
    assert [line for line in named_too if line in told] == told
    with_a_day = {c for day in planned(now).days for part in day.parts for c in part.concepts}
    below = sorted(line.partition("◐ ")[2] for line in named_too if line not in told)
    progress = known(now)
    assert progress is not None
    assert below == sorted(s.title for s in fell_short(progress.concepts) if s.concept in with_a_day)
    last_day = plan_until(known(now), llm, TODAY, TODAY + timedelta(days=1), 40, past_of(now))
    left = [str(line) for line in gap_lines(last_day, llm, known(now))]
    assert left == ["no day left 4 missed  Evaluation and 3 more"]
    named_waiting = [str(line) for line in gap_lines(last_day, llm, known(now), named=True, waiting_too=True)]
    assert sorted(line.partition("◐ ")[2] for line in named_waiting[1:]) == sorted(s.title for s in progress.missed)


def test_a_plan_without_a_date_is_a_week(llm: Graph, nothing: Progress) -> None:
    week = plan(llm, replace(nothing, questions=9, sessions=1), None)
    assert len(week.days) == 7
    assert "brief" not in kinds(week)
    assert week.days_left is None
    assert plan(llm, nothing, -1).days == ()
    on_the_day = plan(llm, nothing, 0)
    assert [(d.kind, d.day) for d in on_the_day.days] == [("screen", TODAY)]
    first, *others = nothing.areas
    answered = replace(nothing, questions=9, sessions=1, areas=(replace(first, questions=9), *others))
    assert kinds(plan(llm, answered, 0)) == ["brief"]


def test_a_date_far_off_plans_a_year(llm: Graph, nothing: Progress) -> None:
    for days in (MOST_DAYS + 1, (date.max - TODAY).days):
        far = plan(llm, nothing, days)
        assert (len(far.days), far.is_cut, far.days_left) == (MOST_DAYS, True, days)
        assert f"the first {MOST_DAYS} days" in date_sentence(far, "")
        assert month_content(far, TODAY + timedelta(days=days), 5).plain
    near = plan(llm, nothing, MOST_DAYS)
    assert (len(near.days), near.is_cut, date_sentence(near, "")) == (MOST_DAYS, False, "")


def test_what_is_due_comes_between_gaps() -> None:
    gaps = tuple((n, 0.3, True) for n in range(0, 90, 9))
    now = Situation(gaps, 12, (), 60, 21, ((1, "full"),), answered=True)
    days: Sequence[PlannedDay] = things(planned(now))
    practice = [d for d in days if d.kind in ("gaps", "due")]
    assert [d.kind for d in practice[:4]] == ["gaps", "due", "gaps", "due"]
    assert [d.questions for d in practice[:4]] == [0, 4, 0, 5]
    assert [d.title for d in practice[1:4:2]] == ["Drill: 4 of 12 due questions", "Drill: 5 of 8 due questions"]
    assert all(d.title.partition(", ")[0].endswith(("gap", "gaps")) for d in days if d.kind == "gaps")


def test_todays_interview_is_followed_by_what_it_missed(llm: Graph) -> None:
    """The report said one thing for tonight, and the plan a drill: the one that leads all lists comes first."""
    now = Situation(tuple((n, 0.3, True) for n in range(0, 90, 9)), 12, (), 120, 9, ((6, "full"),), answered=True)
    about = known(now)
    assert about is not None
    sat = [*past_of(now), PastSitting(TODAY, "full", 45, answers=9)]
    today = plan_until(about, llm, TODAY, TODAY + timedelta(days=9), 120, sat).days[0]
    assert today.done
    assert [other.kind for other in today.also] == ["gaps", "due"]
    assert about.missed[0].area == today.to_do.area
    assert ONE_BY_ONE in also_words(today)
    later = planned(now).days[1]
    assert ONE_BY_ONE not in also_words(later)


@pytest.mark.parametrize("about", ["concepts", "items"])
def test_a_deep_dive_is_read_with_its_concepts(llm: Graph, workspace: Workspace, about: str) -> None:
    question = next(q for q in llm.questions.values() if q.primary == "kv-cache")
    again = Retake("", **{about: ("kv-cache",) if about == "concepts" else (question.id,)})
    chosen = Settings(format="deep-dive", area="inference", seed=1, minutes=10, again=again, candidate="tester")
    clock = SimulatedClock(NOW)
    sitting = begin(llm, chosen, workspace, clock)
    demo = DemoCandidate(drawn_candidate(bank_of(llm), 1, None, "inference"), 1)
    while (act := demo.act(sitting.interview)) is not None:
        clock.advance(act.seconds)
        perform(sitting.interview, act).result()
    sitting.close()
    rows = archive.rows(workspace)
    call = replace(rows[0], id="s", format="screen", started=NOW - timedelta(days=1), last_at=None, minutes=7.0)
    rows.append(call)  # so that today is for practice
    today = countdown_of(None, llm, rows, TODAY, None, 10, "applied-engineer", UTC).days[0]
    assert (today.done, today.area, today.concepts) == (True, "inference", ("kv-cache",))
    assert not countdown_of(None, llm, rows, TODAY + timedelta(days=1), None, 10, zone=UTC).days[0].done
    quick = replace(rows[0], minutes=60.0, clock=180.0)  # all that it was on was asked, in a twentieth of its time
    areas = [
        {
            day.area
            for day in countdown_of(None, llm, sat, TODAY + timedelta(days=1), None, 30, "inference-engineer", UTC).days
        }
        for sat in ([call], [quick, call])
    ]
    assert ["inference" in its for its in areas] == [True, False], "gone over already"
    begun = replace(rows[0], started=NOW - timedelta(days=2))  # and sat today, which then was asked for once more
    assert countdown_of(None, llm, [begun, call], TODAY, None, 10, "applied-engineer", UTC).days[0].done
    left = replace(begun, state="asking")
    assert left.score is not None
    assert countdown_of(None, llm, [left, call], TODAY, None, 10, "applied-engineer", UTC).days[0].done
    unscored = replace(left, score=None)
    assert not countdown_of(None, llm, [unscored, call], TODAY, None, 10, "applied-engineer", UTC).days[0].done
    assert stopped_on(replace(today, done=False), [left], llm) == left  # home had one drill under two names
    assert stopped_on(replace(today, done=False, concepts=("gpu-memory",)), [left], llm) is None


def test_the_json_has_every_field(llm: Graph) -> None:
    data = json.loads(as_json(plan(llm, None, 3)))
    assert (data["version"], data["days_left"], data["until"]) == (1, 3, "2026-11-30")
    assert set(data["days"][0]) == set(PlannedDay.__struct_fields__)


def test_the_interview_stands_below_its_day(llm: Graph) -> None:
    """On the day itself its star stood in the column of the dates."""
    rows = day_rows(plan(llm, nothing_known(), 0), 80)
    assert [(row.label, row.text) for row in rows[-1:]] == [("Today", "The interview")]
    assert all(row.label for row in rows)


def test_each_day_counts_what_it_goes_over(llm: Graph) -> None:
    """Two missed in one area stood under today, where the row of the day had one; what was done stood there too."""
    firsts = [n for n, c in enumerate(llm.concepts.values()) if c.area == "retrieval"][:6]
    now = Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 20, 12, ((1, "screen"),), answered=True)
    days, about = planned(now), known(now)
    assert about is not None
    told = [line.plain for line in gap_lines(days, llm, about)]
    titles = {part.title for day in days.days for part in day.parts if part.kind == "gaps"}
    named = {re.sub(r"^.{12}(.+?)  +(.+)$", r"\2: \1", line) for line in told if not line.startswith("no day left")}
    assert len(told) > 1
    assert named <= {title.partition(", ")[0] for title in titles}
    first = days.days[0]
    done = replace(days, days=(replace(first, done=True, also=()), *(d for d in days.days[1:] if d.kind == "brief")))
    left = [line.plain for line in gap_lines(done, llm, about)]
    assert left == [f"no day left {len(about.missed)} missed  {llm.areas['retrieval'].title}"]


def test_the_plan_speaks_of_what_is_left(llm: Graph) -> None:
    """Today's first part was done, and the sentence after what is left named the concepts of that."""
    firsts = [next(n for n, c in enumerate(llm.concepts.values()) if c.area == a) for a in ("retrieval", "agents")]
    now = Situation(tuple((n, 0.3, False) for n in firsts), 0, (), 60, 12, ((1, "screen"),), answered=True)
    days = planned(now)
    gaps = [part for part in things(days) if part.kind == "gaps"]
    today = replace(gaps[0], day=TODAY, done=True, also=(replace(gaps[1], day=TODAY, also=()),))
    titles = [llm.concepts[c].title for c in gaps[1].concepts]
    assert concepts_words(today, llm) == f"It's about {names(titles)}."
    assert f"It's about {names(titles)}." in "\n".join(plan_lines(replace(days, days=(today,)), llm, 400))


def test_an_event_says_what_is_about_which_concepts(llm: Graph) -> None:
    """A full interview was said to be about the concept for which the minutes after it are."""
    concept = next(c for c in llm.concepts.values() if c.area == "agents")
    number = list(llm.concepts).index(concept.id)
    days = planned(Situation(((number, 0.3, False),), 0, (), 60, 12, ((1, "screen"),), answered=True))
    gaps = next(part for part in things(days) if part.kind == "gaps")
    whole = next(day for day in days.days if day.kind == "interview")
    both = replace(whole, also=(replace(gaps, also=()),))
    (event, *_) = Calendar.from_ical(calendar_file(replace(days, days=(both,)), llm, NOW)).events
    told = str(event["DESCRIPTION"]).splitlines()
    assert [line for line in told if "It's about" in line] == [told[-1]]
    assert told[-1].startswith("If you have time left, go on with ")
    assert told[-1].endswith(f" It's about {concept.title}.")


@own_ends
@given(situations)
def test_what_was_missed_is_counted_once(now: Situation) -> None:
    """A concept counted for the area that rests on it: 4 missed today were 3 tomorrow, with nothing answered since."""
    about, graph = known(now), llm_graph()
    if about is None:
        return
    area_of = {s.concept: s.area for s in about.concepts}
    for part in (part for day in planned(now).days for part in day.parts if part.kind == "gaps"):
        own = sum(area_of[concept] == part.area for concept in part.concepts)
        other = f", {len(part.concepts) - own} it rests on" if own < len(part.concepts) else ""
        title = graph.areas[part.area].title
        assert part.title in {f"{title}: {own} missed{other}", f"{title}: {plural(own, 'gap')}{other}"}
    lines = [line.plain for line in gap_lines(planned(now), graph, about)]
    counts = [re.findall(r"(?:of )?(\d+) (?:missed|gaps?)  ", line)[-1] for line in lines]
    assert sum(map(int, counts)) == len(about.missed)


def test_what_a_drill_asks_has_a_day(llm: Graph) -> None:
    """The day's drill named the only gap, and below it stood that the gap had no day yet."""
    now = Situation(((0, 0.3, True),), 3, (), 20, 9, ((1, "deep-dive"), (2, "screen")), answered=True)
    about = known(now)
    assert about is not None
    gap = about.missed[0]
    its = [q.id for q in llm.questions.values() if q.primary == gap.concept][:2]
    other = next(q for q in llm.questions.values() if q.primary != gap.concept)
    about = replace(about, forecast=replace(about.forecast, questions=(*its, other.id)))
    days = plan_until(about, llm, TODAY, TODAY + timedelta(days=9), 20, past_of(now))
    drill = next(day for day in days.days if day.kind == "due")
    assert (drill.day, drill.questions) == (TODAY, 3)
    held = [line.plain for line in held_lines(drill, days, llm, about)]
    assert held == [f"↻ 2 on {gap.title}", f"↻ {llm.concepts[other.primary].title}"]
    assert [line.plain for line in gap_lines(days, llm, about)] == [f"Today       1 gap  {llm.areas[gap.area].title}"]


def test_the_calendar_keeps_what_was_sat(llm: Graph) -> None:
    """The tick of yesterday was gone today; six days of December were called Nov, then it was "Dec 30"."""
    today = date(2026, 12, 1)
    days = plan_until(None, llm, today, today + timedelta(days=4), 60)
    sat = (today - timedelta(days=1), today - timedelta(days=40))
    month = month_content(days, today, 3, sat).plain
    assert month.splitlines()[1].rstrip() == "Nov 30✓"
    assert month.splitlines()[2].startswith("Dec     [ 1")
    assert "✓\u00a0done" in month
    assert "✓" not in month_content(days, today, 3).plain


def test_an_unfinished_first_interview_stays_planned(llm: Graph, nothing: Progress) -> None:
    """Left while its first answer was judged, it was no more in the plan, and the day was for the brief."""
    first, *others = nothing.areas
    met = replace(nothing, questions=1, sessions=1, areas=(replace(first, questions=1), *others))
    for begun_only, kind in ((True, "screen"), (False, "brief")):
        days = plan_until(met, llm, TODAY, TODAY, 60, begun_only=begun_only)
        assert [day.kind for day in days.days] == [kind]


def test_what_was_broken_off_takes_no_place(llm: Graph) -> None:
    """An interview of a minute took the place of one of the two things that come besides."""
    now = Situation(tuple((n, 0.3, True) for n in range(0, 90, 9)), 12, (), 120, 9, ((6, "full"),), answered=True)
    full = PastSitting(TODAY, "full", 45, answers=9)
    broken = PastSitting(TODAY, "full", 1, answers=2, whole=False)
    besides = [
        plan_until(known(now), llm, TODAY, TODAY + timedelta(days=9), 120, [*past_of(now), *sat]).days[0].also
        for sat in ((full,), (full, broken))
    ]
    assert [len(also) for also in besides] == [2, 2]
