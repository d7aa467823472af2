"""Names in an advert that no text of the bank holds: tools, languages, services."""

import re
from collections.abc import Iterable, Iterator

from simulator.graph.records import Graph

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


def unknown_names(text: str, graph: Graph) -> tuple[str, ...]:
    """The names of a text that the bank never mentions, in their order, at most MOST."""
    held = _mentioned(graph) | _PLAIN
    found: dict[str, str] = {}
    for name in _names(text):
        parts = re.findall(r"[^\W_][\w+#]*", name.lower())
        if len(name) <= LONGEST and not all(part in held or part.rstrip("s") in held for part in parts):
            found.setdefault(name.lower(), name)
    return tuple(found.values())[:MOST]


def _mentioned(graph: Graph) -> set[str]:
    """Every word of the bank, in lower case."""
    return {word.lower() for text in _texts(graph) for word in re.findall(r"\w[\w+#-]*", text)} | {
        part.lower() for text in _texts(graph) for part in re.findall(r"\w+", text)
    }


def _texts(graph: Graph) -> Iterable[str]:
    for concept in graph.concepts.values():
        yield f"{concept.title} {concept.definition}"
    for question in graph.questions.values():
        yield f"{question.prompt} {question.answer} {question.exemplar}"
        yield " ".join(point.point for point in question.rubric)
    for check in graph.checks.values():
        yield f"{check.prompt} {check.why}"


def _names(text: str) -> Iterator[str]:
    many = _capitals_are_common(text)
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


def _capitals_are_common(text: str) -> bool:
    """A language that writes its nouns with capitals, or a text of headings: there capitals say nothing."""
    inside = [word for word in re.findall(r"(?<=[^\W_][ ,])[^\W\d_]{2,}", text) if not _is_odd(word)]
    return sum(1 for word in inside if word[0].isupper()) > MANY * len(inside)
