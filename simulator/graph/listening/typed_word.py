"""One word of a text, as everything that listens compares it."""

from dataclasses import dataclass


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
