"""The words of a text as they are compared: by their stems, and numbers by their value.

A text becomes a list of tokens, each with its place in the text, so that what is found can be quoted exactly.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from simulator.graph.listening.full_stops import ends_nothing
from simulator.graph.listening.spelling import TENS, UNITS, spelt_out
from simulator.graph.listening.word import TypedWord, stem
from simulator.graph.text import NO_SPACES, RUBRIC_WORDS, STOP_WORDS

MAX_TOKENS = 4_000  # twenty minutes of fast speech; what comes after it is not listened to
MAX_LETTERS = 60_000
MOST_RAISED = 400  # exponent
LARGEST = 1e300  # of a number: what is larger counts as this
REACH_OF_NOT, REACH_BACK = 5, 2  # words after a negation, and before that of a verb, that it turns round

_SIGN = r"->|[*<>=]{2}|[%√∑∏≤≥≠≈~±∝→∞∂∇=<>^/*+·×⊙−@€$]"
# Chinese and Japanese write no spaces between words: each sign is a word, and so a word in a cue is a phrase of signs


def _pieces(letter: str) -> re.Pattern[str]:
    """What a text is made of; words, as most of it is, come first."""
    return re.compile(
        rf"(?P<word>{letter}(?:{letter}|[\u0300-\u036f])*(?:['’]{letter}+)?\d*|[{NO_SPACES}])"
        r"|(?P<number>\d{1,3}(?:[,'\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d*\.?\d+(?:[eE][+-]?\d+)?)"
        rf"(?P<raised>[⁰¹²³⁴-⁹⁻]+)?(?P<tail>%|{letter}+)?"
        r"|(?P<end>[.!?;\n。！？；]+)|(?P<pause>[,:()—–，、：（）])"
        r"|(?P<sign>" + _SIGN + ")"
    )


_PIECE, _ASCII_PIECE = _pieces(rf"[^\W\d_{NO_SPACES}]"), _pieces("[a-zA-Z]")  # the second is three times as fast
_ALONE = re.compile(f"[{NO_SPACES}]")
_SAYS = re.compile(r"[^\W_]|" + _SIGN)
_SCALE: Mapping[str, float] = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9, "trillion": 1e12, "t":
    1e12, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1024, "mib": 1024**2, "gib": 1024**3, "x": 1, "%":
    0.01, "percent": 0.01, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "kilobyte": 1e3, "megabyte": 1e6, "gigabyte": 1e9,
    "terabyte": 1e12, "meg": 1e6, "gig": 1e9, "millisecond": 1e-3, "microsecond": 1e-6,
}  # fmt: skip
_SPOKEN: Mapping[str, float] = {
    **UNITS, **TENS, "hundred": 100,
    "half": 0.5, "halve": 0.5, "halv": 0.5, "quarter": 0.25, "third": 1 / 3, "eighth": 0.125, "tenth": 0.1,
    "twice": 2, "doubl": 2, "tripl": 3, "quadrupl": 4, "thrice": 3,
}  # fmt: skip
_TIMES = frozenset("twice doubl tripl thrice quadrupl".split())
_TIMES_AFTER = frozenset({"x", "×", "times", "fold"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NEGATIONS = frozenset(
    "not no never without cannot neither nor none hardly isn't aren't wasn't weren't don't doesn't didn't won't "
    "wouldn't can't couldn't shouldn't hasn't haven't isnt arent wasnt dont doesnt didnt wont wouldnt cant couldnt "
    "shouldnt hasnt havent needn't neednt mustn't mustnt hadn't hadnt unlike avoid 不 没 未".split()
)
_OF_VERBS = frozenset({"not", "never"})
_AFTER_A_NO = frozenset(  # "no it's the other way round" denies nothing that follows: it answers
    "it it's its that's this these those the there's you we they i i'd i'm i'll because but so and well wait "
    "sorry not what if in no".split()
)
# "it isn't kept and you read it again": here another clause begins, though nobody speaks a comma
_GOES_ON = frozenset("and so then if when".split())
_SUBJECTS = frozenset(
    "i i'd i'm i'll you you'd you're you've we we're they they're it it's that's there's then if when".split()
)
_NOT_PAIRS = frozenset({("instead", "of"), ("rather", "than"), ("opposed", "to")})
_NO_NEGATION = frozenset(  # 不仅 is "not only", 不同 is "different"
    "only just merely sure necessarily matter doubt 仅 但 只 光 过 同 断 管 论 止 得 久 错".split()
)
SMALL = frozenset(
    "a an the of to in on at is are was were be been it its that this these those and or as for by with from we you "
    "i they so then just very really also will would can could do does did have has had".split()
)
EMPTY = STOP_WORDS | RUBRIC_WORDS | SMALL  # words that do not say what a text is about
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_ABBREVIATED = frozenset({"e", "g", "eg", "i", "ie", "vs", "etc", "cf", "al", "approx", "resp", "ca"})
_BREAKS = frozenset("but because since while whereas although though however".split())


@lru_cache(maxsize=1)
def empty_stems() -> frozenset[str]:
    """The stems of `EMPTY`: cues are compared by stems, and "only" is "onli" there."""
    return frozenset(map(stem, EMPTY))


def tokens(text: str) -> list[TypedWord]:
    """The tokens of a text, in order: at most `MAX_TOKENS`."""
    if text.isalpha() and text.isascii():  # most alternatives of cues are one word
        word, root = text.lower(), stem(text)
        clause, values, times = int(word in _BREAKS), _spoken_value(word, root), root in _TIMES
        return [TypedWord(root, 0, len(text), 0, clause, word, values, negates=word in NEGATIONS, times=times)]
    return compared(as_typed(text), text)


def as_typed(text: str) -> list[TypedWord]:
    """The words of a text one by one: nothing is negated yet, and no number has its unit."""
    result: list[TypedWord] = []
    sentence = clause = 0
    pieces = _ASCII_PIECE if text.isascii() else _PIECE
    for piece in pieces.finditer(text[:MAX_LETTERS]):
        kind, (start, end) = piece.lastgroup, piece.span()
        if kind == "tail" or kind == "raised":
            kind = "number"
        if kind == "end":
            abbreviated = result and result[-1].end == start and result[-1].word in _ABBREVIATED
            if text[start:end] == "." and (text[end : end + 1].isalnum() or abbreviated or ends_nothing(text, end)):
                continue
            sentence += 1
            clause += 1
        elif kind == "pause":
            clause += 1
        elif kind == "number":
            result += _number(piece, sentence, clause)
        else:
            word = piece.group()
            if word == "/" and text[start - 1 : start].isalpha() and text[end : end + 1].isalpha():
                continue
            root, lowered, values, times = _known(word, kind == "sign")
            if lowered in _BREAKS:
                clause += 1
            result.append(TypedWord(root, start, end, sentence, clause, lowered, values, times=times))
        if len(result) >= MAX_TOKENS:
            del result[MAX_TOKENS:]
            break
    return result


def compared(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words of a text as they are compared: what is spelt out is one word, numbers have units, "not" its reach."""
    result = spelt_out(typed, text)
    _scale(result, text)
    _negate(result)
    return result


@lru_cache(maxsize=30_000)
def _known(word: str, is_sign: bool) -> tuple[str, str, tuple[float, ...], bool]:
    """The stem of a word, the word in small letters, what it is as a number, and whether it is a factor."""
    lowered = word.lower().replace("’", "'")
    root = word if is_sign else stem(word)
    return root, lowered, _spoken_value(lowered, root), root in _TIMES


def _spoken_value(word: str, root: str) -> tuple[float, ...]:
    spoken = _SPOKEN.get(word, _SPOKEN.get(root))
    return () if spoken is None else (spoken,)


@lru_cache(maxsize=2_000)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(
        token.stem
        for token in tokens(text)
        if token.word not in EMPTY and (len(token.word) > 1 or _ALONE.match(token.word))
    )


def has_words(text: str) -> bool:
    """Whether a text has tokens; told without the stemmer."""
    return _SAYS.search(text) is not None


def _number(piece: re.Match[str], sentence: int, clause: int) -> list[TypedWord]:
    """A number with its factor; letters that are no factor are a word of their own ("8bit"), or make it one ("3s")."""
    written = piece["number"].lower().replace(",", "").replace("'", "").replace("\u202f", "")
    tail = (piece["tail"] or "").lower()
    factor = _SCALE.get(tail) or _SCALE.get(tail.rstrip("s"))
    start, end, word = piece.start(), piece.end(), f"{written}{tail}"
    if tail and factor is None and (len(tail) == 1 or tail in _ORDINALS):
        return [TypedWord(stem(word), start, end, sentence, clause, word)]
    values = [min(float(written), LARGEST)]
    if piece["raised"]:
        values.append(_power(values[0], piece["raised"].translate(_RAISED)))
    if factor is not None:
        values.append(values[-1] * factor)
    digits = len(written.split("e")[0].replace(".", "").strip("0"))
    if tail and factor is None:
        middle = piece.start("tail")
        after = TypedWord(stem(tail), middle, end, sentence, clause, tail)
        return [TypedWord(written, start, middle, sentence, clause, written, tuple(values), digits), after]
    return [TypedWord(word, start, end, sentence, clause, word, tuple(values), digits, times=tail == "x")]


def _power(base: float, exponent: str) -> float:
    try:
        return float(base ** int(exponent))
    except (ValueError, OverflowError, ZeroDivisionError):
        return base


def _scale(typed: list[TypedWord], text: str) -> None:
    """Joins a number with the unit, the power or the denominator that follows it."""
    for number, after in pairwise(typed):
        if number.values and after.start - number.end <= 1 and not number.absorbed:
            factor = _SCALE.get(after.word) or _SCALE.get(after.word.rstrip("s"))
            if factor is not None:
                number.values += (number.values[-1] * factor,)
                after.absorbed = True
            if after.word in _TIMES_AFTER:
                number.times = after.absorbed = True
    for number, sign, after in zip(typed, typed[1:], typed[2:], strict=False):
        if number.values and after.values and sign.stem in ("/", "^", "**") and not number.absorbed:
            if after.start > sign.end + 1:
                continue
            negative = text[sign.end : after.start] == "-" and sign.stem != "/"  # the minus of 2^-7 is no token
            sign.absorbed = after.absorbed = True
            if sign.stem == "/":
                number.values += (number.values[-1] / after.values[-1],) if after.values[-1] else ()
            else:
                exponent = int(min(after.values[0], MOST_RAISED)) * (-1 if negative else 1)
                number.values += (_power(number.values[0], str(exponent)),)


def _negate(typed: list[TypedWord]) -> None:
    """Marks what turns a claim round, and the words that it turns round."""
    for index, token in enumerate(typed):
        after = typed[index + 1] if index + 1 < len(typed) else None
        if after is not None and after.sentence != token.sentence:
            after = None
        pair = after is not None and (token.word, after.word) in _NOT_PAIRS
        if not (pair or token.word in NEGATIONS) or (after and after.word in _NO_NEGATION):
            continue
        if token.word == "no" and after and after.word in _AFTER_A_NO:
            continue
        if index and typed[index - 1].word == "why":  # "why not add them?" denies nothing
            continue
        token.negates = True
        _turn_round(_of_its_clause(typed[index + 1 + pair : index + 14]), token.clause, REACH_OF_NOT)
        if token.word in _OF_VERBS or token.word.endswith(("n't", "nt")):  # "Jensen does not apply"
            _turn_round(typed[max(0, index - 8) : index][::-1], token.clause, REACH_BACK)


def _of_its_clause(typed: list[TypedWord]) -> list[TypedWord]:
    """Some words up to where another clause begins without a comma."""
    for place, (token, after) in enumerate(pairwise(typed)):
        if token.word in _GOES_ON and after.word in _SUBJECTS:
            return typed[:place]
    return typed


def _turn_round(typed: list[TypedWord], clause: int, reach: int) -> None:
    """Marks the words as negated, up to `reach` that are not small, and no further than the clause."""
    turned = 0
    for token in typed:
        if token.clause != clause or turned >= reach:
            break
        token.negated = True
        turned += token.word not in SMALL
