"""The sentence of a story of one's own work that a panel would quote: with a number, a failure or a decision."""

import re
from typing import NamedTuple

from simulator.report.debrief.own_words import FEWEST_WORDS, LONGEST, UNSURE, stretch
from simulator.session.interview.turn import Turn

# not quite so, or talk beside the matter
WEAK = re.compile(r"\b(?:I think|I believe|maybe|basically|like (?:if|it|you|the|we|when))\b", re.IGNORECASE)
_OUTCOME = re.compile(
    r"%|\bper ?cent\b|\d ?x\b|\b(?:times|accuracy|rate|recall|latency|seconds|dropped|fell|rose|grew|up|down|halved)\b",
    re.IGNORECASE,
)
# what came of it, before what it was like on the way; and what one would do another time, which came of nothing
_RESULT = re.compile(
    r"\b(?:fell|rose|grew|dropped|halved|doubled|tripled|cut|reduced|improved|ended (?:up )?at|came down|"
    r"went (?:from|up|down)|brought|got (?:it |us )?down|stayed (?:under|below|above))\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom (?:about |some )?\d[^.;]*? to (?:about |some )?\d", re.IGNORECASE)
_LESSON = re.compile(
    r"\b(?:I['’]d|I would|we['’]d|we would|I will|I['’]ll|next time|another time|should have)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")


class StorySentence(NamedTuple):
    """A sentence of a story of one's own work; of equals the shortest is the best."""

    rating: int
    brevity: int
    kind: str
    quote: str


def best_of_story(turn: Turn) -> StorySentence | None:
    """The sentence of a story that a panel would quote: with a number, a failure or a decision."""
    if turn.dont_know or turn.spoken or turn.check is not None or turn.question.kind != "experience":
        return None
    from simulator.engine.choice.own_work import PARTS, told_by  # brings the stemmer

    _, number, failure, baseline, decision = PARTS
    ratings = []
    for sentence in _SENTENCE.finditer(turn.answer_text):
        text = sentence[0].strip()
        story = told_by(text)
        counts, failed, decided = number.said(story), failure.said(story), decision.said(story)
        if len(text.split()) < FEWEST_WORDS or UNSURE.search(text) or not (counts or failed or decided):
            continue
        in_words = counts and not any(letter.isdigit() for letter in text)  # `doubled the cost` is a reason as well
        kind = "decision" if decided and in_words else "story" if counts else "failure" if failed else "decision"
        rating = counts + failed + decided + baseline.said(story)
        rating += 2 * (counts and bool(_OUTCOME.search(text))) - 2 * bool(WEAK.search(text))
        result = counts and bool(_RESULT.search(text))
        rating += result * (3 + bool(_FROM_TO.search(text))) - 4 * bool(_LESSON.search(text))
        rating -= 3 * (failed and not (result or decided))  # the problem alone
        quote = text.lstrip("-*•> ")  # with what comes of it behind a semicolon
        if len(quote) > LONGEST:
            quote = stretch(turn.answer_text, sentence.start(), min(sentence.end(), sentence.start() + LONGEST))
        ratings.append(StorySentence(rating, -len(text), kind, quote))
    return max(ratings, default=None)
