"""The sentences of a reference answer that stand by themselves, as somebody says them.

A reference is written as one talks, so nearly all of it can be said. Left out is what leans on a sentence before it,
what is no sentence, and what nobody would say in one breath.
"""

import re
from collections.abc import Iterator

from simulator.graph.speech.sentences import (
    AUXILIARIES,
    BASES,
    FORMULA,
    HEADING,
    contracted,
    in_speech,
    leans,
    paragraphs,
    says_something,
    sentences,
    spoken_sentence,
)

FEWEST, MOST = 5, 28  # words of a sentence that one says
NEAR_THE_START = 5  # words among which a pronoun stands for something before
_WORD = re.compile(r"[\w'-]+")
_PARTS = re.compile(r";\s+")
_LEAD = re.compile(r"^(?:So|But|And|Thus|Hence|Therefore|Also|Then|Instead|First|Second|Third|Finally),? ")
_SPEAKER = frozenset("i i'd i'll i've i'm we we'd we'll you you'd".split())
_POINTS_BACK = frozenset(
    "it it's it'd it'll its they they're their theirs that that's those each none such here there otherwise instead "
    "either neither both one another others too still again which whose nor or yet not hence next besides beside "
    "together".split()
)
_OF_OTHERS = re.compile(
    r"^(?:The|An?|On|In|With|For|By)(?: the)? (?:first|second|third|fourth|others?|latter|former|same|last|two|rest|"
    r"opposite|reverse|main one)\b",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"\b(?:this|these|those|the latter|the former|here|above|below|such an?|the others?)\b|\b(?:say|suppose) \d|^Say |"
    r"\b(?:does|turns|makes|for|of|from|after|with|like|by|than) that\b|\bthat[,.;:]|"
    r"\b(?:do|does|did) so\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("it it's its them their they they're".split())
_SUBJECTS = frozenset("i we you they people nobody somebody one who which that".split())
_SHORT_VERB = re.compile(r"\w(?:n't|'(?:re|ll|d|ve))$|^(?:it|that|there|what|who|nobody|somebody)'s$")
_AFTER_VERB = frozenset(  # of a verb that isn't known; behind a preposition it may as well be a noun
    "a an the it its no nothing one what how that me my them less more only each every all both whether".split()
)


def sayable(markdown: str) -> tuple[str, ...]:
    """The sentences of a reference that can be said alone, in its order, without marks and in the short forms."""
    return tuple(filter(None, (said_alone(piece) for block in paragraphs(markdown) for piece in _pieces(block))))


def _pieces(block: str) -> Iterator[str]:
    """Its sentences, of long ones what stands between semicolons."""
    for sentence in sentences(block):
        parts = _PARTS.split(sentence) if len(_WORD.findall(sentence)) > MOST else [sentence]
        yield from (part if part[-1] in ".!?" else f"{part}." for part in parts)


def said_alone(sentence: str) -> str:
    """A sentence as one says it with nothing before it; empty if nobody would."""
    sentence = _LEAD.sub("", sentence.replace("’", "'"))
    words = [word.lower() for word in _WORD.findall(sentence)]
    if not FEWEST <= len(words) <= MOST or FORMULA.search(sentence) or not sentence.endswith("."):
        return ""
    if words[0] in _POINTS_BACK or leans(sentence) or set(words[:NEAR_THE_START]) & _PRONOUNS:
        return ""
    if _OF_OTHERS.match(sentence) or _OF_BEFORE.search(sentence):
        return ""
    head, colon, _ = sentence.partition(": ")
    headed = bool(colon) and len(_WORD.findall(head)) <= HEADING and not _has_verb(head)
    said = sentence * (words[0] in _SPEAKER) or spoken_sentence(sentence) or in_speech(sentence)
    said = said or sentence * (not headed and words[0] not in BASES and _has_verb(sentence))
    if headed and said.partition(" ")[0].lower() in _POINTS_BACK:  # what it was on stood before the colon
        return ""
    return contracted(f"{said[:1].upper()}{said[1:]}")


def _has_verb(sentence: str) -> bool:
    """Whether what comes before its first comma or colon has a verb, as it is in prose that has no headings."""
    if says_something(sentence):
        return True
    first, whole = re.split(r"[,;:]\s", sentence)[0], sentence.split("; ")[0]
    words = [word.lower() for word in _WORD.findall(first if len(_WORD.findall(first)) > HEADING else whole)]
    for before, word, after in zip(words, words[1:], [*words[2:], ""], strict=False):
        if word in AUXILIARIES or _SHORT_VERB.search(word):
            return True
        if before in _SUBJECTS and word in BASES:
            return True
        if re.fullmatch(r"[a-z]{3,}[^aious]s", word) and after in _AFTER_VERB and not before.endswith("s"):
            return True
    return False
