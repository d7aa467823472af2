"""How far a text only lists words: what stands in short clauses, or in a row, with nothing that relates it.

Little words and signs relate things, and so do colons. But what stands between nearly all things of a list only parts
them, be it a comma, a slash, an arrow or "and", and a list may stand between sentences that say nothing.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.words import NEGATIONS, SMALL
from simulator.graph.text import STOP_WORDS

BINDING = SMALL | STOP_WORDS | NEGATIONS | frozenset("if less like more only over per same than when while".split())
_JOINS = frozenset("and or with plus then also via".split())  # any of these parts as well as the other
IN_A_ROW = 7  # words that no little word and no sign holds together, within a clause that has some
SHORTEST_PART = 30  # words of a part that may be judged alone


class ListedShares(NamedTuple):
    """The words that are only listed, less those that relate, by all that part nothing: up to 1."""

    whole: float  # of the text
    part: float  # of that half of it in which most is listed


def listed_shares(typed: Sequence[TypedWord], text: str, separates: float, relates: float) -> ListedShares:
    """How far some words only list things, in all and in their barest half.

    What stands at a share `separates` of the words or more only parts them; each word or sign that relates some takes
    away `relates`.
    """
    clauses, related = _parted(typed, text, separates * len(typed))
    worth = [0.0] * len(typed)
    for clause in clauses:
        for at in _listed(clause, typed):
            worth[at] = 1.0
    for at in related:
        worth[at] -= relates
    counted = [0] * len(typed)
    for clause in clauses:
        for at in clause:
            counted[at] = 1
    sums, counts = list(accumulate(worth, initial=0.0)), list(accumulate(counted, initial=0))
    size = min(len(typed), max(SHORTEST_PART, len(typed) // 2))
    parts = (
        (sums[start + size] - sums[start]) / max(size / 2, counts[start + size] - counts[start])
        for start in range(len(typed) - size + 1)
    )
    return ListedShares(sums[-1] / max(1, counts[-1]), max(parts))


def _relates(token: TypedWord) -> bool:
    return token.word in BINDING or token.word in _JOINS or not token.word[0].isalnum()


def _parted(typed: Sequence[TypedWord], text: str, often: float) -> tuple[list[list[int]], list[int]]:
    """The clauses of a text, as places of words, without what only parts them; and where something is related."""
    times = Counter(token.word for token in typed if _relates(token))
    parting = {word for word, count in times.items() if count >= often} | {"/"}
    if sum(times[word] for word in _JOINS) >= often:
        parting |= _JOINS
    clauses: list[list[int]] = [[]]
    last = None
    for at, token in enumerate(typed):
        if token.word in parting or token.clause != last:
            clauses.append([])
        if token.word not in parting:
            clauses[-1].append(at)
        last = token.clause
    colons = [at for at, (one, after) in enumerate(pairwise(typed)) if ":" in text[one.end : after.start]]
    related = [at for clause in clauses for at in clause if _relates(typed[at])]
    return clauses, related + (colons if len(colons) < often else [])


def _listed(clause: list[int], typed: Sequence[TypedWord]) -> list[int]:
    """The words of a clause that are only listed: all, or many in a row."""
    if not any(_relates(typed[at]) for at in clause):
        return clause
    listed: list[int] = []
    row: list[int] = []
    for at in clause:
        row = [] if _relates(typed[at]) else [*row, at]
        if len(row) == IN_A_ROW:
            listed += row
        elif len(row) > IN_A_ROW:
            listed.append(at)
    return listed
