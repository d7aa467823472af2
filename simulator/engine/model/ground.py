"""How far two items are about the same thing: by the words that their prompts and points share, and by their concepts.

Words count by how few items have them, so that those which all have say nothing. A word is known by how it begins.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from sys import intern

import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.response import Array, Ints

AT_ONCE = 300  # items whose words are read while somebody types, some 30 ms
_WORD = re.compile(r"[a-z]{3,}\d*|[a-z]\d+")


@lru_cache(maxsize=4_096)
def _words(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an item, by how they begin."""
    return tuple([intern(word[: P.WORD_BEGINNING]) for word in _WORD.findall(" ".join(texts).lower())])


class Ground:
    """What the items of a bank are about, as vectors of length 1: sparse ones of words, and one of concepts each."""

    def __init__(self, texts: Sequence[tuple[str, ...]], weights: Array) -> None:
        """`texts` are those of each item, `weights` (items, concepts) how much it asks of each concept."""
        numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
        said = [_words(its) for its in texts]
        words = np.array([numbers[word] for its in said for word in its], np.intp)
        many = max(1, len(numbers))
        of_item = np.repeat(np.arange(len(said)), [len(its) for its in said])
        places, times = np.unique(of_item * many + words, return_counts=True)
        self._items, self._words = np.divmod(places, many)
        rare = np.log(len(said) / np.maximum(1, np.bincount(self._words, minlength=many))) ** P.RARE_WORDS
        values = (1.0 + np.log(times)) * rare[self._words]
        lengths = np.sqrt(np.bincount(self._items, values**2, len(said)))
        self._values: Array = values / np.maximum(lengths, 1e-9)[self._items]
        self._many = many
        self._concepts: Array = weights / np.linalg.norm(weights, axis=1, keepdims=True)
        self._rows: dict[int, Array] = {}

    def shared_with(self, item: int) -> Array:
        """How much each item shares with one, 0 to 1 and what its concepts add (items,). Cached: do not write to it."""
        row = self._rows.get(item)
        if row is None:
            own = self._items == item
            vector = np.zeros(self._many)
            vector[self._words[own]] = self._values[own]
            words = np.bincount(self._items, self._values * vector[self._words], len(self._concepts))
            # rounded, so that a difference in the last bits changes no choice on another machine
            row = (words + P.SHARED_CONCEPTS * (self._concepts @ self._concepts[item])).round(9)
            self._rows[item] = row
        return row

    def covered_by(self, items: Sequence[int] | Ints, least: float) -> Ints:
        """With how many of some items each item shares `least` or more (items,)."""
        rows = [self.shared_with(int(item)) >= least for item in items]
        return np.sum(rows, axis=0, dtype=np.intp) if rows else np.zeros(len(self._concepts), np.intp)


@lru_cache(maxsize=4)
def ground_of(bank: Bank) -> Ground:
    """What the items of a bank are about, made when it's first asked for."""
    return Ground([item.texts for item in bank.items], bank.weights)


def prepare_ground(bank: Bank) -> Iterator[None]:
    """What the second choice needs of it, some items at each step: anybody typing would feel it all at once."""
    for number, item in enumerate(bank.items, 1):
        _words(item.texts)
        if number % AT_ONCE == 0:
            yield
    ground_of(bank)
    yield
