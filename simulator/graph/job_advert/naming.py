"""Which questions, checks and tasks speak of what a job advert names."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import chain

from simulator.graph.job_advert.vocabulary import words
from simulator.graph.records import Graph

BROAD = 0.04  # of all items: a term in more of them, such as "retrieval", singles nothing out
SHORTEST = 2  # letters
SOME = 4  # items: what has fewer may well never be asked
MUCH = 0.25  # of a concept's items


def items_naming(graph: Graph, terms: Sequence[str]) -> frozenset[str]:
    """The ids of items whose prompt or points have one of the terms, whole words in any case, singular or plural."""
    return frozenset().union(*_items_by_term(graph, terms).values())


def not_met(graph: Graph, terms: Sequence[str], asked: Container[str | None]) -> tuple[str, ...]:
    """Those of the terms that single out some items, of which none was asked, nor any of a concept with the term.

    What is in the title of an area is no name.
    """
    titles = " / ".join(area.title for area in graph.areas.values())
    terms = [term for term in terms if not named_in(titles, [term])]
    pattern, items = _pattern(terms), _items_by_term(graph, terms)
    if pattern is None:
        return ()
    names = {c.id: pattern.findall(_plain(f"{c.title} {c.definition}")) for c in graph.concepts.values()}
    for item, concept in _concepts(graph).items():
        for term in items.keys() & set(names[concept]):
            items[term].add(item)
    known = ((term, items.get(_plain(term), set()) | items.get(_normal(term), set())) for term in terms)
    return tuple(term for term, ids in known if len(ids) >= SOME and not any(item in asked for item in ids))


def _items_by_term(graph: Graph, terms: Sequence[str]) -> dict[str, set[str]]:
    """The ids of the items that have a term, for each that isn't broad, in its plain or its normal form."""
    pattern = _pattern(terms)
    if pattern is None:
        return {}
    by_term: defaultdict[str, set[str]] = defaultdict(set)
    count = 0
    for count, (item, text) in enumerate(_texts(graph), 1):  # noqa: B007 - all are counted
        for term in set(pattern.findall(_plain(text))):
            by_term[term].add(item)
    return {term: items for term, items in by_term.items() if len(items) <= BROAD * count}


def named_in(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """Those of the terms that a text has."""
    plain = _plain(text)
    return tuple(term for term in terms if (pattern := _pattern([term])) is not None and pattern.search(plain))


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the terms in a plain text, the longest first; None where there are none."""
    plain = {term for term in {*map(_plain, terms), *map(_normal, terms)} if len(term) >= SHORTEST}
    longest_first = sorted(plain, key=lambda term: (-len(term), term))
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})s?(?!\w)") if plain else None


def items_near(graph: Graph, named: Container[str]) -> frozenset[str]:
    """The ids of all items of the concepts that are much about what is named: so many of their items speak of it."""
    by_concept: defaultdict[str, list[str]] = defaultdict(list)
    for item, concept in _concepts(graph).items():
        by_concept[concept].append(item)
    about = (items for items in by_concept.values() if sum(i in named for i in items) >= MUCH * len(items))
    return frozenset(chain.from_iterable(about))


def _concepts(graph: Graph) -> dict[str, str]:
    """The first concept of every item."""
    of_questions = {item: question.primary for item, question in graph.questions.items()}
    return of_questions | {item: check.primary for item, check in graph.checks.items()}


def _normal(term: str) -> str:
    """A term in its normal form, such as a singular."""
    return " ".join(word.form for word in words(term))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


def _texts(graph: Graph) -> Iterator[tuple[str, str]]:
    for question in graph.questions.values():
        yield question.id, " ".join((question.prompt, *(point.point for point in question.rubric)))
    for check in graph.checks.values():
        yield check.id, " ".join((check.prompt, *check.options))
