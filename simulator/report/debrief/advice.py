"""What to say another time: the sentence of the point, or one of gist or reference; else in plain words what is left.

A gist is written to be read. Formulas, headings and facts that were never told are no sentence for a candidate.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from simulator.engine.scoring import SOLID, SOLID_RANK
from simulator.graph.listening.words import stems, tokens
from simulator.graph.records import Point, Question
from simulator.graph.speech.points import still_to_say
from simulator.graph.speech.sentences import sayable, sentences, spoken_sentence
from simulator.graph.text import lower_first, names
from simulator.session.interview.turn import Turn

FEWEST_SHARED = 2  # words of the point, those of the prompt not counted
# of 60 sentences that reach these, 55 say the point (docs/decisions/reports.md)
LEAST_HELD, LEAST_BORNE = 0.3, 0.9  # of what tells the point; chance that the sentence says it
MOST_HEARD = 2  # sentences of each that are listened to for a point, which takes a while
SAID_ALREADY = 0.75  # of the words of a sentence, wherever in an answer they are
IN_ONE_SENTENCE = 0.4  # of the words of a clause, in one sentence of an answer
FEWEST_OF_CLAUSE = 3
_CLAUSES, _SAID_APART = re.compile(r"[;:]\s"), re.compile(r"(?<=[.!?;])\s+|\n+")
_POINTS_BACK = re.compile(r"(?:It|Its|It's|That|Those)\b")
_AND_SAYS = re.compile(r",? and (?:says|names|explains) ((?:that|what|when|why|how|where|which|who)\b.*)")


def to_say(turn: Turn, point: Point) -> str:
    """One sentence to say for a point that was not made: its own, else of the gist or the reference; empty without one.

    It carries the point, was not said, and doesn't rest on facts which were there for the asking and not asked for.
    """
    for sentence in _sentences_for(turn.question, point):
        if not was_said(turn, sentence) and not _rests_on_untold(turn, sentence, point):
            return sentence
    return ""


def _sentences_for(question: Question, point: Point) -> Iterator[str]:
    """What one can say for a point, the best first: what its author wrote for it, then what listening finds it in."""
    yield from filter(None, (point.say,))
    sources: Sequence[Literal["gist", "answer"]] = ("gist", "answer")
    for sentence in (sentence for source in sources for sentence in _likeliest(question, point, source)):
        if not point.cues or _carries(question, point.id, sentence):
            yield sentence


def _likeliest(question: Question, point: Point, source: Literal["gist", "answer"]) -> Sequence[str]:
    """The few sentences of a gist or a reference that one can say and whose words tell most of a point, the best first.

    For a point without cues they share words with it, and are of the gist only.
    """
    from simulator.engine.choice.quotes import held  # not on the way to the home screen

    prompt, wanted = stems(question.prompt), stems(point.point)
    found = _sayable(question.gist, question.answer, source)
    own = [(said, words, len((words - prompt) & wanted)) for said, words in found]
    if not point.cues:
        sharing = [(shared, said) for said, _, shared in own if source == "gist" and shared >= FEWEST_SHARED]
        return [said for _, said in sorted(sharing, key=lambda pair: -pair[0])]
    fewest = FEWEST_SHARED if source == "gist" else 1
    telling = [(held(question, point, words), said) for said, words, shared in own if shared >= fewest]
    best = sorted((pair for pair in telling if pair[0] >= LEAST_HELD), key=lambda pair: -pair[0])
    return [said for _, said in best[:MOST_HEARD]]


@lru_cache(maxsize=512)
def _carries(question: Question, point: str, sentence: str) -> bool:
    """Whether what listens to answers finds a point in a sentence alone, as surely as it must to be advice."""
    from simulator.engine.choice.listening import heard  # not on the way to the home screen

    return heard(question, sentence)[point].borne >= LEAST_BORNE


@lru_cache(maxsize=128)
def _sayable(gist: str, answer: str, source: str) -> Sequence[tuple[str, frozenset[str]]]:
    """What one can say of a gist or a reference, with its stems."""
    of_gist = (spoken_sentence(sentence) for sentence in sentences(gist) if not _POINTS_BACK.match(sentence))
    said = sayable(answer) if source == "answer" else tuple(filter(None, of_gist))
    return [(sentence, stems(sentence)) for sentence in said]


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


def _rests_on_untold(turn: Turn, sentence: str, point: Point) -> bool:
    """Whether a sentence holds what only a fact tells that was not asked for: its figures, or two words of it.

    One that was written for its point, for all to say, holds a figure of it at most.
    """
    untold = " ".join(fact.reply for fact in turn.untold)
    if not untold:
        return False
    known = f"{turn.question.prompt} {turn.said_text} {' '.join(turn.told)}"
    figures, others, hidden = (
        {value for token in tokens(text) for value in token.values} for text in (sentence, known, untold)
    )
    if sentence == point.say:
        return bool(figures & hidden - others)
    if hidden and figures - others:
        return True
    return len(stems(sentence) & stems(untold) - stems(known) - stems(point.point)) >= FEWEST_SHARED


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
