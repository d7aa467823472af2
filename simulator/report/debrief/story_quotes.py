"""The sentence of a story of one's own work that a panel would quote."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.speech import is_abbreviated
from simulator.report.debrief.own_words import FEWEST_WORDS, LONGEST, UNSURE, WEAK, Bounds, stretch
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.own_work import Missing

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
_TAKEN_BACK = re.compile(r"\b(?:in place of|and not|not the)\s+(?:the |about |some )?(\d+(?:[.,]\d+)*)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")  # none in a name, such as int8
# failures that somebody counted, or had fewer of, aren't what went wrong in the project
_COUNTED = re.compile(
    r"\b(?:(?:count|measur|track|log|check|record|compar|audit|monitor|watch|avoid|prevent|reduc)\w*|cut|fewer|less|no|"
    r"without|zero)(?: \w+){0,2} (?:errors?|mistakes|incidents|outages|failures|bugs|crashes|timeouts|duplicates|"
    r"delays|hallucinations|conflicts|complaints)\b|"
    r"\b(?:error|failure|timeout|crash) (?:rates?|counts?|budgets?|bars?)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:decid|chos|choos|choice|pick|opt(?:ed|ion)|prefer|rather|instead|went with|reject|replac|switch|skipp|"
    r"abandon|ruled|propos|argu|insist|settled|convinc|consider)\w*",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|so|as|for|to|rather|instead|than|which|when|where)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")


def _story_sentences(text: str) -> list[Bounds]:
    """The sentences of a story without their full stops; what an abbreviation cuts is one again."""
    joined: list[Bounds] = []
    for found in _SENTENCE.finditer(text):
        if joined and is_abbreviated(text, joined[-1][1] + 1) and joined[-1][1] + 1 == found.start():
            joined[-1] = joined[-1][0], found.end()
        else:
            joined.append(found.span())
    return joined


def _is_taken_back(answer: str, begin: int, end: int) -> bool:
    """Whether another sentence says that a figure of this one was wrong: `the gain is 48 in place of 61`."""
    revised = {found[1] for part in (answer[:begin], answer[end:]) for found in _TAKEN_BACK.finditer(part)}
    return not revised.isdisjoint(_NUMBER.findall(answer[begin:end]))


_CUT_OFF = re.compile(r"(?:\bat|\btop|\bpass|@)[ -]?@?\d+\b(?!\s*%)", re.IGNORECASE)  # "recall at 5" is no figure


class StorySentence(NamedTuple):
    """A sentence of a story of one's own work; of equals the shortest is the best.

    Its `kind` is what its heading may say of it: `own` where it's neither a number nor a whole failure or decision.
    """

    rating: int
    brevity: int
    kind: str
    quote: str


def _kind_of(text: str, failure: "Missing", *, counts: bool, decided: bool) -> str:
    """What the heading of a sentence may say of it.

    What went wrong is told with what one made of it, and isn't what one only counted; a choice has its reason.
    """
    from simulator.engine.choice.own_work import told_by  # brings the stemmer

    chose = decided and bool(_CHOICE.search(text) and _REASON.search(text))
    if chose and counts and not any(letter.isdigit() for letter in text):  # `doubled the cost` is a reason as well
        return "decision"
    if counts:
        return "story"
    if decided and failure.said(told_by(_COUNTED.sub("", text))):
        return "failure"
    return "decision" if chose else "own"


def best_of_story(turn: Turn, faulty: Sequence[str] = ()) -> StorySentence | None:
    """The sentence of a story that a panel would quote: with a number, a failure or a decision; nothing `faulty`."""
    if turn.dont_know or turn.spoken or turn.check is not None or turn.question.kind != "experience":
        return None
    from simulator.engine.choice.own_work import PARTS, told_by  # brings the stemmer

    _, number, failure, baseline, decision = PARTS
    ratings = []
    answer = unwrapped(turn.answer_text)
    for begin, end in _story_sentences(answer):
        text = answer[begin:end].strip()
        story = told_by(text)
        counts = number.said(told_by(_CUT_OFF.sub("", text)))
        failed, decided = failure.said(story), decision.said(story)
        if len(text.split()) < FEWEST_WORDS or UNSURE.search(text) or not (counts or failed or decided):
            continue
        if _is_taken_back(answer, begin, end) or any(words in text or text in words for words in faulty):
            continue
        rating = counts + failed + decided + baseline.said(story)
        rating += 2 * (counts and bool(_OUTCOME.search(text))) - 2 * bool(WEAK.search(text))
        result = counts and bool(_RESULT.search(text) or _TAKEN_BACK.search(text))
        rating += result * (3 + bool(_FROM_TO.search(text))) - 4 * bool(_LESSON.search(text))
        rating -= 3 * (failed and not (result or decided))  # the problem alone
        quote = text.lstrip("-*•> ")  # with what comes of it behind a semicolon
        if len(quote) > LONGEST:
            quote = stretch(answer, begin, min(end, begin + LONGEST))
        counts &= quote == text or number.said(told_by(_CUT_OFF.sub("", quote)))  # the figure may have been cut off
        ratings.append(
            StorySentence(rating, -len(text), _kind_of(text, failure, counts=counts, decided=decided), quote)
        )
    return max(ratings, default=None)
