"""What a job advert names: which questions, checks and tasks speak of it, and what of it there is nothing for."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from simulator.graph.job_advert.read import Statement
from simulator.graph.job_advert.synonyms import SAID_FOR
from simulator.graph.job_advert.vocabulary import OTHER_SYSTEMS, american, words
from simulator.graph.records import Check, Graph, Question, Source

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


def items_asking(graph: Graph, terms: Sequence[str]) -> frozenset[str]:
    """The ids of those of them whose prompt itself says the term, or what a bank says instead."""
    by_term, all_items = _items_by_term(graph, terms), _items(graph)
    pairs = ((item, _pattern(_in_the_bank(term))) for term, items in by_term.items() for item in items)
    return frozenset(item for item, said in pairs if said is not None and said.search(_plain(all_items[item].prompt)))


def names_of(graph: Graph, terms: Sequence[str], item: str) -> tuple[str, ...]:
    """The terms that single out an item, and that it has as they are written."""
    found = [term for term, items in _items_by_term(graph, terms).items() if item in items]
    return named_in(_texts(graph)[item], found) if found else ()


INITIALS_FROM = 3  # words: fewer initials are those of much else


def not_met(
    graph: Graph, terms: Sequence[str], asked: Container[str | None], said: Iterable[str] = ()
) -> tuple[str, ...]:
    """The terms that single out some items, of which none was asked, nor any of a concept with the term.

    In what was asked, or `said` by the candidate, any form of its words will do, and the initials of several. What is
    in the title of an area isn't a name.
    """
    titles = " / ".join(area.title for area in graph.areas.values())
    concepts = {c.id: f"{c.title} {c.definition}" for c in graph.concepts.values()}
    firsts, texts = _concepts(graph), _texts(graph)
    came_up = {item for item in firsts if item in asked}
    told = [*(f"{texts[item]} / {concepts[first]}" for item, first in firsts.items() if item in came_up), *said]
    met = [_stems(text) for text in told]
    by_term = _items_by_term(graph, (term for term in terms if not named_in(titles, [term])))
    named = {concept: _plain(text) for concept, text in concepts.items()}
    unmet = []
    for term, items in by_term.items():
        pattern, stems = _pattern(_forms(term)), re.compile(rf"(?<!\w){re.escape(_stems(term))}(?!\w)")
        about = {concept for concept, text in named.items() if pattern is not None and pattern.search(text)}
        several = len(items) + sum(first in about and item not in items for item, first in firsts.items()) >= SOME
        initials = _initials(term)
        spelt = initials is not None and any(initials.search(text) for text in told)
        if several and not items & came_up and not spelt and not any(stems.search(text) for text in met):
            unmet.append(term)
    return tuple(unmet)


def _initials(term: str) -> re.Pattern[str] | None:
    """The initials of several words, as a word: TTFT is time to first token."""
    words = re.findall(r"\w+", term)
    found = "".join(word[0] for word in words)
    return re.compile(rf"\b{re.escape(found)}s?\b", re.IGNORECASE) if len(words) >= INITIALS_FROM else None


def _items_by_term(graph: Graph, terms: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The ids of the items that ask about a term, for each that is in some items and isn't broad."""
    return {term: items for term in terms if (items := _asking_about(graph, term))}


@lru_cache(maxsize=512)  # the terms of some adverts, whose items every choice and every reason asks for
def _asking_about(graph: Graph, term: str) -> frozenset[str]:
    """The ids of the items that ask about a term: in their prompt or by the title of their first concept.

    Where few do, all that have the term count. A question on kernels of which one point says "drift" isn't what an
    advert means, nor is one on a cluster or on homomorphic encryption by which something is fine-tuned: where the title
    of a concept has the term, only its area counts.
    """
    items, pattern, asking = _having(graph, term), _pattern(_in_the_bank(term)), _asking(graph)
    home, firsts = _home(graph, term), _concepts(graph)
    about = frozenset(item for item in items if pattern is not None and pattern.search(asking[item]))
    at_home = frozenset(item for item in about if graph.area_of(firsts[item]) in home)
    return next((some for some in (at_home, about) if len(some) >= SOME), items) | _of_concept_called(graph, term)


def _of_concept_called(graph: Graph, term: str) -> frozenset[str]:
    """The ids of all items of the concept that is called by a term: its questions needn't say its name again."""
    name = _normal(term)
    return frozenset(item for item, first in _concepts(graph).items() if _names(graph)[first] == name)


@lru_cache(maxsize=1)
def _names(graph: Graph) -> Mapping[str, str]:
    """Each concept's id as the words that an advert would call it by."""
    return {concept: _normal(concept.replace("-", " ")) for concept in graph.concepts}


def _home(graph: Graph, term: str) -> frozenset[str]:
    """The areas of the concepts whose title has a term, in any form of its words; else those whose definition has."""
    pattern = re.compile(rf"(?<!\w){re.escape(_stems(term))}(?!\w)")
    for part in ("title", "definition"):
        if found := frozenset(c.area for c in graph.concepts.values() if pattern.search(_stems(getattr(c, part)))):
            return found
    return frozenset()


@lru_cache(maxsize=512)
def _having(graph: Graph, term: str) -> frozenset[str]:
    """The ids of the items that have a term; none where it is broad."""
    forms, texts = _in_the_bank(term), _texts(graph)
    pattern = _pattern(forms)
    if pattern is None or _normal(term) in OF_ANY:
        return frozenset()
    # the first is ten times as fast
    items = frozenset(i for i, text in texts.items() if any(form in text for form in forms) and pattern.search(text))
    return items if len(items) <= BROAD * len(texts) else frozenset()


def named_in(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """The terms that a text has, in any of their forms, singular or plural."""
    plain = _plain(text)
    return tuple(term for term in terms if (pattern := _pattern(_forms(term))) is not None and pattern.search(plain))


def _pattern(forms: Sequence[str]) -> re.Pattern[str] | None:
    """What finds one of the forms of a term in a plain text, singular or plural; None where there are none."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})s?(?!\w)") if forms else None


def _forms(term: str) -> list[str]:
    """A term as it is written and in its normal form, the longer first."""
    return sorted((form for form in {_plain(term), _normal(term)} if len(form) >= SHORTEST), key=len, reverse=True)


def _in_the_bank(term: str) -> list[str]:
    """The forms of a term, and what a bank says instead: for text to speech, speech."""
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


def _items(graph: Graph) -> dict[str, Question | Check]:
    """The questions and checks, which share their ids."""
    return {**graph.questions, **graph.checks}


def _concepts(graph: Graph) -> dict[str, str]:
    """The first concept of every item."""
    return {name: item.primary for name, item in _items(graph).items()}


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
    """What every item asks, plainly: its prompt, and the title of its first concept; a definition says much else."""
    return {i: _plain(f"{item.prompt} / {graph.concepts[item.primary].title}") for i, item in _items(graph).items()}


@lru_cache(maxsize=1)
def _texts(graph: Graph) -> Mapping[str, str]:
    """What every item says, plainly."""
    texts = {q.id: " ".join((q.prompt, *(point.point for point in q.rubric))) for q in graph.questions.values()}
    texts |= {check.id: " ".join((check.prompt, *check.options)) for check in graph.checks.values()}
    return {item: _plain(text) for item, text in texts.items()}


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
# several places in a row: not after "in" alone, as one has experience in several languages
_SEVERAL_PLACES = re.compile(
    r"\b(?:around|across|between|near|outside|throughout"
    r"|(?:based|located|offices?|sites?|hubs?|labs?|clinics?|hospitals?|branches|plants?|teams?) in)\s+(?:the\s+)?"
    r"(?:[^\W\d_a-z][\w'-]*(?:,|,? (?:and|or|et|und|y|/)) ){0,5}$"
)
FAR = 90  # letters in which a list of places goes on
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


def unmatched_tools(text: str, graph: Graph, firm: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The tools that a text names and the bank never mentions, MOST_TOOLS at most, and not the `firm`'s name."""
    known = _words_of(graph) | (firm - TOOLS)
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
        alone = alone and not _SEVERAL_PLACES.search(text[max(0, match.start() - FAR) : match.start()])
        alone = alone and not re.match(r"\s[A-Z]", after) and not _WHERE.match(text, match.end())
        plain = word[0].isupper() and not many and match.start() >= heading and alone
        office = word.isupper() and _OFFICES.search(before)
        if word.lower() not in TOOLS and (office or not (odd or plain)):
            continue
        parts = re.findall(r"[^\W_][\w+#]*", word.lower())
        if len(word) <= LONGEST_TOOL and not all(part in known or part.rstrip("s") in known for part in parts):
            unknown.setdefault(word.lower(), word)
    return tuple(unknown.values())[:MOST_TOOLS]


@lru_cache(maxsize=1)  # all texts of a bank are 500,000 words
def _words_of(graph: Graph) -> frozenset[str]:
    """Every word of the bank, whole and in its parts, what stands for one of them but tools, and what is no skill.

    What stands nowhere but in a follow-up, or in what its sources are on, is in the bank too: a search finds it. The
    facts of a situation are left out: a question on somebody's Java code asks nothing about Java.
    """
    texts = [f"{concept.title} {concept.definition}" for concept in graph.concepts.values()]
    for question in graph.questions.values():
        texts += [question.prompt, question.answer, question.exemplar, question.gist, *question.hints]
        texts += [f"{point.point} {point.partly} {point.say}" for point in question.rubric]
        texts += [f"{probe.asks} {probe.reply}" for probe in question.probes]
        texts += [f"{twist.asks} {twist.reply}" for twist in question.twists]
        texts += [f"{mistake.claim} {mistake.why} {mistake.challenge}" for mistake in question.mistakes]
        texts += map(_subject, question.sources)
    texts += [f"{check.prompt} {check.why} {' '.join(check.options)}" for check in graph.checks.values()]
    whole = {*_WHOLE.findall("\n".join(texts).lower())}
    parts = (part for word in whole for part in _PARTS.findall(word))
    return _NO_SKILLS.union(whole, parts, _ONE_WORD_FOR)


def _subject(source: Source) -> str:
    """What a page that isn't a paper is about: its title without its publisher, who says nothing about what's asked."""
    if source.arxiv or not source.url:  # a paper's own name, such as Prometheus, is often also a tool's
        return ""
    host = source.url.partition("//")[2].partition("/")[0]
    publisher = set(re.findall(r"[^\W_]+", f"{host} {source.authors}".lower()))
    bare = re.sub(r"\([^()]*\)", "", source.title)
    return " ".join(word for word in _WHOLE.findall(bare) if publisher.isdisjoint(_PARTS.findall(word.lower())))


def _is_odd(word: str) -> bool:
    """Whether a word is spelt as no ordinary word is: FastAPI, NCCL, H100."""
    inner = [ch for part in word.split("-") for ch in part[1:]]
    return any(ch.isupper() or ch.isdigit() or ch in "+#" for ch in inner)


LIVE_CODING = "live coding"  # held where the bank has tasks: `match_advert`
# Software of any kind is designed in it, and no system on language models: "back-end" ends with "end".
_OTHER_FIELD = rf"(?<!\bto[ -])(?:{'|'.join(sorted(OTHER_SYSTEMS))})"
# A round that the program comes to hold leaves this table.
# By name: what may say it where an advert speaks of its interviews, and what says it anywhere
_ROUNDS: tuple[tuple[str, str, str], ...] = (
    (
        LIVE_CODING,
        r"cod(?:ing|e) (?:test|challenge|round|interview|screen|session|exercise)s?|(?:whiteboard|technical) coding"
        r"|coding (?:and|on)\b|(?:two|three) coding"
        r"|programming (?:test|session|task|interview)"
        r"|live programming|whiteboard interview|leetcode|hackerrank|coderpad|live[- ]?coding",
        r"live[- ]?coding|coding (?:interview|round)s?",
    ),
    (
        "pair programming",
        r"pair(?:ed|ing)?[- ](?:programming|coding|session|exercise)|pairing\b|programmation en binôme"
        r"|programación en pareja",
        r"pair[- ]programming (?:interview|round|session)s?",
    ),
    (
        "take-home task",
        r"take[- ]?home|home ?(?:assignment|work|task|exercise)|(?:solve|task|case|exercise|assignment)s? at home"
        r"|assignment|probeaufgabe|fallstudie zu hause|hausaufgabe"
        r"|(?:test|exercice|cas)(?: \w+){0,2} (?:à la maison|chez vous)"
        r"|(?:prueba|ejercicio)(?: \w+){0,2} (?:en|para) casa",
        r"take[- ]?home (?:task|test|exercise|assignment|challenge|project)s?",
    ),
    (
        "behavioural interview",
        r"behaviou?r(?:al|s)|values?\b(?! of)|culture|cultural|(?<!lettre de )motivation(?! letter)|team[- ]fit"
        r"|competenc(?:y|ies)|leadership principles"
        r"|how you work with (?:others|people)|meet the (?:founders|team lead)|personality|kennenlern\w+|persönlichkeit"
        r"|your experience and motivation|entretien (?:comportemental|rh|de motivation)"
        r"|entrevista (?:conductual|de valores|por competencias)",
        r"behaviou?ral (?:interview|round)s?|values interviews?",
    ),
    (
        "presentation",
        r"present(?:s|ed|ing|ation|ations)?\b(?! of mind)|(?:research|tech|job|technical) talk|präsent\w+|vortrag"
        r"|présentation|soutenance|presentación|presentar\w*",
        r"job talk",
    ),
    (
        "case study",
        r"(?:business |product )?case (?:study|studies|interview|discussion)|fallstudie(?! zu hause)|étude de cas"
        r"|caso práctico",
        r"case (?:interview)s?",
    ),
    (
        "aptitude test",
        r"(?:cognitive|aptitude|psychometric|numerical|logic|personality|iq) (?:test|assessment|questionnaire)s?"
        r"|online[- ]assessment|einstellungstest|tests? psychotechniques?|psicotécnic\w+",
        r"(?:psychometric|aptitude) tests?",
    ),
    (
        "trial day",
        r"(?:paid |work |working )?trial (?:day|week|project)s?|work trial|probearbeit\w*|probetag\w*",
        r"work trial|trial day",
    ),
    (
        "system design in another field",
        rf"{_OTHER_FIELD} (?:systems? )?(?:design|architecture)(?: and architecture)? "
        r"(?:interview|round|session|exercise|discussion|conversation|test)s?",
        rf"{_OTHER_FIELD} systems? design interviews?",
    ),
)
_NEGATED = re.compile(r"\b(?:no|not|never|without|instead of|kein\w*|ohne)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def rounds_named(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The rounds that an advert speaks of and the program does not hold, or not with every bank, each once."""
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
