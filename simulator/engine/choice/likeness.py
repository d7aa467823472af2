"""What a sentence sounds like, in words that no cue foresaw: one point of a rubric and no other, or a mistake.

A stem that the text and the cues of one point have, and those of the others don't, tells which of them is meant, also
where no cue is heard whole. A false belief sounds like the mistake, and not like the answer: each stem has a weight,
how much likelier it is among the words of the mistake than among those of the right answer. docs/listening.md says how
good that is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from math import log
from typing import NamedTuple

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.cues import Cue, compile_cue
from simulator.graph.listening.misconceptions import DENIES, REJECTS, rejected
from simulator.graph.listening.spoken import IN_ORDER, CueHit, Spoken
from simulator.graph.listening.words import EMPTY, empty_stems, stems, tokens
from simulator.graph.records import Point, Question

CLAIMED, POINTED = 3, 0.5  # what a word of the claim, and of a cue of a point, counts; others count 1
COMMON_PART = 0.026  # share of sentences in which some other part of a cue would occur
UNSEEN = 3.5e-4  # chance of a word that neither side has
LONG, LONGEST = 25, 40  # words of a sentence that is cut at its next clause, and in any case
DICTATED = 9  # words of its clauses: anybody who writes has more commas
STEP = 5  # words from one stretch of such a sentence to the next
MOST = 4  # of such words as are counted
_HEDGES = frozenset("but may might alone yet while still though although even whereas only often some however".split())
# whoever believes a claim allows no exception to it
_BOLD = frozenset(
    "all always any anyway automatically basically clearly completely done enough every everything exactly "
    "guaranteed just means must never no none nothing once only purely really same should simply so straight sure "
    "then therefore whatever will".split()
)


class MistakeEvidence(NamedTuple):
    """How much of a mistake a sentence has. `P.MISTAKE_WEIGHTS` weighs it in this order."""

    mistaken: float  # weights of its stems that are likelier in the mistake
    right: float  # and of those that are likelier in the right answer, at most 0
    corrected: float  # share of the words that say why it is wrong
    cue: float  # the largest share of the parts of one of its cues, by weight
    cues: float  # and the mean share
    points: float  # points heard in it
    denied: float  # negations
    hedged: float  # words such as "perhaps"
    bold: float  # words such as "always"
    length: float  # the logarithm of the count of its words


@dataclass(frozen=True, slots=True)
class _MistakeWords:
    number: int
    weights: Mapping[str, float]
    why: frozenset[str]
    cues: tuple[tuple[Cue, tuple[float, ...]], ...]  # with the weights of the parts


class MistakeLikeness(NamedTuple):
    """How much a sentence sounds like a mistake, in logits, and where its words are."""

    mistake: int
    sentence: int
    hit: CueHit
    logit: float


def mistake_likeness(question: Question, spoken: Spoken, right: Sequence[CueHit]) -> list[MistakeLikeness]:
    """Each sentence beside each mistake of which it has any word; `right` is where points are heard."""
    pieces = list(sentences(spoken))
    found = list(_in_pieces(question, spoken, right, pieces, frozenset()))
    if any(_never_ends(spoken, *piece) for piece in _whole_sentences(spoken)):
        found += _in_pieces(question, spoken, right, list(sentences(spoken, LONG // 2)), frozenset(pieces))
    return found


def clustered(question: Question, spoken: Spoken, likeness: MistakeLikeness) -> bool:
    """Whether a sentence has enough words that are likelier in the mistake, close together and not only the prompt's.

    Scattered over a long sentence such words are chance: so fluent phrases about nothing sounded like mistakes.
    """
    weights = next(mistake.weights for mistake in _mistakes(question) if mistake.number == likeness.mistake)
    said = [token.stem for token in spoken.tokens[likeness.hit.first : likeness.hit.last + 1]]
    telling = {stem for stem in said if weights.get(stem, 0.0) > 0}
    windows = (said[start : start + P.MISTAKE_SPAN] for start in range(len(said)))
    close = max(len(telling.intersection(window)) for window in windows)
    return close >= P.MISTAKE_WORDS and len(telling - stems(question.prompt)) >= P.MISTAKE_UNPROMPTED


def _in_pieces(
    question: Question,
    spoken: Spoken,
    right: Sequence[CueHit],
    pieces: Sequence[tuple[int, int]],
    known: frozenset[tuple[int, int]],
) -> Iterator[MistakeLikeness]:
    """Each of some pieces beside each mistake of which it has any word, but for those that are known."""
    *factors, bias = P.MISTAKE_WEIGHTS
    sentence_of = [number for number, (first, stop) in enumerate(pieces) for _ in range(first, stop)]
    mistakes = [(mistake, _shares(spoken, mistake, sentence_of)) for mistake in _mistakes(question)]
    for sentence, (first, stop) in enumerate(pieces):
        if (first, stop) in known:
            continue
        typed = spoken.tokens[first:stop]
        occur = {token.stem for token in typed}
        points = sum(first <= hit.first and hit.last < stop for hit in right)
        denied, hedged, bold = (
            min(MOST, count)
            for count in (
                sum(token.negates for token in typed),
                sum(token.word in _HEDGES for token in typed),
                sum(token.word in _BOLD for token in typed),
            )
        )
        for mistake, parts in mistakes:
            weighed = [mistake.weights[word] for word in occur if word in mistake.weights]
            mistaken = sum(weight for weight in weighed if weight > 0)
            if not mistaken:
                continue
            places = [n for n, token in enumerate(typed, first) if mistake.weights.get(token.stem, 0.0) > 0]
            shares = parts.get(sentence, [0.0])
            proof = MistakeEvidence(
                mistaken,
                sum(weighed) - mistaken,
                len(mistake.why & occur) / max(1, len(mistake.why)),
                max(shares),
                sum(shares) / len(mistake.cues),
                min(MOST, points),
                denied,
                hedged,
                bold,
                log(len(typed)),
            )
            logit = bias + sum(factor * value for factor, value in zip(factors, proof, strict=True))
            hit = CueHit(places[0], places[-1], 1.0)
            yield MistakeLikeness(mistake.number, spoken.tokens[hit.first].sentence, hit, logit)


def _shares(spoken: Spoken, mistake: _MistakeWords, sentence_of: Sequence[int]) -> Mapping[int, list[float]]:
    """By sentence which share of each cue of a mistake is in it, where any is."""
    shares: defaultdict[int, list[float]] = defaultdict(list)
    for cue, weights in mistake.cues:
        held: defaultdict[int, float] = defaultdict(float)
        before: dict[int, int] = {}  # where the part before ends
        for part, follows, weight in zip(cue.parts, cue.follows, weights, strict=True):
            ends: dict[int, int] = {}
            for start, end in spoken.part_places(part, cue.negative):
                sentence = sentence_of[start]
                ordered = not follows or sentence not in before or 0 < start - before[sentence] <= IN_ORDER
                if sentence not in ends and ordered and end < len(sentence_of) and sentence_of[end] == sentence:
                    ends[sentence] = end
                    held[sentence] += weight
            before = ends
        for sentence, weight in held.items():
            shares[sentence].append(weight / sum(weights))
    return shares


def sentences(spoken: Spoken, less: int = 0) -> Iterator[tuple[int, int]]:
    """The sentences of a text; long ones in pieces, of which the first of one that never ends is `less` shorter."""
    for begin, end in _whole_sentences(spoken):
        first, since = begin, begin - (less if _never_ends(spoken, begin, end) else 0)
        for at in range(begin + 1, end):
            other = spoken.tokens[at].clause != spoken.tokens[at - 1].clause
            if at - since >= LONGEST or (at - since >= LONG and other):
                yield first, at
                first = since = at
        yield first, end


def _never_ends(spoken: Spoken, first: int, stop: int) -> bool:
    """Whether a sentence is dictated: long, and with hardly a stop."""
    clauses = spoken.tokens[stop - 1].clause - spoken.tokens[first].clause + 1
    return stop - first > LONGEST and stop - first >= DICTATED * clauses


def _whole_sentences(spoken: Spoken) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(1, len(spoken.tokens)):
        if spoken.tokens[at].sentence != spoken.tokens[at - 1].sentence:
            yield first, at
            first = at
    if spoken.tokens:
        yield first, len(spoken.tokens)


@lru_cache(maxsize=512)  # the questions of many interviews, which a report, a plan or a simulation looks back on
def _mistakes(question: Question) -> tuple[_MistakeWords, ...]:
    """The mistakes of a question that have cues, ready to be compared with sentences."""
    answer = Spoken.of("\n".join((question.answer, question.gist, *(point.point for point in question.rubric))))
    right = Counter(token.stem for token in answer.tokens if token.word not in EMPTY)
    right.update(stem for mistake in question.mistakes for stem in stems(mistake.why))
    pointed = Counter(stem for point in question.rubric for cue in point.cues for stem in cue_stems(cue))
    answered = _chances({stem: right[stem] + POINTED * pointed[stem] for stem in right | pointed})
    ready = []
    for number, mistake in enumerate(question.mistakes):
        words = Counter(stem for cue in mistake.cues for stem in cue_stems(cue))
        words.update(dict.fromkeys(stems(mistake.claim), CLAIMED))
        words.update(stems(mistake.challenge))
        claimed = _chances(words)
        weights = {
            stem: log((claimed.get(stem, 0.0) + UNSEEN) / (answered.get(stem, 0.0) + UNSEEN))
            for stem in (claimed.keys() | answered.keys()) - empty_stems()
        }
        cues = tuple((cue, _rarity(cue, answer)) for cue in map(compile_cue, mistake.cues))
        if cues:
            ready.append(_MistakeWords(number, weights, stems(mistake.why) - stems(mistake.claim), cues))
    return tuple(ready)


def _rarity(cue: Cue, answer: Spoken) -> tuple[float, ...]:
    """What each part of a cue tells: the more, the fewer sentences of the right answer have it."""
    count = answer.tokens[-1].sentence + 1 if answer.tokens else 1
    held = (
        len({answer.tokens[start].sentence for start, _ in answer.part_places(part, cue.negative)})
        for part in cue.parts
    )
    return tuple(-log((number / count + COMMON_PART) / (1 + 2 * COMMON_PART)) for number in held)


@lru_cache(maxsize=2_000)
def cue_stems(cue: str) -> frozenset[str]:
    """The stems of a cue, without negations."""
    return frozenset(element.stem for element in compile_cue(cue).elements if not element.word)


def _chances(counts: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {stem: count / total for stem, count in counts.items()}


FEWEST_SAID, FEWEST_OWN = 25, 120  # stems of a text, and of a question: fewer can't tell what it's about
UNSEEN_IN_POINTS = 0.01  # chance of a word that a point, or the others, don't have
TELLING = 8  # words: a sentence with so many of those that tell most sounds wholly like its point
LEAST = 12.0  # logits that they weigh together, or a point without cues would be heard in one word


def breaths(spoken: Spoken) -> Iterator[tuple[int, int]]:
    """The sentences of a text; a very long one, as in dictation, is cut into overlapping stretches."""
    for first, end in _whole_sentences(spoken):
        if end - first <= LONGEST:
            yield first, end
        else:
            yield from ((begin, min(end, begin + LONG)) for begin in range(first, end - LONG + STEP, STEP))


def point_likeness(question: Question, spoken: Spoken) -> list[float]:
    """For each point of the rubric, how much the sentence most like it sounds like it, from 0 to 1."""
    weights, most = _telling(question)
    said = ({token.stem for token in spoken.tokens[first:stop]} for first, stop in breaths(spoken))
    sounds = [
        [sum(column) for column in zip(*(weights[word] for word in words), strict=True)]
        for words in (sorted(weights.keys() & words) for words in said)
        if words
    ]
    best = [max(column) for column in zip(*sounds, strict=True)] if sounds else [0.0] * len(most)
    return [min(1.0, max(0.0, sound / full)) for sound, full in zip(best, most, strict=True)]


@lru_cache(maxsize=512)  # as many as the mistakes
def _telling(question: Question) -> tuple[Mapping[str, Sequence[float]], Sequence[float]]:
    """By stem, for each point, how much likelier it is there than in the others, in logits.

    Beside it what the stems that tell most weigh together, for each point.
    """
    points = [_words(point) for point in question.rubric]
    whole = sum(points, Counter[str]())
    shares = [(point, max(1, point.total()), max(1, whole.total() - point.total())) for point in points]
    weights = {
        stem: [
            log((point[stem] / own + UNSEEN_IN_POINTS) / ((count - point[stem]) / others + UNSEEN_IN_POINTS))
            for point, own, others in shares
        ]
        for stem, count in whole.items()
    }
    most = [sum(sorted(column)[-TELLING:]) for column in zip(*weights.values(), strict=True)] or [0.0] * len(points)
    return weights, [max(LEAST, together) for together in most]


@lru_cache(maxsize=1_000)
def _words(point: Point) -> Counter[str]:
    """How often a point has each stem: in its text, in what is half of it, and once for each cue."""
    words = Counter(stem for cue in point.cues for stem in cue_stems(cue))
    words.update(dict.fromkeys(stems(point.point), CLAIMED))
    words.update(stems(point.partly))
    for empty in empty_stems() & words.keys():
        del words[empty]
    return words


def on_subject(question: Question, spoken: Spoken) -> float:
    """How far a text is about the question, from `P.NOT_READ` to 1: by the share of its words that the question has.

    What answers another question has cues by chance. A text of few words, a story of one's own work, spoken words about
    code, and a question that has few words itself can't be told so.
    """
    own = _own_words(question)
    said = {token.stem for token in spoken.tokens} - empty_stems()
    if len(said) < FEWEST_SAID or len(own) < FEWEST_OWN or question.kind in ("experience", "implement", "repair"):
        return 1.0
    least, enough = P.ABOUT_IT
    share = (len(said & own) / len(said) - least) / (enough - least)
    return P.NOT_READ + (1 - P.NOT_READ) * min(1.0, max(0.0, share))


@lru_cache(maxsize=512)  # as many as the mistakes
def _own_words(question: Question) -> frozenset[str]:
    """The stems of prompt, reference and rubric with its cues."""
    texts = (question.prompt, question.answer, question.gist)
    told = frozenset(stem for text in texts for stem in stems(text))
    return told.union(*(_words(point) for point in question.rubric))


# What says the contrary of a point

BEFORE = 2  # words before what a cue finds in which a negation still turns it round
_NEEDS = frozenset("need needs needed needing require requires required necessary".split())
_ASKED_FOR = _NEEDS | frozenset("must only".split())  # of a point that says what it takes
SUPPOSES = frozenset("if unless whether suppose assuming".split())
_GOES_ON = frozenset("and but so which while".split())  # says something else: "can exceed it and doesn't need labels"
_RULED_OUT = frozenset("cannot can't cant couldn't couldnt never won't wont needn't neednt".split())


def contrary(question: Question, spoken: Spoken, wrong: Sequence[MistakeLikeness]) -> dict[str, list[CueHit]]:
    """By point where a text says its contrary: a cue or a need that is denied, or what sounds `wrong` beside it."""
    heard = [one for one in wrong if one.logit > P.MISTAKE_OF_CUE]
    heard = [one for one in heard if one.logit > P.MISTAKE_BESIDE_POINT or _is_cued(question, spoken, one)]
    denies = any(token.word in _RULED_OUT or (token.word in _NEEDS and token.negated) for token in spoken.tokens)
    return {
        point.id: [
            *(_denied(spoken, point) if denies else ()),
            *(one.hit for one in heard if _contradicts(question, spoken, one, point)),
        ]
        for point in question.rubric
    }


def _is_cued(question: Question, spoken: Spoken, likeness: MistakeLikeness) -> bool:
    hits = spoken.find_whole(question.mistakes[likeness.mistake].cues)
    return any(spoken.tokens[hit.first].sentence == likeness.sentence for hit in hits)


def _contradicts(question: Question, spoken: Spoken, likeness: MistakeLikeness, point: Point) -> bool:
    """Whether what sounds like a mistake is against the point, and isn't denied: "it doesn't mean they're right"."""
    if point.id not in _corrected(question, likeness.mistake):
        return False
    mistake, hit = question.mistakes[likeness.mistake], likeness.hit
    turned = any(token.negates for token in spoken.tokens[hit.first : hit.last + 1])
    denies = any(token.negates for token in tokens(mistake.claim))
    return (denies or not turned) and not rejected(spoken, hit, mistake, REJECTS | DENIES)


def _denied(spoken: Spoken, point: Point) -> Iterator[CueHit]:
    """Where the words of a cue are denied; or only a need, of a cue that is a denial, and the point has the need."""
    denies, needs = _polarity(point)
    for cue in map(compile_cue, point.cues if needs or not denies else ()):
        if cue.turned or (denies and not cue.negative) or (cue.negative and not needs):
            continue
        hit = spoken.find_denied(cue)
        if hit is not None and (_of_need if cue.negative else _ruled_out)(spoken, hit):
            yield hit


def _ruled_out(spoken: Spoken, hit: CueHit) -> bool:
    """Whether what was found can't be or isn't needed: "it can't exceed". "It doesn't forget" may tell of one case."""
    typed, clause = spoken.tokens, spoken.tokens[hit.last].clause
    if typed[hit.first].clause != clause or hit.last - hit.first >= IN_ORDER:
        return False
    start = max(0, hit.first - BEFORE)
    words = {token.word for token in typed[start : hit.last] if token.clause == clause}
    return not words & SUPPOSES and (bool(words & _RULED_OUT) or _of_need(spoken, replace(hit, first=start)))


def _of_need(spoken: Spoken, hit: CueHit) -> bool:
    """Whether what is denied there is a need: "no verifier needed"."""
    typed, clause = spoken.tokens, spoken.tokens[hit.last].clause
    behind = takewhile(lambda token: token.clause == clause and token.word not in _GOES_ON, typed[hit.last :])
    return any(token.word in _NEEDS and token.negated for token in (*typed[hit.first : hit.last], *behind))


@lru_cache(maxsize=2_000)
def _polarity(point: Point) -> tuple[bool, bool]:
    """Whether a point denies something, and whether it says that something is needed."""
    typed = tokens(point.point)
    needs = any(token.word in _ASKED_FOR and not token.negated for token in typed)
    return any(token.negates for token in typed), needs


@lru_cache(maxsize=1_000)
def _corrected(question: Question, mistake: int) -> frozenset[str]:
    """The points that a mistake contradicts: those that what it claims, and why it is wrong, sound like most."""
    wrong = question.mistakes[mistake]
    sounds = point_likeness(question, Spoken.of(f"{wrong.claim} {wrong.why}"))
    least = max(P.CORRECTED, P.CORRECTED_SHARE * max(sounds, default=0.0))
    return frozenset(point.id for point, like in zip(question.rubric, sounds, strict=True) if like >= least)
