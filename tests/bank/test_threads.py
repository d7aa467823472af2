"""The threads of the bank: what an interviewer would ask one after another, by the links that `follows` makes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from simulator.engine.model.parameters import TIER_STEP
from simulator.graph.records import Graph

FEWEST, MOST = 3, 5


def test_every_thread_has_three_to_five_questions(llm: Graph) -> None:
    """A thread is any way through the links, from a question that follows none to one that none follows.

    Questions may lie on several threads, for what is asked next depends on the answer. Links that go round are too
    long where a thread runs into them; where none does, and where a question is not linked, the next test fails.
    """
    after = followers(llm)
    starts = [q.id for q in llm.questions.values() if not q.follows and q.id in after]
    threads = [thread for start in starts for thread in onward(after, (start,))]
    assert len(threads) > len(llm.concepts)
    assert [thread for thread in threads if not FEWEST <= len(thread) <= MOST] == []


def test_every_question_but_openers_has_a_thread(llm: Graph) -> None:
    after = followers(llm)
    starts = [q.id for q in llm.questions.values() if not q.follows and q.id in after]
    met = {name for start in starts for thread in onward(after, (start,)) for name in thread}
    alone = [q for q in llm.questions.values() if q.id not in met]
    assert [q.id for q in alone if q.kind != "experience" and not q.is_coding] == []  # tasks stand for themselves


def test_no_link_takes_a_step_that_interviews_avoid(llm: Graph) -> None:
    questions = llm.questions
    steps = [(questions[earlier], q) for q in questions.values() for earlier in q.follows]
    assert [(a.id, b.id) for a, b in steps if abs(b.tier - a.tier) > TIER_STEP] == []


def followers(graph: Graph) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for question in graph.questions.values():
        for earlier in question.follows:
            found[earlier].append(question.id)
    return dict(found)


def onward(after: Mapping[str, list[str]], so_far: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way on from the last question; one that is too long already is given up, so links that go round end too."""
    if so_far[-1] not in after or len(so_far) > MOST:
        yield so_far
        return
    for name in after[so_far[-1]]:
        yield from onward(after, (*so_far, name))
