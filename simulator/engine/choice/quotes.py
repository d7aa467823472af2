"""Which words of an answer are quoted for a point, whole sentences or clauses, and how far they bear it out.

The ones quoted have most of the point, by its cues and its words, and little of the others.

A point may be heard all over an answer, and the words found for it still be about something else. So beside its chance
it counts what is in these words alone. None of this moves a chance: it decides which words are shown, whether, and how
firmly, and has half a say in whether a must-have is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import exp, inf, log, sqrt
from operator import truediv
from typing import NamedTuple

from simulator.engine.choice.likeness import MistakeLikeness, contrary
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.spoken import CueHit, Spoken, written
from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.words import EMPTY, empty_stems, tokens
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Point, Question

WHOLE = 22  # words of a sentence that is quoted whole, and of two short ones
LONGEST = 30  # words of what is quoted of a longer one
FEWEST = 4  # words of clauses that are quoted alone
MOST_CLAUSES = 200  # of a sentence; of more the short ones are joined
AS_ONE_READS = 11  # words of what people mark, in the middle
COMMON = EMPTY | frozenset("accepts all assumptions given if least near no point use used well".split())
MOST_REPEATED = 20  # words of a false belief that goes over several clauses
AGAINST = 99.0  # what a quote is worth less that says the contrary: more than all that speaks for it
ENOUGH = 0.1  # of the words of the span that holds most
TURNS = frozenset("but rather instead".split())  # what is so, after what is not
JOINS = frozenset("and so but because then also since while that which or as".split())  # where a long clause may be cut
AFTER_AS = frozenset("it far long soon well such usual".split())  # "as it stands" keeps its "as"


class QuoteSpan(NamedTuple):
    """Words that may be quoted: tokens `first` to `last`, their stems, and how many bounds of sentences they end at."""

    first: int
    last: int
    stems: frozenset[str]
    bounds: int


Against = Mapping[str, Sequence[CueHit]]  # by point where its contrary is said


def _says_contrary(words: QuoteSpan, against: Sequence[CueHit]) -> bool:
    """Whether words hold some in which the contrary of a point is said."""
    return any(hit.first <= words.last and words.first <= hit.last for hit in against)


@lru_cache(maxsize=4_000)
def own_words(prompt: str, text: str) -> dict[str, float]:
    """The stems of a point with their weights: a word of the prompt says less, as people repeat what they are asked."""
    echoed = {token.stem for token in tokens(prompt)}
    words = (token for token in tokens(text) if token.word not in COMMON and len(token.word) > 1)
    return {token.stem: P.ECHOED_WEIGHT if token.stem in echoed else 1.0 for token in words}


def best_spans(question: Question, spoken: Spoken, found: "Found", against: Against) -> dict[str, QuoteSpan]:
    """For each point of which there is a word, where most of it is; the first of equal ones.

    `found` is as in `borne_out`. Where the contrary of a point is said (`against`), other words are taken if they hold
    a whole cue. What counts for a span, weighed by
    `P.QUOTE_WEIGHTS` in this order, is: whole cues; the point's words and those of its cues, of the most in any span;
    the same by the root of the length; the same of another point, so far as that is heard; how far the length is from
    what people mark; and whether it begins and ends as its sentence does.
    """
    (shares, hits), (by_cues, by_words, by_density, by_others, by_length, by_bounds) = found, P.QUOTE_WEIGHTS
    some = spans(spoken)
    words = _words_in(question, spoken, some)
    reaching: defaultdict[int, list[int]] = defaultdict(list)  # the spans in a sentence, or in two
    for number, one in enumerate(some):
        for sentence in {spoken.tokens[one.first].sentence, spoken.tokens[one.last].sentence}:
            reaching[sentence].append(number)
    lengths = [one.last - one.first + 1 for one in some]
    roots = [sqrt(length) for length in lengths]
    shapes = [
        by_length * abs(log(length / AS_ONE_READS)) + by_bounds * one.bounds / 2
        for one, length in zip(some, lengths, strict=True)
    ]
    said = {point: [shares[point] * value for value in row] for point, row in words.items()}
    largest = list(map(max, zip(*said.values(), strict=True)))
    best = {}
    for point, row in words.items():
        whole = [0] * len(some)
        for hit in hits[point]:
            for number in reaching[spoken.tokens[hit.first].sentence] if hit.share == 1 else ():
                whole[number] += some[number].first <= hit.first and hit.last <= some[number].last
        own, others = said[point], [values for other, values in said.items() if other != point]
        densest = max(map(truediv, row, roots))
        top, chosen, opposed = -inf, some[0], against.get(point, ())
        for n, value in enumerate(row):
            if value >= ENOUGH:
                other = largest[n] if own[n] < largest[n] else max([values[n] for values in others], default=0.0)
                worth = shapes[n] + by_cues * whole[n] / (1 + whole[n]) + by_others * other
                worth += value * (by_words + by_density / roots[n] / densest)
                worth -= AGAINST * (bool(opposed) and (not whole[n] or _says_contrary(some[n], opposed)))
                if worth > top:
                    top, chosen = worth, some[n]
        best[point] = chosen
    return best


def _words_in(question: Question, spoken: Spoken, some: Sequence[QuoteSpan]) -> dict[str, list[float]]:
    """For each point how much of its words each span holds, of the most in any; a word said often tells less."""
    sentences = spoken.tokens[-1].sentence + 2 if spoken.tokens else 2
    telling = vocabulary(question.prompt, question.rubric)
    known = {stem for weights in telling.values() for stem in weights.keys() & spoken.places.keys()}
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(some):
        for stem in known & one.stems:
            holding[stem].append(number)
    rare = {
        stem: log(sentences / len({spoken.tokens[place].sentence for place in spoken.places[stem]})) / log(sentences)
        for stem in known
    }
    words: dict[str, list[float]] = {}
    for point, weights in telling.items():
        found = [0.0] * len(some)
        for stem, weight in weights.items():
            for number in holding.get(stem, ()):
                found[number] += weight * rare[stem]
        if most := max(found, default=0.0):
            words[point] = [value / most for value in found]
    return words


@lru_cache(maxsize=512)
def vocabulary(prompt: str, rubric: tuple[Point, ...]) -> Mapping[str, Mapping[str, float]]:
    """For each point the stems that tell it, with their weights: what all points have tells none of them."""
    found: dict[str, dict[str, float]] = {}
    for point in rubric:
        weights: defaultdict[str, float] = defaultdict(float)
        for stem, weight in own_words(prompt, point.point).items():
            weights[stem] += P.QUOTE_OWN * weight
        for stem, count in Counter(stem for cue in point.cues for stem in _stems_of(cue)).items():
            weights[stem] += sqrt(count / len(point.cues))
        found[point.id] = weights
    shared = Counter(stem for weights in found.values() for stem in weights)
    return {
        name: {stem: weight * (1 - (shared[stem] - 1) / len(rubric)) for stem, weight in weights.items()}
        for name, weights in found.items()
    }


@lru_cache(maxsize=20_000)
def _stems_of(cue: str) -> frozenset[str]:
    """The stems of all words of a cue that say what it's about."""
    empty = empty_stems()
    return frozenset(e.stem for e in compile_cue(cue).elements if e.stem and e.stem not in empty)


def around(spoken: Spoken, first: int, last: int) -> tuple[int, int]:
    """The whole sentence or clauses around what was found, as characters from and to; what is longer isn't widened."""
    holding = [one for one in spans(spoken) if one.first <= first and last <= one.last]
    if holding:
        best = min(holding, key=lambda one: (one.bounds < 2, one.last - one.first))
        first, last = best.first, best.last
    return written(spoken, first, contrasted(spoken.tokens, first, last))


def contrasted(typed: Sequence[TypedWord], first: int, last: int) -> int:
    """The last token of words that are quoted: of "not a hint but a rule" the first half alone says something else."""
    after = last + 1
    if after >= len(typed) or typed[after].sentence != typed[last].sentence:
        return last
    if not any(token.word in {"not", "cannot"} or token.word.endswith("n't") for token in typed[first:after]):
        return last
    end = after
    while end + 1 < len(typed) and typed[end + 1].clause == typed[after].clause:
        end += 1
    return end if any(token.word in TURNS for token in typed[after : min(end, after + 2) + 1]) else last


def clauses_of(typed: Sequence[TypedWord], hit: CueHit, leads_in: Set[str] = JOINS) -> tuple[int, int]:
    """The first and last token of the clauses in which a hit begins and ends, without words that lead in to them."""
    first, last = hit.first, hit.last
    while first > 0 and typed[first - 1].clause == typed[first].clause:
        first -= 1
    while first < hit.first and typed[first].word in leads_in:
        if typed[first].word == "as" and typed[first + 1].word in AFTER_AS:
            break
        first += 1
    while last + 1 < len(typed) and typed[last + 1].clause == typed[last].clause:
        last += 1
    return first, last


def in_short(spoken: Spoken, hit: CueHit) -> Iterator[str]:
    """The words of a claim that goes over several clauses: with its clauses whole, then less; none that are long.

    At last only the clause in which it ends, with what is said of the subject.
    """
    typed, (first, last) = spoken.tokens, clauses_of(spoken.tokens, hit)
    ends, _ = clauses_of(typed, replace(hit, first=hit.last))
    for begin, end in ((first, last), (hit.first, last), (hit.first, hit.last), (ends, last)):
        if end - begin < MOST_REPEATED:
            yield unwrapped(spoken.text)[typed[begin].start : typed[end].end]


def spans(spoken: Spoken) -> list[QuoteSpan]:
    """All that may be quoted of a text: sentences, runs of clauses of a long one, and two short ones together."""
    typed = spoken.tokens
    found: list[QuoteSpan] = []
    sentences = list(_runs(typed, 0, len(typed) - 1, sentence=True))
    for first, last in sentences:
        if last - first < WHOLE:
            found.append(_span(typed, first, last, 2))
            continue
        pieces = _joined([piece for clause in _runs(typed, first, last) for piece in _cut(typed, *clause)])
        for number, (begin, _) in enumerate(pieces):
            for _, end in pieces[number:]:
                if end - begin >= LONGEST and end > pieces[number][1]:
                    break
                if end - begin + 1 >= FEWEST:
                    found.append(_span(typed, begin, end, (begin == first) + (end == last)))
    for (first, _), (_, last) in pairwise(sentences):
        if last - first < WHOLE:
            found.append(_span(typed, first, last, 2))
    return found


def _joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Clauses as they are, or neighbours together where nobody writes so many: a list of single words has no end."""
    if len(pieces) <= MOST_CLAUSES:
        return pieces
    joined: list[tuple[int, int]] = []
    for begin, end in pieces:
        if joined and joined[-1][1] - joined[-1][0] + 1 < FEWEST:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return joined


def _span(typed: Sequence[TypedWord], first: int, last: int, bounds: int) -> QuoteSpan:
    stems = frozenset(token.stem for token in typed[first : last + 1])
    return QuoteSpan(first, last, stems, bounds)


def _runs(typed: Sequence[TypedWord], first: int, last: int, *, sentence: bool = False) -> Iterator[tuple[int, int]]:
    """The sentences or clauses from one token to another."""
    begin = first
    for place in range(first, last + 1):
        here = typed[place]
        after = typed[place + 1] if place < last else None
        if after is None or (here.sentence != after.sentence if sentence else here.clause != after.clause):
            yield begin, place
            begin = place + 1


def _cut(typed: Sequence[TypedWord], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A clause; one without any stop, as it's dictated, in pieces at joining words, else as long as may be."""
    begin = first
    if last - first >= LONGEST:
        for place in range(first + FEWEST, last + 1 - FEWEST):
            joins = typed[place].word in JOINS and typed[place - 1].word not in JOINS and place - begin >= FEWEST
            if joins or place - begin >= LONGEST:
                yield begin, place - 1
                begin = place
    yield begin, last


# How far the words that are found bear a point out

TELLING = 8  # words: with so many of those that tell most, a span holds all of its point
BELIEVED = (-6.0, 2.0)  # logits: beyond them it's no clearer whether a false belief is said
SUREST = 1e-6  # chances nearer to 0 or 1 count as this


class PointWords(NamedTuple):
    """The words of points, by point: where they are, how far they bear it out, and of which they're another's.

    `opposed` are the points whose contrary is said in them.
    """

    best: Mapping[str, QuoteSpan]
    borne: Mapping[str, float]
    contested: frozenset[str]
    opposed: frozenset[str]


def words_of_points(question: Question, spoken: Spoken, found: "Found", wrong: Sequence[MistakeLikeness]) -> PointWords:
    """Which words are quoted for each point of which there are any. `found` and `wrong` are as in `borne_out`."""
    against = contrary(question, spoken, wrong)
    best = best_spans(question, spoken, found, against)
    opposed = frozenset(name for name, words in best.items() if _says_contrary(words, against[name]))
    return PointWords(best, borne_out(question, spoken, found, best, wrong), contested(question, found, best), opposed)


class WordsEvidence(NamedTuple):
    """What counts for and against the words found for a point. `P.BEARING_WEIGHTS` weighs them in this order."""

    chance: float  # that it was said, in logits
    beyond: float  # 1 for a point that the prompt doesn't ask for: it is said less often
    words: float  # which share of the words that tell it they hold, those of the prompt left out
    others: float  # how likely the likeliest other point is of which a whole cue lies in them
    mistaken: float  # how much they sound like a mistake, in logits


Found = tuple[Mapping[str, float], Mapping[str, Sequence[CueHit]]]  # by point its chance, and what its cues found


def borne_out(
    question: Question, spoken: Spoken, found: Found, best: Mapping[str, QuoteSpan], wrong: Sequence[MistakeLikeness]
) -> dict[str, float]:
    """By point how likely it was said in the words of its span, from 0 to 1; those without a span are left out.

    `found` are the chances and what was found of the cues, by point, `wrong` what sounds like a mistake in the text.
    """
    shares, hits = found
    least, most = BELIEVED
    sounds: dict[int, float] = {}
    for belief in wrong:
        sounds[belief.sentence] = max(belief.logit, sounds.get(belief.sentence, belief.logit))
    borne = {}
    for point in question.rubric:
        if (words := best.get(point.id)) is not None:
            others = (shares[name] for name, some in hits.items() if name != point.id and _has_cue(words, some))
            within = range(spoken.tokens[words.first].sentence, spoken.tokens[words.last].sentence + 1)
            mistaken = max((sounds[sentence] for sentence in within if sentence in sounds), default=least)
            proof = WordsEvidence(
                _logit(shares[point.id]),
                float(point.beyond),
                held(question, point, words.stems),
                max(others, default=0.0),
                min(most, max(least, mistaken)),
            )
            weighed = sum(weight * value for weight, value in zip(P.BEARING_WEIGHTS, proof, strict=True))
            borne[point.id] = 1 / (1 + exp(-(weighed + P.BEARING_BIAS)))
    return borne


def contested(question: Question, found: Found, best: Mapping[str, QuoteSpan]) -> frozenset[str]:
    """The points whose words are another's that is likelier and has more of them, with no cue of their own whole there.

    `found` is as in `borne_out`. Half of such words say the other point alone.
    """
    shares, hits = found
    points = [point for point in question.rubric if point.id in best]

    def loses(one: Point, other: Point) -> bool:
        """Whether the other point is the likelier one to be said by mostly the same words, and holds more of them."""
        words = best[one.id]
        likelier = shares[other.id] > shares[one.id] and _mostly_same(words, best[other.id])
        return likelier and held(question, other, words.stems) > held(question, one, words.stems)

    return frozenset(
        one.id
        for one in points
        if not _has_cue(best[one.id], hits[one.id]) and any(loses(one, other) for other in points)
    )


def _mostly_same(one: QuoteSpan, other: QuoteSpan) -> bool:
    """Whether two spans share more than half of the words of the shorter one."""
    shared = min(one.last, other.last) - max(one.first, other.first) + 1
    return 2 * shared > min(one.last - one.first, other.last - other.first) + 1


def _has_cue(span: QuoteSpan, hits: Sequence[CueHit]) -> bool:
    return any(hit.share == 1 and span.first <= hit.first and hit.last <= span.last for hit in hits)


def held(question: Question, point: Point, words: Set[str]) -> float:
    """The share of what tells a point of the question that these stems hold; of its telling words above 1."""
    weights, whole = _telling(question.prompt, question.rubric)[point.id]
    return sum(weights[stem] for stem in words & weights.keys()) / whole


@lru_cache(maxsize=512)
def _telling(prompt: str, rubric: tuple[Point, ...]) -> Mapping[str, tuple[Mapping[str, float], float]]:
    """For each point the stems that tell it and aren't the prompt's, and what those that tell most weigh together."""
    echoed = {token.stem for token in tokens(prompt)}
    found = {}
    for name, weights in vocabulary(prompt, rubric).items():
        own = {stem: weight for stem, weight in weights.items() if stem not in echoed}
        found[name] = own, sum(nlargest(TELLING, own.values())) or 1.0
    return found


def _logit(chance: float) -> float:
    kept = min(1 - SUREST, max(SUREST, chance))
    return log(kept / (1 - kept))


def mean_chance(one: float, other: float) -> float:
    """The mean of two chances, in logits."""
    return 1 / (1 + exp(-(_logit(one) + _logit(other)) / 2))
