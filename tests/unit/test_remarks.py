"""The interviewer's words: the same on every resume, varied, about the area and the time and nothing else."""

import itertools
import re
from dataclasses import replace as changed
from typing import Literal, get_args

import pytest
from msgspec.structs import replace

from simulator.engine.choice.endings import EndReason
from simulator.engine.choice.reasons import Reason
from simulator.engine.choice.told.transitions import spoken
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Graph
from simulator.graph.text import lower_first
from simulator.session.clock import SimulatedClock
from simulator.session.header import Retake, Settings
from simulator.session.interview import events as ev
from simulator.session.interview.events import Answered, Closed
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.outcome_words import SKIPPED_COUNTS
from simulator.session.interview.state import Awaits, State, fold
from simulator.session.interview.turn import Turn
from simulator.session.opening import DESIGN_LATER
from simulator.session.presets import planned
from simulator.session.sitting import header_of
from simulator.session.transcript.read import read
from simulator.ui import interviewer, time_remarks
from simulator.ui.ending import NO_DESIGN, over_words
from simulator.ui.interviewer import (
    AFTER_SKIP,
    AFTER_UNKNOWN,
    CHECK_AGAIN,
    CHECK_MORE,
    STAY_AFTER_SKIP,
    STAY_AFTER_UNKNOWN,
    lead_in,
    lead_in_variants,
    reply_words,
    said_words,
    skipped_counts,
)
from simulator.ui.lines.room import PlainRoom
from simulator.ui.time_remarks import TWO_MINUTES, Interjections, share_of_minutes
from simulator.ui.tui.room import place
from tests.conftest import Sit
from tests.graphs import llm_graph
from tests.reporting import START
from tests.seven import begun, seven

EVERY = [
    words
    for module in (interviewer, time_remarks)
    for name, group in vars(module).items()
    if name.isupper() and isinstance(group, tuple)
    for words in group
]  # fmt: skip
TELLING = re.compile(
    r"\b(good answer|well done|great|right|wrong|correct|weak|borderline|solid|outstanding|better|excellent|"
    r"unfortunately|tier|level|easier|harder|impressive|perfect)\b",
    re.IGNORECASE,
)


@pytest.fixture
def state(sit: Sit) -> State:
    return sit(seed=5).interview.state


def leads(state: State, graph: Graph) -> list[str]:
    return [lead_in(state, turn, graph) for turn in state.turns]


def test_no_remark_tells_what_an_answer_was_worth() -> None:
    assert len(EVERY) > 20
    assert [words for words in EVERY if TELLING.search(words)] == []
    assert [words for words in EVERY if "!" in words or not words.endswith((".", "?"))] == [""] * EVERY.count("")


def test_how_a_reply_counts_is_said_once(state: State) -> None:
    said = [reply_words(state, number) for number in range(1, 12)]
    assert said[0] == interviewer.REPLY_COUNTS
    assert set(said[1:]) == set(interviewer.REPLY_THANKS)
    assert all(first != second for first, second in itertools.pairwise(said))


def test_another_follow_up_is_no_thanks(state: State) -> None:
    """ "Thank you." sounds like the end: the next mark was typed into a reply."""
    for turn in state.turns:
        if not turn.replies:
            continue
        open_one = changed(turn, replies=turn.replies[:-1], scored=None)
        there = changed(state, turns=(*state.turns[: turn.position - 1], open_one), closed=None, ended=None)
        said = [reply_words(there, number) for number in range(1, 12)]
        assert said[0].startswith(f"{interviewer.REPLY_COUNTS} ")
        assert not set(said) & {*interviewer.REPLY_THANKS, interviewer.REPLY_COUNTS}
        assert all("more" in words or "nother" in words for words in said)
        return
    pytest.fail("nobody replied")


@pytest.mark.parametrize("open_one", [True, False])
def test_who_takes_a_claim_back_hears_that(state: State, *, open_one: bool) -> None:
    """ "OK, I was wrong" got a silence, or "Another one on this." in a line at the bottom."""
    turn = next(turn for turn in state.turns if turn.replies)
    asked = replace(turn.probes[0], sort="challenge", quote="It can't be wrong")
    for text, noted in (("OK, I was wrong.", True), ("No, it can't, as I said.", False)):
        reply = replace(turn.replies[0], text=text)
        there = changed(turn, probes=(asked,) * (1 + open_one), replies=(reply,), scored=None)
        now = changed(state, turns=(*state.turns[: turn.position - 1], there), closed=None, ended=None)
        said = [reply_words(now, number) for number in range(1, 6)]
        assert all(("oted." in words) is noted for words in said), said
        assert "You'll judge it" in said[0]
        assert all(("nother" in words) is open_one for words in said)


def test_a_twist_is_one_whatever_follows() -> None:
    """ "Now the situation changes" stood before a file in which nothing changed, and twice in a row."""
    asks = "A guest posts a file with a command in it. What happens?"
    said = [
        ev.Probed(n=3, at=START, clock=2.0, position=1, probe=number, sort="twist", asks=asks).words
        for number in (1, 2, 3)  # as many as an answer may bring
    ]
    assert len(set(said)) == 3
    assert all(words.endswith(f". {asks}") and "changes" not in words for words in said)


def test_no_lead_of_a_follow_up_comes_twice() -> None:
    """Two of one answer began with "Now imagine this.", and two with a follow-up that was announced as one."""
    told = {"sort": "drill", "asks": "Why?", "told": "It has 64 layers."}
    facts = [ev.Probed(n=3, at=START, clock=2.0, position=1, probe=n, **told).words for n in (1, 2, 3)]  # type: ignore[arg-type]
    assert len(set(facts)) == 3
    for second, third in itertools.product(interviewer.MORE_ASKED, interviewer.YET_ANOTHER):
        shared = set(re.findall(r"\w{4,}", second.lower())) & set(re.findall(r"\w{4,}", third.lower()))
        assert not shared


def test_nothing_is_concluded_in_a_reply(sit: Sit) -> None:
    """ "How would you sum it up?" came while a follow-up was being answered, which has no place for it."""
    sitting = sit(seed=5, minutes=20, until="probing")
    interview = sitting.interview
    assert interview.state.awaits is Awaits.REPLY
    clock = interview._time
    assert isinstance(clock, SimulatedClock)
    says = Interjections(interview)
    turn = interview.state.current
    assert turn is not None
    clock.advance(turn.planned_minutes * 90 + 1 - interview.question_seconds)
    assert says.due() in time_remarks.CLOSE
    clock.advance(18 * 60 - interview.clock + 1)
    assert says.due() == time_remarks.TWO_MINUTES_ALONE


def test_nothing_is_asked_after_a_close(sit: Sit) -> None:
    """ "Let's bring this one to a close. What do you conclude?", and then another follow-up came."""
    for until in ("answering", "probing"):
        interview = sit(seed=5, minutes=45, until=until).interview
        clock, turn, says = interview._time, interview.state.current, Interjections(interview)
        assert isinstance(clock, SimulatedClock)
        assert turn is not None
        clock.advance(turn.planned_minutes * 90 + 1 - interview.question_seconds)
        said = says.due()
        if until == "answering":
            assert said in time_remarks.CONCLUDE
            assert not re.search(r"wrap|close", said), "a follow-up may come"
            continue
        assert said in time_remarks.CLOSE
        interview.answer_probe("It keeps the keys and values of all tokens so far.")
        assert interview.state.awaits is not Awaits.REPLY


def test_two_minutes_before_the_end_nothing_follows(sit: Sit) -> None:
    """ "About two minutes left. What would you conclude?" was followed by a follow-up."""
    for left, follows in ((180, True), (100, False)):
        interview = sit(seed=5, minutes=20, until="probing").interview
        turn = interview.state.current
        assert turn is not None
        answered = changed(turn, probes=(), replies=())
        at = interview.header.minutes * 60 - left
        assert (interview.selection.follow_up(interview.state, answered, at) is not None) == follows


def test_a_part_isnt_concluded_before_the_next(sit: Sit, llm: Graph) -> None:
    """ "Let's wrap this one up: what's your conclusion?" came in stage 2 of 4 of a design."""
    design = next(q for q in llm.questions.values() if len(q.stages) > 2 and not q.is_coding)
    for done, said in ((0, time_remarks.NEXT_PART), (len(design.stages) - 1, time_remarks.CONCLUDE)):
        interview = sit(seed=5, minutes=90, until="answering").interview
        clock, state = interview._time, interview.state
        assert isinstance(clock, SimulatedClock)
        assert state.current is not None
        asked = replace(state.current.asked, question=design)
        answers = tuple(
            ev.Answered(n=9, at=START, clock=2.0, position=1, text="So.", stage=stage.id)
            for stage in design.stages[:done]
        )
        turn = changed(state.current, asked=asked, answers=answers)
        interview.state = changed(state, turns=(*state.turns[:-1], turn))
        says = Interjections(interview)
        clock.advance(turn.planned_minutes * 90 + 1)
        assert says.due() in said


def test_checks_are_never_led_in_alike_twice(sit: Sit, llm: Graph) -> None:
    """They lie three items apart, and three in a row began with "Let me check one thing quickly.\""""
    checks = 0
    for seed in range(3, 7):
        state = sit(seed=seed).interview.state
        said = [lead_in(state, turn, llm) for turn in state.turns if turn.check is not None]
        titles = [lower_first(llm.area_title(area)) for area in llm.areas]
        aside = tuple(lead.format(area=title) for title in titles for lead in interviewer.CHECK_ASIDE)
        for group in (interviewer.CHECK, interviewer.CHECK_MORE, aside):
            led = [
                next(lead for lead in group if lead in words) for words in said if any(map(words.__contains__, group))
            ]
            assert all(before != after for before, after in itertools.pairwise(led))
            checks += len(led)
    assert checks > 8


def test_share_of_minutes_never_falls_with_follow_up(state: State) -> None:
    turn = next(turn for turn in state.turns if turn.check is None and turn.probes)
    at = turn.probes[0].clock - turn.since
    before = share_of_minutes(changed(turn, probes=()), at)
    assert share_of_minutes(changed(turn, probes=turn.probes[:1]), at + 4) == pytest.approx(before)
    later = share_of_minutes(changed(turn, probes=turn.probes[:1]), at + 600)
    assert later == pytest.approx((at + 600) / 60 / (turn.question.planned_minutes + 1))


def test_no_follow_up_is_closed_alike_twice(state: State) -> None:
    asked = next(turn for turn in state.turns if turn.probes).probes[0]
    for probe in (asked, replace(asked, sort="drill")):
        said = [said_words(state, probe, number) for number in range(1, 8)]
        assert [words for words in said if "count" in words] == said[:1]
        assert not any("move on" in words for words in said)  # another one may follow at once
        assert all(before != after for before, after in itertools.pairwise(said))


def test_what_was_not_heard_is_believed(state: State) -> None:
    any_probe = next(turn for turn in state.turns if turn.probes).probes[0]
    heard = {
        h.share >= P.HEARD_AT_ALL: (turn, point)
        for turn in state.turns
        if turn.check is None
        for point, h in heard_of(turn).items()
    }

    def said(sort: Literal["gap", "drill"], *, was_heard: bool) -> str:
        turn, point = heard[was_heard]
        return said_words(state, replace(any_probe, position=turn.position, sort=sort, point=point), 1)

    assert said("gap", was_heard=True) == interviewer.SAID_COUNTS
    assert said("gap", was_heard=False) == said("drill", was_heard=True)
    assert said("gap", was_heard=False) == "I'll take your word for it; only what's in your answer counts."


def test_remarks_do_not_depend_on_the_verdict(state: State, llm: Graph) -> None:
    worse = changed(state, turns=tuple(changed(t, scored=None, marks={}, prediction="weak") for t in state.turns))
    assert leads(worse, llm) == leads(state, llm)


def test_words_are_same_when_transcript_is_read_again(sit: Sit, llm: Graph) -> None:
    sitting = sit(seed=5)
    sitting.close()
    found = read(sitting.path)
    assert leads(fold(found.header, found.events), llm) == leads(sitting.interview.state, llm)


def test_no_concept_is_named_but_changed_areas_are(state: State, llm: Graph) -> None:
    said = leads(state, llm)
    titles = {llm.concepts[c].title.lower() for t in state.turns for c in t.asked.concepts}
    areas = {area.title.lower() for area in llm.areas.values()}
    assert not [(s, title) for s in said for title in titles - areas if title in s.lower()]
    for before, turn in zip(state.turns, state.turns[1:], strict=False):
        if turn.check is None and turn.question.kind != "design" and turn.asked.area != before.asked.area:
            assert llm.areas[turn.asked.area].title[1:] in said[turn.position - 1]


def test_the_words_vary(state: State, llm: Graph) -> None:
    said = leads(state, llm)
    assert all(first != second for first, second in itertools.pairwise(said))
    others = [State(replace(state.header, seed=seed), state.turns) for seed in range(6, 16)]
    assert any(leads(other, llm) != said for other in others)


def test_a_second_check_is_one_more() -> None:
    interview = begun(again=Retake("", items=tuple(seven().checks)))
    while interview.state.ended is None:
        interview.dont_know()
        interview.next()
    said = leads(interview.state, seven())
    assert len(said) > 1
    assert said[0] in interviewer.CHECK
    areas = [turn.asked.area for turn in interview.state.turns]
    for before, area, words in zip(areas, areas[1:], said[1:], strict=False):
        title = lower_first(seven().area_title(area))
        on = {lead.format(area=title) for lead in interviewer.CHECK_ON}  # "One more of those" named another subject
        assert words in (interviewer.CHECK_MORE if before == area else on)
    assert all(first != second for first, second in itertools.pairwise(said))


def test_the_opening_names_role_and_level() -> None:
    said = begun(format="full", seniority="senior").header.opening
    assert "You're interviewing for the gardener role, at senior level, and we have 45 minutes:" in said
    assert "in depth" not in said, "what comes is not known yet"
    assert "advert" not in said
    assert said.endswith("and your questions at the end. Interrupt me if anything's unclear.")
    assert "I've read the job advert" in begun(format="full", advert={"soil": 0.5}).header.opening


def test_what_the_plan_goes_over_is_said() -> None:
    """It opened on another question of a wide concept, "So, let's start", and seemed to have nothing to do with it."""
    graph = llm_graph()
    area = graph.area_of("regularization-and-generalization")
    concepts = [concept.id for concept in graph.concepts.values() if concept.area == area]

    def said(*concepts: str) -> str:
        return header_of(graph, planned(Settings(), "deep-dive", 10.0, area, concepts), START, "aaaa").opening

    one, two = "regularization-and-generalization", concepts[0]
    titles = [lower_first(graph.concepts[name].title) for name in (two, one)]
    assert said(one) == f"You missed something on {titles[1]}, so we start there."
    assert said(two, one) == f"You missed something on {titles[0]} and on {titles[1]}, so we start there."
    assert said(*concepts[:3]) == f"You missed something on {lower_first(graph.area_title(area))}, so we start there."
    assert not said(), "a whole area is no such thing"
    again = Retake("earlier", concepts=(one,))
    assert not header_of(graph, Settings(area=area, format="deep-dive", again=again), START, "aaaa").opening


def test_the_opening_tells_of_code() -> None:
    graph = llm_graph()
    role = replace(next(iter(graph.roles.values())), id="coder", code=True)
    graph = replace(graph, roles={**graph.roles, "coder": role})

    def said(role: str, minutes: float) -> str:
        return header_of(graph, Settings(role=role, format="full", minutes=minutes), START, "aaaa").opening

    other = next(name for name, one in graph.roles.items() if not one.code)
    assert ", some code, and your questions at the end." in said("coder", 45.0)
    assert ", some code, a design if those go well, and your questions" in said("coder", 60.0)
    assert "code" not in said("coder", 30.0)
    assert "code" not in said(other, 60.0)
    graph = replace(graph, questions={q.id: q for q in graph.questions.values() if q.kind != "design"})
    assert ", then a few subjects, and your questions at the end." in said(other, 60.0)


def test_half_time_is_told_once(sit: Sit, llm: Graph) -> None:
    late = []
    said = re.compile("|".join((*map(re.escape, interviewer.HALF_TIME), interviewer.MINUTES_LEFT.format(r"\d+"))))
    for seed in range(5, 9):
        state = sit(seed=seed).interview.state
        told = [s for s in leads(state, llm) if said.search(s)]
        late.append(any(t.asked.clock >= state.header.minutes * 30 for t in state.turns))
        assert len(told) == late[-1]
        assert not re.search(r"left\. (?:Thank you|Got it|Okay)\.|time\. (?:Thank you|Got it|Okay)\.", " ".join(told))
        taste = State(replace(state.header, minutes=10.0), state.turns)
        assert not [s for s in leads(taste, llm) if said.search(s)]
    assert any(late)


def test_time_is_told_while_one_answers(sit: Sit) -> None:
    sitting = sit(seed=5, acts=1, minutes=20)
    interview = sitting.interview
    clock = interview._time
    assert isinstance(clock, SimulatedClock)
    says = Interjections(interview)
    assert interview.state.current is not None
    planned = interview.state.current.question.planned_minutes * 60
    assert says.due() == ""
    clock.advance(planned * 1.5 + 1 - interview.question_seconds)
    assert says.due() in time_remarks.CONCLUDE
    assert says.due() == ""
    clock.advance(15 * 60 - interview.clock - 1)
    assert says.due() == ""
    clock.advance(1)
    assert "ive minutes" in says.due()
    assert says.due() == ""
    clock.advance(180)
    assert says.due() in TWO_MINUTES
    clock.advance(20)
    assert says.due() == "", "and no conclusion is asked for twice"
    interview.pause()
    clock.advance(600)
    assert says.due() == ""


def test_minutes_left_wait_for_end_of_text(sit: Sit) -> None:
    """ "There are five minutes left." stood between two lines of an answer, or came when it was no longer true."""
    sitting = sit(seed=5, acts=1, minutes=20)
    clock = sitting.interview._time
    assert isinstance(clock, SimulatedClock)
    says = Interjections(sitting.interview)
    clock.advance(15 * 60 - sitting.interview.clock)
    assert {says.due(in_midst=True) for _ in range(2)} <= {"", *time_remarks.CONCLUDE}
    clock.advance(70)
    assert says.due() == "We've got about 4 minutes left."
    assert says.due() == ""


def test_minutes_left_come_before_what_is_asked(sit: Sit, llm: Graph) -> None:
    """ "We've got about 5 minutes left." stood below the follow-up that it had come with."""
    sitting = sit(seed=5, minutes=20, until="probing")
    clock, written = sitting.interview._time, list[str]()
    assert isinstance(clock, SimulatedClock)
    asked = sitting.interview.events[-1]
    assert isinstance(asked, ev.Probed)
    room = PlainRoom(sitting, llm, lambda: None, written.append)
    room.shown = asked.n - 1
    clock.advance(15 * 60 - sitting.interview.clock + 1)
    room.show_new()
    said = " ".join(written)
    assert 0 <= said.index("ive minutes") < said.index(asked.asks[:20])


@pytest.mark.parametrize("before_asking", [True, False])
def test_nobody_concludes_what_is_asked_just_now(sit: Sit, before_asking: bool) -> None:
    interview = sit(seed=5, acts=1, minutes=20).interview
    clock, says = interview._time, Interjections(interview)
    assert isinstance(clock, SimulatedClock)
    clock.advance(18 * 60 - interview.clock + 1)
    said = says.due(before_asking=before_asking)
    assert said == time_remarks.TWO_MINUTES_ALONE if before_asking else said in TWO_MINUTES


def ended(state: State, why: EndReason, minutes_used: float, **header: object) -> State:
    """The state with an end of its own: a reason, and the interview time that was used."""
    end = Closed(n=999, at=state.header.started, clock=minutes_used * 60, why=why)
    return changed(state, header=replace(state.header, **header), closed=end)


def test_design_that_had_no_time_is_mentioned(state: State) -> None:
    plain = tuple(turn for turn in state.turns if turn.check is not None or turn.question.kind != "design")
    promised = f"Hello. The basics first, {DESIGN_LATER}, and your questions."

    def says(why: EndReason, opening: str, turns: tuple[Turn, ...] = plain) -> bool:
        return NO_DESIGN in over_words(changed(ended(state, why, 19, opening=opening), turns=turns))

    assert says("time", promised)
    assert not says("finished", promised), "time was left"
    assert not says("time", "Hello."), "none was spoken of"
    asked = next(turn for turn in plain if turn.check is None)
    question = replace(asked.question, kind="design")
    designed = changed(asked, asked=replace(asked.asked, question=question))
    assert not says("time", promised, (*plain, designed))


QUICKER = "That was the last one I had for today. We've finished early."


def test_the_end_says_why(sit: Sit) -> None:
    state = sit(seed=5, format="screen").interview.state
    assert state.why_over != ""
    assert ended(state, "stopped", 3).why_over == ""
    assert ended(state, "time", 20.5).why_over == "Our time is up."
    assert "We have about 2 minutes left" in ended(state, "time", 18).why_over
    assert "We have less than a minute left" in ended(state, "time", 19.9).why_over
    assert ended(state, "finished", 13).why_over == QUICKER
    assert "ladder ends" in ended(state, "ladder", 13).why_over
    assert "that was the last." in ended(state, "questions", 3).why_over
    assert not TELLING.search(state.why_over)


def test_last_question_is_said_to_be_it_once(sit: Sit) -> None:
    state = sit(seed=5, format="screen").interview.state
    for why in get_args(EndReason):
        for used in (8.0, 18.0, 20.5):
            said = over_words(ended(state, why, used))
            assert len(re.findall(r"\blast\b|everything|no more", said)) == 1, said
    task = over_words(ended(state, "design", 19))
    assert task == "That was my last question."
    assert over_words(ended(state, "design", 8)) == f"{task} We've finished early."


def test_one_question_alone_isnt_called_first(sit: Sit, llm: Graph) -> None:
    """Beside "question 1 of 1" stood "Here's the first one."."""
    state = sit(seed=5, format="drill").interview.state
    for seed in range(12):
        alone = changed(state, header=replace(state.header, seed=seed, max_questions=1))
        assert lead_in(alone, alone.turns[0], llm) in interviewer.BEGIN[:-1]
    several = (changed(state, header=replace(state.header, seed=seed)) for seed in range(12))
    assert interviewer.BEGIN[-1] in {lead_in(one, one.turns[0], llm) for one in several}


@pytest.mark.parametrize(("form", "greets"), [("drill", False), ("screen", True)])
def test_practice_begins_without_a_greeting(sit: Sit, llm: Graph, form: str, greets: bool) -> None:
    """A question tried again in the evening began with "Thank you for coming"."""
    state = sit(seed=5, format=form).interview.state
    words = lead_in(state, state.turns[0], llm)
    assert (words in interviewer.OPENING) is greets
    assert (words in interviewer.BEGIN) is not greets


@pytest.mark.parametrize("reason", [{}, {"finds": "left"}, {"leaves": "elsewhere"}])
def test_the_interviewer_goes_back_where_the_header_does(state: State, llm: Graph, reason: dict[str, object]) -> None:
    """ "Let's change the subject" stood below "back to this subject"."""
    first, second, third = [t for t in state.turns if t.check is None and t.question.kind != "design"][:3]
    reasons = {"move": "new-thread", "concept": third.question.primary, "tier": 2, "gain": 0.1, **reason}
    area = llm.area_of(third.question.primary)
    turns = [
        changed(first, asked=replace(first.asked, position=1, area=area)),
        changed(second, asked=replace(second.asked, position=2, area="elsewhere")),
        changed(third, asked=replace(third.asked, position=3, area=area, reason=reasons)),
    ]
    for number in range(5):
        there = changed(state, turns=tuple(turns), header=replace(state.header, seed=number))
        assert place.thread_words(there, turns[2]) == place.RETURNS
        said = lead_in(there, turns[2], llm)
        assert re.search(r"\b(back|return|more)\b", said, re.IGNORECASE), said


def test_another_one_is_said_of_the_same_area(state: State, llm: Graph) -> None:
    """It was said of a new subject after a skipped opening."""
    skipped = changed(state, turns=(changed(state.turns[0], skipped=True), *state.turns[1:]))
    after = next(turn for turn in state.turns[1:] if turn.check is None and turn.question.kind != "design")
    for area, stays in ((state.turns[0].asked.area, True), ("elsewhere", False)):
        turn = changed(after, asked=replace(after.asked, area=area))
        assert lead_in_variants(skipped.turns[0], turn) == (STAY_AFTER_SKIP if stays else AFTER_SKIP)
        unknown = changed(state.turns[0], answers=(Answered(n=3, at=START, clock=9.0, position=1, dont_know=True),))
        assert lead_in_variants(unknown, turn) == (STAY_AFTER_UNKNOWN if stays else AFTER_UNKNOWN)
    for words in (*STAY_AFTER_UNKNOWN, *AFTER_UNKNOWN):
        assert not words.startswith(("Got it", "Thank"))
    assert not any("nother" in words for words in AFTER_SKIP)
    assert all("nother" in words for words in STAY_AFTER_SKIP)


def test_a_second_check_sounds_like_a_second(state: State) -> None:
    """Its reason called it the second one, and what was said before it sounded as if it were the first."""
    first = next(turn for turn in state.turns if turn.check is not None)
    question = next(turn for turn in state.turns if turn.check is None)
    assert lead_in_variants(question, first) != CHECK_AGAIN
    assert lead_in_variants(question, first, again=True) == CHECK_AGAIN
    assert lead_in_variants(first, first, again=True) == CHECK_MORE
    assert all(re.search("more|nother", words) for words in CHECK_AGAIN)


def test_many_skips_are_said_to_add_up(state: State) -> None:
    questions = [n for n, turn in enumerate(state.turns) if turn.check is None]
    for count, adds_up in ((1, False), (2, True)):
        chosen = questions[:count]
        turns = tuple(changed(turn, skipped=n in chosen) for n, turn in enumerate(state.turns))
        assert ("less certain" in skipped_counts(changed(state, turns=turns))) == adds_up
    checks = [n for n, turn in enumerate(state.turns) if turn.check is not None and n > questions[1]]
    check = [changed(turn, skipped=n in {*questions[:2], checks[0]}) for n, turn in enumerate(state.turns)]
    assert skipped_counts(changed(state, turns=tuple(check))) == SKIPPED_COUNTS
    many = changed(state, turns=turns)
    for header in (replace(state.header, format="drill"), replace(state.header, again=Retake("s", items=("a",)))):
        assert skipped_counts(changed(many, header=header)) == SKIPPED_COUNTS
    first = state.turns[questions[0]]
    asked = [changed(first, asked=replace(first.asked, position=n), skipped=n in {3, 11}) for n in range(1, 12)]
    assert skipped_counts(changed(state, turns=tuple(asked))) == SKIPPED_COUNTS  # two of eleven


def test_nothing_is_left_there_after_a_skip(llm: Graph) -> None:
    reason = Reason(move="new-thread", concept="agent-loop", tier=2, gain=0.1, leaves="production")
    assert "there" in spoken(reason, llm)
    assert spoken(reason, llm, skipped=True) == "Let's skip that one and talk about agents and tools."


@pytest.mark.parametrize(("kind", "said"), [("implement", "write some code"), ("repair", "find a fault in some code")])
def test_code_that_is_there_is_mended(state: State, llm: Graph, kind: str, said: str) -> None:
    task = next(question for question in llm.questions.values() if question.kind == kind)
    first, second = state.turns[0], next(turn for turn in state.turns[1:] if turn.check is None)
    reason = {"move": "task", "concept": task.primary, "tier": task.tier, "gain": 0.1, "leaves": first.asked.area}
    asked = replace(second.asked, position=2, question=task, area=llm.area_of(task.primary), reason=reason)
    assert f"Now I'd like you to {said}" in lead_in(state, changed(second, asked=asked), llm)
