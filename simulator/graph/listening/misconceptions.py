"""False beliefs of the whole field, heard in an answer to any question.

A question has mistakes of its own, which are also heard by likeness. These here are heard by a whole cue alone: nobody
can foresee what they're said beside, and being challenged for a right answer is worse than not being caught.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from heapq import nlargest
from itertools import groupby, pairwise
from math import log, sqrt
from operator import and_, attrgetter, itemgetter, or_
from typing import NamedTuple

from simulator.graph.listening.spelling import ABBREVIATIONS
from simulator.graph.listening.spoken import CueHit, Spoken
from simulator.graph.listening.word import stem
from simulator.graph.listening.words import SMALL, has_words, stems
from simulator.graph.records import Misconception, Mistake

# in a sentence with one of these a mistake is mostly named to be rejected, unless its cues have the word themselves
REJECTS = frozenset(
    "mistake mistakes myth misconception misconceptions fallacy pitfall trap wrongly incorrectly falsely "
    "tempting temptation naive naively supposedly contrary".split()
)
DENIES = frozenset("nobody nothing nowhere neither".split())  # the claim, or something else
# somebody else's belief, a question, or what is only supposed
# said of the case at hand, in which it may be true: "200 pages fit, so there retrieval isn't needed"
_OF_ONE_CASE = re.compile(
    r"(?:^|[,;:]|\b(?:so|and|but|then|no),?)\s*there\b"
    r"(?!['’]| (?:is|are|was|were|will|would|can|could|may|might|must|should|has|have|isn|aren|won|no)\b)"
    r"|\b(?:in|for) (?:that|this|your|such an?)\b(?: \w+)? (?:case|setting|situation|one)\b",
    re.IGNORECASE,
)
_NOT_CLAIMED = re.compile(
    r"\b(?:people|some|many|most|they|folks|everyone|everybody|candidates?|colleagues?|vendors?|papers?|blogs?|who|one)"
    r" (?:often |sometimes |still |might |may |would |will |usually |do )?"
    r"(?:say|think|believe|claim|assume|argue|hope|expect)\b"
    r"|\b(?:said|claimed|believed|assumed) (?:that|to)\b|\bunless\b|\bwhether\b"
    r"|\bit'?s (?:often|sometimes|commonly) (?:said|thought|believed|claimed)\b|\bso-called\b|\?\s*$"
    r"|\bin (?:theory|principle)\b|(?:\bnot|n['’]t) (?:necessarily|always|mean|imply|prove|follow|guarantee)\b"
    r"|\bmis(?:read|interpret|under|lead)\w*|\bconfus\w+"
    r"|\b(?:almost|nearly|partly|except|depend(?:s|ing)|sequential|only (?:if|when|where)|not exactly)\b",
    re.IGNORECASE,
)


BEGINS = 4  # letters of a word by which it's looked for before a cue is compiled
_ANY = ""  # in their place for a cue that any text may hold
_IN_SHORT = tuple(
    (short[:BEGINS], tuple(frozenset(word[:BEGINS] for word in meaning.split()) for meaning in meanings))
    for short, meanings in ABBREVIATIONS.items()
)
_WORD = re.compile(r"[^\W\d_]+")
# A sentence comes near a belief by its words alone. Of 720 in which others voiced 120 beliefs in their own words the
# cues hear 131, and 138 more come near; of 480 in which they spoke rightly of these 40
CORE, CLAIMED, OF_CLAIM = 0.5, 0.5, 0.2  # share of the cues with a core word, a word of the claim, any that tells it
OF_CORE, OF_RIGHT, ROOM = 2.0, 1.0, 8.0  # what core words and those of the truth weigh; words that a sentence has free
NEAREST, AHEAD, FEWEST_NEAR = 2.9, 0.3, 5  # the limit, how far before the next belief, and of how many words at least
UNKNOWN = 2.9  # weight of a word that no belief has
SHARED_CORE = 2  # core words that a sentence has of a belief that is looked at
SUBJECT = 5  # core words, the rarest, of which the text has one: without, "two stacks" were asked about after a bill
# what turns a claim round, or weighs it
_TURNS = re.compile(
    r"\b(?:not|never|no|nobody|nothing|without|rather than|instead|only (?:if|when)|but|though|although|still|hardly"
    r"|cannot|however|while|actually|tempting|think|mistake|myth)\b|n['’]t\b",
    re.IGNORECASE,
)
TURNED_OFTEN = 0.3  # share of cues with such a word, from which the belief itself denies something
_JOINT = re.compile(r"(\s[+>]\s)")


class WordedPart(NamedTuple):
    """A part of a cue: what joins it to the one before, and its alternatives with how their longer words begin.

    Each stands under the beginning of its longest word, as few texts have that one; those of short words alone, which
    may be written in many ways, under `_ANY`. `needs` is what a text must have one of; empty where it needs none.
    """

    joint: str
    alternatives: Mapping[str, Sequence[tuple[str, frozenset[str]]]]
    needs: frozenset[str]


def misconceptions_heard(
    spoken: Spoken, misconceptions: Iterable[Misconception]
) -> Iterator[tuple[Misconception, CueHit]]:
    """The misconceptions that a sentence claims, each with the tightest words that do."""
    for misconception, cues in that_may_be_said(tuple(misconceptions), _sentences(spoken)):
        claims = [
            hit
            for hit in spoken.find_whole(cues)
            if in_one_sentence(spoken, hit)
            and not rejected(spoken, hit, misconception, REJECTS)
            and not _is_withheld(spoken, hit, misconception)
        ]
        if claims:
            yield misconception, min(claims, key=lambda hit: hit.last - hit.first)


def _sentences(spoken: Spoken) -> tuple[str, ...]:
    """The text of each sentence, as a claim is made in one."""
    typed = (list(tokens) for _, tokens in groupby(spoken.tokens, key=attrgetter("sentence")))
    return tuple(spoken.text[sentence[0].start : sentence[-1].end] for sentence in typed)


@lru_cache(maxsize=64)
def that_may_be_said(
    misconceptions: tuple[Misconception, ...], sentences: tuple[str, ...]
) -> Sequence[tuple[Misconception, Sequence[str]]]:
    """The misconceptions of which one of the sentences may hold a cue, each with these cues, shortened.

    They are looked up by the words of a sentence: going through all cues would be most of what listening takes. Kept:
    the interview and the report, which asks more than once, listen to the same answers.
    """
    if not misconceptions:
        return ()
    found, index, begun = [], _indexed(misconceptions), begun_in(sentences)
    for number, of_one in groupby(index.held_by(begun), key=itemgetter(0)):
        misconception = misconceptions[number]
        if cues := [cue for _, at in of_one if (cue := shortened(misconception.cues[at], begun))]:
            found.append((misconception, cues))
    return found


class CueIndex(NamedTuple):
    """Cues by how the words that their parts need begin: a bit for each cue, as most sentences hold next to none.

    `parts` has for the first part that needs one of a few, for the second, and so on: which cues each beginning is
    enough for, and which have no such part.
    """

    places: Sequence[tuple[int, int]]  # the misconception of each cue, and its place there
    parts: Sequence[tuple[Mapping[str, int], int]]

    def held_by(self, begun: "Begun") -> Iterator[tuple[int, int]]:
        """The places of those cues whose parts may all be in one sentence, in their order."""
        left = self._whole_in(frozenset())  # what needs nothing may be in a text without sentences
        for words in begun.by_sentence:
            left |= self._whole_in(words)
        while left:
            last = left & -left
            left ^= last
            yield self.places[last.bit_length() - 1]

    def _whole_in(self, words: frozenset[str]) -> int:
        left = -1
        for cues, others in self.parts:
            left &= reduce(or_, map(cues.__getitem__, words & cues.keys()), others)
        return left


@lru_cache(maxsize=4)
def _indexed(misconceptions: tuple[Misconception, ...]) -> CueIndex:
    places = [(number, at) for number, each in enumerate(misconceptions) for at in range(len(each.cues))]
    needed = [[part.needs for part in _worded(misconceptions[n].cues[at]) if part.needs] for n, at in places]
    parts = []
    for nth in range(max(1, *map(len, needed)) if needed else 0):
        cues: defaultdict[str, int] = defaultdict(int)
        others = 0
        for number, its in enumerate(needed):
            for word in its[nth] if nth < len(its) else ():
                cues[word] |= 1 << number
            others |= (nth >= len(its)) << number
        parts.append((dict(cues), others))
    return CueIndex(places, parts)


def beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin, those of two neighbours in one as well, and what is said in short or in full."""
    words = _WORD.findall(text.lower())
    joined = (first + second for first, second in pairwise(words) if len(first) < BEGINS)
    in_full = (word for short in words for meaning in ABBREVIATIONS.get(short, ()) for word in meaning.split())
    begun = frozenset(word[:BEGINS] for word in (*words, *joined, *in_full))
    return begun.union(short for short, meanings in _IN_SHORT if any(map(begun.issuperset, meanings)))


class Begun(NamedTuple):
    """How the words of a text begin, and for each the sentences that have it, a bit for every one."""

    words: frozenset[str]
    sentences: Mapping[str, int]
    by_sentence: Sequence[frozenset[str]]


def begun_in(sentences: Iterable[str]) -> Begun:
    """What the sentences of a text begin their words with."""
    found: defaultdict[str, int] = defaultdict(int)
    by_sentence = [*map(beginnings, sentences)]
    for number, words in enumerate(by_sentence):
        for word in words:
            found[word] |= 1 << number
    return Begun(frozenset(found), dict(found), by_sentence)


def shortened(cue: str, begun: Begun) -> str:
    """A cue with those alternatives alone that a text may hold; empty if no sentence may hold one of each part.

    There are too many of them to compile all for one answer.
    """
    words, sentences, left, together = begun.words, begun.sentences, "", -1  # -1: any sentence
    for part in _worded(cue):
        some, here = [], 0
        for word, alternatives in part.alternatives.items():
            if word in words or word == _ANY:
                for alternative, its in alternatives:
                    if its <= words:
                        some.append(alternative)
                        here |= reduce(and_, map(sentences.__getitem__, its), -1)
        together &= here
        if not together:
            return ""
        left += f"{part.joint}{'|'.join(some)}"
    return left


@lru_cache(maxsize=10_000)
def _worded(cue: str) -> tuple[WordedPart, ...]:
    pieces = _JOINT.split(cue)
    parts = []
    for joint, part in zip(("", *pieces[1::2]), pieces[::2], strict=True):
        of_word: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for each in filter(has_words, part.split("|")):  # what is written in signs alone is no way to say anything
            words = [word for word in _WORD.findall(each.lower()) if len(word) >= BEGINS]
            longest = max(words, key=len, default=_ANY)[:BEGINS]
            of_word[longest].append((each, frozenset(word[:BEGINS] for word in words)))
        parts.append(WordedPart(joint, of_word, frozenset[str]() if _ANY in of_word else frozenset(of_word)))
    return tuple(parts)


class Profile(NamedTuple):
    """The words of a belief: each with the share of its cues that have it, those most have, and those of the truth.

    `denies` says that the belief itself denies something.
    """

    shares: Mapping[str, float]
    core: frozenset[str]
    right: frozenset[str]
    denies: bool


_NONE = (0.0, -1)  # no belief comes near


class Near(NamedTuple):
    """A belief that a sentence comes near: by how much, and from which token to which its words stand."""

    misconception: Misconception
    score: float
    hit: CueHit


def misconceptions_neared(spoken: Spoken, misconceptions: Iterable[Misconception]) -> Iterator[Near]:
    """For each sentence of a text the belief that its words come near, if there is one.

    It may say the very contrary, as nothing but the words is compared: enough to ask about it, not to contest it.
    """
    known = tuple(misconceptions)
    index = _by_core(known)
    for _, group in groupby(range(len(spoken.tokens)), key=lambda place: spoken.tokens[place].sentence):
        places = list(group)
        said = {spoken.tokens[place].stem for place in places if spoken.tokens[place].word not in SMALL}
        (score, number), (second, _) = (*nlargest(2, _nearness(index, said)), _NONE, _NONE)[:2]
        if len(said) < FEWEST_NEAR or score < NEAREST or score - second < AHEAD:
            continue
        if index.subjects[number].isdisjoint(spoken.places):
            continue
        whole, belief, words = CueHit(places[0], places[-1], 1.0), known[number], index.profiles[number]
        text = spoken.text[spoken.tokens[whole.first].start : spoken.tokens[whole.last].end]
        turned = not words.denies and _TURNS.search(text)
        if not turned and not _is_withheld(spoken, whole, belief):
            own = [place for place in places if words.shares.get(spoken.tokens[place].stem, 0.0) >= OF_CLAIM]
            yield Near(belief, score, CueHit(own[0], own[-1], 1.0))


class _Index(NamedTuple):
    profiles: Sequence[Profile]
    weights: Mapping[str, float]  # of a stem: how rare it is among the beliefs
    cores: Mapping[str, Sequence[int]]  # the beliefs that have a stem in their core
    whole: Sequence[float]  # weight of each core
    subjects: Sequence[frozenset[str]]  # the rarest of each core


@lru_cache(maxsize=4)
def _by_core(misconceptions: tuple[Misconception, ...]) -> _Index:
    profiles = [profile(each.claim, each.why, each.cues) for each in misconceptions]
    often = Counter(word for each in profiles for word in {*each.shares, *each.right})
    weights = {word: log((len(profiles) + 1) / (count + 0.5)) for word, count in often.items()}
    cores: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(profiles):
        for word in each.core:
            cores[word].append(number)
    whole = [sum(weights[word] for word in each.core) or 1.0 for each in profiles]
    rarest = [frozenset(nlargest(SUBJECT, sorted(each.core), key=weights.__getitem__)) for each in profiles]
    return _Index(profiles, weights, cores, whole, rarest)


@lru_cache(maxsize=2048)  # the beliefs of a graph
def profile(claim: str, why: str, cues: tuple[str, ...]) -> Profile:
    """The words of a belief."""
    counts = Counter(word for cue in cues for word in _telling(cue))
    shares = {word: count / len(cues) for word, count in counts.items()}
    shares |= {word: max(shares.get(word, 0.0), CLAIMED) for word in _telling(claim)}
    core = frozenset(word for word, share in shares.items() if share >= CORE)
    right = frozenset(word for word in _telling(why) if shares.get(word, 0.0) < OF_CLAIM)
    turned = sum(bool(_TURNS.search(cue)) for cue in cues) > TURNED_OFTEN * len(cues)
    return Profile(shares, core, right, turned or _TURNS.search(claim) is not None)


# a word as it's typed: `stems` takes twice as long for 4,000 cues, and without figures and "don't" 132 of 148 are left
_SPELT = re.compile(r"[^\W_]+(?:['’]\w+)?")


def _telling(text: str) -> set[str]:
    return {stem(word) for word in _SPELT.findall(text.lower()) if word not in SMALL}


def _nearness(index: _Index, said: set[str]) -> Iterator[tuple[float, int]]:
    """How near a sentence with these stems comes to each belief of whose core it has some."""
    met: defaultdict[int, set[str]] = defaultdict(set)
    for word in said:
        for number in index.cores.get(word, ()):
            met[number].add(word)
    room = sqrt(sum(index.weights.get(word, UNKNOWN) for word in said) + ROOM)
    for number, core in met.items():
        if len(core) >= SHARED_CORE:
            shares, right = index.profiles[number].shares, index.profiles[number].right
            like = sum(index.weights[word] * sqrt(min(1.0, 2 * shares[word])) for word in said if word in shares)
            like -= OF_RIGHT * sum(index.weights[word] for word in said if word in right)
            yield like / room + OF_CORE * sum(index.weights[w] for w in core) / index.whole[number], number


def rejected(spoken: Spoken, hit: CueHit, mistake: Mistake, words: frozenset[str]) -> bool:
    """Whether the sentence of a hit has one of the words with which a claim is rejected, and the mistake has not."""
    sentence = spoken.tokens[hit.first].sentence
    said = {token.stem for token in spoken.tokens if token.sentence == sentence and token.word in words}
    return bool(said) and not said <= {stem for text in (mistake.claim, *mistake.cues) for stem in stems(text)}


def in_one_sentence(spoken: Spoken, hit: CueHit) -> bool:
    """Whether what was found begins and ends in the same sentence."""
    return spoken.tokens[hit.first].sentence == spoken.tokens[hit.last].sentence


def _is_withheld(spoken: Spoken, hit: CueHit, misconception: Misconception) -> bool:
    """Whether a claim is denied, asked, supposed or somebody else's: by its own clauses and those next to them.

    What a long sentence says farther off is about something else.
    """
    claim, last = spoken.tokens[hit.first], spoken.tokens[hit.last].clause
    typed = [token for token in spoken.tokens if token.sentence == claim.sentence]
    own = {token.stem for token in typed if claim.clause <= token.clause <= last and token.word in DENIES}
    beside = [token for token in typed if claim.clause - 1 <= token.clause <= last + 1]
    words = spoken.text[beside[0].start : beside[-1].end + 1]
    denied = bool(own) and not own <= {stem for cue in misconception.cues for stem in stems(cue)}
    withheld = _NOT_CLAIMED.search(words) or _OF_ONE_CASE.search(words)
    return denied or withheld is not None or spoken.text[typed[-1].end :].lstrip().startswith("?")
