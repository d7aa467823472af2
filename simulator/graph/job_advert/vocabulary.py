"""The vocabulary of a bank: which terms of one to three words belong to which areas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from simulator.graph.records import Graph

LONGEST = 3  # words of a term
IN_AREA, IN_TITLE, IN_DEFINITION = 4, 2, 1  # weight of a term by where it occurs
SHORTEST_INITIALS = 3

_WORD = re.compile(r"[^\W_][\w+#]*(?:\.\w+)*", re.UNICODE)
_PAUSE = re.compile(r"[.,;:()!?/\n\u2022]")
Term = tuple[str, ...]

# words too common, in a bank or in an advert, to be a term or begin one
PLAIN = frozenset(
    """a about across ai all an and any api are as assistant at base based basic be between beyond build building
    business by can ci code company cost customer data day deep design develop development difference digital do
    each end engineer engineering environment experience explain fast first for format foundation from full
    function general goal good great group growth has have help high how idea in input inside integration into
    is issue it its job judge key know knowledge large lead learn learning level life line llm low machine make
    making management market mean measure method model modern more most move need network new no not number of
    off on one online open operation or other our out output over own part people performance plan planning
    platform practice principle problem process product production program project quality question range real
    research result run scale science senior service set skill small software solution stage state stream strong
    structure student style support system take task team technical test text that the their them these they
    thing time to today token tool training use used user using value versus via want way we what when where
    which while who why will with within word work workflow working world write year you your""".split()
)
JOINS = frozenset("a and as at by for from in is of on or the to via versus with".split())
# words of adverts that the bank writes differently
ALIASES: Mapping[str, Term] = {
    "eval": ("evaluation",),
    "finetuning": ("fine", "tuning"),
    "finetune": ("fine", "tuning"),
    "pretraining": ("pre", "training"),
    "multimodality": ("multimodal",),
    "jailbreaking": ("jailbreak",),
    "llmop": ("llmops",),
}


@dataclass(frozen=True)
class Word:
    """A word of a text: its normal form, its span, and whether punctuation or a line break comes before it."""

    form: str
    start: int
    end: int
    pause: bool


@dataclass(frozen=True)
class Vocabulary:
    """Terms with their areas: `areas[term]` holds the share of each area, summing to 1; `rarity` is an idf."""

    areas: Mapping[Term, Mapping[str, float]]
    rarity: Mapping[Term, float]


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
    low = re.sub(r"is(ation|e|er|ed|ing)(s?)$", r"iz\1\2", low) if len(low) > 6 else low
    low = low.replace("modelling", "modeling")
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "ops")):
        low = f"{low[:-3]}y" if low.endswith("ies") and len(low) > 4 else low[:-1]
    return ALIASES.get(low, (low,))


def terms(words_: Sequence[Word], at: int) -> Iterator[Term]:
    """The terms that begin at word number `at`, the longest first.

    None contains a pause, begins with a word of PLAIN or ends with one of JOINS.
    """
    most = 1
    while most < LONGEST and at + most < len(words_) and not words_[at + most].pause:
        most += 1
    for length in range(most, 0, -1):
        term = tuple(w.form for w in words_[at : at + length])
        if len(term[0]) > 1 and term[0] not in PLAIN and term[-1] not in JOINS:
            yield term


def vocabulary(graph: Graph) -> Vocabulary:
    """The terms in the titles of areas and in the titles, ids, initials and definitions of concepts."""
    weight: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    documents: defaultdict[Term, set[str]] = defaultdict(set)
    for area in graph.areas.values():
        _add(weight, documents, area.id, f"area {area.id}", area.title, IN_AREA)
    for concept in graph.concepts.values():
        for title in (concept.title, concept.id.replace("-", " ")):
            _add(weight, documents, concept.area, concept.id, title, IN_TITLE)
        _add(weight, documents, concept.area, concept.id, concept.definition, IN_DEFINITION, names_only=True)
    for concept in graph.concepts.values():
        initials = ("".join(word[0] for word in re.split(r"\W+", concept.title) if word).lower(),)
        # such as MoE; initials that are written out anywhere, such as RAG, keep their own areas
        if len(initials[0]) >= SHORTEST_INITIALS and initials not in weight:
            weight[initials][concept.area] += IN_TITLE
            documents[initials].add(concept.id)
    size = len(graph.concepts) + len(graph.areas)
    return Vocabulary(
        {term: {a: n / counts.total() for a, n in counts.items()} for term, counts in weight.items()},
        {term: log(1 + size / len(where)) for term, where in documents.items()},
    )


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
