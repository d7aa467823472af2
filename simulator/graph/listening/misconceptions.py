"""False beliefs of the whole field, heard in an answer to any question.

A question has mistakes of its own, which are also heard by likeness. These here are heard by a whole cue alone: nobody
foresees beside what they are said, and being challenged for a right answer is worse than not being caught.
"""

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from simulator.graph.listening.spelling import ABBREVIATIONS
from simulator.graph.listening.spoken import CueHit, Spoken
from simulator.graph.listening.words import has_words, stems
from simulator.graph.records import Misconception, Mistake

# in a sentence with one of these a mistake is mostly named to be rejected, unless its cues have the word themselves
REJECTS = frozenset(
    "mistake mistakes myth misconception misconceptions fallacy pitfall trap wrongly incorrectly falsely "
    "tempting temptation naive naively supposedly contrary".split()
)
DENIES = frozenset("nobody nothing nowhere neither".split())  # the claim, or something else
# somebody else's belief, a question, or what is only supposed
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
_WORD = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"(\s[+>]\s)")


def misconceptions_heard(
    spoken: Spoken, misconceptions: Iterable[Misconception]
) -> Iterator[tuple[Misconception, CueHit]]:
    """Those that a sentence claims, each with the tightest words that do."""
    begun = beginnings(spoken.text)
    for misconception in misconceptions:
        claims = [
            hit
            for hit in spoken.find_whole(_shortened(misconception.cues, begun))
            if in_one_sentence(spoken, hit)
            and not rejected(spoken, hit, misconception, REJECTS)
            and not _is_withheld(spoken, hit, misconception)
        ]
        if claims:
            yield misconception, min(claims, key=lambda hit: hit.last - hit.first)


def _shortened(cues: tuple[str, ...], begun: Set[str]) -> Iterator[str]:
    """The cues that a text with such words may hold, shortened. Each answer goes through all: so most end at once."""
    for cue, parts in _looked_for(cues):
        for begins in parts:
            if begins.isdisjoint(begun):
                break
        else:
            if short := shortened(cue, begun):
                yield short


@lru_cache(maxsize=5_000)
def _looked_for(cues: tuple[str, ...]) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """Each cue with those parts of it that a text may lack, the ones with the fewest words first."""
    return tuple((cue, tuple(sorted((p.begins for p in _worded(cue) if p.begins), key=len))) for cue in cues)


def beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin, those of two neighbours in one as well, and what is said in short or in full."""
    words = _WORD.findall(text.lower())
    joined = (first + second for first, second in pairwise(words) if len(first) < BEGINS)
    in_full = (word for short in words for meaning in ABBREVIATIONS.get(short, ()) for word in meaning.split())
    begun = frozenset(word[:BEGINS] for word in (*words, *joined, *in_full))
    in_short = (
        short[:BEGINS]
        for short, meanings in ABBREVIATIONS.items()
        if any(all(word[:BEGINS] in begun for word in meaning.split()) for meaning in meanings)
    )
    return begun | frozenset(in_short)


class WordedPart(NamedTuple):
    """A part of a cue: what joins it to the one before, and its alternatives with how their longer words begin.

    Short words may be written in many ways. `begins` holds all of these; empty where an alternative has none.
    """

    joint: str
    alternatives: tuple[tuple[str, frozenset[str]], ...]
    begins: frozenset[str]


def shortened(cue: str, begun: Set[str]) -> str:
    """A cue with those alternatives alone that a text with such words may hold; empty if a part is left without any.

    There are too many of them to compile all for one answer.
    """
    left = ""
    for part in _worded(cue):
        some = [each for each, words in part.alternatives if words <= begun]
        if not some:
            return ""  # as of most cues
        left += f"{part.joint}{'|'.join(some)}"
    return left


@lru_cache(maxsize=10_000)
def _worded(cue: str) -> tuple[WordedPart, ...]:
    pieces = _JOINT.split(cue)
    parts = []
    for joint, part in zip(("", *pieces[1::2]), pieces[::2], strict=True):
        some = tuple(
            (each, frozenset(word[:BEGINS] for word in _WORD.findall(each.lower()) if len(word) >= BEGINS))
            for each in part.split("|")
            if has_words(each)  # what is written in signs alone is no way to say anything
        )
        begins = (
            frozenset[str]().union(*(words for _, words in some)) if all(words for _, words in some) else frozenset()
        )
        parts.append(WordedPart(joint, some, begins))
    return tuple(parts)


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
    return denied or _NOT_CLAIMED.search(words) is not None or spoken.text[typed[-1].end :].lstrip().startswith("?")
