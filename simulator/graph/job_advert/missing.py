"""What an advert names and there is nothing for: tools that the bank never mentions, rounds that the program lacks."""

import re
from collections.abc import Iterable
from functools import lru_cache

from simulator.graph.job_advert.ordinary import SAID_FOR
from simulator.graph.job_advert.statements import Statement
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
_WHERE = re.compile(r"\s*[/|(,\u00b7\u2013-]\s*(?:hybrid|remote|on-?site|germany|uk|usa?)\b", re.IGNORECASE)
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
# capitalised words that are no skill, places among them
_NO_SKILLS = frozenset(
    """acl ai amsterdam api apis april august b1 b2 bachelor barcelona berlin brussels bsc c1 c2 ca cad cd ceo
    chf copenhagen cto cv d de december dei diversity dublin eea emnlp english eur europe f february frankfurt
    french friday gbp german germany gmbh hamburg hr hybrid i iclr icml ii iii inc it january july june k lisbon
    llc london ltd m macbook madrid march may milan ml monday msc munich neurips ng nlp november ny nyc october
    office okr oslo paris phd prague pto remote september sf sigir spanish stockholm sunday sundays uk us usa
    usd ux vienna vp warsaw x zurich""".split()
)

_ONE_WORD_FOR = frozenset(said[0] for said in SAID_FOR if len(said) == 1) - TOOLS


def unmatched_tools(text: str, graph: Graph) -> tuple[str, ...]:
    """The tools that a text names and the bank never mentions, in order, at most MOST_TOOLS."""
    known = _words_of(graph)
    unknown: dict[str, str] = {}
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
        alone = alone and not re.match(r"\s[A-Z]", after) and not _WHERE.match(text, match.end())
        plain = word[0].isupper() and not many and match.start() >= heading and alone
        office = word.isupper() and _OFFICES.search(before)
        if word.lower() not in TOOLS and (office or not (odd or plain)):
            continue
        parts = re.findall(r"[^\W_][\w+#]*", word.lower())
        if len(word) <= LONGEST_TOOL and not all(part in known or part.rstrip("s") in known for part in parts):
            unknown.setdefault(word.lower(), word)
    return tuple(unknown.values())[:MOST_TOOLS]


@lru_cache(maxsize=1)  # all texts of a bank are 100,000 words
def _words_of(graph: Graph) -> frozenset[str]:
    """Every word of the bank, whole and in its parts, what stands for one of them but tools, and what is no skill."""
    texts = [f"{concept.title} {concept.definition}" for concept in graph.concepts.values()]
    for question in graph.questions.values():
        texts += [f"{question.prompt} {question.answer} {question.exemplar}", *(p.point for p in question.rubric)]
    texts += [f"{check.prompt} {check.why}" for check in graph.checks.values()]
    bank_words = {word for text in texts for pattern in (_WHOLE, _PARTS) for word in pattern.findall(text)}
    return _NO_SKILLS.union(map(str.lower, bank_words), _ONE_WORD_FOR)


def _is_odd(word: str) -> bool:
    """Whether a word is spelt as ordinary words are not: FastAPI, NCCL, H100."""
    inner = [ch for part in word.split("-") for ch in part[1:]]
    return any(ch.isupper() or ch.isdigit() or ch in "+#" for ch in inner)


# A round that the program comes to hold leaves this table.
# By name: what may say it where an advert speaks of its interviews, and what says it anywhere
_ROUNDS: tuple[tuple[str, str, str], ...] = (
    (
        "live coding",
        r"cod(?:ing|e) (?:test|challenge|round|interview|screen|session|exercise)s?|(?:whiteboard|technical) coding"
        r"|coding (?:and|on)\b|(?:two|three) coding|pair(?:ed)?[- ]programming"
        r"|programming (?:test|session|task|interview)"
        r"|live programming|whiteboard interview|leetcode|hackerrank|coderpad|live[- ]?coding",
        r"live[- ]?coding|coding (?:interview|round)s?",
    ),
    (
        "take-home task",
        r"take[- ]?home|home ?(?:assignment|work|task|exercise)|(?:solve|task|case|exercise|assignment)s? at home"
        r"|assignment|probeaufgabe|fallstudie zu hause|hausaufgabe",
        r"take[- ]?home (?:task|test|exercise|assignment|challenge|project)s?",
    ),
    (
        "behavioural interview",
        r"behaviou?r(?:al|s)|values?\b(?! of)|culture|cultural|motivation|team[- ]fit|competenc(?:y|ies)"
        r"|leadership principles"
        r"|how you work with (?:others|people)|meet the (?:founders|team lead)|personality|kennenlern\w+|persönlichkeit"
        r"|your experience and motivation",
        r"behaviou?ral (?:interview|round)s?|values interviews?",
    ),
    (
        "presentation",
        r"present(?:s|ed|ing|ation|ations)?\b(?! of mind)|(?:research|tech|job|technical) talk|präsent\w+|vortrag",
        r"job talk",
    ),
)
_NEGATED = re.compile(r"\b(?:no|not|never|without|instead of|kein\w*|ohne)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def rounds_named(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The rounds that an advert speaks of and the program does not hold, each once."""
    statements = list(statements)
    named = []
    for name, in_process, anywhere in _ROUNDS:
        for statement in statements:
            pattern, text = in_process if statement.section == "process" else anywhere, statement.text
            matches = re.finditer(rf"(?<!\w)(?:{pattern})", text, re.IGNORECASE)
            if any(not _NEGATED.search(text[max(0, match.start() - 40) : match.start()]) for match in matches):
                named.append(name)
                break
    return tuple(named)
