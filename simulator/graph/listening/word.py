"""One word of a text, as everything that listens compares it, and its stem: British and American spelling are one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

LETTERS_COMPARED = 40  # letters of a word that are compared
_AMERICAN = {
    "is": "iz",
    "ys": "yz",
    "our": "or",
    "re": "er",
    "ogue": "og",
    "ce": "se",
    "ement": "ment",
    "me": "",
    "e": "i",
}
_BRITISH = re.compile(
    r"(\w{3,})(is)(e|ed|es|ing|ation|ations|er|ers|able)|(\w{2,})(ys)(e|ed|es|ing|er|ers)|(\w{3,})(our)(s|ed|ing|able|ite|al|)"
    r"|(cent|fib|met|lit)(re)(s|d|)|(dial|anal|catal)(ogue)(s|)|(defen|offen|licen)(ce)(s|)|(judg|acknowledg)(ement)(s|)"
    r"|(program)(me)(s|)|(art)(e)(fact|facts)"
)


@dataclass(slots=True)
class TypedWord:
    """One word, number or sign of a text: its stem, its place, its sentence, and how a "not" bears on it.

    `start` and `end` are places in the text; sentences and clauses are counted through the text, from 0. `values` are
    all that a number may mean, the one with its unit or power last: 2k is 2 and 2,000.
    """

    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    word: str
    values: tuple[float, ...] = ()
    digits: int = 0  # significant digits of a number as it is written; 0 for a number in words
    negates: bool = False
    negated: bool = False
    times: bool = False  # a factor: "twice", "2x", "threefold"
    absorbed: bool = False  # a unit, a power or a denominator that is part of the number before it


@lru_cache(maxsize=1)
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer  # at the first answer, not on the way to the question

    return Stemmer("english")


# what Korean writes at the end of a noun, or to make a verb of it; taken off as often as one is there, so that all
# forms of a word are one
_PARTICLES = re.compile(
    "(?<=[가-힣])(?:합니다|됩니다|한다|하는|하면|하며|된다|되는|에서|으로|까지|부터|보다|처럼|에게|하고|은|는|이|가|을|를|에|의|로|와|과|도|만)$"
)


def _without_particles(word: str) -> str:
    if not "가" <= word[-1:] <= "힣":
        return word
    shorter = _PARTICLES.sub("", word)
    return word if shorter == word else _without_particles(shorter)


_NO_FORMS = frozenset({"canned", "willing"})  # of "can" and "will", whose stems they have


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """The Snowball stem of a word, spelt the American way: `quantised` and `quantization` are both `quantiz`."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if not plain.isascii():  # "naïve" is "naive", however it is composed
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
        plain = unicodedata.normalize("NFC", plain)
    if len(plain) > LETTERS_COMPARED or not plain.isascii():
        return _without_particles(plain[:LETTERS_COMPARED])
    if british := _BRITISH.fullmatch(plain):
        before, ending, after = (group for group in british.groups() if group is not None)
        plain = f"{before}{_AMERICAN[ending]}{after}"
    if plain in _NO_FORMS:
        return plain
    return str(_stemmer().stemWord(plain))
