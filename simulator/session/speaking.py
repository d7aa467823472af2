"""What the demo's candidate says: the sentences of the points, and what no graph has, such as doubts."""

import re
from collections.abc import Sequence
from random import Random

from simulator.engine.lab.people import Answer
from simulator.engine.scoring import LOWEST
from simulator.graph.record_base import Point
from simulator.graph.records import Question
from simulator.graph.speech import BASES, sentences, spoken_after_another, still_to_say
from simulator.graph.text import STOP_WORDS
from simulator.session.interview.parting_questions import MOTIVES

DOUBTS = (
    "I'm not sure.",
    "I'm not sure about this one.",
    "I've only read about this.",
    "Let me think aloud.",
    "I'd be guessing at parts of it.",
    "That's not my strongest subject.",
)
HEDGES = ("I think", "If I remember right,", "I believe", "As far as I know,", "I'd guess that")
OWN_HEDGES = ("I think", "probably", "if that's what you mean", "though I'd have to look up how")
NOT_SURE = ("I think", "if I remember right", "as far as I know", "but I couldn't tell you more", "I believe")
NOTHING_TO_SAY = (
    "I'm not sure. I'd look at what changes first, and measure it.",
    "I don't know this well. I'd try it on a small case and see what happens.",
    "I haven't done this myself. I'd read up on it before I said anything firm.",
    "I'd be guessing. I'd ask somebody who has done it, and start from what they measured.",
)
# on a stage of a design, with its title in lower case
NOTHING_ON_STAGE = (
    "On {} I'd start from what I can measure.",
    "I don't have much on {}. I'd begin with the simplest thing that could work.",
    "For {} I'd first ask what the people who'll use it need.",
)
UNSURE_REPLIES = (
    "I'd have to look that up.",
    "I'm not sure. I'd have to work it out on paper.",
    "Good question. I don't know.",
    "I'd only be guessing. I'd try it and see.",
    "I haven't run into that yet, so I can't say.",
    "Hm, I don't think I can answer that properly.",
    "I knew that once. I'd check before I told you something wrong.",
    "I can't say offhand. I'd test it on a few cases.",
)
# by verdict, the lowest first; each fits whatever the question on one's own work is about
STORIES = (
    (
        "I haven't done much of that. I helped a colleague with something like it for a week, mostly by watching. "
        "It worked in the end, but I couldn't tell you how well.",
        "Only at university. We followed a tutorial, changed a few settings and showed it at the end. "
        "Nobody used it afterwards.",
    ),
    (
        "I built the first version in about a month, for a team of twelve. It seemed to work, and people liked it. "
        "Later there were complaints, so I fixed what came up. We never really counted how often it was wrong.",
        "We had one at my last job and I took it over. I tidied it up and it felt a lot quicker afterwards. "
        "I didn't measure it before, so I can't give you a number.",
    ),
    (
        "I took it over when it was right on 61% of 200 real cases that I'd labelled. I read the failures, and most of "
        "them had one cause. I changed that alone and got to 78%. I decided against a larger model, as it would've "
        "doubled the cost. What went wrong was that I'd missed the long inputs, and a user had to tell me.",
        "It was for a support team of thirty. I first wrote down what a mistake would cost them, and collected 150 "
        "cases. The simple version got 70% of them, mine 84%. One release broke it for a day because I'd tested on old "
        "data. I rolled it back, and now the test set grows by ten cases a week.",
    ),
    (
        "I owned that one. Before I touched anything I labelled 300 real cases with a colleague; we agreed on "
        "91%. The baseline got 64%, mine 82%, and over five runs it varied by two points. I thought the model was "
        "the limit, but when I took pieces out one by one it was the input. So I decided against the larger model "
        "that I'd planned, and that saved half the cost. My mistake was to trust the average: one group of users "
        "had got worse. Today I'd split the numbers by group from the first day.",
        "It was my idea and I ran it from start to end, with two others who built the interface. I set a bar "
        "first: 90% on 250 cases, or we wouldn't ship. We started at 72% and stopped at 93%, three points of it "
        "noise. I rejected the clever version, because the plain one failed in ways that people could see. It "
        "still went wrong once, when the data changed overnight. I'd had no alarm for that; I built one the same "
        "week, and it has gone off twice since. I wouldn't let it act alone on anything that can't be undone.",
    ),
)
OWN_PARTS = (
    "That part was mine: I chose the cases and measured 78% right, against 61% with the old version.",
    "A colleague built the interface. I did the test set and the decision what to ship.",
    "We looked at a larger model as well. I decided against it, as it cost twice as much for one point.",
    "It failed on long inputs. I found that out from a user, and put fifty of them into the test set.",
    "I'd count on it for about eight cases in ten. The other two go to a person.",
    "Today I'd measure before I change anything. That would have saved me two weeks.",
)
# to each question on motive, in the order of `MOTIVES`
REPLIES = dict(
    zip(
        MOTIVES,
        (
            "I like that I can measure whether I was right, and the tools change so much that now is the time.",
            "A colleague wanted to fine-tune, I wanted better retrieval. We tried both for a week; they were right.",
            "I built my own evaluation tool. Today I'd take one off the shelf and spend the month on the test set.",
            "That I explain too late. Since then I write a page before I start, and people stop me earlier.",
            "I thought bigger context would replace retrieval. The bill and the missed facts changed my mind.",
            "A prompt change broke every second answer. I rolled back first, and then we got a test for it.",
            "Sales wanted a date. I said what we could show by then, and what we could not.",
            "Kernel profiling. I sat with somebody who knew it, one afternoon a week, for two months.",
            "I saw it three weeks ahead, told my lead the same day, and we cut the scope.",
            "Somebody who reviewed everything late. I asked what they needed to see first, and sent only that.",
            "I'd hand over the dashboards. I'd never give away looking at real answers.",
        ),
        strict=True,
    )
)
ASKS_US = "Who looks at real answers here, and how often?"


def varied(stock: Sequence[str], said: Sequence[str], luck: Random) -> str:
    """A phrase that was not said yet, else the one that was said longest ago."""
    last = {text: number for number, text in enumerate(said)}
    return min(luck.sample(stock, len(stock)), key=lambda text: last.get(text, -1))


FEW_OF = 3  # whoever meets less than one point in so many is not sure
FEWEST_HALF = 4  # words of half a sentence

_SUBORDINATES = frozenset("if when while although though because since as where unless after before with for".split())
_WANTS_A_VERB = frozenset("to can can't could do does doesn't don't may might must should will won't would".split())
_WANTS_MORE = frozenset("to of the a an".split())
_TELLING = ("I'd mention ", "I'd say ")  # one doesn't look up how to
_LATIN, _WOULD = re.compile(r"[A-Za-z]{3}"), re.compile(r"(Would|Doesn't|Does not)\b")
_TELLS = ("that ", "why ", "how ", "what ", "when ", "where ", "whether ", "which ", "who ")
_HALF_END = re.compile(r"[,;:–—]\s|\s(?:because|since|so that|so|which|while|whereas|unless|but|if|until)\s")
_WORD = re.compile(r"[\w'’-]+")


def spoken_answer(question: Question, simulated: Answer, luck: Random) -> list[str]:
    """The sentences of an answer, in the order of the rubric; empty where nothing of it is said."""
    unprompted = simulated.unprompted
    marks = {point.id: unprompted.get(point.id, "no") for point in question.rubric}
    texts = f"{question.prompt} {question.answer} {question.gist} {' '.join(p.point for p in question.rubric)}"
    lower = frozenset(word for word in _WORD.findall(texts) if word.islower())  # known to be no names
    spoken = []
    for point in question.rubric:
        if marks[point.id] == "yes":
            spoken.append(spoken_point(point))
        elif marks[point.id] == "partly":
            spoken.append(half_said(spoken_point(point), luck, lower))
    spoken = [*dict.fromkeys(spoken)]
    few = FEW_OF * sum(mark == "yes" for mark in marks.values()) < len(marks)
    if spoken and (few or simulated.verdict == LOWEST):
        spoken[0] = f"{luck.choice(DOUBTS)} {spoken[0]}"
    return spoken


def spoken_point(point: Point) -> str:
    """A point as a candidate says it: its own sentence, or plainly what it asks for: `I'd mention the trade-off.`"""
    text = point.point.rstrip(" .")
    if point.say or not _LATIN.search(text):
        return point.say or f"{text}."
    if would := _WOULD.match(text):
        return f"I {'would' if would[1] == 'Would' else would[1].replace('Does', 'would')}{text[would.end() :]}."
    plain = still_to_say(text)
    begin = "I'd say" if plain.startswith(_TELLS) else "I'd mention"
    return f"{begin} {plain}."


def half_said(text: str, luck: Random, lower: frozenset[str] = frozenset()) -> str:
    """The first half of a sentence, with doubt: `I think rare words split into many pieces.`

    `lower` are words known to be no names, which are written so within a sentence.
    """
    head = (sentences(text) or [text])[0].rstrip(".!")
    first = "".join(_WORD.findall(head)[:1]).lower()
    if first in _SUBORDINATES:  # whoever says half of it says nothing
        return f"{head}, {luck.choice(NOT_SURE)}."
    for end in _HALF_END.finditer(head):
        half = head[: end.start()]
        if _is_whole(half):
            head = half
            break
    if head.startswith(_TELLING):
        return f"{head}, {luck.choice(NOT_SURE)}."
    if head.startswith("I'd "):
        return f"{head}, {luck.choice(OWN_HEDGES)}."
    if first in lower or first in STOP_WORDS - {"i"}:
        return f"{luck.choice(HEDGES)} {head[:1].lower()}{head[1:]}."
    return f"{head}, {luck.choice(NOT_SURE)}."


def _is_whole(half: str) -> bool:
    """Whether the first part of a sentence can end there: as a clause without an open bracket or verb."""
    words = [word.lower() for word in _WORD.findall(half)]
    if len(words) < FEWEST_HALF or words[-1] in _WANTS_MORE or half.count("(") != half.count(")"):
        return False
    if words[-1] in BASES and words[-2] in _WANTS_A_VERB:
        return False
    return half.startswith("I'd ") or bool(spoken_after_another(f"{half}."))
