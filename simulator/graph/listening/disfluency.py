"""Halting speech, as in dictation: what says nothing, is said twice, or is taken back at once is left out.

Each word keeps its place in the text, so what is quoted still has all that was said in between.
"""

from collections.abc import Sequence
from dataclasses import replace

from simulator.graph.listening.disclaimed import without_disclaimed
from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.words import SMALL, as_typed, compared
from simulator.graph.listening.wrapped import unwrapped

HESITATIONS = frozenset("uh um er erm uhm hmm hm ah eh uhh umm err ehm mhm".split())
LONGEST_RESTART = 3  # words that are said again at once
MOST_RESTARTS = 4  # times: who says a thing more often doesn't look for words
LOOKED_BACK = 8  # words before a correction among which that which it replaces begins
_FILLERS = frozenset({("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of"), ("i", "guess")})
_FILLER_FIRST = frozenset(first for first, _ in _FILLERS)
# after these the words mean what they say: "do you know", "what kind of", "what I mean"
_MEANT_AFTER = frozenset(
    "do does did don't didn't if unless whether that what which how when where why who as once because until would "
    "could might should may can't won't cannot before after the a an this these those any some every each one same "
    "another no different other certain all two three right wrong new first second by of".split()
)
_MEANT_BEFORE = frozenset("how what whether which where when why who exactly nothing enough more by that".split())
# what takes back the words before it; the longest first
_CORRECTIONS = (
    ("no", "sorry", "i", "mean"),
    ("sorry", "i", "mean"),
    ("sorry", "i", "meant"),
    ("no", "i", "mean"),
    ("no", "i", "meant"),
    ("i", "meant"),
    ("no", "sorry"),
    ("sorry", "no"),
    ("no", "wait"),
    ("wait", "no"),
    ("wait", "sorry"),
    ("sorry", "wait"),
    ("scratch", "that"),
    ("correction",),
    ("sorry",),
    ("no",),
)
_CORRECTS = frozenset(words[0] for words in _CORRECTIONS)
# before "sorry", which corrects nothing
_APOLOGISES = frozenset("i'm im am be so say feel really very terribly".split())
_SORRY_FOR = frozenset("i but for that about to could can what if".split())  # and after it


def spoken_tokens(text: str) -> list[TypedWord]:
    """The tokens of what somebody said, without what halting speech has too much of and what they don't know."""
    text = unwrapped(text)
    return compared(without_disclaimed(without_disfluencies(as_typed(text)), text), text)


def without_disfluencies(typed: list[TypedWord]) -> list[TypedWord]:
    """Some words without hesitations, restarts, and what was taken back."""
    words = {token.word for token in typed}
    if not HESITATIONS.isdisjoint(words):
        typed = [  # "5 um" is a length
            token
            for place, token in enumerate(typed)
            if token.word not in HESITATIONS or (place and typed[place - 1].values)
        ]
    if not _FILLER_FIRST.isdisjoint(words):
        typed = _without_fillers(typed)
    typed = _without_restarts(typed)
    return typed if _CORRECTS.isdisjoint(words) else _without_corrected(typed)


def _without_fillers(typed: list[TypedWord]) -> list[TypedWord]:
    kept: list[TypedWord] = []
    place = 0
    while place < len(typed):
        pair = tuple(token.word for token in typed[place : place + 2])
        before = kept[-1].word if kept and kept[-1].sentence == typed[place].sentence else ""
        after = typed[place + 2].word if place + 2 < len(typed) else ""
        if pair in _FILLERS and before not in _MEANT_AFTER and after not in _MEANT_BEFORE:
            place += 2
            continue
        kept.append(typed[place])
        place += 1
    return kept


def _without_restarts(typed: list[TypedWord]) -> list[TypedWord]:
    """Words without those that are said again at once: of "the, the key the key value" the last are kept.

    The clause goes on over a restart, whatever stands between the two.
    """
    gone: set[int] = set()
    joined: list[int] = []  # where a clause goes on
    words = [token.word for token in typed]
    place = 0
    while place < len(typed) - 1:
        if words[place] not in words[place + 1 : place + 1 + LONGEST_RESTART]:
            place += 1
            continue
        copies, count = _said_again(typed, place)
        stop = place + copies * count
        if 1 < copies <= MOST_RESTARTS:
            gone.update(range(place, stop - count))
            joined += (n for n in range(place + count, stop, count) if typed[n].clause != typed[n - 1].clause)
            place = stop - count  # what is kept may be the beginning of a longer restart
        else:
            place = max(stop - 1, place) + (copies == 1)
    if not gone:
        return typed
    kept: list[TypedWord] = []
    less, after = 0, iter([*joined, len(typed)])
    following = next(after)
    for place, token in enumerate(typed):
        while place == following:
            less += token.clause - typed[place - 1].clause
            following = next(after)
        if place not in gone:
            kept.append(replace(token, clause=token.clause - less) if less else token)
    return kept


def _said_again(typed: Sequence[TypedWord], place: int) -> tuple[int, int]:
    """How often the words from a token on are repeated in a row, and how many there are: the fewest that repeat."""
    for count in range(1, min(LONGEST_RESTART, len(typed) - place - 1) + 1):
        if typed[place].word != typed[place + count].word:
            continue
        copies = 1
        while all(
            place + copies * count + n < len(typed) and _again(typed[place + n], typed[place + copies * count + n])
            for n in range(count)
        ):
            copies += 1
        if copies > 1:
            return copies, count
    return 1, 1


def _again(one: TypedWord, other: TypedWord) -> bool:
    said = one.word == other.word and one.sentence == other.sentence
    return said and one.word.isascii() and one.word[0].isalpha() and not one.values


def _without_corrected(typed: list[TypedWord]) -> list[TypedWord]:
    """Words without those that are corrected at once, and without what says so: of "nine, no, eight" eight is kept."""
    kept: list[TypedWord] = []
    place = 0
    while place < len(typed):
        length = _correction(typed, place) if typed[place].word in _CORRECTS else 0
        start = _taken_back(kept, typed[place + length :]) if length else None
        if start is None:
            kept.append(typed[place])
            place += 1
        else:
            del kept[start:]
            place += length
    return kept


def _correction(typed: Sequence[TypedWord], place: int) -> int:
    """How many words from here say that what was just said is taken back; 0 if none do."""
    for words in _CORRECTIONS:
        stop = place + len(words)
        if stop >= len(typed) or not place or tuple(token.word for token in typed[place:stop]) != words:
            continue
        before, after = typed[place - 1], typed[stop]
        if before.sentence != after.sentence:
            return 0
        if words == ("no",):
            return int(bool(before.values and after.values))
        if words == ("sorry",) and (before.word in _APOLOGISES or after.word in _SORRY_FOR):
            return 0
        return len(words)
    return 0


def _taken_back(before: Sequence[TypedWord], after: Sequence[TypedWord]) -> int | None:
    """Where the words that a correction replaces begin: where it repeats them, or the last word of its kind."""
    if not before or not after:
        return None
    sentence = after[0].sentence
    first = next((n for n, token in enumerate(before) if token.sentence == sentence), len(before))
    first = max(first, len(before) - LOOKED_BACK)
    for ahead, token in enumerate(after[:3]):
        if ahead and token.word in SMALL:
            continue
        for place in range(len(before) - 1, first - 1, -1):
            if _begins(before[place].word) == _begins(token.word):
                return max(first, place - ahead)
    for place in range(len(before) - 1, first - 1, -1):
        if bool(before[place].values) == bool(after[0].values) and before[place].word not in SMALL:
            return place
    return None


def _begins(word: str) -> str:
    return word.split("'")[0]  # "I'd ... no, sorry, I would"
