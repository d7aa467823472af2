"""The tools that an advert names and a bank never mentions."""

import re
from collections.abc import Iterator
from functools import lru_cache

from simulator.graph.records import Graph

MOST_TOOLS = 8
LONGEST_TOOL = 40  # letters
MANY_CAPITALS = 0.22  # share of the words inside sentences; German has 0.35, English with names 0.1

_WHOLE, _PARTS = re.compile(r"\w[\w+#-]*"), re.compile(r"\w+")
_TOKEN = re.compile(r"[^\W\d_][\w+#-]*(?:\.[a-z]{2,3}\b)?", re.UNICODE)
_STARTS = re.compile(r"(?:^|[.!?:;\u2022\u2013\u2014*|]|\n\s*[-*\u2022]?)\s*[\"'(]*$")
# what stands before the name of a company, or of a place
_FIRMS = re.compile(r"\b(?:about|at|bei|join|joins)\s+(?:the\s+)?$", re.IGNORECASE)
_OFFICES = re.compile(r"\b(?:the|der|die|das|[A-Z][a-z]+,)\s+$")  # "the FCA", "Seattle, WA"
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
    """acl ai api apis april august b1 b2 bachelor bsc c1 c2 ca cad cd ceo chf cto cv d de december dei diversity
    eea emnlp english eur europe f february french friday gbp german germany gmbh hr hybrid i iclr icml ii iii inc
    it january july june k llc london ltd m macbook march may ml monday msc neurips ng nlp november ny nyc october
    office okr phd pto remote september sf sigir spanish sunday sundays uk us usa usd ux vp x""".split()
)


def unmatched_tools(text: str, graph: Graph) -> tuple[str, ...]:
    """The tools that a text names and the bank never mentions, in order, at most MOST_TOOLS."""
    known = _words_of(graph)
    unknown: dict[str, str] = {}
    for name in _tool_names(text):
        parts = re.findall(r"[^\W_][\w+#]*", name.lower())
        if len(name) <= LONGEST_TOOL and not all(part in known or part.rstrip("s") in known for part in parts):
            unknown.setdefault(name.lower(), name)
    return tuple(unknown.values())[:MOST_TOOLS]


@lru_cache(maxsize=1)  # all texts of a bank are 100,000 words
def _words_of(graph: Graph) -> frozenset[str]:
    """Every word of the bank, whole and in its parts, and those that are no skill."""
    texts = [f"{concept.title} {concept.definition}" for concept in graph.concepts.values()]
    for question in graph.questions.values():
        texts += [f"{question.prompt} {question.answer} {question.exemplar}", *(p.point for p in question.rubric)]
    texts += [f"{check.prompt} {check.why}" for check in graph.checks.values()]
    found = {word for text in texts for pattern in (_WHOLE, _PARTS) for word in pattern.findall(text)}
    return _PLAIN.union(map(str.lower, found))


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
        office = word.isupper() and _OFFICES.search(before)
        if ((odd or plain) and not office) or word.lower() in TOOLS:
            yield word


def _is_odd(word: str) -> bool:
    """Whether a word is spelt as ordinary words are not: FastAPI, NCCL, H100."""
    inner = [ch for part in word.split("-") for ch in part[1:]]
    return any(ch.isupper() or ch.isdigit() or ch in "+#" for ch in inner)
