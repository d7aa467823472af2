"""Which questions, checks and tasks speak of what a job advert names."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import chain

from simulator.graph.job_advert.vocabulary import words
from simulator.graph.records import Graph

BROAD = 0.04  # of all items: a term in more of them, such as "retrieval", singles nothing out
SHORTEST = 2  # letters
MUCH = 0.25  # of a concept's items


def items_naming(graph: Graph, terms: Sequence[str]) -> frozenset[str]:
    """The ids of items whose prompt or points have one of the terms, whole words in any case, singular or plural."""
    pattern = _pattern(terms)
    if pattern is None:
        return frozenset()
    by_term: defaultdict[str, set[str]] = defaultdict(set)
    count = 0
    for count, (item, text) in enumerate(_texts(graph), 1):  # noqa: B007 - all are counted
        for term in set(pattern.findall(_plain(text))):
            by_term[term].add(item)
    some = (items for items in by_term.values() if len(items) <= BROAD * count)
    return frozenset().union(*some)


def named_in(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """Those of the terms that a text has."""
    plain = _plain(text)
    return tuple(term for term in terms if (pattern := _pattern([term])) is not None and pattern.search(plain))


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the terms in a plain text, the longest first; None where there are none."""
    normal = {" ".join(word.form for word in words(term)) for term in terms}  # such as a singular
    plain = {term for term in {*map(_plain, terms), *normal} if len(term) >= SHORTEST}
    longest_first = sorted(plain, key=lambda term: (-len(term), term))
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})s?(?!\w)") if plain else None


def items_near(graph: Graph, named: Container[str]) -> frozenset[str]:
    """The ids of all items of the concepts that are much about what is named: so many of their items speak of it."""
    by_concept: defaultdict[str, list[str]] = defaultdict(list)
    primary = {i: question.primary for i, question in graph.questions.items()}
    primary |= {i: check.primary for i, check in graph.checks.items()}
    for item, concept in primary.items():
        by_concept[concept].append(item)
    about = (items for items in by_concept.values() if sum(i in named for i in items) >= MUCH * len(items))
    return frozenset(chain.from_iterable(about))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


def _texts(graph: Graph) -> Iterator[tuple[str, str]]:
    for question in graph.questions.values():
        yield question.id, " ".join((question.prompt, *(point.point for point in question.rubric)))
    for check in graph.checks.values():
        yield check.id, " ".join((check.prompt, *check.options))
