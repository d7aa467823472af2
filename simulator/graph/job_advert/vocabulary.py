"""The vocabulary of a bank: which terms of one to three words belong to which areas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from simulator.graph.job_advert.ordinary import ALIASES, EVERYDAY, JOINS, NEVER_ALONE, PLAIN, TECHNICAL
from simulator.graph.records import Graph

LONGEST = 3  # words of a term; a whole title may have more
LONGEST_TITLE = 4
OPERATIONS = ("mops", "vops", "nops")  # as in LLMOps and DevOps, which are no plurals
NO_TERM = PLAIN | NEVER_ALONE | JOINS  # a phrase of such words alone is a term in a title only: "long-term"
ORDINARY = NO_TERM | EVERYDAY | TECHNICAL
OF_THE_BEST = 0.7  # an area that uses a single word less than this, beside the one that uses it most, has no part in it
IN_AREA, IN_TITLE, IN_DEFINITION = 4, 2, 1  # weight of a term by where it occurs
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 5

_WORD = re.compile(r"\b[^\W\d_]/[^\W\d_]\b|[^\W_][\w+#]*(?:\.\w+)*", re.UNICODE)  # "A/B" is one word
_BRITISH = re.compile(r"\b(?=\w{7})(\w+)is(ation|er|ed|e|ing)(s?)\b")
_PAUSE = re.compile(r"[.,;:()!?/\n\u2022]")
Term = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word of a text: its normal form, its span, and whether punctuation or a line break comes before it."""

    form: str
    start: int
    end: int
    pause: bool


@dataclass(frozen=True)
class Vocabulary:
    """Terms with their areas: `areas[term]` holds the share of each area, summing to 1; `rarity` is an idf.

    `initials` are terms that only capitals make one. `loose` are word by word ordinary, from a definition: they say
    something only among other terms. `of_areas` are the titles of areas.
    """

    areas: Mapping[Term, Mapping[str, float]]
    rarity: Mapping[Term, float]
    initials: frozenset[Term]
    loose: frozenset[Term]
    of_areas: frozenset[Term]


def words(text: str) -> list[Word]:
    """The words of a text; a hyphenated word is several."""
    result: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        pause = not result or _PAUSE.search(text, before, match.start()) is not None
        for number, form in enumerate(forms(match.group())):
            result.append(Word(form, match.start(), match.end(), pause and not number))
        before = match.end()
    return result


def forms(word: str) -> Term:
    """The normal form of a word: lower case, American spelling, singular; an alias can be two words."""
    low = word.lower()
    if low in ALIASES:  # before the plural goes: "regressions" are no several of a regression
        return ALIASES[low]
    low = american(low)
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", *OPERATIONS)):
        low = f"{low[:-3]}y" if low.endswith("ies") and len(low) > 4 else low[:-1]
    return ALIASES.get(low, (low,))


def american(text: str) -> str:
    """A text in lower case in the American spelling: "quantization"."""
    # of British spellings the rule leaves "modelling"
    return _BRITISH.sub(r"\1iz\2\3", text).replace("modelling", "modeling")


def terms(words_: Sequence[Word], at: int) -> Iterator[Term]:
    """The terms that begin at word number `at`, the longest first.

    None contains a pause, begins with a word of PLAIN or ends with one of JOINS.
    """
    for term in phrases_at(words_, at, LONGEST):
        alone = len(term) > 1 or (len(term[0]) > 1 and term[0] not in NEVER_ALONE)
        if alone and term[0] not in PLAIN and term[-1] not in JOINS:
            yield term


def phrases_at(words_: Sequence[Word], at: int, longest: int) -> Iterator[Term]:
    """The runs of at most `longest` words without a pause that begin at word number `at`, the longest first."""
    most = 1
    while most < longest and at + most < len(words_) and not words_[at + most].pause:
        most += 1
    for length in range(most, 0, -1):
        yield tuple(word.form for word in words_[at : at + length])


def titles(text: str) -> Iterator[Term]:
    """The parts of a title between pauses, and those again between their "and"s, of two to LONGEST_TITLE words."""
    parts: list[list[str]] = []
    for word in words(text):
        parts += [[]] if word.pause else []
        parts[-1].append(word.form)
    for part in parts:
        joined = " ".join(part)
        for term in dict.fromkeys(tuple(piece.split()) for piece in (joined, *joined.split(" and "))):
            if 1 < len(term) <= LONGEST_TITLE:
                yield term


@lru_cache(maxsize=1)
def vocabulary(graph: Graph) -> Vocabulary:
    """The terms in the titles of areas and in the titles, ids, initials and definitions of concepts."""
    weight: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    documents: defaultdict[Term, set[str]] = defaultdict(set)
    for area in graph.areas.values():
        _add(weight, documents, area.id, f"area {area.id}", area.title, IN_AREA)
    for concept in graph.concepts.values():
        for title in (concept.title, concept.id.replace("-", " ")):
            _add(weight, documents, concept.area, concept.id, title, IN_TITLE)
    named = frozenset(weight)
    for concept in graph.concepts.values():
        _add(weight, documents, concept.area, concept.id, concept.definition, IN_DEFINITION, names_only=True)
    for term in [term for term in weight if term not in named and NO_TERM.issuperset(term)]:
        del weight[term], documents[term]
    loose = frozenset(term for term in weight if term not in named and ORDINARY.issuperset(term))
    short: set[Term] = set()
    for concept in graph.concepts.values():
        initials = ("".join(word[0] for word in re.split(r"\W+", concept.title) if word).lower(),)
        # such as MoE; initials that are written out anywhere, such as RAG, keep their own areas
        if SHORTEST_INITIALS <= len(initials[0]) <= LONGEST_INITIALS and (initials not in weight or initials in short):
            short.add(initials)
            weight[initials][concept.area] += IN_TITLE
            documents[initials].add(concept.id)
    size = len(graph.concepts) + len(graph.areas)
    return Vocabulary(
        {term: _shares(term, counts) for term, counts in weight.items()},
        {term: log(1 + size / len(where)) for term, where in documents.items()},
        frozenset(short),
        loose,
        frozenset(term for area in graph.areas.values() for term in titles(area.title)),
    )


def _shares(term: Term, counts: Counter[str]) -> dict[str, float]:
    """The share of each area in a term; a single word is not shared out to areas where it is part of a longer one."""
    least = OF_THE_BEST * max(counts.values()) if len(term) == 1 else 0.0
    kept = {area: n for area, n in counts.items() if n >= least}
    return {area: n / sum(kept.values()) for area, n in kept.items()}


def _add(
    weight: defaultdict[Term, Counter[str]],
    documents: defaultdict[Term, set[str]],
    area: str,
    document: str,
    text: str,
    field: int,
    *,
    names_only: bool = False,
) -> None:
    """Add the terms of a text; with `names_only`, of single words only those that look like names: HNSW, LoRA, BM25."""
    all_words = words(text)
    for at, word in enumerate(all_words):
        is_name = any(ch.isupper() or ch.isdigit() for ch in text[word.start + 1 : word.end])
        for term in terms(all_words, at):
            if len(term) == 1 and names_only and not is_name:
                continue
            weight[term][area] += field
            documents[term].add(document)
    for term in titles(text) if not names_only else ():
        if term not in documents or document not in documents[term]:
            weight[term][area] += field
            documents[term].add(document)
