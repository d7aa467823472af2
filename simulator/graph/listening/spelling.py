"""What is spelt out as one speaks, and meant as one word: "K V" is kv, "a hundred and twenty eight" is 128."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from simulator.graph.listening.abbreviations import ABBREVIATIONS, MISHEARD, NAMES
from simulator.graph.listening.typed_word import TypedWord

Stem = Callable[[str], str]
MOST_LETTERS = 6  # of an abbreviation that is spelt
_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_COUNTS = _UNITS.keys() | _TENS.keys() | {"hundred"}
_BEGINS_NUMBER = _COUNTS | {"point"}
_BEFORE_POINT = frozenset("is was are like about of to at by than around from say or just only plus times be".split())
_KNOWN = frozenset(name for name in (*ABBREVIATIONS, *NAMES) if name.isalpha() and len(name) <= MOST_LETTERS)
_MISHEARD_FIRST = frozenset(words[0] for words in MISHEARD)


def spelt_out(typed: list[TypedWord], text: str, stem: Stem) -> list[TypedWord]:
    """The words with letters, names and numbers that are one word joined to one; `stem` gives the stem of a word."""
    words = {token.word for token in typed}
    if any(len(word) == 1 and word.isalpha() for word in words):
        typed = _letters_joined(typed, text, stem)
        words = {token.word for token in typed}
    if not _MISHEARD_FIRST.isdisjoint(words):
        typed = _names_joined(typed, text, stem)
    if not _COUNTS.isdisjoint(words):
        typed = _numbers_joined(typed, text)
    return typed


def _together(one: TypedWord, other: TypedWord, text: str) -> bool:
    """Whether nothing but a space, or a hyphen, is between two words."""
    return other.start - one.end == 1 and text[one.end] in " -" and one.clause == other.clause


def _as_one(typed: Sequence[TypedWord], word: str, stem: Stem) -> TypedWord:
    first, last = typed[0], typed[-1]
    return TypedWord(stem(word), first.start, last.end, first.sentence, first.clause, word)


def _letters_joined(typed: list[TypedWord], text: str, stem: Stem) -> list[TypedWord]:
    """Letters that were spelt as one abbreviation: capital ones, and small ones that are a known one."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        stop = place + 1
        if _is_letter(typed[place]):
            while stop < len(typed) and _is_letter(typed[stop]) and _spelt_on(typed[stop - 1], typed[stop], text):
                stop += 1
        joined += _abbreviated(typed[place:stop], text, stem) if stop - place > 1 else typed[place:stop]
        place = stop
    return joined


def _spelt_on(one: TypedWord, other: TypedWord, text: str) -> bool:
    return text[one.end : other.start] in (" ", "/") and one.clause == other.clause


def _is_letter(token: TypedWord) -> bool:
    if len(token.word) > 2:
        return False
    plain = token.word.removesuffix("s") if len(token.word) == 2 else token.word  # "G P Us"
    return len(plain) == 1 and plain.isalpha() and plain.isascii()


def _abbreviated(run: list[TypedWord], text: str, stem: Stem) -> list[TypedWord]:
    """A run of letters with its longest abbreviations as one word each; "a" and "I" alone are words of their own."""
    found: list[TypedWord] = []
    place = 0
    while place < len(run):
        for stop in range(min(len(run), place + MOST_LETTERS), place + 1, -1):
            part = run[place:stop]
            if any(len(token.word) == 2 for token in part[:-1]):
                continue
            word = "".join(token.word for token in part)
            if word in _KNOWN or word.removesuffix("s") in _KNOWN or (stop == len(run) and _capital(part, text)):
                found.append(_as_one(part, word, stem))
                place = stop
                break
        else:
            found.append(run[place])
            place += 1
    return found


def _capital(part: Sequence[TypedWord], text: str) -> bool:
    capital = "/" not in text[part[0].start : part[-1].end] and all(text[token.start].isupper() for token in part)
    return capital and part[0].word not in "ai" and part[-1].word not in ("i", "is", "as")


def _names_joined(typed: list[TypedWord], text: str, stem: Stem) -> list[TypedWord]:
    """Names as a recogniser of speech writes them: "Laura" is LoRA, "soft max" softmax."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        name, length = _misheard(typed, place, text) if typed[place].word in _MISHEARD_FIRST else ("", 1)
        joined.append(_as_one(typed[place : place + length], name, stem) if name else typed[place])
        place += length
    return joined


def _misheard(typed: Sequence[TypedWord], place: int, text: str) -> tuple[str, int]:
    """The name that is meant by the words from a token on, and how many they are; ("", 1) if none is."""
    for words, name in MISHEARD.items():
        part = typed[place : place + len(words)]
        if tuple(token.word for token in part) == words and all(_together(*pair, text) for pair in pairwise(part)):
            return name, len(words)
    return "", 1


def _numbers_joined(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """Numbers of several words: "sixty four", "four hundred", "one point five", "two fifty six"."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        number, stop = _number_at(typed, place, text) if typed[place].word in _BEGINS_NUMBER else (None, place)
        if number is None or stop - place < 2:
            joined.append(typed[place])
            place += 1
            continue
        first, last = typed[place], typed[stop - 1]
        written = f"{number:.12g}"
        digits = len(written.replace(".", "").strip("0")) or 1
        joined.append(
            TypedWord(written, first.start, last.end, first.sentence, first.clause, written, (number,), digits)
        )
        place = stop
    return joined


def _number_at(typed: Sequence[TypedWord], place: int, text: str) -> tuple[float | None, int]:
    """The number in words that begins at a token, and the token after it."""

    def word(at: int) -> str:
        follows = place < at < len(typed) and _together(typed[at - 1], typed[at], text)
        return typed[at].word if at == place or follows else ""

    def below_hundred(at: int) -> tuple[int | None, int]:
        if (tens := _TENS.get(word(at))) is not None:
            ones = _UNITS.get(word(at + 1), 0)
            return (tens + ones, at + 2) if 1 <= ones <= 9 else (tens, at + 1)
        units = _UNITS.get(word(at))
        return units, at + (units is not None)

    def below_thousand(at: int) -> tuple[int | None, int]:
        number, after = (1, at) if word(at) == "hundred" else below_hundred(at)
        if not number:
            return number, after
        if word(after) == "hundred":
            rest, stop = below_hundred(after + 1 + (word(after + 1) == "and"))
            return (number * 100 + rest, stop) if rest else (number * 100, after + 1)
        rest, stop = below_hundred(after)
        together = number * 100 + (rest or 0)
        return (together, stop) if rest and rest >= 10 and not together & (together - 1) else (number, after)

    if word(place) == "point":
        before = typed[place - 1].word if place else ""
        decimals, stop = _decimals(word, place + 1)
        return (float(f"0.{decimals}"), stop) if decimals and before in _BEFORE_POINT else (None, place)
    number, stop = below_thousand(place)
    if number is None:
        return None, place
    if (factor := _LARGE.get(word(stop))) is not None:
        rest, after = below_thousand(stop + 1 + (word(stop + 1) == "and"))
        return (number * factor + rest, after) if rest else (number, stop)
    if word(stop) == "point":
        decimals, after = _decimals(word, stop + 1)
        return (float(f"{number}.{decimals}"), after) if decimals else (number, stop)
    if word(stop) == "e" and word(stop + 1) == "minus" and (power := _UNITS.get(word(stop + 2))):
        return number * 10.0**-power, stop + 3
    return number, stop


def _decimals(word: Callable[[int], str], at: int) -> tuple[str, int]:
    """The digits after a point, spoken one by one or as a number below a hundred."""
    if (tens := _TENS.get(word(at))) is not None:
        ones = _UNITS.get(word(at + 1), 0)
        return (str(tens + ones), at + 2) if 1 <= ones <= 9 else (str(tens), at + 1)
    digits = ""
    while (digit := _UNITS.get(word(at))) is not None and digit <= 9:
        digits += str(digit)
        at += 1
    return digits, at
