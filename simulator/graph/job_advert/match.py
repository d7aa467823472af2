"""From an advert's words to the areas that they speak for.

Every term of the advert that the bank knows carries its rarity (idf over the bank's concepts), damped where it is said
often; an area gets of it what the bank's own texts say. Negation is not read: "no Kubernetes needed" counts as
Kubernetes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from simulator.errors import UsageError
from simulator.graph.job_advert.vocabulary import Term, Vocabulary, terms, vocabulary, words
from simulator.graph.records import Graph, Role

MOST = 8
LONGEST = 40  # letters
MANY = 0.22  # capitals among the words inside sentences; German has 0.35, English names 0.1

_TOKEN = re.compile(r"[^\W\d_][\w+#-]*(?:\.[a-z]{2,3}\b)?", re.UNICODE)
_STARTS = re.compile(r"(?:^|[.!?:;\u2022\u2013\u2014*|]|\n\s*[-*\u2022]?)\s*[\"'(]*$")
# before a company; before a place
_FIRMS = re.compile(r"\b(?:about|at|bei|join|joins)\s+(?:the\s+)?$", re.IGNORECASE)
_PLACES = re.compile(r"\b(?:in|near|from)\s+(?:the\s+)?$", re.IGNORECASE)
# asked for so often that they are named wherever they stand
TOOLS = frozenset(
    """airflow ansible aws azure bash bigquery c++ cassandra celery circleci clickhouse cuda databricks datadog dbt
    django docker elasticsearch fastapi flask gcp git github gitlab golang grafana graphql haystack helm
    huggingface java javascript jax jenkins kafka keras kotlin kubeflow kubernetes langchain langgraph linux
    llamaindex looker milvus mlflow mongodb mysql neo4j numpy ollama opensearch pandas pgvector pinecone
    postgres postgresql prometheus pydantic pyspark python pytorch qdrant ray react redis redshift rust
    sagemaker scala scikit-learn slurm snowflake spark sql swift tableau tensorflow tensorrt terraform triton
    typescript vertex vllm wandb weaviate""".split()
)
# capitals that name no skill
_PLAIN = frozenset(
    """ai api april august b1 b2 bsc c1 c2 ca ceo cto cv d de december dei diversity eea english eur europe f
    february french friday gbp german germany gmbh hr hybrid i inc it january july june k llc london ltd m
    macbook march may ml monday msc ng nlp november ny nyc october office okr phd pto remote september sf
    spanish uk us usa usd vp x""".split()
)


def unmatched_tools(text: str, graph: Graph) -> tuple[str, ...]:
    """The names of a text that the bank never mentions, in their order, at most MOST."""
    texts = list(_bank_texts(graph))
    known = _PLAIN | {word.lower() for text in texts for word in re.findall(r"\w[\w+#-]*", text)}
    known |= {part.lower() for text in texts for part in re.findall(r"\w+", text)}
    unknown: dict[str, str] = {}
    for name in _tool_names(text):
        parts = re.findall(r"[^\W_][\w+#]*", name.lower())
        if len(name) <= LONGEST and not all(part in known or part.rstrip("s") in known for part in parts):
            unknown.setdefault(name.lower(), name)
    return tuple(unknown.values())[:MOST]


def _bank_texts(graph: Graph) -> Iterable[str]:
    for concept in graph.concepts.values():
        yield f"{concept.title} {concept.definition}"
    for question in graph.questions.values():
        yield f"{question.prompt} {question.answer} {question.exemplar}"
        yield " ".join(point.point for point in question.rubric)
    for check in graph.checks.values():
        yield f"{check.prompt} {check.why}"


def _tool_names(text: str) -> Iterator[str]:
    """The words of a text that look like the names of tools."""
    # a language that writes its nouns with capitals, or a text of headings: there capitals say nothing
    inside = [word for word in re.findall(r"(?<=[^\W_][ ,])[^\W\d_]{2,}", text) if not _is_odd(word)]
    many = sum(word[0].isupper() for word in inside) > MANY * len(inside)
    heading = len(text) - len(text.lstrip().partition("\n")[2])  # the first line: title, place
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip("-")
        before = text[max(0, match.start() - 30) : match.start()]
        odd = _is_odd(word) and not _FIRMS.search(before)
        plain = word[0].isupper() and not many and match.start() >= heading and _stands_alone(text, match)
        if odd or plain or word.lower() in TOOLS:
            yield word


def _is_odd(word: str) -> bool:
    """Spelt as no plain word is: FastAPI, NCCL, H100."""
    inner = [ch for part in word.split("-") for ch in part[1:]]
    return any(ch.isupper() or ch.isdigit() or ch in "+#" for ch in inner)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """In the middle of a sentence, and no part of a name of several words, which is mostly a firm or a place."""
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 2]
    if any(sign.search(before) for sign in (_STARTS, _FIRMS, _PLACES)):
        return False
    return not re.search(r"[A-Z][^\W_]*\s$", before) and not re.match(r"\s[A-Z]", after)


MOST_WEIGHT = 0.6
HALF_AT = 4.0  # different terms at which the advert has half of that weight
LEAST_SHARE = 0.03  # an area that so little speaks for is left out
SHOWN_TERMS = 4
OWN_SHARE = 0.3  # of a term's places in the bank: then it is named with the area


class AreaFound(msgspec.Struct, frozen=True):
    """An area that the advert speaks for: its share of what was recognised, and the words that did, as written."""

    area: str
    title: str
    share: float
    terms: tuple[str, ...]


class Advert(msgspec.Struct, frozen=True):
    """What was taken from an advert. `weight` is its part in the weights of the areas, the role's is the rest.

    `missing` are names in it that no text of the bank holds.
    """

    found: tuple[AreaFound, ...]
    missing: tuple[str, ...]
    weight: float

    @property
    def parts(self) -> dict[str, float]:
        """The part of the whole weight that goes to each area; they sum to `weight`."""
        return {area.area: round(self.weight * area.share, 4) for area in self.found}


def match_advert(text: str, graph: Graph) -> Advert:
    """What a graph knows of an advert. Raises UsageError where that is nothing."""
    known = vocabulary(graph)
    terms_in_text = list(_known_terms(text, known))
    counts = Counter(term for term, _ in terms_in_text)
    if not counts:
        raise UsageError(f"Nothing of the advert is in the bank {graph.id}; the role alone can weigh the areas.")
    mass: defaultdict[str, float] = defaultdict(float)
    spoken: defaultdict[str, dict[str, float]] = defaultdict(dict)
    surfaces: dict[Term, str] = {}
    for term, surface in terms_in_text:
        surfaces.setdefault(term, surface)
    for term, count in counts.items():
        weight = known.rarity[term] * 2 * count / (count + 1)
        for area, share in known.areas[term].items():
            mass[area] += weight * share
            spoken[area][surfaces[term]] = weight * share if share >= OWN_SHARE else 0.0
    weight = MOST_WEIGHT * len(counts) / (len(counts) + HALF_AT)
    return Advert(tuple(_areas(graph, mass, spoken)), unmatched_tools(text, graph), round(weight, 4))


def weights(role: Role, parts: Mapping[str, float], graph: Graph) -> dict[str, float]:
    """The weights of the areas, summing to 1: the advert's parts, and the role's weights for the rest."""
    held = Counter(c.area for c in graph.concepts.values())
    own = {area: role.areas.get(area, 0.0) for area in held}
    if not any(own.values()):
        own = dict(held)
    taken = {area: part for area, part in parts.items() if area in held}
    rest = 1 - sum(taken.values())
    total = sum(own.values())
    return {area: round(rest * own[area] / total + taken.get(area, 0.0), 4) for area in graph.areas if area in held}


def _known_terms(text: str, known: Vocabulary) -> Iterator[tuple[Term, str]]:
    """The known terms of a text with the words as they stand there; of terms that overlap the longer one."""
    found = words(text)
    at = 0
    while at < len(found):
        term = next((t for t in terms(found, at) if t in known.areas), None)
        if term is None:
            at += 1
            continue
        last = found[at + len(term) - 1]
        yield term, " ".join(text[found[at].start : last.end].split())
        at += len(term)


def _areas(graph: Graph, mass: Mapping[str, float], spoken: Mapping[str, Mapping[str, float]]) -> Iterator[AreaFound]:
    least = LEAST_SHARE * sum(mass.values())
    kept = {area: mass[area] for area in sorted(mass, key=lambda a: -mass[a]) if mass[area] >= least}
    for area, amount in kept.items():
        best = sorted(spoken[area], key=lambda s: -spoken[area][s])
        own = [surface for surface in best if spoken[area][surface]] or best[:1]
        yield AreaFound(area, graph.areas[area].title, round(amount / sum(kept.values()), 4), tuple(own[:SHOWN_TERMS]))
