"""What one might say another time: what a story of one's own work left out, or before handing in code that fails."""

import re
from collections.abc import Mapping, Sequence

from simulator.engine.scoring import SOLID, SOLID_RANK
from simulator.graph.text import length_in_words, lower_first, names
from simulator.session.code.run_result import ENDED
from simulator.session.interview.turn import Turn

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ANCHOR_CLAUSE = re.compile(
    r"[;.] |, (?:and )?(?=(?:an?|one|own|the|what|why)\b|[a-z]+(?:s|ed)\b)"
    r"| and (?=(?:decides|explains|finds|gives|has|knows|learned|looked|makes|names|says|shows|tells|traces)\b)"
)
_OF_A_PART = re.compile(
    r"\b(?:compar\w+|baselines?|before and after|figures?|counts?|numbers?|rate|fail\w+|went wrong|deci\w+"
    r"|cho(?:ice|oses?)|own (?:part|mistake)|incident)\b",
    re.IGNORECASE,
)
STORY: Sequence[str] = (  # in the order of `engine.choice.own_work.PARTS`
    "what you yourself did",
    "a number that shows what came of it",
    "what went wrong on the way",
    "what it was before, to compare with",
    "what you decided against, and why",
)
BEGINNINGS: Sequence[str] = (  # of a sentence for each, which nobody else can end
    "The part I did myself was …",
    "In the end it went from … to …, measured by …",
    "What went wrong at first was …, and I noticed because …",
    "Before that we had …, and beside it ours was …",
    "I decided against …, because …",
)
A_REPLY = 12  # words that tell what was asked for, rather than that there's nothing to tell
NO_STORY = "I haven't built one myself; the closest I've come is …, where I …"


def _left_out(text: str, replies: Mapping[str, str], words: Sequence[str]) -> list[str]:
    """Of the `words` for the parts of a story those of the ones that it leaves out.

    One that a follow-up asked for was told where the reply goes on for some words, whichever they are.
    """
    from simulator.engine.choice.own_work import PARTS, told_by  # brings the stemmer
    from simulator.engine.choice.unknown import gives_up

    story = told_by(text)
    told = {asks for asks, reply in replies.items() if length_in_words(reply) >= A_REPLY and not gives_up(reply)}
    untold = [not part.said(story) and told.isdisjoint({*part.asks, *part.openly}) for part in PARTS]
    return [each for each, lacks in zip(words, untold, strict=True) if lacks]


def replies_by_question(turn: Turn) -> dict[str, str]:
    """The replies to the follow-ups, by what was asked."""
    return {probe.asks: turn.reply_to(probe.probe) for probe in turn.probes}


def story_beginning(turn: Turn) -> str:
    """How one may begin to tell what a story of one's own work leaves out; empty for one that has it all."""
    if turn.dont_know:
        return NO_STORY
    return next(iter(_left_out(turn.said_text, replies_by_question(turn), BEGINNINGS)), "")


def story_left_out(text: str, replies: Mapping[str, str]) -> str:
    """What the story of one's own work leaves out, the two things that a panel asks for first; empty if nothing plain.

    `replies` are those to the follow-ups, by what was asked.
    """
    return names(_left_out(text, replies, STORY)[:2])


def solid_story(anchors: Sequence[str]) -> str:
    """What makes a story solid by the `anchors` of its question, beside what every story has; empty without them."""
    if len(anchors) <= SOLID_RANK:
        return ""
    clauses = _ANCHOR_CLAUSE.split(_IN_BRACKETS.sub("", anchors[SOLID_RANK]).rstrip(" ."))
    left = [clause for clause in clauses if not _OF_A_PART.search(clause)] or clauses
    return f"what makes such a story {SOLID}: {'; '.join(map(_to_the_teller, left[:2]))}"


_DONE = re.compile(r"(?:limited|looked|learned|checked|measured|had|divided)\b(?=.* (?:the|an?|for|by|from|what)\b)")
_DOES = re.compile(
    r"(^|\b(?:and|or) )(check|derive|divide|find|follow|give|isolate|know|make|name|read|reckon|reject|say|set|show"
    r"|start|take|tell|test|trace)s\b"
)


def _to_the_teller(clause: str) -> str:
    """What the scale says of a story, said to whoever tells it: "tests a cause" is "test a cause"."""
    clause = re.sub(r"\btheir\b", "your", re.sub(r"\bthey\b(?!')", "you", lower_first(clause)))
    return f"that you {clause}" if _DONE.match(clause) else _DOES.sub(r"\1\2", clause)


# Of code

RAISED = re.compile(r"(\w+(?:Error|Exception|Exit|Iteration))(?:: .*?)?(?: \((line \d+)[^)]*\))?$", re.DOTALL)
UNREADABLE = frozenset({"SyntaxError", "IndentationError", "TabError"})
NOTHING = re.compile(r"\b(?:got|returned) None\b")
STOPS = "It stops{} with {}, so I'd look at what comes in there and fix that before anything else."
NO_START = "It doesn't start at all, with a {1}{0}, so I'd mend that line first and run it again."
SLOW = "It takes too long, so I'd count its steps for the largest input before I change anything."
EMPTY = "I'd return something simple that passes the smallest example, run that, and build the rest on it."
BY_HAND = "One of the examples comes out wrong, so I'd go through it by hand, line by line, before anything else."
BEYOND = "The examples pass, so before I hand it in I'd also try what they leave out: {}."


def code_sentence(turn: Turn) -> str:
    """The next step that the first failing case calls for, as an engineer says it; empty where no case was run."""
    faults = {name: run.faults.get(name, "") for run in turn.graded_runs for name in run.failed}
    cases = {case.id: case for case in turn.question.all_cases}
    failing = [cases[name] for name in faults if name in cases]
    if not failing:
        return ""
    # whoever has the first example wrong has no use for what is kept back
    first = min(failing, key=lambda case: not case.shown)
    fault = faults[first.id]
    if raised := RAISED.match(fault):
        stops = NO_START if raised[1] in UNREADABLE else STOPS
        return stops.format(f" in {raised[2]}" if raised[2] else "", raised[1])
    if fault in ENDED.values():  # of memory, say, or what the sandbox refused: there's no one next step
        return SLOW if fault == ENDED["time"] else ""
    if not first.shown:
        return BEYOND.format(first.about or first.id.replace("-", " "))
    return EMPTY if NOTHING.search(fault) else BY_HAND
