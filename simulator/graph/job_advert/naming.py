"""Which questions, checks and tasks speak of what a job advert names."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from simulator.graph.job_advert.ordinary import SAID_FOR
from simulator.graph.job_advert.vocabulary import american, words
from simulator.graph.records import Graph

BROAD = 0.04  # of all items: a term in more of them, such as "retrieval", singles nothing out
SHORTEST = 2  # letters
SOME = 4  # items: what has fewer may well never be asked
MUCH = 0.25  # of a concept's items
# what any question on running models may say, whatever it is about: it singles nothing out
OF_ANY = frozenset("gpu serving inference latency throughput accelerator prompt cost".split())

_ENDING = re.compile(r"(?<=\w\w\w)(?:ing|ed|es|e|s)\b")


def items_naming(graph: Graph, terms: Sequence[str]) -> frozenset[str]:
    """The ids of items whose prompt or points have one of the terms, whole words in any case, singular or plural."""
    return frozenset().union(*_items_by_term(graph, terms).values())


def names_of(graph: Graph, terms: Sequence[str], item: str) -> tuple[str, ...]:
    """Those of the terms that single out an item, and that it has as they are written."""
    found = [term for term, items in _items_by_term(graph, terms).items() if item in items]
    return named_in(_texts(graph)[item], found) if found else ()


def not_met(graph: Graph, terms: Sequence[str], asked: Container[str | None]) -> tuple[str, ...]:
    """Those of the terms that single out some items, of which none was asked, nor any of a concept with the term.

    In what was asked, any form of its words will do. What is in the title of an area is no name.
    """
    titles = " / ".join(area.title for area in graph.areas.values())
    concepts = {c.id: f"{c.title} {c.definition}" for c in graph.concepts.values()}
    firsts, texts = _concepts(graph), _texts(graph)
    came_up = {item for item in firsts if item in asked}
    met = [_stems(f"{texts[item]} / {concepts[first]}") for item, first in firsts.items() if item in came_up]
    by_term = _items_by_term(graph, (term for term in terms if not named_in(titles, [term])))
    named = {concept: _plain(text) for concept, text in concepts.items()}
    unmet = []
    for term, items in by_term.items():
        pattern, stems = _pattern(_forms(term)), re.compile(rf"(?<!\w){re.escape(_stems(term))}(?!\w)")
        about = {concept for concept, text in named.items() if pattern is not None and pattern.search(text)}
        several = len(items) + sum(first in about and item not in items for item, first in firsts.items()) >= SOME
        if several and not items & came_up and not any(stems.search(text) for text in met):
            unmet.append(term)
    return tuple(unmet)


def _items_by_term(graph: Graph, terms: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The ids of the items that ask about a term, for each that is in some items and isn't broad."""
    return {term: items for term in terms if (items := _asking_about(graph, term))}


@lru_cache(maxsize=512)  # the terms of some adverts, whose items every choice and every reason asks for
def _asking_about(graph: Graph, term: str) -> frozenset[str]:
    """The ids of the items that ask about a term: in their prompt or by what their first concept is.

    Where few do, all that have the term count. A question on kernels of which one point says "drift" isn't what an
    advert means, nor is one on a cluster or on homomorphic encryption by which something is fine-tuned: where the title
    of a concept has the term, only its area counts.
    """
    items, pattern, asking = _having(graph, term), _pattern(_in_the_bank(term)), _asking(graph)
    home, firsts = _home(graph, term), _concepts(graph)
    about = frozenset(item for item in items if pattern is not None and pattern.search(asking[item]))
    at_home = frozenset(item for item in about if graph.area_of(firsts[item]) in home)
    return next((some for some in (at_home, about) if len(some) >= SOME), items)


def _home(graph: Graph, term: str) -> frozenset[str]:
    """The areas of the concepts whose title has a term, in any form of its words; else those whose definition has."""
    pattern = re.compile(rf"(?<!\w){re.escape(_stems(term))}(?!\w)")
    for texts in (
        {c.id: c.title for c in graph.concepts.values()},
        {c.id: c.definition for c in graph.concepts.values()},
    ):
        if found := frozenset(graph.area_of(c) for c, text in texts.items() if pattern.search(_stems(text))):
            return found
    return frozenset()


@lru_cache(maxsize=512)
def _having(graph: Graph, term: str) -> frozenset[str]:
    """The ids of the items that have a term; none where it is broad."""
    forms, texts = _in_the_bank(term), _texts(graph)
    pattern = _pattern(forms)
    if pattern is None or _normal(term) in OF_ANY:
        return frozenset()
    items = frozenset(
        item
        for item, text in texts.items()
        if any(form in text for form in forms) and pattern.search(text)  # the first is ten times as fast
    )
    return items if len(items) <= BROAD * len(texts) else frozenset()


def named_in(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """Those of the terms that a text has."""
    plain = _plain(text)
    return tuple(term for term in terms if (pattern := _pattern(_forms(term))) is not None and pattern.search(plain))


def _pattern(forms: Sequence[str]) -> re.Pattern[str] | None:
    """What finds one of the forms of a term in a plain text, singular or plural; None where there are none."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})s?(?!\w)") if forms else None


def _forms(term: str) -> list[str]:
    """A term as it is written and in its normal form, the longer first."""
    return sorted((form for form in {_plain(term), _normal(term)} if len(form) >= SHORTEST), key=len, reverse=True)


def _in_the_bank(term: str) -> list[str]:
    """The forms of a term, and what a bank puts in its place: for text to speech, speech."""
    meant = SAID_FOR.get(tuple(_normal(term).split()), ())
    return [*_forms(term), *([" ".join(meant)] if meant else [])]


def items_near(graph: Graph, terms: Sequence[str]) -> frozenset[str]:
    """The ids of all items of the concepts that are much about the terms: by title, or so many of their items have one.

    A term that is broad singles out no concept either.
    """
    having = frozenset().union(*(_having(graph, term) for term in terms))
    by_concept: defaultdict[str, list[str]] = defaultdict(list)
    for item, concept in _concepts(graph).items():
        by_concept[concept].append(item)
    narrow = [term for term in terms if _having(graph, term)]
    titled = {c.id for c in graph.concepts.values() if named_in(c.title, narrow)}
    about = (
        items
        for concept, items in by_concept.items()
        if concept in titled or len(having.intersection(items)) >= MUCH * len(items)
    )
    return frozenset(chain.from_iterable(about))


def _concepts(graph: Graph) -> dict[str, str]:
    """The first concept of every item."""
    of_questions = {item: question.primary for item, question in graph.questions.items()}
    return of_questions | {item: check.primary for item, check in graph.checks.items()}


def _normal(term: str) -> str:
    """A term in its normal form, such as a singular."""
    return " ".join(word.form for word in words(term))


def _plain(text: str) -> str:
    return american(" ".join(text.lower().replace("-", " ").split()))


def _stems(text: str) -> str:
    """A plain text without the endings of its words: "fine-tune" and "fine-tuning" are one."""
    return _ENDING.sub("", _plain(text))


@lru_cache(maxsize=1)
def _asking(graph: Graph) -> Mapping[str, str]:
    """What every item asks, plainly: its prompt, and what its first concept is."""
    prompts = {question.id: question.prompt for question in graph.questions.values()}
    prompts |= {check.id: check.prompt for check in graph.checks.values()}
    concepts = {concept.id: f"{concept.title} / {concept.definition}" for concept in graph.concepts.values()}
    return {item: _plain(f"{prompts[item]} / {concepts[first]}") for item, first in _concepts(graph).items()}


@lru_cache(maxsize=1)
def _texts(graph: Graph) -> Mapping[str, str]:
    """What every item says, plainly."""
    texts = {q.id: " ".join((q.prompt, *(point.point for point in q.rubric))) for q in graph.questions.values()}
    texts |= {check.id: " ".join((check.prompt, *check.options)) for check in graph.checks.values()}
    return {item: _plain(text) for item, text in texts.items()}
