"""The reasons as they're said in the room: each is true, says what it's for, and isn't heard twice."""

import json
import re
from collections import Counter
from dataclasses import replace as changed

import msgspec
import pytest

from simulator.engine.choice.reasons import TIER_GAVE_WAY, Move, Reason
from simulator.engine.choice.told import asked_because, checked_because, follow_up_purposes, followed_because
from simulator.engine.choice.told.aims import AIMS, Aim, aim_of
from simulator.engine.choice.told.asked_because import question_because
from simulator.engine.choice.told.checked_because import check_because
from simulator.engine.choice.told.course import Course, Unanswered, Wordings
from simulator.engine.choice.told.follow_up_purposes import Purpose
from simulator.engine.choice.told.followed_because import AskedFollowUp, follow_up_because
from simulator.engine.choice.told.named import named_as_said
from simulator.engine.scoring import SHORT, STRONG, Verdict
from simulator.report.reasons_told import (
    follow_up_reason,
    reason_before_reference,
    reason_in_the_room,
    reason_sentences,
)
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from tests.graphs import llm_graph
from tests.isolation import ROOT
from tests.typed_interviews import PREFERENCES, SERVING, typed
from tests.unit.test_taken_up import questions, sat

SITTINGS = (
    (PREFERENCES, 1, "research-scientist"),
    (SERVING, 4, "applied-engineer"),
    ("We tried it.", 2, "applied-engineer"),
)
FIRST, SECOND, THIRD = [c.id for c in llm_graph().concepts.values() if c.area == "evaluation"][:3]
ELSEWHERE = next(c.id for c in llm_graph().concepts.values() if c.area == "retrieval")
TALKED = next(q for q in llm_graph().questions.values() if q.kind == "discuss")


@pytest.fixture(params=SITTINGS, ids=["preferences", "serving", "nothing"])
def state(request: pytest.FixtureRequest) -> State:
    return sat(*request.param)


def early(state: State) -> list[str]:
    return [reason_before_reference(turn, llm_graph(), state.header, state.turns) for turn in state.turns]


def sentences(told: str) -> list[str]:
    return re.split(r"(?<=[.?!]) (?=[A-Z])", told)


def test_no_sentence_is_heard_twice(state: State) -> None:
    """ "A new subject, to see how you get on with X, which had only come up in a quick check", twice in one hour."""
    heard = Counter(sentence for told in early(state) for sentence in sentences(told))
    assert len(heard) > 20
    assert max(heard.values()) <= 2, heard.most_common(2)
    whole = early(state)
    assert len(set(whole)) == len(whole)


def test_few_reasons_are_the_interviewers_wishes(state: State) -> None:
    """ "I'd like to hear", "I want to see": every second reason said what the interviewer would like."""
    wishes = [told for told in early(state) if re.search(r"I'd (?:like|rather)|I want", told)]
    assert len(wishes) <= len(state.turns) / 4, wishes


def test_no_area_is_named_twice_in_a_reason(state: State) -> None:
    """ "You've had no question on agents and tools yet. Agents and tools is a big part of this role." """
    titles = [area.title.lower() for area in llm_graph().areas.values() if " " in area.title]
    for told in early(state):
        assert not [title for title in titles if told.lower().count(title) > 1], told


def test_every_check_says_what_it_is_for(state: State) -> None:
    """ "A quick check on retrieval and RAG." gave no reason at all."""
    checks = [(turn, told) for turn, told in zip(state.turns, early(state), strict=True) if turn.check is not None]
    assert checks
    for turn, told in checks:
        purpose = sentences(told)[0]
        area = llm_graph().areas[turn.asked.area]
        assert len(purpose.split()) > 8
        assert not re.fullmatch(rf"A quick check on {area.title}[^,:]*\.", purpose, re.IGNORECASE)


def test_no_title_of_a_concept_is_said(state: State) -> None:
    """ "Your answer on “Cost, latency and quality trade-offs”" named what nobody had seen."""
    titles = {concept.title.lower() for concept in llm_graph().concepts.values() if len(concept.title) > 20}
    for told in early(state):
        assert not [title for title in titles if title in told.lower()]
        assert "tier" not in told


def test_after_the_reference_its_concept_is_told(state: State) -> None:
    for turn in state.turns:
        before = reason_before_reference(turn, llm_graph(), state.header, state.turns)
        after = reason_in_the_room(turn, llm_graph(), state.header, state.turns)
        assert after.startswith(before)
        assert (f"It was on “{llm_graph().concept_title(turn.asked.concepts[0])}”." in after) != turn.is_story


def test_at_the_end_no_answer_is_judged_earlier() -> None:
    """With scores at the end nobody knows yet what an answer was worth."""
    state = typed(SERVING, 4, role="applied-engineer", score="end")
    told = early(state)
    assert any("question" in words for words in told)
    assert not [words for words in told if re.search(r"was (?:weak|borderline|solid|outstanding)|You did well", words)]


def course(reason: Reason, **more: object) -> Course:
    return Course(reason, TALKED, llm_graph(), role="applied-engineer", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("verdict", ["weak", "borderline", "solid", "outstanding"])
@pytest.mark.parametrize(("before", "now"), [(2, 3), (3, 3), (3, 2)])
def test_harder_is_said_of_a_higher_tier_alone(verdict: Verdict, before: int, now: int) -> None:
    """ "An easier one" came after a solid answer, and "something harder" where nothing was."""
    reason = Reason("sibling", SECOND, now, 0.1, FIRST, before, verdict, hops=2)
    for seed in range(4):
        told = question_because(course(reason, talked={"evaluation": 1}), Wordings(seed))
        up = re.search(r"here's something harder|step up|this one is harder|ask for more", told)
        assert bool(up) == (now > before and verdict in STRONG)
        down = re.search(r"something easier|step back|go easier", told)
        assert bool(down) == (now < before and verdict in SHORT)


def test_where_nothing_is_as_hard_it_says_so() -> None:
    reason = Reason("sibling", SECOND, 2, 0.1, FIRST, 3, "solid", hops=2, gave_way=(TIER_GAVE_WAY,))
    assert "I've nothing as hard left on evaluation" in question_because(course(reason), Wordings())


def test_what_it_rests_on_is_an_edge() -> None:
    graph = llm_graph()
    checks = {check.primary: check for check in graph.checks.values()}
    edges = ((c.id, p) for c in graph.concepts.values() for p in c.prerequisites if graph.area_of(p) == c.area)
    above, below = next(edge for edge in edges if edge[1] in checks)
    for rests, hops in ((True, 1), (True, 2), (False, 1)):
        reason = Reason("check", below, 2, 0.1, above, 2, "solid", hops=hops, rests=rests)
        told = check_because(changed(course(reason), item=checks[below]), Wordings())
        assert bool(re.search(r"rests on this|lies beneath", told)) == (rests and hops == 1)


def test_no_subject_is_stayed_with_after_a_story() -> None:
    """ "I'd have stayed with the subject" was said of a story that was about another one."""
    state = sat(*SITTINGS[2])
    after = questions(state)[1]
    reason = {**after.asked.reason, "gave_way": ["another subject"]}
    for from_story, said in ((True, False), (False, True)):
        turn = changed(after, asked=msgspec.structs.replace(after.asked, reason={**reason, "from_story": from_story}))
        told = reason_before_reference(turn, llm_graph(), state.header, state.turns)
        assert ("stayed with the subject" in told) == said


@pytest.mark.parametrize(
    ("between", "words"),
    [(0, "our last answer"), (1, "our answer before the check"), (2, "our answer before those checks")],
)
def test_the_answer_before_is_named_by_its_place(between: int, words: str) -> None:
    reason = Reason("deepen", SECOND, 3, 0.1, FIRST, 2, "solid", hops=2)
    assert words in question_because(course(reason, between=between), Wordings())


@pytest.mark.parametrize(("between", "missed", "admits"), [(3, 3, True), (3, 2, True), (2, 1, False), (1, 1, False)])
def test_a_step_up_knows_of_missed_checks(between: int, missed: int, admits: bool) -> None:
    """ "Your answer before those checks was good, so here's something harder" came after three wrong ones."""
    reason = Reason("deepen", SECOND, 3, 0.1, FIRST, 2, "solid", hops=2)
    for seed in range(3):
        told = question_because(course(reason, between=between, missed=missed), Wordings(seed))
        assert ("the checks didn't go so well" in told.lower() or "than by the checks" in told) == admits


@pytest.mark.parametrize("move", ["deepen", "sibling", "step-back"])
def test_a_skipped_question_had_no_answer(move: Move) -> None:
    reason = Reason(move, SECOND, 2, 0.1, FIRST, 2, "", hops=2)
    told = question_because(course(reason, skipped=True), Wordings())
    assert "skipped" in told
    assert "answer was" not in told


@pytest.mark.parametrize(
    ("checks", "said"), [(0, "haven't|no question|missing"), (1, "quick check\\b|short check\\b"), (2, "checks")]
)
def test_what_came_of_a_new_area_is_said(checks: int, said: str) -> None:
    reason = Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid", leaves="retrieval", finds="weight", hops=4)
    for seed in range(6):
        told = question_because(course(reason, talked={"retrieval": 2}, checked={"evaluation": checks}), Wordings(seed))
        assert re.search(said, told)


def test_a_second_check_hides_the_first_result() -> None:
    check = next(c for c in llm_graph().checks.values() if c.primary in {FIRST, SECOND, THIRD})
    reason = Reason("check", check.primary, 2, 0.1, ELSEWHERE, 2, "solid", doubt=True)
    for seed in range(3):
        told = check_because(Course(reason, check, llm_graph(), checked={"evaluation": 1}), Wordings(seed))
        assert re.search(r"second|another", told)
        assert not re.search(r"wrong|right|missed", told)


def test_a_check_knows_what_a_story_touched() -> None:
    """ "So far there's been nothing on safety" was said after a story of red teaming."""
    state = typed(SERVING, 4, role="inference-engineer")
    said = {
        turn.asked.area for turn in state.turns if turn.check is not None and turn.asked.reason["touched"] == "story"
    }
    assert said
    for turn, told in zip(state.turns, early(state), strict=True):
        if turn.check is not None and turn.asked.reason["touched"] == "story":
            assert "nothing on" not in told
            assert "haven't asked" not in told


@pytest.mark.parametrize(
    ("asks", "aim"),
    [
        ("The loss jumps and falls back only halfway. What do you suspect, and what do you do?", "cause"),
        ("A vendor leads six boards. What do you make of that?", "claim"),
        ("How many cards do you need for this?", "reckon"),
        ("A paper gives 500 tonnes of CO₂e. How far off may it be?", "reckon"),
        ("How would you find out whether B is really the better prompt?", "prove"),
        ("You could cache, route or distil. Which would you use for what, and by which rule?", "choose"),
        ("The client's lawyer says no. What do you do?", "mend"),
        ("Chunks overlap. What does that cost?", "limits"),
        ("Compare masked and causal training for me.", "compare"),
        ("Why are language models trained on GPUs?", "why"),
        ("How does speculative decoding work?", "explain"),
    ],
)
def test_what_is_asked_tells_the_aim(asks: str, aim: Aim) -> None:
    assert aim_of(msgspec.structs.replace(TALKED, prompt=asks)) == aim


def test_most_questions_say_what_they_are_after() -> None:
    talked = [q for q in llm_graph().questions.values() if q.kind == "discuss"]
    aims = Counter(map(aim_of, talked))
    assert aims[""] < 0.03 * len(talked)
    assert set(aims) - {""} >= {
        "cause",
        "claim",
        "reckon",
        "prove",
        "choose",
        "mend",
        "limits",
        "compare",
        "why",
        "explain",
    }


def test_reasons_quote_only_what_the_question_is_about() -> None:
    """ "You mentioned softmax" stood before a question on masks; and "I'd like to take that up" was spoken already."""
    about, aside = (
        question_because(course(Reason("sibling", SECOND, 2, 0.1, FIRST, 2, "solid", mentioned=words)), Wordings())
        for words in (TALKED.prompt.split()[1], "LoRA")
    )
    assert "You mentioned" in about
    assert "LoRA" not in aside
    assert "Your last answer was good" in aside
    assert not re.search(r"take that up|let's go into|tell me more", about, re.IGNORECASE)


def test_every_area_says_why_it_matters() -> None:
    """Each sentence stands for itself, so that it can follow any other."""
    for area in llm_graph().areas.values():
        assert len(area.matters) == 2
        assert not [words for words in area.matters if re.match(r"(?:It|That|There|They|This)\b", words)]
        assert all(words.endswith(".") for words in area.matters)


def test_wordings_come_by_turns() -> None:
    wordings = Wordings(3)
    said = [wordings.pick(("a {x}", "b {x}", "c {x}"), x=n) for n in range(6)]
    assert len({words[0] for words in said[:3]}) == 3
    assert [words[0] for words in said[:3]] == [words[0] for words in said[3:]]
    assert wordings.once(("only",)) == "only"
    assert wordings.once(("only",)) == ""


def test_spoken_reasons_are_sentences() -> None:
    groups = [
        group
        for module in (asked_because, checked_because, followed_because)
        for name, group in vars(module).items()
        if name.isupper()
    ]
    told = [*AIMS.values(), *followed_because.ASKS.values()]
    told += [group for one in vars(follow_up_purposes).values() if isinstance(one, Purpose) for group in one]
    told += [group for one in follow_up_purposes.OF_STORY for group in one]
    texts = [text for group in (*groups, *told) if isinstance(group, tuple) for text in group if isinstance(text, str)]
    assert len(texts) > 100
    assert not [text for text in texts if "!" in text or "  " in text]


def test_a_reason_that_is_lost_is_empty(state: State) -> None:
    turn: Turn = state.turns[2]
    lost = changed(turn, asked=msgspec.structs.replace(turn.asked, reason={}))
    assert reason_before_reference(lost, llm_graph(), state.header, state.turns) == ""
    assert reason_in_the_room(lost, llm_graph(), state.header, state.turns) == ""


def test_an_old_reason_still_says_something(state: State) -> None:
    """Transcripts of former engines lack the fields that came later."""
    for turn in questions(state)[1:]:
        kept = {key: turn.asked.reason[key] for key in ("move", "concept", "tier", "gain")}
        old = changed(turn, asked=msgspec.structs.replace(turn.asked, reason=kept))
        assert reason_before_reference(old, llm_graph(), state.header, state.turns).endswith((".", "?"))


@pytest.mark.parametrize(("area", "aside"), [("interpretability", True), ("evaluation", False)])
def test_a_second_look_aside_is_told_apart(area: str, aside: bool) -> None:
    """Two checks on what counts for little had the reasons of a main area."""
    check = next(c for c in llm_graph().checks.values() if llm_graph().area_of(c.primary) == area)
    reason = Reason("check", check.primary, 2, 0.1, ELSEWHERE, 2, "solid", doubt=True)
    role = "inference-engineer" if aside else "applied-engineer"
    second = changed(course(reason, checked={area: 1}), item=check, role=role)
    for seed in range(2):
        assert bool(re.search(r"leave .* be|counts for little", check_because(second, Wordings(seed)))) == aside


def test_words_of_a_graph_with_braces_come_once() -> None:
    wordings, matters = Wordings(), ("A set is written {a, b}.", "Sets are everywhere.")
    assert [wordings.once(matters) for _ in range(3)] == [*matters, ""]


def followed(state: State) -> list[tuple[Turn, str]]:
    """What was said of each follow-up while it was open, with its turn."""
    then = [(t, changed(t, probes=t.probes[:n])) for t in questions(state) for n in range(1, len(t.probes) + 1)]
    return [(turn, follow_up_reason(there, llm_graph(), state.header, state.turns)) for turn, there in then]


def test_a_follow_up_has_its_own_reason(state: State) -> None:
    """While it was open, the reason of its question was said again."""
    told = followed(state)
    assert len(told) > 5
    of_questions = {sentence for words in early(state) for sentence in sentences(words)}
    assert not of_questions & {sentence for _, words in told for sentence in sentences(words)}
    whole = Counter(words for _, words in told)
    assert max(whole.values()) <= 2, whole.most_common(2)


def test_a_follow_up_quotes_what_was_said(state: State) -> None:
    for turn, told in followed(state):
        assert all(words in " ".join(turn.said_text.split()) for words in re.findall("“(.*?)”", told))
        assert told == told.strip()
        judges = re.sub("“.*?”", "", told.replace("That doesn't mean it's wrong.", ""))
        asked = turn.question
        aims = [one.aim for many in (asked.probes, asked.twists, asked.mistakes) for one in many]
        for aim in filter(None, aims):
            judges = judges.replace(aim, "")  # written before anybody answered
        assert not re.search(r"\b(?:wrong|right|correct|mistaken?|missed|forgot)\b", judges)


MIDDLING = ROOT / "tests" / "data" / "listening" / "middling.jsonl"


def test_what_was_heard_stands_beside_what_was_not() -> None:
    quoted = []
    for row in map(json.loads, MIDDLING.read_text("utf-8").splitlines()[:40]):
        question = llm_graph().questions[row["question"]]
        for point in question.rubric:
            asked = AskedFollowUp(question, "gap", "And then?", point.id, row["text"])
            quoted += [(row["text"], words) for words in re.findall("“(.*?)”", follow_up_because(asked, Wordings(1)))]
    assert len(quoted) > 10
    assert all(" ".join(words.split()) in " ".join(text.split()) for text, words in quoted)


OF_LOOPS = "The penalty hits every token. Each repeat in the text makes the next repeat likelier, so it never gets out."


@pytest.mark.parametrize(
    ("sort", "asks", "said"),
    [
        ("nudge", "Go on. How would you explain that to a colleague?", "so few words|so little|too little"),
        ("twist", "Traffic grows tenfold. What breaks first?", "changed|new|comes in between"),
        ("challenge", "What would be an exception to that?", "draw the line|where this one does|how far they can"),
        ("challenge", "Why not simply turn it off?", "objection|colleague|stand up for"),
        ("drill", "You turn it off on one card. What happens?", "case|apply|concrete"),
        ("drill", "Why is that?", "reason|why"),
        ("drill", "Write me such a prompt.", "do it|Trying"),
    ],
)
def test_a_follow_up_says_what_it_is_for(sort: str, asks: str, said: str) -> None:
    for seed in range(3):
        told = follow_up_because(AskedFollowUp(TALKED, sort, asks, "", OF_LOOPS), Wordings(seed))  # type: ignore[arg-type]
        assert re.search(said, told)


def test_what_was_kept_back_was_not_missing() -> None:
    """ "I haven't heard you on this" would be unfair to who was never asked for it."""
    points = [(q, p) for q in llm_graph().questions.values() for p in q.rubric if q.kind == "discuss"]
    for waits, said in ((True, "second half|left this out|couldn't know"), (False, "full answer|haven't heard")):
        question, point = next((q, p) for q, p in points if p.waits == waits)
        for seed in range(3):
            asked = AskedFollowUp(question, "gap", "And then?", point.id, "I'd measure it and see.")
            assert re.search(said, follow_up_because(asked, Wordings(seed)))
            aloud = follow_up_because(changed(asked, spoken=True), Wordings(seed))
            assert waits or ("your notes" in aloud and "hear you" not in aloud)


def test_a_challenged_belief_says_what_hangs_on_it() -> None:
    """The candidate's own words got "it's your own statement" for a reason, whatever they'd said."""
    belief = next(iter(llm_graph().misconceptions.values()))
    aim = "A table with such figures goes to the board, so I'd like to hear what they're chances of."
    known = [msgspec.structs.replace(belief, aim=aim)]
    asked = AskedFollowUp(TALKED, "challenge", belief.challenge, "", OF_LOOPS, quoted=True)
    assert follow_up_because(changed(asked, misconceptions=known), Wordings()) == aim
    assert follow_up_because(changed(asked, misconceptions=[msgspec.structs.replace(belief, aim="")]), Wordings())


def test_a_follow_up_goes_on_from_its_words() -> None:
    """A drill on what was said asked "What is 1 + 0.001 in BF16?", and its reason passed over what it went on from."""
    question = llm_graph().questions["loops-in-long-greedy-output"]
    point = next(p for p in question.rubric if "feed" in p.point.lower() or "repeat" in p.point.lower())
    for asks, related in (("What's the probability of a tenth repeat?", True), ("In Hungarian?", False)):
        told = (follow_up_because(AskedFollowUp(question, "drill", asks, point.id, before), Wordings()) for before in (
            f"{point.say} {OF_LOOPS}", "I'd look at what the sampler does."
        ))  # fmt: skip
        assert ["You said" in words for words in told] == [related, False]


@pytest.mark.parametrize(
    ("words", "said", "named"),
    [
        ("quality classifier", "It had a quality classifier in front of the index.", "a quality classifier"),
        ("quality classifier", "Data: quality classifier, dedup.", "“quality classifier”"),
        ("KV cache", "My team ran the KV cache work, then our KV cache.", "your KV cache"),
        ("KV cache", "", "“KV cache”"),
        ("DPO", "We did a DPO run.", "DPO"),
        ("reward models", "", "reward models"),
        ("prefix caching", "", "prefix caching"),
    ],
)
def test_a_name_has_the_article_it_was_given(words: str, said: str, named: str) -> None:
    """ "You mentioned quality classifier." """
    assert named_as_said(words, said) == named


def test_a_story_is_named_by_its_word() -> None:
    """ "..., which you touched on there": nobody knew by what."""
    check = next(c for c in llm_graph().checks.values() if llm_graph().area_of(c.primary) == "evaluation")
    after_story = Reason("sibling", FIRST, 2, 0.1, ELSEWHERE, 2, "solid", from_story=True, touched="story")
    new = Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid", leaves="retrieval", touched="story")
    for word in ("an LLM judge", ""):
        told = {"touched_by": word.removeprefix("an "), "said": f"I built {word} for it."}
        for seed in range(4):
            reasons = [question_because(course(reason, **told), Wordings(seed)) for reason in (after_story, new)]
            reasons.append(check_because(changed(course(new, **told), item=check), Wordings(seed)))
            assert all(
                bool(re.search("mentioned an LLM judge|spoke of an LLM judge", one)) == bool(word) for one in reasons
            )


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ("cosine-or-warmup-stable-decay", "on pre-training and data too"),
        ("what-scale-will-not-mend", "among other things"),  # of one concept each in two other areas
    ],
)
def test_a_question_between_areas_draws_on_others(asked: str, beside: str) -> None:
    """A question on the schedule of a long pre-training run was led in as one on foundations and nothing else."""
    question = llm_graph().questions[asked]
    reason = Reason("sibling", question.primary, 2, 0.1, ELSEWHERE, 2, "solid", hops=2)
    for move in ("sibling", "new-thread"):
        between = changed(course(msgspec.structs.replace(reason, move=move)), item=question)
        assert all(beside in question_because(between, Wordings(seed)) for seed in range(3))


@pytest.mark.parametrize(
    ("verdict", "unanswered", "but"),
    [
        ("solid", "one", "good apart from the follow-up"),
        ("outstanding", "some", "very good on the whole"),
        ("borderline", "all", "halfway there"),
    ],
)
def test_praise_knows_of_an_open_follow_up(verdict: Verdict, unanswered: Unanswered, but: str) -> None:
    """ "Your last answer was good" followed a reply of "I don't know"."""
    reason = Reason("sibling", FIRST, 2, 0.1, SECOND, 2, verdict, hops=2)
    told = course(reason, unanswered=unanswered, talked={llm_graph().area_of(FIRST): 1})
    assert all(re.search(rf"was {but}[,.]", question_because(told, Wordings(seed))) for seed in range(3))


def test_a_story_was_a_question_on_its_area() -> None:
    """ "I haven't asked you about retrieval yet" came after a story of one's own search, asked for at the start."""
    check = next(iter(llm_graph().checks.values()))
    reason = Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid", leaves="retrieval")
    for own_work, said in (({llm_graph().area_of(FIRST)}, True), ((), False)):
        came = course(reason, own_work=own_work)
        told = [question_because(came, Wordings(seed)) for seed in range(3)]
        told += [check_because(changed(came, item=check), Wordings(seed)) for seed in range(3)]
        assert all(("your own work" in one) == said for one in told)


def test_own_work_is_told_before_what_came_near() -> None:
    """ "Prompting has only come up beside other things so far" came after a whole story of somebody's own prompts."""
    check = next(iter(llm_graph().checks.values()))
    reason = Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid", leaves="retrieval")
    area = llm_graph().area_of(FIRST)
    came = course(reason, own_work={area}, came_near={area})
    told = [question_because(came, Wordings(seed)) for seed in range(4)]
    told += [check_because(changed(came, item=check), Wordings(seed)) for seed in range(4)]
    assert all("your own work" in one for one in told)


def test_the_report_knows_what_a_story_was_under() -> None:
    """ "Prompting and reasoning, which we hadn't gone into yet" was the report's sentence then."""
    state = typed("We tried it.", 2, role="applied-engineer")
    (story, *_), header = state.turns, state.header
    assert story.is_story
    for turn in state.turns[1:]:
        under = changed(story, asked=msgspec.structs.replace(story.asked, area=turn.asked.area))
        apart = changed(story, asked=msgspec.structs.replace(story.asked, area=""))
        alone = reason_sentences([apart, turn], llm_graph(), header)[1]
        if re.search("hadn't gone into yet|only come up in", alone):
            assert "touched on in your story" not in alone
            assert "touched on in your story" in reason_sentences([under, turn], llm_graph(), header)[1]
            break
    else:
        pytest.fail("no subject was new")


def test_many_answers_are_weightier_than_a_check() -> None:
    """ "One check on system design doesn't say much" was said after three long designs."""
    check = next(iter(llm_graph().checks.values()))
    reason = Reason("sibling", FIRST, 2, 0.1, FIRST, 2, "solid")
    area = llm_graph().area_of(FIRST)
    for talked, second in ((0, True), (3, False)):
        here = changed(course(reason, talked={area: talked}, checked={area: 1}), item=check)
        told = [check_because(here, Wordings(seed)) for seed in range(3)]
        assert all(bool(re.search("second|another|single", one)) == second for one in told)


@pytest.mark.parametrize(("only_area", "said"), [("evaluation", "You chose|It's all"), ("", "I'm starting|begin")])
def test_an_opening_is_said_as_one_talks(only_area: str, said: str) -> None:
    for seed in range(3):
        told = question_because(course(Reason("open", FIRST, 2, 0.1), only_area=only_area), Wordings(seed))
        assert re.search(said, told)


@pytest.mark.parametrize(
    ("fell", "scored", "said"),
    [
        (0, True, "done well|held up"),
        (1, True, "both ways|which to go by"),
        (2, True, "another chance|at your best"),
        (1, False, "something in it that I haven't asked about"),
    ],
)
def test_a_way_back_says_how_answers_went(fell: int, scored: bool, said: str) -> None:
    """ "I'd like one more answer on it to go by" came after two that had gone both ways."""
    area, reason = llm_graph().area_of(FIRST), Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid")
    back = course(reason, talked={area: 2}, fell={area: fell}, scored=scored)
    assert all(re.search(said, question_because(back, Wordings(seed))) for seed in range(2))


def test_nobody_is_judged_by_one_of_several_answers() -> None:
    """ "I don't want to judge you by that alone" was said to somebody with an outstanding answer on the subject."""
    area, reason = llm_graph().area_of(FIRST), Reason("sibling", FIRST, 3, 0.1, FIRST, 2, "borderline")
    for talked, alone in ((1, True), (2, False)):
        here = course(msgspec.structs.replace(reason, tier=2), talked={area: talked}, fell={area: 1})
        assert any("by that alone" in question_because(here, Wordings(seed)) for seed in range(3)) == alone


def test_an_area_that_came_near_is_not_untouched() -> None:
    check = next(iter(llm_graph().checks.values()))
    area, reason = llm_graph().area_of(FIRST), Reason("new-thread", FIRST, 2, 0.1, ELSEWHERE, 2, "solid")
    for near in ((), (area,)):
        told = [question_because(course(reason, came_near=near), Wordings(seed)) for seed in range(3)]
        told += [
            check_because(changed(course(reason, came_near=near), item=check), Wordings(seed)) for seed in range(5)
        ]
        assert all(bool(re.search("only (?:come up beside|touched on)", one)) == bool(near) for one in told)


def test_words_that_its_reply_needs_are_quoted() -> None:
    """ "You've come near this already" came to somebody who asked: where?"""
    asks = "Two prompts have their first 1,000 tokens in common"
    question = next(q for q in llm_graph().questions.values() if any(p.asks.startswith(asks) for p in q.probes))
    probe = next(p for p in question.probes if p.asks.startswith(asks))
    for said, quoted in (("Only full blocks are shared", True), ("It makes the first token come sooner", False)):
        before = f"I'd switch that on. {said}, so I'd measure it first."
        told = follow_up_because(AskedFollowUp(question, probe.kind, probe.asks, probe.point, before), Wordings())
        assert (f"“{said}”" in told) == quoted
        assert told.endswith(probe.aim)
