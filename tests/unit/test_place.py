"""Where an interview stands, in the top line of the room: true, never too exact, and giving nothing away."""

from dataclasses import replace as changed
from itertools import accumulate, pairwise

import pytest
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.session.header import Retake
from simulator.session.interview.state import Awaits, State
from simulator.ui.expected import count_words
from simulator.ui.tui.room import place
from tests.conftest import Sit
from tests.seven import begun, seven


@pytest.fixture
def state(sit: Sit) -> State:
    return sit(seed=5).interview.state


# areas in order, `?` behind that of a check, `-` behind a skipped one; `!` where the reason says that, after a check on
# another area, the interview stays with its own, `>` where it leaves it
THREADS = {
    "a": [place.BEGINS],
    "a? a": [place.QUICK, place.BEGINS],
    "a a b": [place.BEGINS, place.STAYS, place.TURNS],
    "a a? a": [place.BEGINS, place.QUICK, place.STAYS],
    "a b? a!": [place.BEGINS, place.QUICK, place.RETURNS],
    "a b? c>": [place.BEGINS, place.QUICK, place.TURNS],
    "a b? c> a>": [place.BEGINS, place.QUICK, place.TURNS, place.RETURNS],
    "a b? b": [place.BEGINS, place.QUICK, place.STAYS],
    "a b?- b": [place.BEGINS, place.QUICK, place.TURNS],
    "a b a b? b": [place.BEGINS, place.TURNS, place.RETURNS, place.QUICK, place.STAYS],
    "a b a": [place.BEGINS, place.TURNS, place.RETURNS],
    "a- b a": [place.BEGINS, place.TURNS, place.TURNS],
    "a- a": [place.BEGINS, place.STAYS],
    "a b- c b": [place.BEGINS, place.TURNS, place.TURNS, place.TURNS],
    "a b- b c b": [place.BEGINS, place.TURNS, place.STAYS, place.TURNS, place.RETURNS],
}


@pytest.mark.parametrize("course", THREADS)
def test_a_thread_is_named_by_its_talk(state: State, course: str) -> None:
    check = next(t for t in state.turns if t.check is not None)
    question = next(t for t in state.turns if t.check is None)
    turns = []
    for position, item in enumerate(course.split(), 1):
        turn = check if "?" in item else question
        reason = {"returns": item[-1] in "!>", "stays": "!" in item}
        asked = replace(turn.asked, position=position, area=item[0], reason=reason)
        turns.append(changed(turn, asked=asked, skipped="-" in item))
    there = changed(state, turns=tuple(turns))
    assert [place.thread_words(there, turn) for turn in turns] == THREADS[course]


def test_threads_are_named_and_nothing_else(state: State, llm: Graph) -> None:
    said = [place.thread_words(state, turn) for turn in state.turns]
    assert said[0] == place.BEGINS
    assert {place.STAYS, place.TURNS, place.QUICK} <= set(said)
    for turn in state.turns:
        there = changed(state, turns=state.turns[: turn.position], closed=None, ended=None)
        line = " ".join(map(str, place.subject(there, llm, away=False))).lower()
        areas = {area.title.lower() for area in llm.areas.values()}
        named = {llm.concepts[c].title.lower() for c in turn.asked.concepts} - areas
        assert not [title for title in named if title in line]


def test_questions_to_expect_follow_the_time(state: State, llm: Graph) -> None:
    header = replace(state.header, format="full", minutes=45.0, max_questions=None, again=None)
    turn, before = next(t for t in state.turns if t.check is None), state.turns[:0]

    def count(number: int, minute: float, **other: object) -> list[str]:
        asked = replace(turn.asked, number=number, clock=minute * 60, position=number)
        there = changed(state, header=replace(header, **other), turns=before)
        return count_words(there, changed(turn, asked=asked), llm)

    assert count(1, 0) == ["question 1 of about 9", "1 of about 9"]
    assert count(3, 14)[1] == "3 of about 8"
    assert count(9, 44)[1] == "9 of about 9"
    assert count(1, 0, max_questions=2)[1] == "1 of 2"
    assert count(1, 0, max_questions=30)[1] == "1 of about 9"
    assert count(2, 5, format="diagnostic")[1].startswith("2 of at most ")
    assert count(2, 5, format="imported") == ["question 2"]
    assert count(5, 1)[0] == "question 5 of 9 or more", "at this pace there will be more than nine"
    assert count(5, 20)[1] == "5 of about 9"
    assert count(10, 20) == ["question 10"]
    past = [count(10, minute)[0].removeprefix("question 10 ") for minute in (30, 36, 42)]
    assert past == ["(about 2 more)", "(about 1 more)", "(perhaps the last)"], "nobody could tell when it ends"
    assert count(9, 30)[1] == "9 of 9 or more", "others will come"
    assert count(9, 30, max_questions=10)[1] == "9 of 10"
    assert count(2, 2, format="screen", minutes=10.0)[1] == "2 of 2 or more"
    assert count(2, 5, format="screen", minutes=10.0)[0] == "question 2 of about 2"
    assert count(1, 0, again=Retake("", concepts=("a", "b", "c")))[1] == "1 of 3"
    few = replace(llm, questions=dict([*llm.questions.items()][:2]))
    there = changed(state, header=header)
    assert count_words(there, turn, few)[0].endswith(" of about 2"), "a small bank has no more"
    check = next(t for t in state.turns if t.check is not None)
    assert count_words(there, check, llm) == [f"check {check.asked.number}"]
    before = tuple(changed(t, skipped=True) for t in state.turns)
    assert count(2, 5, max_questions=2) == ["question 2"], "another takes the place of the one that was skipped"
    assert count(2, 5)[1] == "2 of about 9"


@pytest.mark.parametrize(
    ("minutes", "holds"), [([4.6] * 8, True), ([5.4] * 7, True), ([2.2] * 18, False), ([9, 8, 7, *[2] * 8], False)]
)
def test_the_number_never_grows(state: State, llm: Graph, minutes: list[float], holds: bool) -> None:
    """ "Question 4 of about 18", which had begun with 9, was a goal that ran away."""
    header = replace(state.header, format="full", minutes=45.0, max_questions=None, again=None)
    turn, turns, totals = next(t for t in state.turns if t.check is None), [], []
    for number, minute in enumerate(accumulate(minutes, initial=0.0), 1):
        asked = replace(turn.asked, number=number, clock=minute * 60, position=number)
        turns.append(changed(turn, asked=asked))
        there = changed(state, header=header, turns=tuple(turns))
        said = count_words(there, turns[-1], llm)[0]
        about = said.removeprefix(f"question {number}")
        totals += [int(word) for word in about.split() if word.isdigit()]
        assert (" or more" in about or not about) <= (not holds)
    assert totals[0] == 9
    assert all(after <= before for before, after in pairwise(totals))


def test_a_hidden_clock_leaves_the_count() -> None:
    state, graph = begun(format="full").state, seven()
    assert place.progress(state, graph, 44.2 * 60, clock=True) == [
        "question 1 of about 9 · 45 min left",
        "1 of about 9 · 45 min left",
        "45 min left",
    ]
    assert place.progress(state, graph, 44.2 * 60, clock=False) == ["question 1 of about 9", "1 of about 9"]
    assert place.progress(state, graph, -61, clock=True)[-1] == "2 min over time"


def test_the_clock_stands_while_one_judges() -> None:
    interview = begun()

    def awaits() -> Awaits:
        return interview.state.awaits

    while awaits() is not Awaits.ANSWER:
        interview.dont_know()
        interview.next()
    told = place.progress(interview.state, seven(), 600, clock=True)
    assert not any("stopped" in words for words in told)
    interview.answer("An answer.")
    while awaits() is Awaits.REPLY:
        interview.said_that()
    interview.predict("solid")
    assert awaits() is Awaits.MARK
    told = place.progress(interview.state, seven(), 600, clock=True)
    assert told[0].endswith("10 min left, clock stopped")
    assert told[-1] == "10 min left"
    assert not any("stopped" in words for words in place.progress(interview.state, seven(), 600, clock=False))
