"""The bank's own words: which terms of one, two or three words belong to which areas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from simulator.graph.records import Graph

LONGEST = 3  # words of a term
IN_AREA, IN_TITLE, IN_DEFINITION = 4, 2, 1
SHORTEST_INITIALS = 3

_WORD = re.compile(r"[^\W_][\w+#]*(?:\.\w+)*", re.UNICODE)
_PAUSE = re.compile(r"[.,;:()!?/\n\u2022]")
Term = tuple[str, ...]

# words that say nothing by themselves, in a bank as in an advert
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
# said otherwise in adverts than in the bank
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
    """One word of a text: its plain form, where it stands, and whether a pause comes before it."""

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
    """The words of a text; those of a hyphenated one stand alone."""
    found: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        pause = not found or _PAUSE.search(text, before, match.start()) is not None
        for number, form in enumerate(forms(match.group())):
            found.append(Word(form, match.start(), match.end(), pause and not number))
        before = match.end()
    return found


def forms(word: str) -> Term:
    """A word in the form in which words are compared: lower case, American spelling, singular."""
    low = word.lower()
    low = re.sub(r"is(ation|e|er|ed|ing)(s?)$", r"iz\1\2", low) if len(low) > 6 else low
    low = low.replace("modelling", "modeling")
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "ops")):
        low = f"{low[:-3]}y" if low.endswith("ies") and len(low) > 4 else low[:-1]
    return ALIASES.get(low, (low,))


def terms(found: Sequence[Word], at: int) -> Iterator[Term]:
    """The terms that begin at a word, the longest first.

    None reaches over a pause, begins with a plain word, or ends with one that joins.
    """
    most = 1
    while most < LONGEST and at + most < len(found) and not found[at + most].pause:
        most += 1
    for length in range(most, 0, -1):
        term = tuple(w.form for w in found[at : at + length])
        if len(term[0]) > 1 and term[0] not in PLAIN and term[-1] not in JOINS:
            yield term


def vocabulary(graph: Graph) -> Vocabulary:
    """The terms of a graph: of the titles of its areas, and of the titles and definitions of its concepts."""
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
        if (
            len(initials[0]) >= SHORTEST_INITIALS and initials not in weight
        ):  # MoE; but RAG, where it is written, is RAG
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
    """Take up the terms of a text; with `names_only` single words only where they look like names: HNSW, LoRA, BM25."""
    found = words(text)
    for at in range(len(found)):
        for term in terms(found, at):
            if len(term) == 1 and names_only and not _is_name(text[found[at].start : found[at].end]):
                continue
            weight[term][area] += field
            documents[term].add(document)


def _is_name(word: str) -> bool:
    return any(ch.isupper() or ch.isdigit() for ch in word[1:])
