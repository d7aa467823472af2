"""What somebody says that they don't know: "I've never used a cache", "how it's kept, I couldn't tell you".

The words that are disclaimed are left out, as those of halting speech are, so that nothing is heard in them: neither a
point nor a mistake nor a denial. What follows a "but" or "I think" is said, and stays: "I don't know exactly, but about
80 GB". In doubt words stay, for to take away what was said is worse.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from simulator.graph.listening.not_knowing import (
    ABOUT,
    ANY_LACK,
    ASIDE,
    BACKWARDS,
    BEFORE,
    CASES,
    CLEARLY_BACK,
    CLEARLY_OPENS,
    CONCLUDES,
    DENIES_THAT,
    DESCRIBES,
    ELIDED,
    FRONTED,
    GOES_ON,
    HAS_VERB,
    LACKS_SUBJECT,
    LEAVES_OUT,
    LISTS,
    NEVER_HEARD_OF,
    OF_THE_CASE,
    ONWARDS,
    OPENS,
    OWN,
    OWN_CLAIM,
    RESUMES,
    SAYS,
    SAYS_SOMETHING,
    SEVERAL,
    SPEAKS,
    SURMISES,
    TAGS,
    TRAILING,
    TRIGGERS,
    WITH_SUBJECT,
)
from simulator.graph.listening.typed_word import TypedWord

FARTHEST = 40  # words that one such phrase disclaims
TOPIC = 8  # words before "I've never worked with" that it's about


def without_disclaimed(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words of a text without those that somebody says they don't know, and without what says so."""
    if TRIGGERS.isdisjoint({token.word for token in typed}):
        return typed
    kept: list[TypedWord] = []
    named = False  # whether the last sentence has no verb, so that "that I don't know" may speak of it
    asked = 0  # how many of the last words that are kept ask what the next sentence may answer with "I don't know"
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        words = list(sentence)
        gone = set() if TRIGGERS.isdisjoint({token.word for token in words}) else _disclaimed(words, text)
        if asked and _answers_nothing(words, gone, named=named):
            del kept[-asked:]
            continue
        kept += (token for place, token in enumerate(words) if place not in gone) if gone else words
        asks = not gone and _asks(words, text)
        named = not gone and not asks and not any(map(_claims, _clauses(words)))
        asked = (asked if asks else 0) + len(words) if asks or named else 0
    return kept if len(kept) < len(typed) else typed


def _asks(words: Sequence[TypedWord], text: str) -> bool:
    """Whether a sentence is a question, and no claim that ends with "right?"."""
    ends = text[words[-1].end : words[-1].end + 2].lstrip().startswith("?")
    return ends and words[-1].word not in TAGS and words[0].word not in SURMISES


def _answers_nothing(words: Sequence[TypedWord], gone: set[int], *, named: bool) -> bool:
    """Whether a sentence only says that somebody doesn't know; of what is `named`, only where it points back to it."""
    said = " ".join(word.word for word in words)
    start = _joins(said)
    plain = TRAILING.sub("", said)
    nothing = (len(gone) == len(words) and not named) or BACKWARDS.match(plain, start) is not None
    return nothing and not (named and not CLEARLY_BACK.match(said[start:]))


def _clauses(words: Sequence[TypedWord]) -> list[str]:
    return [" ".join(word.word for word in some) for _, some in groupby(words, key=lambda word: word.clause)]


def _disclaimed(words: Sequence[TypedWord], text: str) -> set[int]:
    """Which words of a sentence are disclaimed, and which say so."""
    gone: set[int] = set()
    clauses = [list(some) for _, some in groupby(range(len(words)), key=lambda place: words[place].clause)]
    for number, clause in enumerate(clauses):
        if clause[0] in gone or TRIGGERS.isdisjoint({words[place].word for place in clause}):
            continue
        said = _said(words, clause)
        before = clauses[number - 1] if number else []
        onwards = None if before and words[before[0]].word in CASES else _onwards(said, first=not number)
        head = onwards[0] if onwards else _backwards(said)
        if head is None or _is_quoted(words, clause[head], text):
            continue
        back = _backwards(said)
        topic = _before(words, clauses[: number + 1], back) if back is not None else []
        if topic:
            gone.update(topic)
        elif onwards:
            gone.update(clause[head : onwards[1]])
            if onwards[1] == len(clause):
                gone.update(_further(words, clauses[number + 1 :]))
    return gone


def _said(words: Sequence[TypedWord], places: Sequence[int]) -> str:
    return " ".join(words[place].word for place in places)


def _is_quoted(words: Sequence[TypedWord], first: int, text: str) -> bool:
    """Whether from a word on it's what a model or a person is to say, as in: it should say "I don't know"."""
    before = text[: words[first].start]
    quotes = before.count('"') % 2 or before.count("“") > before.count("”") or before.endswith(("'", "‘", "«"))
    return bool(quotes or (first and words[first - 1].word in SPEAKS))


def _onwards(said: str, *, first: bool) -> tuple[int, int] | None:
    """From and to which word of a clause is disclaimed by how it begins; None where nothing is.

    Only the first clause of a sentence may leave out its "I": "users who click, don't know" is about others. And what
    follows from something ("so I don't know how often it's right") is a claim.
    """
    start = _joins(said)
    head = ONWARDS.match(said, start)
    if head is None or CONCLUDES.search(said[:start]) or (ELIDED.match(head[0]) and not first):
        return None
    rest = said[head.end() :]
    if not TRAILING.sub("", rest).strip() or not _is_disclaimed(head, rest.lstrip()):
        return None
    resumes = RESUMES.search(rest)
    end = head.end() + (resumes.start() if resumes else len(rest))
    return said[:start].count(" "), said[:end].count(" ") + 1


def _is_disclaimed(head: re.Match[str], about: str) -> bool:
    """Whether what follows is what somebody doesn't know, and no claim about it."""
    recalls = head[0].endswith(("remember", "recall", "forget", "forgot"))
    if ASIDE.search(about) or DENIES_THAT.match(about) or (recalls and SAYS_SOMETHING.match(about)):
        return False
    if head["asking"]:
        return ABOUT.match(about) is not None
    return not (head[0].endswith("know") and OF_THE_CASE.match(about))


def _joins(said: str) -> int:
    """Where a clause begins after words such as "and"."""
    begins = BEFORE.match(said)
    return begins.end() if begins else 0


def _further(words: Sequence[TypedWord], clauses: Sequence[list[int]]) -> list[int]:
    """The words of the next clauses that are disclaimed too."""
    further: list[int] = []
    for clause in clauses:
        said = _said(words, clause)
        resumes = RESUMES.search(said)
        if not GOES_ON.match(said) or len(further) + len(clause) > FARTHEST:
            break
        further += clause[: said[: resumes.start()].count(" ") + 1] if resumes else clause
        if resumes:
            break
    return further


def _backwards(said: str) -> int | None:
    """At which word of a clause it is that the words before are disclaimed; None where nothing is."""
    plain = TRAILING.sub("", said)
    start = _joins(plain)
    for space in (start, *(match.end() for match in re.finditer(" ", plain[start:]))):
        begin = space if space == start else start + space
        if BACKWARDS.match(plain, begin) and (begin == start or WITH_SUBJECT.match(plain, begin)):
            return plain[:begin].count(" ")
    return said[:start].count(" ") if ANY_LACK.match(plain, start) and not RESUMES.search(plain) else None


def _before(words: Sequence[TypedWord], clauses: Sequence[list[int]], head: int) -> list[int]:
    """The words that are disclaimed by the end of the last clause: a question put first, or what it speaks of."""
    *earlier, last = clauses
    said = _said(words, last)
    first, tail = said[: _joins(said)].count(" "), said[_joins(said) :]
    if head > first:
        topic = _said(words, last[first:head])
        own = OWN.match(words[last[head]].word)
        about = not own or (head - first <= TOPIC and not HAS_VERB.search(topic))
        about = about or (LEAVES_OUT.search(tail) is not None and not _claims(topic))
        listed = _named(words, earlier) if about and LISTS.search(topic) else []
        return listed + last[first:] if OPENS.match(said) or about else []
    if earlier and NEVER_HEARD_OF.match(said[_joins(said) :]):  # "Shampoo, never heard of it."
        return [*earlier[-1], *last] if not HAS_VERB.search(_said(words, earlier[-1])) else []
    gone, found = list(last), []
    if earlier and LACKS_SUBJECT.match(tail):
        return _named(words, earlier, subject=True) + last
    known = BACKWARDS.match(TRAILING.sub("", tail)) is not None
    straight = known  # "when it's full, memory grows, I don't know" speaks of when, and asks for nothing
    for clause in reversed(earlier):
        said = _said(words, clause)
        gone = clause + gone
        if (OPENS if straight else CLEARLY_OPENS).match(said):
            found = gone
        elif not GOES_ON.match(said):
            straight = False
        aside = straight or not _claims(said)
        if len(gone) > FARTHEST or not aside:
            break
    if not found and earlier and CLEARLY_BACK.match(tail) and known:
        named = _named(words, earlier, several=SEVERAL.search(tail) is not None)
        return named + last if named or FRONTED.match(tail) else []
    return found


def _claims(said: str, *, listed: bool = False) -> bool:
    """Whether a clause has a verb that says something; of what is `listed` a plural may look like one."""
    return (HAS_VERB if listed else SAYS).search(DESCRIBES.split(said, maxsplit=1)[0]) is not None


def _named(
    words: Sequence[TypedWord], clauses: Sequence[list[int]], *, subject: bool = False, several: bool = False
) -> list[int]:
    """The words of the last clauses that only name something, or are the subject of what follows, and claim nothing."""
    named: list[int] = []
    for clause in reversed(clauses):
        said = _said(words, clause)
        says = OWN_CLAIM.match(said) is not None if subject else _claims(said, listed=several)
        if says or len(named) + len(clause) > FARTHEST:
            break
        named = clause + named
    return named
