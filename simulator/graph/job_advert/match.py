"""Match a job advert with the areas of a graph.

Each term of the advert that the bank knows counts by its rarity (idf over the bank's concepts), and less each time it
is repeated. It is shared out to the areas as the bank's own texts use it. Negation is not understood: "no Kubernetes
needed" counts as Kubernetes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from simulator.errors import UsageError
from simulator.graph.job_advert.vocabulary import Term, Vocabulary, terms, vocabulary, words
from simulator.graph.records import Graph, Role

MOST_TOOLS = 8
LONGEST_TOOL = 40  # letters
MANY_CAPITALS = 0.22  # share of the words inside sentences; German has 0.35, English with names 0.1

_TOKEN = re.compile(r"[^\W\d_][\w+#-]*(?:\.[a-z]{2,3}\b)?", re.UNICODE)
_STARTS = re.compile(r"(?:^|[.!?:;\u2022\u2013\u2014*|]|\n\s*[-*\u2022]?)\s*[\"'(]*$")
# what stands before the name of a company, or of a place
_FIRMS = re.compile(r"\b(?:about|at|bei|join|joins)\s+(?:the\s+)?$", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z][^\W_]*\s$")
_PLACES = re.compile(r"\b(?:in|near|from)\s+(?:the\s+)?$", re.IGNORECASE)
# tools so common in adverts that they are recognised anywhere, also in lower case
TOOLS = frozenset(
    """airflow ansible aws azure bash bigquery c++ cassandra celery circleci clickhouse cuda databricks datadog dbt
    django docker elasticsearch fastapi flask gcp git github gitlab golang grafana graphql haystack helm
    huggingface java javascript jax jenkins kafka keras kotlin kubeflow kubernetes langchain langgraph linux
    llamaindex looker milvus mlflow mongodb mysql neo4j numpy ollama opensearch pandas pgvector pinecone
    postgres postgresql prometheus pydantic pyspark python pytorch qdrant ray react redis redshift rust
    sagemaker scala scikit-learn slurm snowflake spark sql swift tableau tensorflow tensorrt terraform triton
    typescript vertex vllm wandb weaviate""".split()
)
# capitalised words that are no skill
_PLAIN = frozenset(
    """ai api april august b1 b2 bsc c1 c2 ca ceo cto cv d de december dei diversity eea english eur europe f
    february french friday gbp german germany gmbh hr hybrid i inc it january july june k llc london ltd m
    macbook march may ml monday msc ng nlp november ny nyc october office okr phd pto remote september sf
    spanish uk us usa usd vp x""".split()
)


def unmatched_tools(text: str, graph: Graph) -> tuple[str, ...]:
    """The tools that a text names and the bank never mentions, in order, at most MOST_TOOLS."""
    texts = [f"{concept.title} {concept.definition}" for concept in graph.concepts.values()]
    for question in graph.questions.values():
        texts += [f"{question.prompt} {question.answer} {question.exemplar}", *(p.point for p in question.rubric)]
    texts += [f"{check.prompt} {check.why}" for check in graph.checks.values()]
    known = _PLAIN | {word.lower() for text in texts for word in re.findall(r"\w[\w+#-]*", text)}
    known |= {part.lower() for text in texts for part in re.findall(r"\w+", text)}
    unknown: dict[str, str] = {}
    for name in _tool_names(text):
        parts = re.findall(r"[^\W_][\w+#]*", name.lower())
        if len(name) <= LONGEST_TOOL and not all(part in known or part.rstrip("s") in known for part in parts):
            unknown.setdefault(name.lower(), name)
    return tuple(unknown.values())[:MOST_TOOLS]


def _tool_names(text: str) -> Iterator[str]:
    """The words of a text that look like names of tools."""
    # capitals say nothing in German, which writes nouns with them, nor in a text of headings
    inside = [word for word in re.findall(r"(?<=[^\W_][ ,])[^\W\d_]{2,}", text) if not _is_odd(word)]
    many = sum(word[0].isupper() for word in inside) > MANY_CAPITALS * len(inside)
    heading = len(text) - len(text.lstrip().partition("\n")[2])  # the first line has the title and the place
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip("-")
        before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 2]
        odd = _is_odd(word) and not _FIRMS.search(before)
        # in the middle of a sentence, and no part of a name of several words, which is mostly a company or a place
        alone = not any(pattern.search(before) for pattern in (_STARTS, _FIRMS, _PLACES, _CAPITAL))
        alone = alone and not re.match(r"\s[A-Z]", after)
        plain = word[0].isupper() and not many and match.start() >= heading and alone
        if odd or plain or word.lower() in TOOLS:
            yield word


def _is_odd(word: str) -> bool:
    """Whether a word is spelt as ordinary words are not: FastAPI, NCCL, H100."""
    inner = [ch for part in word.split("-") for ch in part[1:]]
    return any(ch.isupper() or ch.isdigit() or ch in "+#" for ch in inner)


MOST_WEIGHT = 0.6
HALF_AT = 4.0  # number of different terms at which the advert has half of MOST_WEIGHT
LEAST_SHARE = 0.03  # areas below it are left out
SHOWN_TERMS = 4
OWN_SHARE = 0.3  # a term is shown with an area that has at least this share of it in the bank


class AreaFound(msgspec.Struct, frozen=True):
    """An area that an advert asks for: its share of what was recognised, and the terms for it as they are written."""

    area: str
    title: str
    share: float
    terms: tuple[str, ...]


class Advert(msgspec.Struct, frozen=True):
    """What was recognised in an advert. `weight` is its part in the weights of the areas; the role has the rest.

    `missing` are the tools that it names and the bank never mentions.
    """

    found: tuple[AreaFound, ...]
    missing: tuple[str, ...]
    weight: float

    @property
    def parts(self) -> dict[str, float]:
        """The part of each area; they sum to `weight`."""
        return {area.area: round(self.weight * area.share, 4) for area in self.found}


def match_advert(text: str, graph: Graph) -> Advert:
    """What a graph recognises in an advert. Raises UsageError if that is nothing."""
    known = vocabulary(graph)
    terms_in_text = list(_known_terms(text, known))
    counts = Counter(term for term, _ in terms_in_text)
    if not counts:
        raise UsageError(f"Nothing of the advert is in the bank {graph.id}; the role alone can weight the areas.")
    mass: defaultdict[str, float] = defaultdict(float)  # by area
    own_terms: defaultdict[str, dict[str, float]] = defaultdict(dict)  # by area: the weight of each term it owns
    spelling = dict(reversed(terms_in_text))  # the first one of each term
    for term, count in counts.items():
        weight = known.rarity[term] * 2 * count / (count + 1)
        for area, share in known.areas[term].items():
            mass[area] += weight * share
            own_terms[area][spelling[term]] = weight * share if share >= OWN_SHARE else 0.0
    weight = MOST_WEIGHT * len(counts) / (len(counts) + HALF_AT)
    return Advert(tuple(_areas(graph, mass, own_terms)), unmatched_tools(text, graph), round(weight, 4))


def weights(role: Role, parts: Mapping[str, float], graph: Graph) -> dict[str, float]:
    """The weights of the areas, which sum to 1: the parts of an advert, and the role's weights for the rest."""
    held = Counter(c.area for c in graph.concepts.values())
    own = {area: role.areas.get(area, 0.0) for area in held}
    if not any(own.values()):
        own = dict(held)
    taken = {area: part for area, part in parts.items() if area in held}
    rest = 1 - sum(taken.values())
    total = sum(own.values())
    return {area: round(rest * own[area] / total + taken.get(area, 0.0), 4) for area in graph.areas if area in held}


def _known_terms(text: str, known: Vocabulary) -> Iterator[tuple[Term, str]]:
    """The known terms of a text as they are written there; of overlapping ones only the longest."""
    all_words = words(text)
    at = 0
    while at < len(all_words):
        term = next((t for t in terms(all_words, at) if t in known.areas), None)
        if term is None:
            at += 1
            continue
        last = all_words[at + len(term) - 1]
        yield term, " ".join(text[all_words[at].start : last.end].split())
        at += len(term)


def _areas(
    graph: Graph, mass: Mapping[str, float], own_terms: Mapping[str, Mapping[str, float]]
) -> Iterator[AreaFound]:
    """The areas of the advert with the heaviest first."""
    least = LEAST_SHARE * sum(mass.values())
    kept = {area: mass[area] for area in sorted(mass, key=lambda a: -mass[a]) if mass[area] >= least}
    for area, amount in kept.items():
        best = sorted(own_terms[area], key=lambda term: -own_terms[area][term])
        shown = [term for term in best if own_terms[area][term]] or best[:1]
        share = round(amount / sum(kept.values()), 4)
        yield AreaFound(area, graph.areas[area].title, share, tuple(shown[:SHOWN_TERMS]))
