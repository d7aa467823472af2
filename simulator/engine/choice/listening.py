"""What was said: which points of a question an answer seems to hold, and which mistakes.

Cues and the words of a point are looked for; there is no model behind it. docs/listening.md says how good that is.
Nothing here is a judgement: it decides what is asked next, and shows words beside the candidate's own mark.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from typing import NamedTuple

from simulator.engine.choice.likeness import (
    SUPPOSES,
    MistakeLikeness,
    clustered,
    mistake_likeness,
    on_subject,
    point_likeness,
)
from simulator.engine.choice.quotes import (
    JOINS,
    QuoteSpan,
    around,
    clauses_of,
    contrasted,
    in_short,
    own_words,
    words_of_points,
)
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import share_met
from simulator.graph.listening.listed import BINDING, listed_shares
from simulator.graph.listening.misconceptions import DENIES, REJECTS, in_one_sentence, misconceptions_heard, rejected
from simulator.graph.listening.spoken import CueHit, Spoken, closest_words, written
from simulator.graph.listening.taken_back import is_taken_back
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Misconception, Mistake, Point, Question

REMARKED = (3, 14)  # words that an interviewer would repeat: fewer are a scrap, more are a speech
LEADS_IN = JOINS | {"well"}  # before what is repeated of a sentence
# notes and formulas are not read out, nor are "uh" and "the, the"
UNFIT = re.compile(
    r"[\n\"“”(){}\[\]=<>*`]|->|:|\b(?:u[hm]+|erm?|hmm)\b|^\W*(?:like|such as|as if)\b|\b([a-z']+),? \1\b", re.IGNORECASE
)
BREATH = 25  # words of a sentence at most, around what was found in it
WHOLE_CLAUSE = 8  # words with which they end where their clause does
ONE_BREATH = 20  # words that are mostly one sentence
APART = 8  # words within which what several cues found is one


@dataclass(frozen=True)
class Heard:
    """How likely a thing was said (`share`, 0 to 1: of answers that sound like this, so many hold it), and the words.

    `quote` is the exact substring of the text from `start` to `end`, empty where nothing was found; `words` are its
    clause as an interviewer would repeat it, empty if that isn't one. `place` is where the words around its cues begin:
    by it a sentence speaks for two points at most. `borne` is how likely the quote itself says it, from 0 to 1: by that
    it's shown, or not if it's `contested`, another point's, or `opposed`, the contrary. `whole` says that it holds a
    whole cue. `about` is how far the text is about the question.
    """

    share: float
    quote: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    place: int = 0
    borne: float = 0.0
    whole: bool = False
    about: float = 1.0
    contested: bool = False
    opposed: bool = False

    @property
    def shown(self) -> bool:
        """Whether the quote stands beside the point while it's judged."""
        enough = P.SURELY_BORNE if self.contested else P.PERHAPS_BORNE
        return bool(self.quote) and not self.opposed and self.share >= P.HEARD_AT_ALL and self.borne >= enough

    @property
    def is_unsaid(self) -> bool:
        """Whether it was very probably not said, judging by the whole answer or by the words most like it."""
        return self.share < P.UNSAID or (bool(self.quote) and self.borne < P.UNSAID_IN_WORDS)

    @property
    def is_sure(self) -> bool:
        """Whether it was heard for certain, and so were its words."""
        return self.borne >= P.SURELY_BORNE and self.share >= P.SURELY_HEARD


FEW_WORDS = 25  # a shorter text is read, whatever it is like
NOTHING = Heard(0.0)
HALF = 0.5  # of a cue: with less of it, the point's own words are the better quote


class CueEvidence(NamedTuple):
    """What was found of one point, each from 0 to 1. `P.LISTENING_WEIGHTS` weighs them in this order."""

    whole: float  # a whole cue; `P.NEXT_SENTENCE` if its parts lie in two sentences
    again: float  # up to three whole cues
    close: float  # how close together the parts of the tightest one are
    part: float  # the largest part of a cue that is not whole
    second: float  # and the next
    words: float  # the point's own words, by weight, anywhere in the text
    like: float  # how much a sentence sounds like it rather than like the other points


@lru_cache(maxsize=64)
def heard(question: Question, text: str) -> Mapping[str, Heard]:
    """What is heard of each point of the rubric, in its order. Kept: follow-ups, score and marks ask for the same.

    A point is likelier to have been said in an answer in which the others are heard too (`support`).
    """
    spoken, (shares, hits) = listen_to(text), _heard_of_points(question, text)
    words = words_of_points(question, spoken, (shares, hits), _cues_and_mistakes(question, text)[1])
    found = {
        point.id: _quoted(question, point, spoken, shares[point.id], hits[point.id], words.best.get(point.id))
        for point in question.rubric
    }
    about, borne = on_subject(question, spoken), words.borne
    return {
        p: replace(
            one, about=about, borne=borne.get(p, 0.0), contested=p in words.contested, opposed=p in words.opposed
        )
        for p, one in found.items()
    }


def shares_heard(question: Question, text: str) -> dict[str, float]:
    """The shares of what is heard, by point, where nobody asks for the words."""
    return _heard_of_points(question, text)[0]


def _heard_of_points(question: Question, text: str) -> tuple[dict[str, float], dict[str, list[CueHit]]]:
    """By point, how likely it was said, and what was found of its cues."""
    spoken = listen_to(text)
    trust = P.NOT_READ if only_lists(question, text) or denies_all(text) else 1.0
    alike = point_likeness(question, spoken)
    proofs = {
        point.id: evidence(question, point, spoken, like) for point, like in zip(question.rubric, alike, strict=True)
    }
    whole = sum(proof.whole > 0 for proof, _ in proofs.values())
    others = max(1, len(proofs) - 1)
    shares = {name: _chance(proof, (whole - (proof.whole > 0)) / others, trust) for name, (proof, _) in proofs.items()}
    return shares, {name: hits for name, (_, hits) in proofs.items()}


def prepare(question: Question) -> None:
    """Compile what an answer to the question is listened to with, which is most of the time of the first one.

    The reference is listened to, as a good answer has many of its words.
    """
    heard(question, question.answer)
    mistakes_heard(question, question.answer)


def believed(text: str, misconceptions: Iterable[Misconception]) -> Sequence[tuple[Misconception, Heard]]:
    """The false beliefs of the field that a text claims, each with the words that do, in the order of the text."""
    return _believed(text, tuple(misconceptions))


@lru_cache(maxsize=64)  # follow-ups, marks and a report ask for the same
def _believed(text: str, misconceptions: tuple[Misconception, ...]) -> list[tuple[Misconception, Heard]]:
    spoken, whole = listen_to(text), unwrapped(text)
    heard_here = misconceptions_heard(spoken, misconceptions)
    found = [(each, replace(_claimed(spoken, hit), words=_fit(in_short(spoken, hit)))) for each, hit in heard_here]
    # what is taken back right after isn't claimed
    found = [(each, claim) for each, claim in found if not is_taken_back(whole, claim.start, claim.end)]
    return sorted(found, key=lambda pair: pair[1].start)


def _fit(ways: Iterable[str]) -> str:
    return next((words for words in ways if not UNFIT.search(words)), "")


def may_be_mistaken(question: Question, text: str) -> bool:
    """Whether a cue of a mistake is found whole in a text, however it sounds: enough not to praise these words."""
    return any(listen_to(text).find_whole(mistake.cues) for mistake in question.mistakes)


def mistakes_heard(question: Question, text: str) -> dict[int, Heard]:
    """The mistakes of the question that the text seems to make, by their place in its list.

    Where a cue is found whole its sentence must not sound like the right answer, and be clearer where a point is heard
    in the same words: being challenged for a right answer is worse than not being caught. Where none is found whole,
    it's the sentence most like it that has some words of the mistake close together.
    """
    spoken = listen_to(text)
    found, sounds = _cues_and_mistakes(question, text)
    right = [hit for hits in found for hit in hits]
    # of a mistake in a sentence the largest, which comes last
    logits = {(one.mistake, one.sentence): one.logit for one in sorted(sounds, key=lambda one: one.logit)}
    made = {}
    for number, mistake in enumerate(question.mistakes):
        claims = []
        for hit in spoken.find_whole(mistake.cues):
            limit = P.MISTAKE_BESIDE_POINT if any(_near(hit, said, 0) for said in right) else P.MISTAKE_OF_CUE
            logit = logits.get((number, spoken.tokens[hit.first].sentence), limit)
            if in_one_sentence(spoken, hit) and logit > limit and not _rejected(spoken, hit, mistake, logit):
                claims.append(hit)
        if claims:
            made[number] = _claimed(spoken, min(claims, key=lambda hit: hit.last - hit.first))
    if not made and sounds and not only_lists(question, text):
        clear = [
            one
            for one in sounds
            if one.logit > P.MISTAKE_ALONE
            and clustered(question, spoken, one)
            and not _rejected(spoken, one.hit, question.mistakes[one.mistake], one.logit)
        ]
        if clear:
            likest = max(clear, key=lambda one: one.logit)
            made[likest.mistake] = _claimed(spoken, likest.hit)
    return made


@lru_cache(maxsize=64)
def _cues_and_mistakes(question: Question, text: str) -> tuple[list[list[CueHit]], list[MistakeLikeness]]:
    """For each point with cues those found whole, and what sounds like a mistake: asked for twice after an answer."""
    spoken = listen_to(text)
    found = [[hit for hit in spoken.find_all(point.cues) if hit.share == 1] for point in question.rubric if point.cues]
    return found, mistake_likeness(question, spoken, [hit for hits in found for hit in hits])


def evidence(question: Question, point: Point, spoken: Spoken, like: float) -> tuple[CueEvidence, list[CueHit]]:
    """What is found of one point, and where cues or parts of them are."""
    hits = spoken.find_all(point.cues)
    whole = [hit for hit in hits if hit.share == 1]
    parts = [*sorted((hit.share for hit in hits if hit.share < 1), reverse=True), 0.0, 0.0]
    close = max(
        (P.CLOSE_WORDS / (P.CLOSE_WORDS + hit.last - hit.first) for hit in whole if hit.last > hit.first), default=0.0
    )
    weights = own_words(question.prompt, point.point)
    total = sum(weights.values()) or 1.0
    words = sum(weight for word, weight in weights.items() if spoken.places.get(word)) / total
    # of a sentence that never ends, as people dictate, a sentence's length counts as one
    breaths = (in_one_sentence(spoken, hit) and hit.last - hit.first < ONE_BREATH for hit in whole)
    best = max((1.0 if in_one else P.NEXT_SENTENCE for in_one in breaths), default=0.0)
    return CueEvidence(best, min(len(whole), 3) / 3, close, parts[0], parts[1], words, like), hits


def coverage(question: Question, hearing: Mapping[str, Heard], unasked: Collection[str] = ()) -> float:
    """The weighted share of the points that was heard, from 0 to 1, counted as marks are, by `about` as well."""
    return share_met(question.rubric, {name: found.share * found.about for name, found in hearing.items()}, unasked)


def coverage_read(question: Question, text: str, unasked: Collection[str] = ()) -> float | None:
    """The coverage as evidence, from 0 to 1; None for a list of keywords, which is not read.

    `unasked` are points that nobody asked for: unheard, they are not missing.

    A sentence speaks for two points at most (30 words of it, as dictated texts have no full stops): saying all the
    words of a question in one breath isn't answering it.
    """
    if only_lists(question, text):
        return None
    spoken, hearing = listen_to(text), heard(question, text)
    starts = [token.start for token in spoken.tokens]
    spoken_for: Counter[tuple[int, int]] = Counter()  # points, by sentence and 30 words of it
    counted: dict[str, Heard] = {}
    for point, heard_point in sorted(hearing.items(), key=lambda pair: -pair[1].share):
        counted[point] = heard_point
        if heard_point.quote:
            place = bisect_right(starts, heard_point.place) - 1
            sentence = spoken.tokens[place].sentence
            first = bisect_right(spoken.tokens, sentence - 1, key=lambda token: token.sentence)
            breath = sentence, (place - first) // P.NEAR_WORDS
            spoken_for[breath] += 1
            if spoken_for[breath] > P.POINTS_OF_A_SENTENCE:
                counted[point] = NOTHING
    return coverage(question, counted, unasked)


def only_lists(question: Question, text: str) -> bool:
    """Whether an answer is but a list of words; in a language whose little words aren't known, none counts as one."""
    if not reads_as_keywords(text):
        return False
    return relates_in_english(" ".join((question.prompt, question.answer, *(p.point for p in question.rubric))))


@lru_cache(maxsize=64)
def relates_in_english(text: str) -> bool:
    """Whether the words by which lists are told from prose stand in a text as in English."""
    words = listen_to(text).tokens
    return sum(token.word in BINDING for token in words) >= P.BINDING_IN_ENGLISH * len(words)


@lru_cache(maxsize=64)
def reads_as_keywords(text: str) -> bool:
    """Whether a text only lists words, or half of it does: most stand in clauses that nothing holds together.

    Notes and formulas are no such list: their signs and little words say how things are related.
    """
    spoken = listen_to(text)
    if len(spoken.tokens) < FEW_WORDS:
        return False
    listed = listed_shares(spoken.tokens, spoken.text, P.SEPARATOR_SHARE, P.RELATED_COST)
    return listed.whole > P.LISTED_SHARE or listed.part > P.LISTED_PART


def denies_all(text: str) -> bool:
    """Whether nearly every claim of a text is turned round: no honest answer says "not" so often."""
    words = listen_to(text).tokens
    return len(words) >= FEW_WORDS and sum(token.negates for token in words) >= P.DENIED_SHARE * len(words)


@lru_cache(maxsize=64)
def listen_to(text: str) -> Spoken:
    """The text as it is listened to; one after the other asks for the same."""
    return Spoken.of(text)


def _chance(proof: CueEvidence, support: float, trust: float) -> float:
    """How likely it is that a point was said, given what is found of it, and of the others (`support`)."""
    if not any(proof):
        return 0.0
    weighed = sum(weight * value for weight, value in zip(P.LISTENING_WEIGHTS, proof, strict=True))
    return trust / (1 + exp(-(weighed + P.LISTENING_SUPPORT * support + P.LISTENING_BIAS)))


def _quoted(
    question: Question, point: Point, spoken: Spoken, share: float, hits: Sequence[CueHit], span: QuoteSpan | None
) -> Heard:
    """A point with the words that say most of it."""
    found = [hit for hit in hits if hit.share == 1]
    if not found and (part := _largest(question, point, spoken, hits)) is not None:
        found = [part]
    if not found:
        return Heard(share)
    if span is None:
        return _claimed(spoken, found[0], share)
    inside = [hit for hit in hits if span.first <= hit.first and hit.last <= span.last]
    inside.sort(key=lambda hit: hit.last - hit.first)
    core = _largest(question, point, spoken, inside, range(span.first, span.last + 1))
    start, end = written(spoken, span.first, span.last)
    words = _remark(spoken, core) if core is not None else ""
    whole = any(hit.share == 1 for hit in inside)
    return Heard(share, spoken.text[start:end], start, end, words, _place(spoken, found), whole=whole)


def _claimed(spoken: Spoken, hit: CueHit, share: float = 1.0) -> Heard:
    """What was found at one place, with the sentence or the clauses around it."""
    start, end = around(spoken, hit.first, hit.last)
    return Heard(share, spoken.text[start:end], start, end, _remark(spoken, hit), _place(spoken, [hit]))


def _largest(
    question: Question, point: Point, spoken: Spoken, hits: Sequence[CueHit], within: range | None = None
) -> CueHit | None:
    """The first of the largest parts of cues, or where the point's own words are, if no more than half is found."""
    best = max(hits, key=lambda hit: hit.share, default=None)
    if best is not None and best.share > HALF:
        return best
    return closest_words(spoken, own_words(question.prompt, point.point), P.NEAR_WORDS, within)


def _place(spoken: Spoken, hits: Sequence[CueHit]) -> int:
    """Where the words around what was found begin, at the place where most was found."""
    best = max(hits, key=lambda one: (sum(_near(one, other, 3) for other in hits), one.first - one.last))
    together = [other for other in hits if _near(best, other, APART)]
    first, last = min(hit.first for hit in together), max(hit.last for hit in together)
    if last - first > 2 * BREATH:
        first, last = best.first, best.last
    sentences = range(spoken.tokens[first].sentence, spoken.tokens[last].sentence + 1)
    grows = True
    while grows and last - first + 1 < BREATH:
        grows = False
        for outside, edge in ((first - 1, first), (last + 1, last)):
            if 0 <= outside < len(spoken.tokens) and spoken.tokens[outside].sentence in sentences:
                same = spoken.tokens[outside].clause == spoken.tokens[edge].clause
                if same or last - first + 1 < WHOLE_CLAUSE:
                    first, last, grows = min(first, outside), max(last, outside), True
    return spoken.tokens[first].start


def _remark(spoken: Spoken, hit: CueHit) -> str:
    """The clause of a hit as an interviewer would repeat it; empty if it's no clause, too short, or a speech."""
    typed = spoken.tokens
    if typed[hit.first].clause != typed[hit.last].clause:
        return ""
    first, last = clauses_of(typed, hit, LEADS_IN)
    if any(token.word in SUPPOSES for token in typed[max(0, first - 1) : hit.first]):
        return ""  # "if mixed wins" is not "mixed wins"
    last = contrasted(typed, first, last)
    words = unwrapped(spoken.text)[typed[first].start : typed[last].end]
    fits = REMARKED[0] <= last - first + 1 <= REMARKED[1] and not UNFIT.search(words)
    return " ".join(words.split()) if fits else ""


def _rejected(spoken: Spoken, hit: CueHit, mistake: Mistake, logit: float) -> bool:
    return rejected(spoken, hit, mistake, REJECTS if logit > P.MISTAKE_THOUGH_DENIED else REJECTS | DENIES)


def _near(one: CueHit, other: CueHit, words: int) -> bool:
    return one.first - words <= other.last and other.first <= one.last + words
