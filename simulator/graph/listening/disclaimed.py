"""What somebody says that they don't know: "I've never used a cache", "how it's kept, I couldn't tell you".

The words that are disclaimed are left out, as those of halting speech are, so that nothing is heard in them: neither a
point nor a mistake nor a denial. What follows a "but" or "I think" is said, and stays: "I don't know exactly, but about
80 GB". When in doubt words stay: taking away what was said would be worse.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from simulator.graph.listening import disclaimer_patterns as phrases
from simulator.graph.listening.word import TypedWord

FARTHEST = 40  # words that one such phrase disclaims
NAME = 4  # words of what has "no idea" after it alone: more may be a guess
TOPIC = 8  # words before "I've never worked with" that it's about
_NO_ANSWER = re.compile(  # all that somebody wrote who could have pressed the key for it
    r"(?:sorry,? )?(?:(?:i (?:\w+ )?)?(?:do not|don'?t) know(?: (?:this|that|it|this one|that one))?"
    r"|(?:i(?: have|'?ve got|'?ve) )?no (?:idea|clue)|(?:i'?m |i am )?not sure|idk|dunno|pass)(?:,? sorry)?",
    re.IGNORECASE,
)


def says_no_more(text: str) -> bool:
    """Whether an answer with all its replies only says "I don't know"."""
    parts = [part.strip(" .!?…") for part in re.split(r"[\n.]+", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))]
    return bool(said := [part for part in parts if part]) and all(map(_NO_ANSWER.fullmatch, said))


def without_disclaimed(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words of a text without those that somebody says they don't know, and without what says so."""
    if phrases.TRIGGERS.isdisjoint({token.word for token in typed}):
        return typed
    kept: list[TypedWord] = []
    named = False  # whether the last sentence has no verb, so that "that I don't know" may speak of it
    asked = 0  # how many of the last words that are kept ask what the next sentence may answer with "I don't know"
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        words = list(sentence)
        gone = set() if phrases.TRIGGERS.isdisjoint({token.word for token in words}) else _disclaimed(words, text)
        if asked and _answers_nothing(words, gone, named=named):
            del kept[-asked:]
            continue
        kept += (token for place, token in enumerate(words) if place not in gone) if gone else words
        ends = text[words[-1].end : words[-1].end + 2].lstrip().startswith("?")
        asks = not gone and ends and words[-1].word not in phrases.TAGS and words[0].word not in phrases.SURMISES
        named = not gone and not asks and not any(_claims(_said(words, clause)) for clause in _clauses(words))
        asked = (asked if asks else 0) + len(words) if asks or named else 0
    return kept if len(kept) < len(typed) else typed


def _answers_nothing(words: Sequence[TypedWord], gone: set[int], *, named: bool) -> bool:
    """Whether a sentence only says that somebody doesn't know; of what is `named`, only where it points back to it."""
    said = _said(words, range(len(words)))
    start = _joins(said)
    plain = phrases.TRAILING.sub("", said)
    nothing = (len(gone) == len(words) and not named) or phrases.BACKWARDS.match(plain, start) is not None
    return nothing and not (named and not phrases.CLEARLY_BACK.match(said[start:]))


def _clauses(words: Sequence[TypedWord]) -> list[list[int]]:
    return [list(some) for _, some in groupby(range(len(words)), key=lambda place: words[place].clause)]


def _disclaimed(words: Sequence[TypedWord], text: str) -> set[int]:
    """Which words of a sentence are disclaimed, and which say so."""
    gone: set[int] = set()
    clauses = _clauses(words)
    for number, clause in enumerate(clauses):
        if clause[0] in gone or phrases.TRIGGERS.isdisjoint({words[place].word for place in clause}):
            continue
        said = _said(words, clause)
        before = clauses[number - 1] if number else []
        onwards = None if before and words[before[0]].word in phrases.CASES else _onwards(said, first=not number)
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
    return bool(quotes or (first and words[first - 1].word in phrases.SPEAKS))


def _onwards(said: str, *, first: bool) -> tuple[int, int] | None:
    """From and to which word of a clause is disclaimed by how it begins; None where nothing is.

    Only the first clause of a sentence may leave out its "I": "users who click, don't know" is about others. And what
    follows from something ("so I don't know how often it's right") is a claim.
    """
    start = _joins(said)
    head = phrases.ONWARDS.match(said, start)
    if head is None or phrases.CONCLUDES.search(said[:start]) or (phrases.ELIDED.match(head[0]) and not first):
        return None
    rest = said[head.end() :]
    if not phrases.TRAILING.sub("", rest).strip() or not _is_disclaimed(head, rest.lstrip()):
        return None
    resumes = phrases.RESUMES.search(rest)
    end = head.end() + (resumes.start() if resumes else len(rest))
    return said[:start].count(" "), said[:end].count(" ") + 1


def _is_disclaimed(head: re.Match[str], about: str) -> bool:
    """Whether what follows is what somebody doesn't know, and not a claim about it."""
    recalls = head[0].endswith(("remember", "recall", "forget", "forgot"))
    says = recalls and phrases.SAYS_SOMETHING.match(about)
    if says or phrases.ASIDE.search(about) or phrases.DENIES_THAT.match(about):
        return False
    if head["asking"]:
        return phrases.ABOUT.match(about) is not None
    return not (head[0].endswith("know") and phrases.OF_THE_CASE.match(about))


def _joins(said: str) -> int:
    """Where a clause begins after words such as "and"."""
    begins = phrases.BEFORE.match(said)
    return begins.end() if begins else 0


def _further(words: Sequence[TypedWord], clauses: Sequence[list[int]]) -> list[int]:
    """The words of the next clauses that are disclaimed too."""
    further: list[int] = []
    for clause in clauses:
        said = _said(words, clause)
        resumes = phrases.RESUMES.search(said)
        if not phrases.GOES_ON.match(said) or len(further) + len(clause) > FARTHEST:
            break
        further += clause[: said[: resumes.start()].count(" ") + 1] if resumes else clause
        if resumes:
            break
    return further


def _backwards(said: str) -> int | None:
    """At which word of a clause it is that the words before are disclaimed; None where nothing is."""
    plain = phrases.TRAILING.sub("", said)
    start = _joins(plain)
    for begin in (start, *(start + match.end() for match in re.finditer(" ", plain[start:]))):
        if phrases.BACKWARDS.match(plain, begin) and (begin == start or phrases.WITH_SUBJECT.match(plain, begin)):
            return plain[:begin].count(" ")
    lacks = phrases.ANY_LACK.match(plain, start) and not phrases.RESUMES.search(plain)
    return said[:start].count(" ") if lacks else None


def _before(words: Sequence[TypedWord], clauses: Sequence[list[int]], head: int) -> list[int]:
    """The words that are disclaimed by the end of the last clause: a question put first, or what it speaks of."""
    *earlier, last = clauses
    said = _said(words, last)
    first, tail = said[: _joins(said)].count(" "), said[_joins(said) :]
    if head > first:
        topic = _said(words, last[first:head])
        own = phrases.OWN.match(words[last[head]].word)
        about = not own or (head - first <= TOPIC and not phrases.HAS_VERB.search(topic))
        about = about or (phrases.LEAVES_OUT.search(tail) is not None and not _claims(topic))
        listed = _named(words, earlier) if about and phrases.LISTS.search(topic) else []
        return listed + last[first:] if _opens(said) or about else []
    if earlier and phrases.NEVER_HEARD_OF.match(said[_joins(said) :]):  # "Shampoo, never heard of it."
        return [*earlier[-1], *last] if not phrases.HAS_VERB.search(_said(words, earlier[-1])) else []
    if earlier and len(earlier[-1]) <= NAME and phrases.NO_IDEA.match(phrases.TRAILING.sub("", tail)):
        return [*earlier[-1], *last] if _only_names(words, earlier[-1]) else []  # "DoRA, no idea."
    gone, found = list(last), []
    if earlier and phrases.LACKS_SUBJECT.match(tail):
        return _named(words, earlier, subject=True) + last
    known = phrases.BACKWARDS.match(phrases.TRAILING.sub("", tail)) is not None
    straight = known  # "when it's full, memory grows, I don't know" speaks of when, and asks for nothing
    for clause in reversed(earlier):
        said = _said(words, clause)
        gone = clause + gone
        if _opens(said) if straight else phrases.CLEARLY_OPENS.match(said):
            found = gone
        elif not phrases.GOES_ON.match(said):
            straight = False
        aside = straight or not _claims(said)
        if len(gone) > FARTHEST or not aside:
            break
    if not found and earlier and phrases.CLEARLY_BACK.match(tail) and known:
        named = _named(words, earlier, several=phrases.SEVERAL.search(tail) is not None)
        return named + last if named or phrases.FRONTED.match(tail) else []
    return found


def _opens(said: str) -> bool:
    """Whether a clause puts a question or names a subject: "how", "by how much", "as for the bias"."""
    return bool(phrases.OPENS.match(said) or phrases.CLEARLY_OPENS.match(said))


def _only_names(words: Sequence[TypedWord], clause: Sequence[int]) -> bool:
    """Whether a clause has no verb and is no guess, as a figure or a reason is."""
    said = _said(words, clause)
    guesses = phrases.GUESSES.match(said) or any(words[place].values for place in clause)
    return not guesses and not phrases.HAS_VERB.search(said) and not _claims(said)


def _claims(said: str, *, listed: bool = False) -> bool:
    """Whether a clause has a verb that says something; in what is `listed`, a plural may look like one."""
    verbs = phrases.HAS_VERB if listed else phrases.SAYS
    return verbs.search(phrases.DESCRIBES.split(said, maxsplit=1)[0]) is not None


def _named(
    words: Sequence[TypedWord], clauses: Sequence[list[int]], *, subject: bool = False, several: bool = False
) -> list[int]:
    """The words of the last clauses that only name something, or are the subject of what follows, and claim nothing."""
    named: list[int] = []
    for clause in reversed(clauses):
        said = _said(words, clause)
        says = phrases.OWN_CLAIM.match(said) is not None if subject else _claims(said, listed=several)
        if says or len(named) + len(clause) > FARTHEST:
            break
        named = clause + named
    return named
