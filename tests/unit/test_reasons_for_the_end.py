"""Why an interview ends: what the engine says stands in the transcript, in the sentence, and is the case."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from random import Random
from typing import get_args

import pytest
from msgspec.structs import replace

from simulator.engine.choice.endings import EndReason, end_sentence
from simulator.engine.choice.formats import FORMATS, PastItem, SelectionContext
from simulator.engine.choice.policy import Choice, next_step
from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.bank import Bank
from simulator.engine.model.priors import Prior
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Retake, Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Awaits, fold
from simulator.session.sitting import header_of
from tests.graphs import llm_graph
from tests.reporting import START, Nowhere, bank_of
from tests.seven import seven
from tests.sitting import TALKS
from tests.some import seeds
from tests.unit.test_engine_small_graphs import small

SAID = {
    "finished": r"the last one I had|had planned|on the list",
    "questions": r"^That was the one question you asked for|^You asked for \d+ questions, and",
    "time": r"^Our time is up\.$|not enough for another full question",
    "nothing_fits": r"would take longer",
    "skipped": r"^You've skipped",
    "design": r"^That was my last question",
    "ladder": r"^A ladder",
    "precise": r"wouldn't tell us much more",
    "exhausted": r"^I have no more questions",
    "stopped": r"^$",
}


def sat(graph: Graph, chosen: Settings, luck: Random, strong: bool = False) -> Interview:
    """An interview by a simulated candidate, who is quick or slow, and skips more or fewer; not one who is `strong`."""
    clock, bank = SimulatedClock(START), bank_of(graph)
    header = header_of(graph, chosen, START, "aaaa")
    found = Interview(graph, header, Nowhere(), clock, Selection(graph, header, bank=bank))
    demo = DemoCandidate(drawn_candidate(bank, luck.randrange(99), luck.choice([None, 1.0, 6.0, 8.0])), 3)
    pace, skips = luck.choice([0.2, 0.6, 1.0, 1.6]), luck.choice([0.0, 0.0, 0.5, 0.95])
    if strong:
        demo, pace, skips = DemoCandidate(drawn_candidate(bank, luck.randrange(99), 8.0), 3), 1.1, 0.0
    while (act := demo.act(found)) is not None:
        clock.advance(act.seconds * pace)
        turn = found.state.current
        begun = turn is not None and (turn.answers or turn.settled or turn.answered)
        if found.state.awaits in {Awaits.ANSWER, Awaits.CHECK} and not begun and luck.random() < skips:
            found.skip()
            continue
        perform(found, act)
    return found


def many() -> Iterator[Interview]:
    """Some hundred interviews of all formats on a small and a large graph, some of a list or a number of questions."""
    for n, (form, seed) in enumerate(product(TALKS, seeds(34, 8))):
        luck = Random(1000 * n + seed)
        graph = llm_graph() if n % 3 == 2 and seed in seeds(34, 3) else seven()
        role = luck.choice(list(graph.roles))
        again = None
        if seed % 8 == 7:
            again = Retake("", items=tuple(luck.sample(list(graph.questions), min(3, len(graph.questions)))))
        elif seed % 8 == 6:
            some = luck.sample(list(graph.questions.values()), min(6, len(graph.questions)))
            again = Retake("", concepts=tuple({q.primary for q in some}))
        settings = Settings(
            format=form,
            role=role,
            seed=seed,
            minutes=luck.choice([None, None, 12.0, 90.0]),
            max_questions=luck.choice([None, None, None, 3]),
            score=luck.choice(["each", "end"]),
            area=luck.choice(list(graph.areas_asked)) if form == "deep-dive" else "",
            again=again,
        )
        yield sat(graph, settings, luck)
    for seed in seeds(6, 1):
        yield sat(llm_graph(), Settings(seniority="staff", seed=28 + seed), Random(28 + seed), strong=True)


@cache
def interviews() -> tuple[Interview, ...]:
    return tuple(many())


def test_every_reason_comes_up_and_is_said_alike() -> None:
    """What the engine says stands in the transcript and in the sentence."""
    seen = set()
    for found in interviews():
        state = found.state
        assert state.closed is not None
        assert state.ended is not None
        assert state.ended.why == state.closed.why
        said = [why for why, words in SAID.items() if re.search(words, state.why_over)]
        assert said == [state.ended.why], (state.header, state.why_over)
        seen.add(state.ended.why)
    assert seen | {"nothing_fits"} == set(get_args(EndReason)) - {"stopped"}


def test_time_without_a_fitting_question_is_no_hurry() -> None:
    bank = Bank.compile(small(1, (5,), 9))
    asked = tuple(PastItem(item.id, "question", "solid") for item in bank.items[:3])
    walk = SelectionContext("screen", minutes=30.0, asked=asked, clock_minutes=25.5)
    assert {item.minutes for item in bank.items} == {6.0}
    assert next_step(bank, Prior.structural(bank), walk) == "nothing_fits"
    assert next_step(bank, Prior.structural(bank), replace(walk, clock_minutes=27.5)) == "time"


def test_a_quick_candidate_gets_one_more_question() -> None:
    bank = Bank.compile(small(1, (5,), 9))
    asked = tuple(PastItem(item.id, "question", "solid") for item in bank.items[:3])
    quick = SelectionContext("screen", minutes=20.0, asked=asked, clock_minutes=15.5)
    assert isinstance(next_step(bank, Prior.structural(bank), quick), Choice)


@pytest.mark.parametrize("why", sorted(SAID.keys() - {"stopped", "nothing_fits"}))
def test_the_reason_that_is_given_is_the_case(why: str) -> None:
    for found in interviews():
        if found.state.ended is not None and found.state.ended.why == why:
            assert is_the_case(found, why), (found.header, found.state.clock)


def is_the_case(found: Interview, why: str) -> bool:
    """What must hold where an interview ended for a reason, by its turns and the graph alone."""
    state, header, shape = found.state, found.header, FORMATS[found.header.format]
    assert state.closed is not None
    left = header.minutes - state.closed.clock / 60
    asked = [t for t in state.turns if t.check is None]
    answered = [t for t in asked if not t.skipped]
    used = {t.asked.id for t in state.turns}
    rest = [q for q in found.graph.questions.values() if q.id not in used]
    if header.area:
        rest = [q for q in rest if found.graph.area_of(q.primary) == header.area]
    match why:
        case "time":
            return left < shape.pace
        case "questions":
            return len(answered) == header.max_questions
        case "skipped":
            return 0 < len(asked) - len(answered) >= 4
        case "design":
            return asked[-1].question.kind == "design" and asked[-1] in answered
        case "ladder":
            then = [t.prediction if header.score == "end" else t.verdict for t in answered]
            misses = [verdict in {"weak", "borderline"} for verdict in then if verdict is not None]
            return misses[-2:] == [True, True] or misses.count(False) >= 5
        case "precise":
            # scored at the end, answers were predictions then: verdicts may widen the level again
            at_close = fold(header, [event for event in found.events if event.n <= state.closed.n])
            level = found.selection.level(at_close)
            return shape.course == "diagnostic" and level["high"] - level["low"] <= 1
        case "exhausted":
            return not rest
    if header.again is not None and header.again.items:
        return used >= set(header.again.items)
    if header.again is not None:
        return {t.question.primary for t in asked} == set(header.again.concepts) or len(
            answered
        ) >= shape.question_limit(header.minutes)
    return len(answered) >= shape.question_limit(header.minutes)


def test_little_time_is_said_in_minutes() -> None:
    plain = {"asked": 5, "area": False, "again": False}
    assert end_sentence("time", -3, **plain) == "Our time is up."  # type: ignore[arg-type]
    assert end_sentence("time", 125, **plain) == "We have about 3 minutes left, not enough for another full question."  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("why", "left", "said"),
    [
        ("questions", 300.0, "That was the one question you asked for."),
        ("precise", 300.0, "Another question wouldn't tell us much more."),
        ("exhausted", 61.0, "I have no more questions on this area."),
        ("exhausted", 20.0, "I have no more questions on this area."),
        ("skipped", 600.0, "You've skipped a few, and I've nothing left to put in their place."),
        ("finished", 30.0, "That was everything we had planned."),
        (
            "finished",
            300.0,
            "That was the last one I had for today. We've finished early.",
        ),
        ("stopped", 300.0, ""),
    ],
)
def test_a_reason_has_its_sentence(why: EndReason, left: float, said: str) -> None:
    assert end_sentence(why, left, asked=1, area=True, again=False) == said


def test_many_skips_are_said_by_number() -> None:
    """ "You've skipped a few" was said after 27 of 27."""
    said = end_sentence("skipped", 600.0, asked=0, area=False, again=False, skipped=27)
    assert said == "You've skipped 27 questions, and I've nothing left to put in their place."


def test_a_list_of_its_own_ends_as_such() -> None:
    """After half a minute of ten it was said as if one had gone through all that one had to."""
    ended = [end_sentence("finished", left, asked=3, area=False, again=True) for left in (300.0, 60.0)]
    assert ended == ["That was everything on the list. We've finished early.", "That was everything on the list."]


def test_an_unknown_format_is_refused(llm: Graph) -> None:
    bank = bank_of(llm)
    context = SelectionContext(format="marathon", role=None, minutes=45.0, seed=1)
    with pytest.raises(UsageError, match="There's no format 'marathon'; choose one of full, "):
        next_step(bank, Prior.structural(bank), context)
