"""Units of answers and their size in base units, so that 128 KiB and 131,072 bytes are the same number."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Dims = tuple[tuple[str, int], ...]
PER_SECOND_OR_NOT = "per second or not"  # "FLOPS" may mean a count or a speed; the unit wanted decides


def _powers(first: Dims, second: Dims, sign: int) -> Dims:
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _readings(dims: Dims) -> tuple[Dims, ...]:
    """The dimensions with "FLOPS" read as a count, and read as a speed."""
    count = dict(dims).get(PER_SECOND_OR_NOT, 0)
    without = tuple(pair for pair in dims if pair[0] != PER_SECOND_OR_NOT)
    return (without, _powers(without, (("second", -count),), 1)) if count else (without,)


@dataclass(frozen=True)
class Unit:
    """`size` is how many base units one of it is; `dims` names the base units with their powers, none for a count.

    A `plain` unit is no multiple of another one: "25 bytes" means 25, but 25 kB may be rounded.
    """

    size: float = 1.0
    dims: Dims = ()
    plain: bool = True

    def __mul__(self, other: "Unit") -> "Unit":
        return Unit(self.size * other.size, _powers(self.dims, other.dims, 1), self.plain and other.plain)

    def __truediv__(self, other: "Unit") -> "Unit":
        return Unit(self.size / other.size, _powers(self.dims, other.dims, -1), self.plain and other.plain)

    def within(self, wanted: "Unit") -> float | None:
        """How many of `wanted` one of it is; None where the two cannot be compared."""
        comparable = any(dims in _readings(wanted.dims) for dims in _readings(self.dims))
        return self.size / wanted.size if comparable else None


ONE = Unit()
_BYTE, _BIT, _SECOND = Unit(dims=(("byte", 1),)), Unit(0.125, (("byte", 1),)), Unit(1.0, (("second", 1),), False)
_FLOP, _WATT, _GRAM = Unit(dims=(("flop", 1),)), Unit(dims=(("watt", 1),)), Unit(1.0, (("gram", 1),), False)
_FLOPS = Unit(dims=(("flop", 1), (PER_SECOND_OR_NOT, 1)))
_PER_SECOND = ONE / _SECOND


def _multiple(unit: Unit, factor: float) -> Unit:
    return Unit(unit.size * factor, unit.dims, False)


_HOUR = _multiple(_SECOND, 3600)
# Whole words in any case; those of the first table take a prefix in letters or as a word (GB, gigabyte).
_PREFIXED_WORDS = {
    "byte": _BYTE, "bytes": _BYTE, "bit": _BIT, "bits": _BIT, "flop": _FLOP, "flops": _FLOPS,
    "second": _SECOND, "seconds": _SECOND, "sec": _SECOND, "secs": _SECOND, "hertz": _PER_SECOND, "hz": _PER_SECOND,
    "watt": _WATT, "watts": _WATT, "joule": _WATT * _SECOND, "joules": _WATT * _SECOND, "gram": _GRAM, "grams": _GRAM,
    "wh": _WATT * _HOUR, "bps": _BIT / _SECOND,
}  # fmt: skip
_WORDS = {
    "minute": _multiple(_SECOND, 60), "min": _multiple(_SECOND, 60), "hour": _HOUR, "hr": _HOUR, "h": _HOUR,
    "day": _multiple(_SECOND, 86400), "week": _multiple(_SECOND, 7 * 86400), "year": _multiple(_SECOND, 365 * 86400),
    "tonne": _multiple(_GRAM, 1e6), "ton": _multiple(_GRAM, 1e6), "qps": _PER_SECOND, "rps": _PER_SECOND,
    "tps": _PER_SECOND, "fps": _PER_SECOND, "$": Unit(dims=(("dollar", 1),)), "usd": Unit(dims=(("dollar", 1),)),
    "dollar": Unit(dims=(("dollar", 1),)), "€": Unit(dims=(("euro", 1),)), "eur": Unit(dims=(("euro", 1),)),
    "euro": Unit(dims=(("euro", 1),)), "£": Unit(dims=(("sterling", 1),)), "gbp": Unit(dims=(("sterling", 1),)),
    "¥": Unit(dims=(("yen", 1),)), "yen": Unit(dims=(("yen", 1),)),
}  # fmt: skip
_SYMBOLS = {"s": _SECOND, "B": _BYTE, "W": _WATT, "J": _WATT * _SECOND, "g": _GRAM, "t": _multiple(_GRAM, 1e6)}
_BYTES_PER_SECOND = _BYTE / _SECOND  # "MBps", which "Mbps" is an eighth of
_NEVER_THOUSANDTHS = {_BYTE.dims, _BYTES_PER_SECOND.dims, _FLOP.dims, _FLOPS.dims, _PER_SECOND.dims}  # "mb", "mhz"
_PREFIXES = {
    "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21, "Y": 1e24,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60,
}  # fmt: skip
_SMALL_PREFIXES = {"m": 1e-3, "µ": 1e-6, "u": 1e-6, "n": 1e-9, "p": 1e-12}
_NAMED_PREFIXES = {
    "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18, "zetta": 1e21, "yotta": 1e24,
    "kibi": 2.0**10, "mebi": 2.0**20, "gibi": 2.0**30, "tebi": 2.0**40, "pebi": 2.0**50,
    "milli": 1e-3, "micro": 1e-6, "nano": 1e-9, "pico": 1e-12,
}  # fmt: skip
SCALES = {
    "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
    "dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "mil": 1e6, "mill": 1e6, "mio": 1e6,
    "mln": 1e6, "mn": 1e6, "crore": 1e7, "billion": 1e9, "bil": 1e9, "bn": 1e9, "bln": 1e9, "milliard": 1e9,
    "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip


def scale_of(word: str) -> float | None:
    """The factor of `k`, `M`, `Gi`, `million` and the like. The case of single letters matters."""
    lower = word.lower()
    return SCALES.get(word) or (SCALES.get(lower) or SCALES.get(lower.removesuffix("s")) if len(word) > 1 else None)


def scaled_words(word: str) -> Iterator[tuple[float, str]]:
    """The ways to split a word into a prefix and what is counted: 1e3 and `tokens` for `ktokens`."""
    for name, factor in (*_NAMED_PREFIXES.items(), *SCALES.items()):
        if len(word) > len(name) + 2 and word.startswith(name) and (len(name) < 3 or name in _NAMED_PREFIXES):
            yield factor, word[len(name) :]


def is_unclear(word: str) -> bool:
    """Whether people write a unit for two things: `Gb` for bits or bytes, `mwh` for thousandths or millions."""
    return re.fullmatch(r"[KMGTP]i?b|mwh", word) is not None


@lru_cache(maxsize=1024)
def unit_of(word: str) -> Unit | None:
    """The unit that one word such as `GiB`, `ms`, `teraFLOP` or `$` names; None for any other word."""
    if word in _SYMBOLS:
        return _SYMBOLS[word]
    lower = word.lower()
    known = _PREFIXED_WORDS.get(lower) or _WORDS.get(lower) or (_WORDS.get(lower[:-1]) if lower[-1:] == "s" else None)
    if known is not None or is_unclear(word):
        return known
    for name, factor in _NAMED_PREFIXES.items():
        if lower.startswith(name) and lower[len(name) :] in _PREFIXED_WORDS:
            return _multiple(_PREFIXED_WORDS[lower[len(name) :]], factor)
    for length in (2, 1):
        prefix, rest = word[:length], word[length:]
        unit = _BYTES_PER_SECOND if rest == "Bps" else _PREFIXED_WORDS.get(rest.lower()) or _SYMBOLS.get(rest)
        unit = _BYTE if rest == "b" else unit  # "gb", typed in a hurry; `is_unclear` has caught "Gb"
        if unit is None:
            continue
        if unit.dims in _NEVER_THOUSANDTHS:
            scale = _PREFIXES.get(prefix[:1].upper() + prefix[1:].lower())
        elif unit is _SECOND:
            scale = _SMALL_PREFIXES.get(prefix)
        else:
            scale = _PREFIXES.get(prefix) or _SMALL_PREFIXES.get(prefix)
        if scale is not None:
            return _multiple(unit, scale)
    return None


_CALLED = {"B": "bytes", "t": "tonnes"}


@dataclass(frozen=True)
class AnswerUnit:
    """The unit that a check wants its answer in. `known` is False where the text is no unit that can be worked with.

    `words` are the words in it that name what is counted, in small letters.
    """

    text: str
    unit: Unit = ONE
    percent: bool = False
    known: bool = True
    words: frozenset[str] = frozenset()

    @property
    def called(self) -> str:
        """The unit in a sentence: a sign that alone says little gives its word, as `bytes`."""
        return _CALLED.get(self.text, self.text)

    @property
    def measured(self) -> bool:
        """Whether the answer is a measurement or a share; otherwise things are counted, or it is a number alone."""
        return self.percent or not self.known or bool(self.unit.dims)


@lru_cache(maxsize=256)
def answer_unit(text: str) -> AnswerUnit:
    """The unit of a check, such as `GiB`, `tokens/s`, `%` or `million parameters`."""
    text = " ".join(text.split())
    if re.fullmatch(r"(?:%|percent|per cent|pct)(?: [^\W\d_]+)*", text, re.IGNORECASE):
        return AnswerUnit(text, percent=True)
    unit, words, below = ONE, set[str](), False
    parts = re.findall(r"[^\W\d_]+|\S", unicodedata.normalize("NFKC", text).replace("μ", "µ"))
    for index, part in enumerate(parts):
        part_unit = _BIT if part == "b" else unit_of(part)
        factor = scale_of(part)
        if part == "/" or part.lower() == "per":
            below = True
        elif part_unit is not None:
            unit = unit / part_unit if below else unit * part_unit
        elif factor is not None and index == 0:
            unit = Unit(factor)
        elif len(part) > 1 and factor is None and not is_unclear(part):
            words.add(part.lower())
        elif part not in "·*-":
            return AnswerUnit(text, known=False)
    if unit.dims and parts and scale_of(parts[0]) is not None and unit_of(parts[0]) is None:
        return AnswerUnit(text, known=False)  # "million dollars": "$5" would be read as five of them
    return AnswerUnit(text, unit, words=frozenset(words))
