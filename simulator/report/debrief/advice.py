"""What to say another time: one sentence of a gist that can be spoken as it is, or in plain words what is still to say.

A gist is written to be read. Formulas, headings and facts that were never told are no sentence for a candidate.
"""

import re
from collections.abc import Sequence

from simulator.engine.scoring import SOLID, SOLID_RANK
from simulator.graph.listening.words import stems, tokens
from simulator.graph.records import Point
from simulator.graph.speech.points import still_to_say
from simulator.graph.speech.sentences import sentences, spoken_sentence
from simulator.graph.text import lower_first, names
from simulator.session.interview.turn import Turn

FEWEST_SHARED = 2  # words of the point, those of the prompt not counted
SAID_ALREADY = 0.75  # of the words of a sentence, wherever in an answer they are
IN_ONE_SENTENCE = 0.4  # of the words of a clause, in one sentence of an answer
FEWEST_OF_CLAUSE = 3
_CLAUSES, _SAID_APART = re.compile(r"[;:]\s"), re.compile(r"(?<=[.!?;])\s+|\n+")
_AND_SAYS = re.compile(r",? and (?:says|names|explains) ((?:that|what|when|why|how|where|which|who)\b.*)")


def to_say(turn: Turn, point: str) -> str:
    """One sentence to say for a point that was not made: of the gist, carrying the point; empty where there is none.

    It is none that was said, and none that rests on facts which were there for the asking and were not asked for.
    """
    wanted, prompt = stems(point), stems(turn.question.prompt)
    sayable = []
    for sentence in sentences(turn.question.gist):
        own = stems(sentence) - prompt
        shared = len(own & wanted)
        if shared < FEWEST_SHARED or was_said(turn, sentence) or _rests_on_untold(turn, sentence, point):
            continue
        if spoken := spoken_sentence(sentence):
            sayable.append((shared, spoken))
    return max(sayable, key=lambda pair: pair[0], default=(0, ""))[1]


def was_said(turn: Turn, words: str) -> bool:
    """Whether a candidate said as much already: nearly all of the words, or most of a clause in one sentence."""
    prompt, uttered = stems(turn.question.prompt), stems(turn.said_text)
    own = stems(words) - prompt
    if own and len(own & uttered) >= SAID_ALREADY * len(own):
        return True
    said = [stems(sentence) for sentence in _SAID_APART.split(turn.said_text)]
    for clause in _CLAUSES.split(words):
        own = stems(clause) - prompt
        most = max((len(own & sentence) for sentence in said), default=0)
        if most >= max(FEWEST_OF_CLAUSE, IN_ONE_SENTENCE * len(own)):
            return True
    return False


def left_to_say(turn: Turn, points: Sequence[Point]) -> tuple[str, bool]:
    """In plain words what is still to say of the first of these points that wasn't said, and whether some of it was.

    Of a point that was half made it's what it asks for besides, where none of that came.
    """
    for point in points:
        half = turn.marks.get(point.id) == "partly"
        besides = _AND_SAYS.search(point.point) if half else None
        if besides and not stems(besides[1]) & stems(turn.said_text):
            return besides[1].rstrip(" ."), False
        if not was_said(turn, words := still_to_say(point.point)):
            return words, half
    return (still_to_say(points[0].point), turn.marks.get(points[0].id) == "partly") if points else ("", False)


def _rests_on_untold(turn: Turn, sentence: str, point: str) -> bool:
    """Whether a sentence holds what only a fact tells that was not asked for: its figures, or two words of it."""
    untold = " ".join(fact.reply for fact in turn.untold)
    if not untold:
        return False
    known = f"{turn.question.prompt} {turn.said_text} {' '.join(turn.told)}"
    figures, others, hidden = (
        {value for token in tokens(text) for value in token.values} for text in (sentence, known, untold)
    )
    if hidden and figures - others:
        return True
    return len(stems(sentence) & stems(untold) - stems(known) - stems(point)) >= FEWEST_SHARED


STORY: Sequence[str] = (  # in the order of `engine.choice.own_work.PARTS`
    "what you yourself did",
    "a number that shows what came of it",
    "what went wrong on the way",
    "what it was before, to compare with",
    "what you decided against, and why",
)


def story_lacks(text: str, anchors: Sequence[str]) -> str:
    """What the story of one's own work leaves out, the two things that a panel asks for first.

    Where nothing plain is missing, it's something of what makes such a story solid, by the `anchors` of its question.
    """
    from simulator.engine.choice.own_work import PARTS, told_by  # brings the stemmer

    story = told_by(text)
    lacks = [words for part, words in zip(PARTS, STORY, strict=True) if not part.said(story)]
    if lacks or len(anchors) <= SOLID_RANK:
        return names(lacks[:2])
    return f"more of what a {SOLID} story has: {lower_first(anchors[SOLID_RANK].rstrip(' .'))}"
