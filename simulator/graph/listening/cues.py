"""Cues: short patterns for the ways in which people say a thing.

    keys|values + kept|stored|cached       parts joined by ` + ` occur near one another, in any order
    longer > slower                        parts joined by ` > ` follow one another in one sentence
    not + stored|kept                      `not` hears every negation; without it, a negated word is not heard

An alternative is a word or a phrase; small words between the words of a phrase are skipped. Words match by stem.
`simulator.graph.listening.spoken` looks for them in a text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from simulator.graph.listening.spelling import ABBREVIATIONS
from simulator.graph.listening.word import TypedWord, stem
from simulator.graph.listening.words import SMALL, has_words, tokens

MAX_PARTS = 6
_SPELT = re.compile("[a-zA-Z](?: [a-zA-Z])+")
LONG = 7  # letters of a stem from which a slip of the fingers is forgiven
LONGEST_MEANING = 6  # words of what an abbreviation stands for
FILLING = frozenset("a an the is are was were be been it its that this to".split())
_JOINTS = re.compile(r"(?<!\s)\s++([+>])\s+")  # begins at the first blank only: a long row of them is read once
# as nearly all cues are written; a graph has tens of thousands, and a look at each in parts takes four times as long
_WORDS = r"[A-Za-z0-9][A-Za-z0-9 ',.%/-]*"
_USUAL = re.compile(rf"{_WORDS}(?:\|{_WORDS})*(?:(?<= )[+>] {_WORDS}(?:\|{_WORDS})*){{0,{MAX_PARTS - 1}}}")


class Element(NamedTuple):  # its hash is taken often
    """One word of a phrase: a stem, or the value of a number, or any negation.

    `values`, `digits` and `times` are as in TypedWord; without values it is a word.
    """

    stem: str
    values: tuple[float, ...] = ()
    digits: int = 0
    times: bool = False
    negation: bool = False
    word: str = ""  # of a negation as it is written: "without" hears itself only
    joined: bool = False  # two words in one: no slip of the fingers is forgiven then


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """The words of an alternative, one object for the same words: what was found of it is looked up by that object."""

    elements: tuple[Element, ...]
    negative: bool
    begins: str  # the stem of its first word; empty for a number and for a negation
    letter: str  # the first one of a stem in which a slip is forgiven, else empty

    @staticmethod
    @lru_cache(maxsize=60_000)
    def of(elements: tuple[Element, ...]) -> "Phrase":
        """The phrase of these words."""
        first = elements[0]
        spelt = not (first.negation or first.values)
        letter = first.stem[0] if spelt and len(first.stem) >= LONG and not first.joined else ""
        return Phrase(elements, any(element.word for element in elements), first.stem if spelt else "", letter)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The alternatives of a part, and what they begin with: most texts hold none of these stems."""

    phrases: tuple[Phrase, ...]
    begins: frozenset[str]
    letters: frozenset[str]  # the first ones of stems in which a slip is forgiven
    unspelt: bool  # some alternative begins with a number or a negation

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "Part":
        """The part with these alternatives."""
        some = tuple(phrases)
        first = [phrase.elements[0] for phrase in some]
        long = (element for element in first if len(element.stem) >= LONG and not element.joined)
        return cls(
            some,
            frozenset(element.stem for element in first),
            frozenset(element.stem[0] for element in long),
            any(element.negation or element.values for element in first),
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue: for each part its phrases, and whether it has to follow the part before.

    A `negative` one hears negated words too. For each part that says so in some alternatives only ("without|lacks"),
    `turned` has the cue with just those.
    """

    parts: tuple[Part, ...]
    follows: tuple[bool, ...]
    negative: bool
    turned: tuple["Cue", ...] = ()

    @property
    def elements(self) -> Iterator[Element]:
        """The words of all its alternatives."""
        return (element for part in self.parts for phrase in part.phrases for element in phrase.elements)


@lru_cache(maxsize=20_000)
def compile_cue(cue: str) -> Cue:
    """The cue as it is looked for.

    Raises:
        ValueError: an alternative without words, or more than six parts.
    """
    if why := why_no_cue(cue):
        raise ValueError(why)
    follows = (False, *(joint == ">" for joint in _JOINTS.findall(cue.strip())))
    parts = tuple(
        Part.of(dict.fromkeys(phrase for alternative in part for phrase in _phrases(alternative)))
        for part in alternatives(cue)
    )
    denying = [[phrase for phrase in part.phrases if phrase.negative] for part in parts]
    if any(len(some) == len(part.phrases) for some, part in zip(denying, parts, strict=True)):
        return Cue(parts, follows, negative=True)
    turned = (
        Cue((*parts[:n], Part.of(some), *parts[n + 1 :]), follows, negative=True)
        for n, some in enumerate(denying)
        if some
    )
    return Cue(parts, follows, negative=False, turned=tuple(turned))


def alternatives(cue: str) -> list[list[str]]:
    """The parts of a cue, each as its alternatives."""
    plain = cue.strip().replace("||", " ")  # KL(p||q) is a word of its own
    return [[text.strip() for text in part.split("|")] for part in _JOINTS.split(plain)[0::2]]


def why_no_cue(cue: str) -> str:
    """Why a text isn't a cue, as a sentence without its full stop; empty for a cue."""
    if _USUAL.fullmatch(cue):
        return ""
    parts = alternatives(cue)
    if len(parts) > MAX_PARTS:
        return f"{len(parts)} parts; at most {MAX_PARTS} are looked for"
    empty = any(not all(part) or not any(map(has_words, part)) for part in parts)
    return "an alternative has no words; write words between + and |" if empty else ""


@lru_cache(maxsize=30_000)
def _phrases(alternative: str) -> tuple[Phrase, ...]:
    """The phrases that an alternative stands for: itself, written as one word, and what its abbreviation means."""
    typed = [token for token in tokens(alternative) if not token.absorbed]
    words = [token for token in typed if token.word not in SMALL]
    if len(words) <= 1:  # "on-policy" and "we run" are more than their one word
        words = [token for token in typed if token.word not in FILLING] or typed
    if not words:
        return ()
    spelt = tuple(_element(token) for token in words)
    phrases = [spelt]
    if len(words) == 2 and all(len(token.word) > 1 and token.word.isalpha() and not token.negates for token in words):
        phrases.append((Element(stem(words[0].word + words[1].word), joined=True),))
    if _SPELT.fullmatch(alternative.strip()):  # "k v" as one may write it, but not "o(n": that's no "on"
        phrases.append((Element(stem("".join(token.word for token in words)), joined=True),))
    for index, token in enumerate(words):
        for meant in ABBREVIATIONS.get(token.word, ()):
            inner = [_element(part) for part in tokens(meant) if part.word not in SMALL]
            phrases.append((*spelt[:index], *inner, *spelt[index + 1 :]))
    abbreviated = _abbreviated()
    for first, token in enumerate(words):
        for stems, short in abbreviated.get(token.stem, ()):
            if [other.stem for other in words[first : first + len(stems)]] == stems:
                phrases.append((*spelt[:first], Element(short), *spelt[first + len(stems) :]))
    return tuple(Phrase.of(phrase) for phrase in phrases)


def _element(token: TypedWord) -> Element:
    values = token.values[-1:] if token.digits else token.values
    word = token.word if token.negates else ""
    return Element(token.stem, values, token.digits, token.times, word == "not", word)


@lru_cache(maxsize=1)
def _abbreviated() -> Mapping[str, list[tuple[list[str], str]]]:
    """What abbreviations mean, by its first stem: all its stems, and that of the abbreviation; the shortest first."""
    by_first: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for short, meanings in ABBREVIATIONS.items():
        for meaning in meanings:
            stems = [token.stem for token in tokens(meaning) if token.word not in SMALL]
            if stems and len(stems) <= LONGEST_MEANING:
                by_first[stems[0]].append((stems, stem(short)))
    return {first: sorted(meant, key=lambda pair: len(pair[0])) for first, meant in by_first.items()}
