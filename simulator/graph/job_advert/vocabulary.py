"""The vocabulary of a bank: which terms of one to three words belong to which areas, and which words tell nothing.

What tells nothing alone may be used in a bank and in an advert in different senses: it belongs to English, to adverts,
or to the field.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from simulator.graph.job_advert.synonyms import Term
from simulator.graph.records import Graph

# Words too common, in a bank or in an advert, to be a term alone or to begin one.
PLAIN = frozenset(
    """a about across add after ai all also an and any api apis are as ask assistant at base based basic be
    because become been before being between beyond build building business but by call can ci code come company
    cost could customer data day deep design develop development difference digital do does done during each
    either else end engineer engineering environment every experience explain fast find first follow for format
    foundation from full function general get give go goal good great group growth had has have help high how idea
    if in input inside integration into is issue it its job judge just keep key know knowledge large lead learn
    learning let level life like line llm look low machine make making management many market may mean measure
    method might model modern more most move much must need network new no not number of off on one online only
    open operation or other our out output over own part people per performance plan planning platform practice
    principle problem process product production program project quality question range real research result run
    same scale science see senior service set should show skill small smaller so software solution some stage state
    still stream strong structure student style such support system take task team technical tell test text than that
    the their them then there these they thing think those through time to today token too tool training try turn
    two under until up us use used user using value versus via want was way we were what when where whether which
    while who why will with within without word work workflow working world would write year yet you your""".split()
)
JOINS = frozenset(
    "a an and are as at but by for from in is it of on or than that the this to under via versus with".split()
)

# Ordinary words that are never a term alone; as part of a longer one ("hybrid search", "scaling law") they are.
NEVER_ALONE = frozenset(
    """absolute access accountability acting activation adapted advanced answer augmented automatic aware batch
    behaviour calling capability carbon chain compliance compute context continual continuous control conversation
    cross customization dangerous database decision depth device direct direction distributed document dot driven edge
    efficient emergence energy eu exact expert explaining f1 family feature feed feedback fine flow forgetting forward
    freshness frontier fusion gdpr generation generative graph grounded hacking head human hybrid information
    injection instruction integrity io judging landscape language law layer linear logistic long loop mask memory metric
    mixed mixture modeling multi nlp norm normalization objective operating optimization paging parallel parameter
    pdf pipeline policy position positional post pre precision preference protocol query rate react recovery
    recurrent red reference relation relative reliability reliable residual resource reward scalable scaled
    scaling schedule search security selection self sequence similarity size soft space sparse speculative sql
    stability strategy structured synthetic teaming term thought trade tradeoff transformation tuning usable
    vector vision vs window writing zero""".split()
)
# The same in a title of the bank, though a phrase of them is a term: "decision tree", "gradient boosting".
IN_TITLES = frozenset(
    """answering boosting catastrophic class classical client complexity constrained dimension encoding
    experiment forest framework gradient kind leakage neighbour neural numeric prefix probability process
    processe rank ranking recommendation reduction rescuing roi scoping split stack stakeholder statistic
    summarizing supervised supervized tagging translating tree validation variance verifiable""".split()
)

# Words with a common sense outside the field: they count only in a sentence that is on the field.
EVERYDAY = frozenset(
    """adapter agent alignment architecture attention bia bias calibration contamination curation deception decode
    evaluation explanation fairness generalization governance interpretation oversight planning privacy pruning
    reasoning recall regression regulation safety speech toxicity transformer voice""".split()
)
# Words that are technical wherever the work is spoken of, but belong to other fields too.
TECHNICAL = frozenset(
    """accelerator benchmark cache caching compilation compression distillation gpu harness inference kernel
    latency moderation monitoring optimizer orchestration parallelism parsing prompt regularization retrieval
    sampling serving throughput""".split()
)

# Names that are written as a word of English is: only capitals make one of them.
SPELT_AS_WORDS = frozenset("alibi clip eagle gan nope reinforce rope rouge".split())

# What is said around such a word in its everyday sense: up to two words before it, or the word after it, also after
# "of the": "the evaluation of our suppliers".
SENSES: Mapping[str, tuple[str, str]] = {
    "agent": (
        """support customer service success human travel estate letting sale call change field insurance contact
        center centre talk ticket recruitment booking claim shipping free ground staffing external""",
        "of network agency de des du",
    ),
    "alignment": ("stakeholder strategic team cross close strong our", "with on between across to"),
    "architecture": (
        "building office landscape corporate backend software data cloud solution service platform enterprise "
        "technical planner application information integration event product",
        "product system platform service application department decision review meeting",
    ),
    "attention": ("pay close good strong great undivided media careful your", "to span from"),
    "batch": ("", "of"),
    "calibration": ("performance salary", "meeting"),
    "evaluation": (
        "performance vendor supplier job bid tender",
        """vendor supplier tool candidate a an and new alternative emerging option approach technology bid tender offer
        proposal partner employee staff colleague applicant contractor contract""",
    ),
    "governance": ("corporate", ""),
    "gpu": ("", "capacity contract procurement vendor supplier"),
    "inference": ("causal statistical bayesian", ""),
    "planning": ("career financial event sprint urban resource", ""),
    "privacy": ("", "statement policy notice"),
    "regression": (
        "catch catching find finding detect detecting prevent preventing avoid avoiding",
        "before between",
    ),
    "prompt": ("be", "reply response payment communication answer and"),
    "reasoning": ("your my their clear sound legal", "behind"),
    "regulation": ("financial banking local", ""),
    "retrieval": ("bike luggage", ""),
    "sampling": ("data soil blood water field", "step"),
    "safety": (
        "health workplace road food fire psychological patient job",
        "training environment culture equipment net at",
    ),
    "speech": ("public free", "therapy"),
    "transformer": ("power electrical", "station oil"),
    "voice": ("your customer brand own strong our of", "heard customer user people patient citizen client employee"),
}

# Before "system design" among the rounds of an interview they say that it's on other software.
OTHER_SYSTEMS = frozenset(
    """backend frontend fullstack end stack software mobile cloud data database api network hardware
    distributed""".split()
)

# Such words as one builds, and verbs that say so: in an advert on the field "you build agents" is on software.
BUILT = frozenset(("agent", "evaluation"))
BUILDING = frozenset(
    "build building design designing develop developing deploy deploying implement implementing ship shipping".split()
)

# Words skipped after such a word on the way to what tells its sense: "the evaluation of all our suppliers".
OF_THE = frozenset("of for the a an our your their its all new existing potential external whole entire llm ai".split())
# After such a word they say what a person is like: "strong reasoning skills".
OF_A_PERSON = frozenset("skill ability mindset experience".split())
# Before such a word they say whom something is built for, or with.
ARTICLES = frozenset("a an the our your their some".split())
PREPOSITIONS = frozenset("for with to of by from at in on as train training help helping support supporting".split())

# Phrases that say that a sentence is on the field, and nothing about an area.
FIELD: frozenset[Term] = frozenset(
    tuple(phrase.split())
    for phrase in (
        "language model;large language model;foundation model;generative ai;gen ai;genai;machine learning;"
        "deep learning;neural network;frontier model;open model;open weight model;ai system;ai model;"
        "generative model;natural language processing;sprachmodell;sprachmodelle;sprachmodellen;large language;"
        "modèle de langage;modèle de langue;ia générative;modelo de lenguaje;modelo del lenguaje;ia generativa"
    ).split(";")
)
# Single words that say the same.
SIGNS = frozenset("llm llms ai ki ia ml nlp gpu gpus gpt genai chatbot neural pytorch jax model api apis".split())

# Words of adverts that the bank writes differently.
ALIASES: Mapping[str, Term] = {
    "evaluate": ("evaluation",),
    "evaluating": ("evaluation",),
    "finetuning": ("fine", "tuning"),
    "finetune": ("fine", "tuning"),
    "pretraining": ("pre", "training"),
    "pretrain": ("pre", "training"),
    "multimodality": ("multimodal",),
    "jailbreaking": ("jailbreak",),
    "llmop": ("llmops",),
    "regressions": ("regression", "test"),  # several of them are no linear one
}


TERM_WORDS = 3  # words of a term; a whole title may have more
LONGEST_TITLE = 4
OPERATIONS = ("mops", "vops", "nops")  # as in LLMOps and DevOps, which are no plurals
TELL_NOTHING = NEVER_ALONE | IN_TITLES
NO_TERM = PLAIN | NEVER_ALONE | JOINS  # a phrase of such words alone is a term in a title only: "long-term"
ORDINARY = NO_TERM | EVERYDAY | TECHNICAL
OF_THE_BEST = 0.7  # an area that uses a single word less than this, beside the one that uses it most, has no part in it
IN_AREA, IN_TITLE, IN_DEFINITION = 4, 2, 1  # weight of a term by where it occurs
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 5

_WORD = re.compile(r"\b[^\W\d_]/[^\W\d_]\b|[^\W_][\w+#]*(?:\.\w+)*", re.UNICODE)  # "A/B" is one word
_BRITISH = re.compile(r"\b(?=\w{7})(\w+)is(ation|er|ed|e|ing)(s?)\b")
_PAUSE = re.compile(r"[.,;:()!?/\n\u2022]")


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

    `initials` are terms that only capitals make one, also names that are spelt as a word is. `loose` are word by word
    ordinary, from a definition: they say something only among other terms. `of_areas` are the titles of areas.
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


@lru_cache(maxsize=8_000)  # a bank says the same words over and over
def forms(word: str) -> Term:
    """The normal form of a word: lower case, American spelling, singular; an alias can be two words."""
    low = word.lower()
    if low in ALIASES:  # before the plural goes: "regressions" are no several of a regression
        return ALIASES[low]
    low = american(low)
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "logistics", *OPERATIONS)):
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
    for term in phrases_at(words_, at, TERM_WORDS):
        alone = len(term) > 1 or (len(term[0]) > 1 and term[0] not in TELL_NOTHING and not term[0].isdigit())
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
        frozenset(short) | {(name,) for name in SPELT_AS_WORDS},
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
