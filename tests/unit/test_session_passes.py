"""What was being written is kept when its question is left; a pass is taken back while nothing else happened."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from simulator.engine.choice.asked_back.forms import AT_THE_END, ONLY_ASKS
from simulator.engine.choice.asked_back.sayings import (
    AS_DEEP,
    AS_UNDERSTOOD,
    FIGURES,
    MEANT,
    MISHEARD,
    OF_OWN_WORK,
    OWN_EITHER,
    PUT_AGAIN,
)
from simulator.engine.choice.asked_back.unprepared import Situation, reply_to
from simulator.errors import Doubted, NotAllowed, QuestionBack
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.load import progress_of, sat_of
from simulator.report.text.progress import progress_lines
from simulator.session.clock import SimulatedClock
from simulator.session.interview import events as ev
from simulator.session.interview.input import Doubts, asks_to_skip, asks_why, is_question_back
from simulator.session.interview.item_blocks import said_blocks
from simulator.session.interview.state import Phase, State, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests import reporting
from tests.conftest import Sit
from tests.reporting import folds_alike, turn_of


def test_a_skipped_text_is_a_note_on_disk(sit: Sit) -> None:
    sitting = sit(until="answering")
    sitting.interview.skip("Half a thought.")
    sitting.close()
    found = read(sitting.path)
    assert [n.text for n in fold(found.header, found.events).turns[0].notes] == ["Half a thought."]


@pytest.mark.parametrize("score", ["each", "end"])
def test_dont_know_keeps_its_text_as_note(sit: Sit, score: str) -> None:
    interview = sit(until="answering", score=score).interview
    interview.dont_know("Half a thought.")
    assert [n.text for n in interview.state.turns[0].notes] == ["Half a thought."]
    assert interview.state.turns[0].dont_know


@pytest.mark.parametrize(
    ("reply", "closes"),
    [("I said that.", True), ("As I've already said that", True), ("i've mentioned this already", True),
     ("I said that it grows with the batch.", False)],
)  # fmt: skip
def test_a_reply_may_say_that_it_was_said(sit: Sit, reply: str, closes: bool) -> None:
    interview = sit(until="probing").interview
    interview.answer_probe(reply)
    given = interview.state.turns[0].replies[0]
    assert (given.said, given.text) == ((True, "") if closes else (False, reply))


def test_a_skip_is_taken_back_with_its_text(sit: Sit) -> None:
    interview = sit(until="answering", score="end").interview
    passed = turn_of(interview).asked.id
    interview.skip("Half a thought.")
    interview.next()
    then = turn_of(interview).asked.id
    assert then != passed
    interview.undo("First words of the other.")
    assert (turn_of(interview).asked.id, turn_of(interview).draft) == (passed, "Half a thought.")
    assert interview.state.phase.value == Phase.ANSWERING.value
    folds_alike(interview)
    interview.answer("Half a thought, and the rest.")
    while interview.state.phase is Phase.PROBING:
        interview.said_that()
    interview.predict("solid")
    assert not interview.state.turns[0].notes, "the note was only the text that is sent now"
    asked = sum(isinstance(e, ev.Asked) for e in interview.events)
    interview.next()
    assert sum(isinstance(e, ev.Asked) for e in interview.events) == asked, "nothing new is asked"
    assert isinstance(interview.events[-1], ev.Returned)
    assert (turn_of(interview).asked.id, turn_of(interview).draft) == (then, "First words of the other.")
    assert interview.question_seconds < 1
    folds_alike(interview)
    interview.skip()
    interview.next()
    assert turn_of(interview).position == 3
    folds_alike(interview)


def test_a_skip_stands_once_something_else_happened(sit: Sit) -> None:
    interview = sit(until="answering").interview
    interview.skip()
    interview.next()
    interview.clarify("How large is it?")
    with pytest.raises(NotAllowed):
        interview.undo()


def test_a_pass_taken_back_outlives_the_program(sit: Sit) -> None:
    sitting = sit(until="answering")
    sitting.interview.skip("Half a thought.")
    sitting.interview.next()
    sitting.interview.undo()
    sitting.close()
    found = read(sitting.path)
    assert found.findings == ()
    state = fold(found.header, found.events)
    assert state == sitting.interview.state
    assert state.current is not None
    assert (state.current.position, state.current.draft) == (1, "Half a thought.")


@pytest.mark.parametrize("seed", [4, 5, 7])
def test_a_half_written_reply_comes_back_in_place(sit: Sit, seed: int) -> None:
    interview = sit(until="answering", seed=seed, minutes=90).interview
    interview.answer("I'd begin with what I know least about it.")  # two must-haves are unsaid: each is asked for
    while len(turn_of(interview).probes) < 2:
        assert interview.state.phase is Phase.PROBING, "this interview asks no second follow-up"
        interview.answer_probe("The first reply.")
    interview.undo("Half of the second re")
    assert turn_of(interview).draft == "The first reply."
    folds_alike(interview)
    interview.answer_probe("The first reply.")
    assert len(turn_of(interview).probes) == 2
    assert turn_of(interview).draft == "Half of the second re"
    folds_alike(interview)
    interview.undo()
    interview.undo()
    interview.answer("Another answer.")
    assert turn_of(interview).draft == "The first reply."
    folds_alike(interview)


def test_a_question_back_is_taken_the_second_time(sit: Sit) -> None:
    """ "What do you mean by sticky routing?" was thanked for, and the follow-up was over."""
    interview = sit(until="probing", seed=4).interview
    asked = len(turn_of(interview).replies)
    with pytest.raises(NotAllowed, match="a question for me"):
        interview.answer_probe("Sorry, what do you mean by sticky routing?")
    assert (interview.state.phase, len(turn_of(interview).replies)) == (Phase.PROBING, asked)
    interview.answer_probe("Sorry, what do you mean by sticky routing?")
    assert len(turn_of(interview).replies) == asked + 1


def test_a_follow_up_can_be_asked_back_about(sit: Sit) -> None:
    interview = sit(until="probing", seed=5).interview
    asks = turn_of(interview).probes[-1].asks
    interview.clarify("Sorry, could you repeat that?")
    interview.clarify("What do you mean by that?")
    again, meant = turn_of(interview).clarifications[-2:]
    assert again.reply == PUT_AGAIN.format(asks)
    assert meant.reply == MEANT[1]  # it stood alone; the first was said of what came before
    kinds = [block.kind for block in said_blocks(turn_of(interview))]
    assert kinds[-5:] == ["interviewer", "clarify", "clarified", "clarify", "clarified"]
    assert interview.state.phase is Phase.PROBING
    interview.answer_probe("By user.")
    reply = next(block for block in said_blocks(turn_of(interview)) if block.text == "By user.")
    assert said_blocks(turn_of(interview)).index(reply) == len(kinds), "what was asked back stands before the reply"
    folds_alike(interview)


def test_a_challenge_is_put_again_with_its_quote(sit: Sit) -> None:
    """ "Can you think of a case where that fails?" says nothing without what "that" is."""
    interview = sit(until="answering", seed=4).interview
    position, said = turn_of(interview).position, "caching is always useful"
    interview._append(ev.Answered, position=position, text=f"I think {said}.", stage="")
    asks = "Can you think of a case where that fails?"
    interview._append(ev.Probed, position=position, probe=1, sort="challenge", asks=asks, quote=said)
    interview.clarify("What do you mean by that?")
    reply = turn_of(interview).clarifications[-1].reply
    assert f"“{said}”" in reply
    assert reply.endswith(f"{asks} {MISHEARD}")


@pytest.mark.parametrize(
    ("asks", "is_bare", "reply"),
    [
        ("What do you mean by drift?", True, AS_UNDERSTOOD),
        ("What do you mean by drift?", False, PUT_AGAIN.format("And under drift?")),
        ("Sorry?", True, PUT_AGAIN.format("And under drift?")),
        ("I didn't quite get that.", True, PUT_AGAIN.format("And under drift?")),
        ("How many users?", False, FIGURES[0]),
    ],
)
def test_a_follow_up_is_put_again(asks: str, is_bare: bool, reply: str) -> None:
    assert reply_to(asks, Situation("How would you watch it?", follow_up="And under drift?", is_bare=is_bare)) == reply


def test_nobody_is_told_to_invent_their_work() -> None:
    """ "Pick something realistic and tell me" was said of a project that the candidate had built."""
    at = Situation("What have you built?", own_work=True)
    said = [reply_to("What scale?", at._replace(refused=number)) for number in range(4)]
    assert said == [*OF_OWN_WORK, OF_OWN_WORK[0]]
    assert reply_to("What scale?", at._replace(follow_up="Which one?")) == OF_OWN_WORK[0]
    assert reply_to("How deep should I go?", at) == AS_DEEP
    assert reply_to("Other way to do what: get labels, or train?", at._replace(follow_up="Which way?")) == OWN_EITHER[0]


def test_a_project_is_left_to_its_candidate(sit: Sit) -> None:
    interview = sit(until="answering", seed=4, project=True).interview
    assert turn_of(interview).question.kind == "experience"
    interview.clarify("xyzzy?")
    assert turn_of(interview).clarifications[-1].reply == OF_OWN_WORK[0]
    folds_alike(interview)


@pytest.mark.parametrize(
    "reply",
    [
        "Is it the KV cache?", "What about caching?", "I'd hash it. What else?", "By user, right?",
        "How if we shard it?", "When traffic is bursty?", "Where latency matters more than throughput?",
    ],
)  # fmt: skip
def test_an_unsure_reply_is_no_question_back(reply: str) -> None:
    assert not is_question_back(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Why?",
        "And how many users are there?",
        "Do you mean per request?",
        "Sorry, which one?",
        "Could you repeat that?",
    ],
)
def test_a_short_question_alone_is_one(reply: str) -> None:
    assert is_question_back(reply)


@pytest.mark.parametrize("until", ["probing", "debriefing"])
def test_nothing_is_told_while_scores_are_due(sit: Sit, llm: Graph, workspace: Workspace, until: str) -> None:
    sitting = sit(score="end", until=until, acts=None if until == "debriefing" else 12)
    sitting.leave()
    assert sitting.interview.state.ended is None
    now = sitting.interview.header.started + timedelta(minutes=50)
    unscored = len(sitting.interview.state.waiting)
    assert sat_of(workspace, llm) == ([], [], 1, unscored)
    found = progress_of(workspace, now)
    assert (found.sessions, found.questions, found.waiting) == (0, 0, 1)
    assert found.screen == found.onsite == f"{plural(unscored, 'answer')} still to score"
    lines = list(progress_lines(found, now.date()))
    assert lines[-1] == "1 interview isn't scored yet; it'll count once it is."  # and not that nothing was sat


def test_an_open_question_is_no_answer_to_score(sit: Sit, llm: Graph, workspace: Workspace) -> None:
    """Progress and home called an interview that was left at its first question "1 answer still to score"."""
    sitting = sit(score="end", until="answering")
    sitting.leave()
    assert sat_of(workspace, llm).waiting == 0
    found = progress_of(workspace, sitting.interview.header.started + timedelta(minutes=5))
    assert found.screen == "nothing was answered"


def test_all_is_told_of_interview_that_is_scored(sit: Sit, llm: Graph, workspace: Workspace) -> None:
    sitting = sit(score="end")
    sitting.leave()
    facts, past, waiting, _ = sat_of(workspace, llm)
    assert [f.id for f in facts] == [p.id for p in past] == [sitting.interview.header.id]
    assert not waiting


@pytest.mark.parametrize("score", ["each", "end"])
def test_time_on_a_resumed_item_is_its_own(llm: Graph, score: str) -> None:
    """The item put in between waits for its answer as well, but nobody was at it."""
    clock = SimulatedClock(reporting.START)

    def third(state: State) -> bool:
        return state.phase is Phase.ANSWERING and len(state.turns) > 2

    sat = reporting.interview(llm, 8, score=score, clock=clock, until=third)
    position = turn_of(sat).position
    clock.advance(60)
    sat.skip()
    sat.next()
    clock.advance(30)
    sat.undo()
    clock.advance(45)
    sat.stop()
    state = sat.state
    assert state.seconds_on(state.turn(position)) >= 134.999
    assert state.seconds_on(state.turn(position + 1)) == 0
    assert sum(state.seconds_on(t) for t in state.turns) == pytest.approx(state.clock)


def asked_back(sit: Sit, asks: str) -> ev.Clarified:
    """What came of a question that a candidate asked back."""
    interview = sit(until="answering").interview
    interview.clarify(asks)
    turn = interview.state.current
    assert turn is not None
    (asked,) = turn.clarifications
    return asked


@pytest.mark.parametrize(
    ("asks", "is_meaning"),
    [
        ("Do you mean that it's a second pass of the same model", True),
        ("What does invalid mean here?", True),
        ("In which sense is it wrong?", True),
        ("Does 'widget' mean the whole of it?", True),
        ("What's the mean latency of the gizmo?", False),
        ("Does the mean latency include queueing?", False),
        ("Does that include the mean?", False),
        ("Does the budget cover the mean load?", False),
        ("How many gizmos are there on Fridays?", False),
    ],
)
def test_what_a_question_means_is_no_fact(sit: Sit, asks: str, is_meaning: bool) -> None:
    asked = asked_back(sit, asks)
    assert not asked.matched
    said = "I'd rather not say more than the question does. Say how you understand it, and I'll go with that."
    assert (asked.reply == said) is is_meaning


@pytest.mark.parametrize(
    ("asks", "is_depth"),
    [
        ("how deep should I go?", True),
        ("How long should my answer be?", True),
        ("Do you want this in detail or just the idea?", True),
        ("Should I go into details of the widget?", True),
        ("How long should the gizmo keep its logs?", False),
        ("How deep is the tree of the widget?", False),
        ("How far is it from the widget to the gizmo?", False),
        ("How many gizmos are there on Fridays?", False),
    ],
)
def test_how_deep_to_go_is_answered(sit: Sit, asks: str, is_depth: bool) -> None:
    """It was told "That's up to you. What would you go with?"."""
    asked = asked_back(sit, asks)
    assert (asked.reply == "As far as you'd go with a colleague. I'll ask if I want more.") is is_depth


@pytest.mark.parametrize(
    "back",
    [
        "Why do you ask about that?",
        "so why are you asking me this",
        "Why this question?",
        "Why do you ask me that? I applied for a staff post.",
        "I applied for a staff post. Why do you ask me that?",
        "Why do you ask about gradients? This post has no training.",
        "This post has no training, why do you ask me about gradients?",
        "why is this relevant for the role?",
        "How are gradients relevant to my post?",
        "What does this have to do with inference?",
        "what do gradients have to do with this role",
        "What's the point of this question?",
        "why am I being asked this",
        "Why do I need to know this?",
    ],
)
def test_the_reason_may_be_asked_back(back: str) -> None:
    """Only the bare wording found it: with half a sentence beside, it was told a fact."""
    assert asks_why(back)
    assert is_question_back(back)


@pytest.mark.parametrize(
    "back",
    [
        "Why do you ask for a number?",
        "Why does the cache grow?",
        "Why?",
        "May I ask why it fails?",
        "Why do you ask that? How many users are there?",
        "Why is the latency relevant to the users?",
        "What has the cache to do with the cost?",
    ],
)
def test_other_whys_are_no_such_question(back: str) -> None:
    assert not asks_why(back)


@pytest.mark.parametrize(
    "back",
    [
        "can we skip this?",
        "let's move on please",
        "I don't know this, can we skip it?",
        "I said I don't know this. Can we skip it please?",
        "no idea, next please",
        "Could we move on to the next question?",
        "I'd rather move on",
        "I'll pass on this one.",
        "can you ask me something else?",
        "skip",
    ],
)
def test_leaving_it_may_be_asked_for(back: str) -> None:
    assert asks_to_skip(back)


@pytest.mark.parametrize(
    "back",
    [
        "Can we skip the reranker?",
        "can we skip the training part",
        "Can I use skip connections?",
        "Can we skip it if the cache is warm?",
        "Can we move on to another topic?",
        "Shall I go on?",
        "Shall I take another one?",
        "What comes next?",
        "Can we skip this? And how many users are there?",
    ],
)
def test_not_all_that_is_skipped_is_the_question(back: str) -> None:
    assert not asks_to_skip(back)


@pytest.mark.parametrize(("format", "told"), [("full", AT_THE_END), ("screen", ONLY_ASKS)])
def test_the_end_is_named_only_where_it_comes(sit: Sit, format: str, told: str) -> None:
    interview = sit(until="answering", format=format).interview
    interview.clarify("What would I be working on?")
    assert turn_of(interview).clarifications[-1].reply == told


@pytest.mark.parametrize(
    ("reply", "asks", "doubted"),
    [
        ("3", "Why does that help?", True),
        ("3", "How many copies are there then?", False),
        ("2", "By what factor does it grow?", False),
        ("30", "Why does that help?", False),
        ("3 of them", "Why does that help?", False),
    ],
)
def test_a_number_asked_for_is_no_grade(reply: str, asks: str, doubted: bool) -> None:
    doubts = Doubts()
    with pytest.raises(Doubted) if doubted else nullcontext():
        doubts.of_reply(reply, asks)
    doubts.of_reply(reply, asks)  # sent again, it's taken


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Why do you ask me that? I applied for a staff post.", True),
        ("What do you mean by drift?", True),
        ("Can we skip this?", True),
        ("Is it the cache?", False),
        ("I'd ask why it fails. Then I'd look at the traces.", False),
        ("3", False),
    ],
)
def test_an_answer_that_only_asks_is_doubted(sit: Sit, text: str, doubted: bool) -> None:
    """It was handed in, and the next follow-up came."""
    interview = sit(until="answering").interview
    with pytest.raises(QuestionBack) if doubted else nullcontext():
        interview.answer(text)
    assert bool(turn_of(interview).answers) != doubted
    if doubted:
        interview.answer(text)
        assert turn_of(interview).answers[-1].text == text
    folds_alike(interview)
