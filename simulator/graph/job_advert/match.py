"""Match a job advert with the areas of a graph.

Each term of the advert that the bank knows counts by its rarity (idf over the bank's concepts), and less each time it
is repeated. It is shared out to the areas as the bank's own texts use it. What it says that it doesn't want counts for
nothing (`refusal`): "No RLHF in this post".

How far a term counts at all depends on where it stands. A term counts in full in what an advert says of the work:
"LoRA", "retrieval-augmented generation". A word with an everyday sense ("agent", "attention", "safety") counts half,
and only in a sentence on the work that says something else of the field, without a neighbour that gives the everyday
sense away: "support agents", "attention to detail". What is built is meant: "you build agents".
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from math import sqrt
from typing import Annotated, Any

import msgspec

from simulator.errors import UsageError
from simulator.graph.job_advert.employer import employer, firm_names, without_firms
from simulator.graph.job_advert.naming import LIVE_CODING, rounds_named, unmatched_tools
from simulator.graph.job_advert.read import Section, Statement, language, statements
from simulator.graph.job_advert.synonyms import SAID_FOR, Term
from simulator.graph.job_advert.vocabulary import (
    ARTICLES,
    BUILDING,
    BUILT,
    EVERYDAY,
    FIELD,
    LONGEST_TITLE,
    OF_A_PERSON,
    OF_THE,
    OTHER_SYSTEMS,
    PREPOSITIONS,
    SENSES,
    SIGNS,
    TECHNICAL,
    Vocabulary,
    Word,
    phrases_at,
    vocabulary,
    words,
)
from simulator.graph.records import Graph, Role, ready

MOST_WEIGHT = 0.8
HALF_AT = 2.6  # things said of the field at which the advert has half of MOST_WEIGHT
MOST_OF_ONE = 2.0  # things that one statement says, however long its list
WORDS_OF_ONE = 40  # words for each thing past the first MOST_OF_ONE, so that three lines never outweigh a role
LEAST_SHARE = 0.04  # areas below it are left out
LEAST_EVIDENCE = 0.4  # of an area
LONGEST_LIST = 12  # words: what is shorter is no advert but the names of topics, which have no context
SHOWN_TERMS = 4
MOST_TERMS = 60  # kept of an advert
OWN_SHARE = 0.3  # a term is shown with an area that has at least this share of it in the bank
# how far a term of the field counts by the section it stands in
COUNTS: dict[Section, float] = {"work": 1.0, "firm": 0.5, "process": 0.5, "offer": 0.0, "refused": 0.0}
EXTRA = 0.5  # the part of an area of which it speaks as nice to have
FAR_AFTER = 4  # words after one with an everyday sense that may give it away: "of all our suppliers"
BY_HALF = 0.5  # a word with an everyday sense, where its sentence is on the field


Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
Things = Annotated[float, msgspec.Meta(gt=0, le=1_000)]


class Mention(msgspec.Struct, frozen=True):
    """A term of the bank in an advert, as it is written there, and how far it counts.

    `evidence` is how much it says that the advert is about it, 0 to 1; `part` is the part that its area gets for it:
    less where the advert would like it and doesn't ask for it.
    """

    term: Term
    written: str
    evidence: float
    part: float = 1.0


class AreaFound(msgspec.Struct, frozen=True):
    """An area that an advert asks for: its share of what was recognised, and the terms for it as they are written.

    `terms` are those that are shown, `further` all others, the weightiest first.
    """

    area: str
    title: str
    share: Share
    terms: tuple[str, ...]
    further: tuple[str, ...] = ()


class Advert(msgspec.Struct, frozen=True):
    """What was recognised in an advert. `things` is how much it says of the field.

    `missing` are the tools that it names and the bank never mentions, `rounds` the rounds that it speaks of and the
    program does not hold. It mentions `live_coding` where the bank has tasks for it. `language` is empty for English.
    """

    found: tuple[AreaFound, ...]
    missing: tuple[str, ...]
    things: Things
    rounds: tuple[str, ...] = ()
    live_coding: bool = False
    language: str = ""

    @property
    def weight(self) -> float:
        """Its part in the weights of the areas; the role has the rest."""
        return _weight_of(self.things)

    @property
    def parts(self) -> dict[str, float]:
        """The part of each area; they sum to `weight`."""
        return self.parts_without(())

    def parts_without(self, dropped: Container[str]) -> dict[str, float]:
        """The part of each area that is kept: what the advert says of the others is as if it weren't there."""
        shares = {area.area: area.share for area in self.found if area.area not in dropped}
        kept = sum(shares.values())
        weight = _weight_of(self.things * kept)
        return {area: round(weight * share / kept, 4) for area, share in shares.items()}

    @property
    def kept(self) -> dict[str, Any]:
        """What the settings keep of it, as plain values: nothing that might name a firm or a place."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {**plain, "found": {area["area"]: area for area in plain["found"]}, "missing": []}

    @staticmethod
    def of_kept(kept: Mapping[str, Any]) -> "Advert | None":
        """The advert that the settings keep; None where they have none, or something else."""
        try:
            return msgspec.convert({**kept, "found": [*kept["found"].values()]}, Advert) if kept else None
        except (AttributeError, KeyError, msgspec.ValidationError):
            return None

    def with_area(self, area: str, title: str) -> "Advert":
        """The advert with an area that was not recognised: it asks for as much as the others do on average."""
        share = sum(one.share for one in self.found) / len(self.found) if self.found else 1.0
        return msgspec.structs.replace(self, found=(*self.found, AreaFound(area, title, round(share, 4), ())))

    def terms_in(self, areas: Container[str]) -> tuple[str, ...]:
        """What the advert names of some areas, each term once."""
        kept = [(*area.terms, *area.further) for area in self.found if area.area in areas]
        return tuple(dict.fromkeys(term for terms in kept for term in terms))[:MOST_TERMS]


ready(Advert)


def match_advert(text: str, graph: Graph) -> Advert:
    """What a graph recognises in an advert. Raises UsageError if it recognises nothing."""
    known = vocabulary(graph)
    all_statements = statements(text)
    bare, firms = len(text.split()) <= LONGEST_LIST, firm_names(text)
    read = [msgspec.structs.replace(s, text=without_firms(s.text, firms)) for s in all_statements]
    of_field = any(s.section == "work" and _is_on_field(words(s.text), known, s.text) for s in read)
    by_statement = [list(mentions(s, known, is_on_field=bare, of_field=of_field)) for s in read]
    areas = tuple(_areas(graph, known, [mention for group in by_statement for mention in group]))
    if not areas:
        raise UsageError(f"Nothing of the advert is in the bank {graph.id}; the role alone can weight the areas.")
    # how much the advert says: each term once, by its evidence, and of one statement only so much
    seen: set[Term] = set()
    things = 0.0
    for group in sorted(by_statement, key=lambda group: any(mention.part < 1 for mention in group)):  # extras last
        new = {mention.term: mention.evidence * mention.part for mention in group if mention.term not in seen}
        seen |= new.keys()
        things += min(MOST_OF_ONE, sum(new.values()))
    things = min(things, MOST_OF_ONE + len(text.split()) / WORDS_OF_ONE)
    work = "\n".join(statement.text for statement in all_statements if statement.section == "work")
    rounds = rounds_named(all_statements)
    live_coding = LIVE_CODING in rounds and any(question.is_coding for question in graph.questions.values())
    if live_coding:
        rounds = tuple(name for name in rounds if name != LIVE_CODING)
    spoken = language(text)
    missing = unmatched_tools(work, graph, employer(text))
    areas = tuple(_without_tools(area, {name.lower() for name in missing}) for area in areas)
    return Advert(areas, missing, things, rounds, live_coding, spoken if spoken != "English" else "")


def _without_tools(area: AreaFound, missing: Container[str]) -> AreaFound:
    """An area without the tools on which the bank has no question, but where nothing else is named of it.

    "Qdrant" was named as what an area is asked for by, and below it as what there are no questions on.
    """
    left = [term for term in (*area.terms, *area.further) if term.lower() not in missing] or area.terms
    return msgspec.structs.replace(area, terms=tuple(left[:SHOWN_TERMS]), further=tuple(left[SHOWN_TERMS:]))


def _weight_of(things: float) -> float:
    """How far an advert that says so much counts: little at first, as a line or two could be anybody's."""
    return round(MOST_WEIGHT * things**2 / (things**2 + HALF_AT**2), 4)


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


def mentions(
    statement: Statement, known: Vocabulary, *, is_on_field: bool = False, of_field: bool = False
) -> Iterator[Mention]:
    """The terms of a statement that count; of overlapping ones only the longest.

    `is_on_field`: it is known to be on the field, whatever else it says; `of_field`: its advert is.
    """
    if not COUNTS[statement.section]:
        return
    all_words = words(statement.text)
    on_field = is_on_field or statement.is_title or _is_on_field(all_words, known, statement.text)
    for at, length, term in _spans(all_words, known, statement.text):
        # of the rounds of an interview only the name of an area says something: "a system design interview"
        if term in FIELD or (statement.section == "process" and term not in known.of_areas):
            continue
        if statement.section == "process" and _is_of_other_systems(all_words[:at]):
            continue
        amount = COUNTS[statement.section]
        technical = (length == 1 or term in known.loose) and not TECHNICAL.isdisjoint(term)  # "expert parallelism"
        everyday = _is_everyday(term, known) and not technical
        if length == len(term) and (everyday or technical):
            before, after = SENSES.get(all_words[at].form, ("", ""))  # neighbours that give its everyday sense away
            left = all_words[max(0, at - 2) : at] if not all_words[at].pause else []
            right = _after(all_words[at + length : at + length + FAR_AFTER])
            given_away = any(w.form in before.split() for w in left) or any(w.form in after.split() for w in right)
            given_away |= everyday and any(w.form in OF_A_PERSON for w in right[:1])
            is_built = of_field and term[0] in BUILT and _is_built(all_words[:at])
            if statement.section != "work" or (everyday and not on_field and not is_built) or given_away:
                continue
            amount = 1.0 if statement.is_title or is_built else BY_HALF
        start, end = all_words[at].start, all_words[_last_of(all_words, at + length - 1, known, statement.text)].end
        written = " ".join(statement.text[start:end].split())
        yield Mention(term, written, amount, EXTRA if statement.is_extra else 1.0)


def _after(following: Sequence[Word]) -> list[Word]:
    """The word that follows, and after "of the" the next that says something; none across a pause."""
    said: list[Word] = []
    for word in following:
        if word.pause:
            break
        said.append(word)
        if word.form not in OF_THE:
            break
    return said


def _last_of(all_words: Sequence[Word], last: int, known: Vocabulary, text: str) -> int:
    """The last word of a term as it's written: its own last one may begin another, as in "agents and tool use"."""
    at, length, _ = next(_spans(all_words[last:], known, text), (0, 1, ()))
    return last if at else last + length - 1


def _is_of_other_systems(before: Sequence[Word]) -> bool:
    """Whether the word before says so: "back-end system design", and not "end-to-end system design"."""
    forms = [word.form for word in before[-2:]]
    return bool(forms) and forms[-1] in OTHER_SYSTEMS and forms != ["to", "end"]


def _is_built(before: Sequence[Word]) -> bool:
    """Whether a verb of building comes before it in the sentence, and it isn't who the thing is built for."""
    close = next((w.form for w in reversed(before) if w.form not in ARTICLES), "")
    return any(w.form in BUILDING for w in before) and close not in PREPOSITIONS


def _is_on_field(all_words: Sequence[Word], known: Vocabulary, text: str) -> bool:
    """Whether a sentence is on the field: by a sign, or by a term that has no everyday sense."""
    terms = (term for _, _, term in _spans(all_words, known, text))
    return any(w.form in SIGNS for w in all_words) or any(t in FIELD or not _is_everyday(t, known) for t in terms)


def _is_everyday(term: Term, known: Vocabulary) -> bool:
    """Whether a term may well be meant in its everyday sense."""
    return term in known.loose or (len(term) == 1 and term[0] in EVERYDAY)


def _spans(all_words: Sequence[Word], known: Vocabulary, text: str) -> Iterator[tuple[int, int, Term]]:
    """Where terms of the bank or phrases of FIELD begin, and their number of words; the longest where several do."""
    at = 0
    while at < len(all_words):
        length = 1
        for phrase in phrases_at(all_words, at, LONGEST_TITLE):
            term = SAID_FOR.get(phrase)
            if term is None or term not in known.areas:
                # a word is written as initials are: "MoE", and no word that looks like it
                written = text[all_words[at].start : all_words[at].end]
                is_short = sum(ch.isupper() for ch in written) > 1
                in_bank = phrase in known.areas and (phrase not in known.initials or is_short)
                term = phrase if phrase in FIELD or in_bank else None
            if term is not None:
                length = len(phrase)
                yield at, length, term
                break
        at += length


def _areas(graph: Graph, known: Vocabulary, all_mentions: Sequence[Mention]) -> Iterator[AreaFound]:
    """The areas of the advert with the heaviest first."""
    mass: defaultdict[str, float] = defaultdict(float)
    evidence: defaultdict[str, float] = defaultdict(float)
    asked: defaultdict[str, float] = defaultdict(float)  # the evidence, and less of it for what is nice to have
    own: defaultdict[str, dict[str, float]] = defaultdict(dict)  # by area: the weight of each term it owns, as written
    by_term: defaultdict[Term, list[Mention]] = defaultdict(list)
    for mention in all_mentions:
        by_term[mention.term].append(mention)
    for term, group in by_term.items():
        total = sum(mention.evidence for mention in group)
        in_part = sum(mention.evidence * mention.part for mention in group)
        weight = known.rarity[term] * 2 * total / (total + 1)
        ways: dict[Term, str] = {}  # how it is written, each way once, in any case and number
        for mention in group:
            ways.setdefault(tuple(word.form for word in words(mention.written)), mention.written)
        for area, share in known.areas[term].items():
            mass[area] += weight * share
            evidence[area] += total * share
            asked[area] += in_part * share
            if share >= OWN_SHARE:  # what says the same in other words comes last
                for number, written in enumerate(ways.values()):
                    own[area].setdefault(written, 0.0 if number else weight * share)
    least = LEAST_SHARE * sum(mass.values())
    kept = {area: m for area, m in mass.items() if m >= least and evidence[area] >= LEAST_EVIDENCE and own[area]}
    # the tenth word for an area says less than the first, else a long list would leave the other areas unasked
    part = {area: sqrt(amount) * asked[area] / evidence[area] for area, amount in kept.items()}
    for area in sorted(part, key=lambda a: (-part[a], a)):
        terms = tuple(sorted(own[area], key=lambda written: -own[area][written]))
        share = round(part[area] / sum(part.values()), 4)
        yield AreaFound(area, graph.areas[area].title, share, terms[:SHOWN_TERMS], terms[SHOWN_TERMS:])
