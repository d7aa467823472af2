"""Follow-ups on own work ask for what a story leaves out; a thin answer gets one nudge."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replace_prompt

from simulator.engine.choice.own_work import PARTS, missing, never_did
from simulator.engine.choice.probes import SUPPOSING, Context, next_probe
from simulator.engine.choice.unknown import NUDGES, STORY_NUDGES, WAYS_BACK, is_elsewhere
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Graph, Question

DATA = Path(__file__).parent.parent / "data"
NAMES = ("part", "number", "failure", "baseline", "decision")
FRESH = Context(
    seed=1,
    position=1,
    asked_here=(),
    points_asked=frozenset(),
    told=frozenset(),
    asked_before=0,
    open_before=0,
    question_seconds=60.0,
    seconds_left=2400.0,
)
STORIES = {
    "We built a chatbot for customer support. We used a vector database and deployed it in a cluster. Users liked it "
    "a lot and the management was happy with the result.": "part number failure baseline decision",
    "At my last company our team of five worked for eight months on a pipeline for invoices. I was responsible for the "
    "evaluation: I collected the cases and wrote the grader.": "number failure baseline decision",
    "I rebuilt the retrieval of our bot. Recall at ten went from 61% to 83% on 400 labelled questions. The first "
    "reranker timed out under load, so I moved it behind a cache. I decided against a larger model.": "",
    "We had an outage every second week with the old provider. We moved to our own servers with 8 GPUs. We measured "
    "2,300 tokens a second, about three times what we had. We chose it because of data residency.": "part",
    "The model was trained on calls, then it was compressed and put on devices. The compression was done with "
    "distillation, and the devices could run it in real time and everywhere.": "part number failure baseline decision",
    "I led the migration of the search in 2023, with twelve people. We went with a hybrid. The first test was a "
    "disaster and I rolled it back. Then revenue was 3% above control.": "",
    "I made a demo of GPT-4 for our sales team over a weekend. It answered questions on our price list, and it is on "
    "everybody's phone.": "number failure baseline decision",
    "I fine-tuned a 70B model on 4 GPUs in 2024, with a colleague, and it is live.": "number failure baseline decision",
    "It was 42,000 dollars a month, I got it to 17,000 by batching. Nothing broke, honestly. The alternative was spot "
    "instances.": "",
    "I would say that we followed the playbook. We uploaded the documents, we set the size, we tried a few questions "
    "and we went live.": "part number failure baseline",
    "Accuracy doubled. I took embeddings rather than rules.": "failure",
    "I cached the judge calls and cut it to forty minutes, down from six hours. I left the long cases out on purpose, "
    "which saved most of the bill.": "failure",
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_missing_what_it_leaves_out(story: str) -> None:
    assert [NAMES[PARTS.index(part)] for part in missing(story)] == STORIES[story].split()


LISTENING = Path(__file__).parents[1] / "data" / "listening"


def told() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((DATA / "own_work.toml").read_text("utf-8"))


@pytest.mark.parametrize(("written", "wrong_at_most"), [("before", 3), ("after", 2)])
def test_few_direct_questions_ask_for_what_was_said(written: str, wrong_at_most: int) -> None:
    """Of 25 on stories for which the words were not chosen, two do; what is asked openly is fair either way."""
    direct = [
        (NAMES[PARTS.index(part)], told_of["missing"])
        for told_of in told()[written]
        for part in missing(told_of["story"])[:3]
        if part.ways(told_of["story"]) == part.asks
    ]
    assert len(direct) >= 25
    assert sum(name not in lacks for name, lacks in direct) <= wrong_at_most


def test_most_of_what_is_missing_is_noticed() -> None:
    every = [told_of for stories in told().values() for told_of in stories]
    found = [{NAMES[PARTS.index(part)] for part in missing(told_of["story"])} for told_of in every]
    lacking = sum(len(told_of["missing"]) for told_of in every)
    noticed = sum(len(names & set(told_of["missing"])) for names, told_of in zip(found, every, strict=True))
    assert noticed >= 0.9 * lacking


def own_work(llm: Graph) -> Question:
    return next(q for q in llm.questions.values() if q.kind == "experience")


def asked_of(question: Question, text: str, replies: tuple[str, ...] = ()) -> list[str]:
    """All follow-ups on an answer, with these replies in turn."""
    context, asked = FRESH, []
    while (found := next_probe(question, text, context)) is not None:
        asked.append(found.asks)
        text = f"{text}\n\n{replies[len(asked) - 1] if len(asked) <= len(replies) else 'Hm.'}"
        context = replace(context, asked_here=tuple(asked), asked_before=len(asked), open_before=len(asked))
    return asked


def part_of(asks: str) -> str:
    return next(name for name, part in zip(NAMES, PARTS, strict=True) if asks in (*part.asks, *part.openly))


def test_three_follow_ups_ask_for_different_things(llm: Graph) -> None:
    asked = asked_of(own_work(llm), next(iter(STORIES)))
    assert [part_of(asks) for asks in asked] == ["part", "number", "failure"]


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_story_is_doubted_once(llm: Graph, seed: int) -> None:
    """Of a story that told where real use had contradicted the evaluation it was asked whether it ever had."""
    question, story = own_work(llm), next(story for story, lacks in STORIES.items() if not lacks)
    found = next_probe(question, story, replace(FRESH, seed=seed))
    assert found is not None
    assert found.asks in {probe.asks for probe in question.probes if probe.kind == "challenge"}


def test_what_a_reply_adds_is_not_asked_for(llm: Graph) -> None:
    replies = ("I wrote the grader, and it got 78% right, 61% before.", "The index was stale for a week.")
    asked = asked_of(own_work(llm), next(iter(STORIES)), replies)
    assert [part_of(asks) for asks in asked] == ["part", "failure", "decision"]


def test_whole_story_gets_the_questions_of_author(llm: Graph) -> None:
    question = own_work(llm)
    whole = next(story for story, lacks in STORIES.items() if not lacks)
    assert asked_of(question, whole)[0] in {probe.asks for probe in question.probes}


def test_a_long_story_is_asked_fairly(llm: Graph) -> None:
    question = replace_prompt(own_work(llm), prompt="Tell me about something that you built.")
    filler = "There is a model and there is an index, and people use both of them on the phone. " * 4
    story = f"I built it, for 300 users. {filler}"
    found = next_probe(question, story, FRESH)
    assert found is not None
    assert found.asks in PARTS[2].openly
    short = next_probe(question, "I built it for 300 users of the phone, and all of them liked what it said.", FRESH)
    assert short is not None
    assert short.asks in PARTS[2].asks


def test_what_the_question_asked_for_is_asked_openly(llm: Graph) -> None:
    question = replace_prompt(own_work(llm), prompt="What did you build, and what went wrong?")
    found = next_probe(question, "I built it for 300 users of the phone, and all of them liked what it said.", FRESH)
    assert found is not None
    assert found.asks in PARTS[2].openly


def test_bullets_of_a_spoken_story_lack_nothing(llm: Graph) -> None:
    question, spoken = own_work(llm), replace(FRESH, spoken=True)
    found = next_probe(question, "agent for tickets", spoken)
    assert found is not None
    assert found.asks in {probe.asks for probe in question.probes}


NEVER = (
    "I never fine-tuned a model myself, only read about LoRA. I would try it for a fixed style of the drafts.",
    "Honestly, no. I've never built one.",
    "I have not done that yet, but I would begin with a small test set.",
    "I don't have experience with agents. At work others look after them.",
)
DID = (
    "I've never trained a large model, but I fine-tuned a small one for our help desk.",
    "I built a search for our wiki. I never had to do with its index.",
    "We never built an index: the wiki is small, and I put all of it into the prompt.",
    "I didn't build the index, that was another team. I wrote the test set.",
    "I never thought it would work, and it did.",
)


@pytest.mark.parametrize("text", NEVER)
def test_who_never_did_it_is_asked_how(llm: Graph, text: str) -> None:
    asked = asked_of(own_work(llm), text, ("I'd start with prompts.",))
    assert len(asked) == 1
    assert asked[0] in SUPPOSING


@pytest.mark.parametrize("text", DID)
def test_who_did_something_is_asked_about_it(llm: Graph, text: str) -> None:
    assert asked_of(own_work(llm), text)[0] not in SUPPOSING


def discussed(llm: Graph) -> Question:
    return next(q for q in llm.questions.values() if q.kind == "discuss" and q.tier == 2 and q.probes)


def test_thin_answer_gets_one_nudge_only(llm: Graph) -> None:
    question = discussed(llm)
    assert [asks in NUDGES for asks in asked_of(question, "It depends.", ("Well, yes.",))] == [True]
    assert asked_of(own_work(llm), "A bot.")[0] in STORY_NUDGES


def test_fuller_reply_to_nudge_is_followed_up(llm: Graph) -> None:
    question = discussed(llm)
    fuller = "It depends on very many things, on the weather and on the day and on who asks whom."
    nudge, *others = asked_of(question, "It depends.", (fuller,))
    assert nudge in NUDGES
    assert others
    assert not set(others) & set(NUDGES)


COFFEE = (
    "Good coffee depends mostly on the grind and on how hot the water is. Around 93 degrees suits most beans, while "
    "lighter roasts can take a little more. I grind finer in winter, as the beans are drier then, and weigh all I use."
)


def test_an_answer_to_something_else_is_asked_back(llm: Graph) -> None:
    """An answer about prompting, to a question on a chat API, got the next follow-up as if all were well."""
    question = discussed(llm)
    asked = asked_of(question, COFFEE, (f"{question.rubric[0].say} {question.answer}",))
    assert [asks in WAYS_BACK for asks in asked][:1] == [True]
    assert not set(asked[1:]) & set(WAYS_BACK)
    assert not set(asked_of(question, f"{COFFEE} {question.rubric[0].say}")) & set(WAYS_BACK)


def test_hardly_an_answer_is_taken_for_another(llm: Graph) -> None:
    """Of people's answers none is, however wrong; of answers to other questions one in four at least."""
    rows = [json.loads(line) for line in (LISTENING / "middling.jsonl").read_text("utf-8").splitlines()]
    whole = [(llm.questions[row["question"]], row["text"]) for row in rows if len(row["text"].split()) >= 40]
    assert len(whole) > 60
    assert [text for question, text in whole if is_elsewhere(question, text)] == []
    crossed = [(whole[n][0], whole[n - len(whole) // 2][1]) for n in range(len(whole))]
    assert sum(is_elsewhere(*pair) for pair in crossed) >= len(whole) / 4


def test_a_whole_answer_without_spaces_is_not_nudged(llm: Graph) -> None:
    said = "索引让读快，但写入变慢，因为每次写入都要更新索引，而且它也占用磁盘空间。"
    assert asked_of(discussed(llm), "索引让读快。")[0] in NUDGES
    assert not set(asked_of(discussed(llm), said)) & set(NUDGES)


@pytest.mark.parametrize("unknown", ["I don't know.", "No idea.", "I have never heard of it.", "Not sure, sorry."])
def test_who_does_not_know_is_not_nudged(llm: Graph, unknown: str) -> None:
    found = next_probe(discussed(llm), unknown, FRESH)
    assert found is None or found.sort != "nudge"


def test_short_answer_that_is_right_gets_none(llm: Graph) -> None:
    for question in llm.questions.values():
        right = next((c for p in question.rubric for c in p.cues if not set(c) & set("+|>\\")), "")
        if right and len(right.split()) < P.THIN_WORDS and question.kind == "discuss":
            break
    found = next_probe(question, f"{right}.", FRESH)
    assert found is None or found.sort != "nudge"


def test_a_nudge_gives_nothing_away(llm: Graph) -> None:
    found = next_probe(discussed(llm), "It depends.", FRESH)
    assert found is not None
    assert (found.sort, found.point, found.reply, found.quote, found.told) == ("nudge", "", "", "", "")
    spoken = next_probe(discussed(llm), "It depends.", replace(FRESH, spoken=True))
    assert spoken is None or spoken.sort != "nudge"


@pytest.mark.parametrize(
    "text",
    [
        "I haven't had the chance to do that yet.",
        "I've only read about it, never built one.",
        "From reading only: I would cap the steps.",
        "I have no hands-on experience with agents. From what I read you limit tools.",
        "No experience there, to be honest.",
        "I never built an agent, so only from reading I'd say you start with one tool.",
    ],
)
def test_who_never_did_it_is_asked_to_suppose(text: str) -> None:
    assert never_did(text)
    assert not never_did(f"{text} But at work I built a classifier once, and it failed.")
