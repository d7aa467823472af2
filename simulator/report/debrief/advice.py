"""What to say another time: one sentence of a gist that can be spoken as it is, or in plain words what is still to say.

A gist is written to be read. Formulas, headings and facts that were never told are no sentence for a candidate.
"""

from collections.abc import Sequence

from simulator.engine.scoring import SOLID, SOLID_RANK
from simulator.graph.listening.words import stems, tokens
from simulator.graph.speech.sentences import sentences, spoken_sentence
from simulator.graph.text import lower_first, names
from simulator.session.interview.turn import Turn

FEWEST_SHARED = 2  # words of the point, those of the prompt not counted
SAID_ALREADY = 0.75  # of the words of a sentence


def to_say(turn: Turn, point: str) -> str:
    """One sentence to say for a point that was not made: of the gist, carrying the point; empty where there is none.

    It is none that was said, and none that rests on facts which were there for the asking and were not asked for.
    """
    wanted, prompt = stems(point), stems(turn.question.prompt)
    uttered = stems(turn.said_text)
    sayable = []
    for sentence in sentences(turn.question.gist):
        own = stems(sentence) - prompt
        shared = len(own & wanted)
        said_already = bool(own) and len(own & uttered) >= SAID_ALREADY * len(own)
        if shared < FEWEST_SHARED or said_already or _rests_on_untold(turn, sentence, point):
            continue
        if spoken := spoken_sentence(sentence):
            sayable.append((shared, spoken))
    return max(sayable, key=lambda pair: pair[0], default=(0, ""))[1]


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
