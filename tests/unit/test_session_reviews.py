from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.schedule import end_of_day, schedule
from simulator.report.figures.day_plan import as_json
from simulator.report.figures.study_plan import forecast
from simulator.report.progress_records import Countdown, PlannedDay, Resting
from simulator.report.text.plan import rest_sentences, why_words
from simulator.report.text.progress import due_lines
from simulator.session.archive import archive
from simulator.session.archive.facts import ItemFact, SessionFacts, past_reviews
from simulator.session.clock import Clock
from simulator.session.header import Settings
from simulator.session.interview.history import PastSession, past_session
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from tests.graphs import llm_graph
from tests.reporting import START, bank_of, interview, reading_of
from tests.seven import seven
from tests.transcripts import put, written

TODAY = date(2026, 11, 27)


class Standing(Clock):
    """A clock that stands at a moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return 0.0


@pytest.fixture
def sat(workspace: Workspace) -> Workspace:
    """Two interviews of the demo candidate, a day apart, on a graph so small that their subjects meet."""
    candidate, past = drawn_candidate(bank_of(seven()), 7, 3.5, None), list[PastSession]()
    for day in range(2):
        found = interview(seven(), 710 + day, candidate=candidate, past=past, day=day, role="gardener")
        past.append(past_session(reading_of(found)))
        put(workspace.sessions, *written(found))
    return workspace


def resting(title: str, by_title: str, answered: int, until: int) -> Resting:
    return Resting(
        question="a",
        title=title,
        by="b",
        by_title=by_title,
        tier=4,
        answered=TODAY + timedelta(days=answered),
        until=TODAY + timedelta(days=until),
    )


def test_only_scored_answers_are_evidence() -> None:
    question = next(q for q in llm_graph().questions.values() if q.tier == 4)
    fact = ItemFact(question.id, False, question.primary, "", 4, START, 60.0, "solid", scored=True)
    kinds = (fact, replace(fact, unread=True), replace(fact, secret=True), replace(fact, scored=False))
    session = SessionFacts("s", START, "full", "", "mid", 60.0, kinds)
    assert [r.evidence for r in past_reviews([session], llm_graph())] == [1.0, 0.5, 0.0, 0.0]
    assert {r.evidence for r in past_reviews([replace(session, waits=True)], llm_graph())} == {0.0}
    gone = replace(session, items=(replace(fact, item="gone"), replace(fact, verdict=None)))
    assert list(past_reviews([gone], llm_graph())) == []


def test_drill_and_plan_follow_the_same_schedule(sat: Workspace) -> None:
    graph, now = seven(), START + timedelta(days=2)
    facts = archive.facts(sat, "demo", graph.id)
    known = schedule(past_reviews(facts, graph), graph)
    found = forecast(facts, graph, now)
    sitting = begin(graph, Settings(role="gardener", format="drill", candidate="demo"), sat, Standing(now))
    sitting.close()
    header = sitting.interview.header
    assert set(header.due) == set(found.questions)
    assert {r.question for r in found.resting} == {r.item for r in known.resting(end_of_day(now))}
    assert found.resting
    assert found.waiting
    assert not {*(r.question for r in found.resting), *found.waiting} & set(header.due)


def test_a_rest_is_said_in_one_sentence() -> None:
    below = resting("Self-attention", "KV cache", -1, 3)
    assert list(rest_sentences([below], TODAY, 1)) == [
        "Self-attention rests till Monday: KV cache was answered well at tier 4 yesterday."
    ]
    own, far = resting("KV cache", "KV cache", 0, 1), resting("LoRA", "Fine-tuning", -9, 12)
    assert list(rest_sentences([own, own, far, below], TODAY, 2)) == [
        "KV cache rests till tomorrow: it was answered well at tier 4 today.",
        "LoRA rests till 9 Dec: Fine-tuning was answered well at tier 4 on 18 Nov.",
        "1 more rests too.",
    ]


def test_a_planned_drill_says_what_rests() -> None:
    drills = [PlannedDay(day=TODAY + timedelta(days=n), kind="due", title="Drill", minutes=10) for n in (0, 1, 3)]
    below = resting("Self-attention", "KV cache", -1, 3)
    plan = Countdown(today=TODAY, until=None, minutes_a_day=60, days=tuple(drills), started=True, resting=(below,))
    assert "Self-attention rests till Monday" in why_words(drills[0], plan)
    assert "till Monday: KV cache was answered well at tier 4 yesterday." in why_words(drills[1], plan)  # seen today
    assert "rests" not in why_words(drills[2], plan)
    assert b'"by_title": "KV cache"' in as_json(plan)


def test_what_rests_stands_below_what_is_due() -> None:
    found = replace(
        forecast((), llm_graph(), datetime(2026, 11, 27, tzinfo=UTC)),
        resting=(resting("Self-attention", "KV cache", -1, 3),),
        waiting=("a", "b"),
    )
    text = " ".join(" ".join(due_lines(found, TODAY)).split())
    assert "2 easier questions wait till tomorrow: a harder one that's due too may cover them." in text
    assert "Self-attention rests till Monday: KV cache was answered well at tier 4 yesterday." in text


def test_one_question_that_waits_is_one() -> None:
    found = replace(forecast((), llm_graph(), datetime(2026, 11, 27, tzinfo=UTC)), waiting=("a",))
    text = " ".join(" ".join(due_lines(found, TODAY)).split())
    assert "1 easier question waits till tomorrow: a harder one that's due too may cover it." in text


def test_a_demo_knows_of_no_other_demo(sat: Workspace) -> None:
    """Its report said "based on 8 answers and 1 earlier one" after a demo that was left half way."""
    assert len(archive.past(sat, "demo", "seven")) == 2
    sitting = begin(seven(), Settings(role="gardener", candidate="demo"), sat, Standing(START + timedelta(days=3)))
    assert sitting.interview.state.header.earlier == ()
