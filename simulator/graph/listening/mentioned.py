"""Which concepts of a bank somebody's own words name: "we moved from DPO to GRPO".

A name is whole: a title, one of its parts, initials that are written as such, or a term of a definition. Single words
of everyday English name nothing. What is denied, disclaimed, doubted or asked isn't said.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from simulator.graph.job_advert.synonyms import Term
from simulator.graph.job_advert.vocabulary import (
    EVERYDAY,
    IN_TITLES,
    JOINS,
    NEVER_ALONE,
    NO_TERM,
    PLAIN,
    SPELT_AS_WORDS,
    TECHNICAL,
    Word,
    american,
    phrases_at,
    words,
)
from simulator.graph.listening.disclaimed import without_disclaimed
from simulator.graph.listening.disfluency import without_disfluencies
from simulator.graph.listening.words import as_typed, compared
from simulator.graph.records import Concept, Graph
from simulator.graph.text import lower_first

LONGEST_NAME = 4  # words
SHORTEST = 3  # letters of a single word
BROAD = 0.04  # of all questions: a name that more of them have singles nothing out
# single words that name nothing, half of another name ("Terminal-Bench", "Monte Carlo", "the AI Act") among them
NO_NAME = (
    PLAIN
    | JOINS
    | NEVER_ALONE
    | IN_TITLES
    | EVERYDAY
    | (TECHNICAL - {"distillation"})
    | frozenset("a/b act bench terminal bradley terry baye monte carlo bellman sne lexical".split())
)
CAPITALS = SPELT_AS_WORDS | frozenset("hmm moe swe vit ipo flat adam beam sota".split())  # written so, or no name
# words of a definition that say how things hang together: with one of them a phrase is no name
_LOOSE = frozenset(
    """a an the its it their them they these those what where why how which when each per one oneself two several many
    few very such other others new known typical very rather than what is are was does do did appear differ
    change changes need needs""".split()
)
# two such words are said by anybody of anything: "side effects", "a rare word"
_GENERIC = NO_TERM | frozenset(
    """side effect few size task data load limit sample exact numerical weight update user prompt example choice
    position known rare word error failure capacity difficulty quantity ability comparison state shared pass missing
    attention latency budget format integer behaviour domain encoder embedding kernel check trained trainer rank risk
    defence duty audit public suite numerical human approval longer input regulated coordination consequence""".split()
)
# parts of titles of which the same is true
_SAID_BY_ALL = frozenset(
    tuple(phrase.split())
    for phrase in "language model;large scale;large run;linear model;product design;llm system;neural network".split(
        ";"
    )
)
_BEGINS = frozenset("sliding thinking padding learning scaling".split())  # names that begin as what is done does
_PARTS = re.compile(r"[,;:().]|\b(?:and|or|versus|against|with|such as|from|by|of|for|in|to|as|not|than|without)\b")
_SIGNS = re.compile(r"[^\w/+#.]+|\.(?!\w)")
_SMALL, _INSIDE = re.compile(r"\b[a-z]+\b"), re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\b")
_DOUBTS = re.compile(
    r"\b(?:maybe|perhaps|possibly|supposedly|i guess|not sure|unsure|i (?:once )?(?:heard|read)|no (?:idea|clue)"
    r"|don['’]?t know)\b",
    re.IGNORECASE,
)


class OwnTerm(NamedTuple):
    """A name in somebody's words: in its normal form, as they wrote it, and the concepts that have it.

    `titled`: those are called by it, and don't only have it in their definition.
    """

    term: Term
    words: str
    concepts: frozenset[str]
    titled: bool


class Names(NamedTuple):
    """The names of all concepts, each with the concepts that are called so, or else have it in their definition."""

    of_titles: Mapping[Term, frozenset[str]]
    of_texts: Mapping[Term, frozenset[str]]

    def concepts(self, term: Term) -> frozenset[str]:
        """The concepts of a name; none where it is no name."""
        return self.of_titles.get(term) or self.of_texts.get(term, frozenset())


@lru_cache(maxsize=64)  # all answers of an interview are listened to at every choice
def own_terms(graph: Graph, text: str) -> tuple[OwnTerm, ...]:
    """The names that a text says, each once, in its order."""
    names, said = subject_names(graph), _said_spans(text)
    found: dict[Term, OwnTerm] = {}
    for term, start, end in _names_in(text, names):
        known = len(term) > 1 or _is_in_bank(graph, text[start:end])
        if known and term not in found and any(first <= start and end <= last for first, last in said):
            concepts = names.concepts(term)
            found[term] = OwnTerm(term, _in_speech(graph, text, start, end), concepts, term in names.of_titles)
    return tuple(found.values())


def _in_speech(graph: Graph, text: str, start: int, end: int) -> str:
    """A name as one says it again: a capital at the start of a sentence stays there, unless it's the name's own."""
    written = " ".join(text[start:end].split())
    first = re.match(r"[A-Z][a-z]+\b", written)
    return lower_first(written) if first and first[0] not in _capital_words(graph) else written


def _is_in_bank(graph: Graph, written: str) -> bool:
    """Whether a single word is as the bank has it, or a name with a plural: "it prefills" has a verb."""
    has_capital = any(ch.isupper() or ch.isdigit() for ch in written[1:])
    plain = american(written.lower())
    return has_capital or not plain.endswith("s") or plain in _small_words(graph)


@lru_cache(maxsize=1)
def _small_words(graph: Graph) -> frozenset[str]:
    """The words that a bank's concepts have with a small letter."""
    concepts = graph.concepts.values()
    return frozenset(_SMALL.findall(american(" ".join(f"{c.id} {c.title} {c.definition}" for c in concepts))))


@lru_cache(maxsize=1)
def _capital_words(graph: Graph) -> frozenset[str]:
    """The words that they have with a capital where no sentence begins: "Mamba"."""
    texts = chain.from_iterable((concept.title, concept.definition) for concept in graph.concepts.values())
    return frozenset(chain.from_iterable(_INSIDE.findall(text) for text in texts))


@lru_cache(maxsize=512)
def questions_naming(graph: Graph, term: Term) -> frozenset[str]:
    """The ids of the questions whose prompt says a name; none where too many do."""
    name, pattern = " ".join(term), _pattern(term)
    items = [item for item, text in _prompts(graph).items() if name in text and pattern.search(text)]
    return frozenset(items if len(items) <= BROAD * len(graph.questions) else ())


def says_name(text: str, written: str) -> bool:
    """Whether a text says a name that is written so elsewhere."""
    term = tuple(word.form for word in words(written))
    return bool(term) and _pattern(term).search(_plainly(text)) is not None


def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(' '.join(term))}s?(?!\w)")


@lru_cache(maxsize=1)
def _prompts(graph: Graph) -> Mapping[str, str]:
    return {question.id: _plainly(question.prompt) for question in graph.questions.values()}


@lru_cache(maxsize=64)  # the same words of the interviewer are looked through for each name
def _plainly(text: str) -> str:
    """A text as names are compared with it: American, small letters, and spaces for signs."""
    return american(" ".join(_SIGNS.sub(" ", text.lower()).split()))


def prepare_names(graph: Graph) -> Iterator[None]:
    """What can be done before anybody has said anything, a part at each step."""
    for prepared in (subject_names, _small_words, _capital_words, _prompts):
        prepared(graph)
        yield


@lru_cache(maxsize=1)
def subject_names(graph: Graph) -> Names:
    """The names of all concepts of a bank."""
    of_titles: defaultdict[Term, set[str]] = defaultdict(set)
    of_texts: defaultdict[Term, set[str]] = defaultdict(set)
    for concept in graph.concepts.values():
        for term in _of_title(concept):
            of_titles[term].add(concept.id)
        for term in _of_definition(concept):
            of_texts[term].add(concept.id)
    titles, texts = ({term: frozenset(ids) for term, ids in by_term.items()} for by_term in (of_titles, of_texts))
    return Names(titles, texts)


def _of_title(concept: Concept) -> Iterator[Term]:
    """What a concept is called: its title and id, and the parts of the title."""
    bare = concept.title.partition(" (")[0].removesuffix(" basics")
    for text in (concept.title, concept.id.replace("-", " "), bare, *_PARTS.split(concept.title)):
        term = _term(text)
        named = len(term) > 1 and _LOOSE.isdisjoint(term) and term not in _SAID_BY_ALL
        if named or (len(term) == 1 and _is_name(term[0])):
            yield term


def _of_definition(concept: Concept) -> Iterator[Term]:
    """The terms of a definition: its phrases that aren't just English, and single words that are written as names."""
    for text in _PARTS.split(concept.definition):
        term = _term(text)
        does = term[:1] and term[0].endswith("ing") and term[0] not in _BEGINS
        if len(term) > 1 and not does and _LOOSE.isdisjoint(term) and not _GENERIC.issuperset(term):
            yield term
    for word in words(concept.definition):
        written = concept.definition[word.start : word.end]
        capital = word.start and written[0].isupper()
        if (capital or any(ch.isupper() or ch.isdigit() for ch in written[1:])) and _is_name(word.form):
            yield (word.form,)


def _is_name(form: str) -> bool:
    """Whether a single word names something by itself, at least where it is written with capitals."""
    return len(form) >= SHORTEST and (form in CAPITALS or form not in NO_NAME) and any(ch.isalpha() for ch in form)


def _term(text: str) -> Term:
    """A text as a term; empty where it's too long."""
    term = tuple(word.form for word in words(text))
    return term if len(term) <= LONGEST_NAME else ()


def _names_in(text: str, names: Names) -> Iterator[tuple[Term, int, int]]:
    """The names in a text with their places, of overlapping ones the longest."""
    all_words: Sequence[Word] = words(text)
    at = 0
    while at < len(all_words):
        term = next((phrase for phrase in phrases_at(all_words, at, LONGEST_NAME) if names.concepts(phrase)), ())
        if term and (term[0] not in CAPITALS or _has_capitals(text, all_words[at])):
            yield term, all_words[at].start, all_words[at + len(term) - 1].end
        at += len(term) or 1


def _has_capitals(text: str, word: Word) -> bool:
    """Whether a word is written as initials are: "MoE"."""
    return sum(ch.isupper() for ch in text[word.start : word.end]) > 1


def _said_spans(text: str) -> list[tuple[int, int]]:
    """From where to where somebody says something: no clause that denies, doubts or disclaims, and no question."""
    typed = compared(without_disclaimed(without_disfluencies(as_typed(text)), text), text)
    spans = []
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        clauses = [list(some) for _, some in groupby(sentence, key=lambda token: token.clause)]
        if text[clauses[-1][-1].end :].lstrip().startswith("?"):
            continue
        for clause in clauses:
            if any(token.negated or token.negates for token in clause):
                continue
            start, end = clause[0].start, clause[-1].end
            if not _DOUBTS.search(text[start:end]):
                spans.append((start, end))
    return spans
