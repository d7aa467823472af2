"""Which words of an advert are terms of the field, and which only look like them.

A term counts in full in what an advert says of the work: "LoRA", "retrieval-augmented generation". A word with an
everyday sense ("agent", "attention", "safety") counts by half, and only in a sentence on the work that says something
else of the field, without a neighbour that gives the everyday sense away: "support agents", "attention to detail".
"""

from collections.abc import Iterator, Sequence

import msgspec

from simulator.graph.job_advert.ordinary import EVERYDAY, FIELD, SAID_FOR, SENSES, SIGNS, TECHNICAL
from simulator.graph.job_advert.statements import Section, Statement
from simulator.graph.job_advert.vocabulary import LONGEST_TITLE, Term, Vocabulary, Word, words

# how far a term of the field counts by the section it stands in
COUNTS: dict[Section, float] = {"work": 1.0, "firm": 0.5, "process": 0.5, "offer": 0.0}
BY_HALF = 0.5  # a word with an everyday sense, where its sentence is on the field


class Mention(msgspec.Struct, frozen=True):
    """A term of the bank in an advert, as it is written there, and how far it counts."""

    term: Term
    written: str
    evidence: float


def mentions(statement: Statement, known: Vocabulary, *, is_on_field: bool = False) -> Iterator[Mention]:
    """The terms of a statement that count; of overlapping ones only the longest.

    `is_on_field`: it is known to be on the field, whatever else it says.
    """
    if not COUNTS[statement.section]:
        return
    all_words = words(statement.text)
    spans = list(_spans(all_words, known, statement.text))
    on_field = is_on_field or statement.is_title or any(word.form in SIGNS for word in all_words)
    on_field = on_field or any(term in FIELD or not _is_everyday(term, known) for _, _, term in spans)
    for at, length, term in spans:
        # of the rounds of an interview only the name of an area says something: "a system design interview"
        if term in FIELD or (statement.section == "process" and term not in known.of_areas):
            continue
        amount = COUNTS[statement.section]
        everyday = _is_everyday(term, known)
        if length == len(term) and (everyday or (term[0] in TECHNICAL and length == 1)):
            if statement.section != "work" or (everyday and not on_field) or _gives_away(all_words, at, length):
                continue
            amount = 1.0 if statement.is_title else BY_HALF
        start, end = all_words[at].start, all_words[at + length - 1].end
        yield Mention(term, " ".join(statement.text[start:end].split()), amount)


def _is_everyday(term: Term, known: Vocabulary) -> bool:
    """Whether a term may well be meant in its everyday sense."""
    return term in known.loose or (len(term) == 1 and term[0] in EVERYDAY)


def _spans(all_words: Sequence[Word], known: Vocabulary, text: str) -> Iterator[tuple[int, int, Term]]:
    """Where terms of the bank or phrases of FIELD begin, and their number of words."""
    at = 0
    while at < len(all_words):
        found = next(_terms_at(all_words, at, known, text), None)
        if found is not None:
            yield at, *found
        at += found[0] if found is not None else 1


def _terms_at(all_words: Sequence[Word], at: int, known: Vocabulary, text: str) -> Iterator[tuple[int, Term]]:
    """The terms that begin at a word, as the number of their words and the bank's term, the longest first."""
    most = 1
    while most < LONGEST_TITLE and at + most < len(all_words) and not all_words[at + most].pause:
        most += 1
    for length in range(most, 0, -1):
        term = tuple(word.form for word in all_words[at : at + length])
        meant = SAID_FOR.get(term)
        if meant is not None and meant in known.areas:
            yield length, meant
        elif term in FIELD or (term in known.areas and (term not in known.initials or _is_short(all_words[at], text))):
            yield length, term


def _is_short(word: Word, text: str) -> bool:
    """Whether a word is written as initials are: "MoE", and no word that looks like it."""
    return sum(ch.isupper() for ch in text[word.start : word.end]) > 1


def _gives_away(all_words: Sequence[Word], at: int, length: int) -> bool:
    """Whether a neighbour of a word gives its everyday sense away."""
    before, after = SENSES.get(all_words[at].form, ("", ""))
    last = at + length
    left = [word.form for word in all_words[max(0, at - 2) : at]] if not all_words[at].pause else []
    right = all_words[last].form if last < len(all_words) and not all_words[last].pause else ""
    return any(word in before.split() for word in left) or right in after.split()
