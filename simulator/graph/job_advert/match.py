"""Match a job advert with the areas of a graph.

Each term of the advert that the bank knows counts by its rarity (idf over the bank's concepts), and less each time it
is repeated; how far it counts at all depends on where it stands (`evidence`). It is shared out to the areas as the
bank's own texts use it. Negation is not understood: "no Kubernetes needed" counts as Kubernetes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import msgspec

from simulator.errors import UsageError
from simulator.graph.job_advert.evidence import Mention, mentions
from simulator.graph.job_advert.rounds import rounds_named
from simulator.graph.job_advert.statements import statements
from simulator.graph.job_advert.tools import unmatched_tools
from simulator.graph.job_advert.vocabulary import Term, Vocabulary, vocabulary
from simulator.graph.records import Graph, Role

MOST_WEIGHT = 0.9
HALF_AT = 3.5  # things said of the field at which the advert has half of MOST_WEIGHT
MOST_OF_ONE = 2.0  # things that one statement says, however long its list
WORDS_OF_ONE = 40  # words for each thing past the first MOST_OF_ONE, so that three lines never outweigh a role
LEAST_SHARE = 0.04  # areas below it are left out
LEAST_EVIDENCE = 0.4  # of an area
LONGEST_LIST = 12  # words: what is shorter is no advert but the names of topics, which have no context
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

    `missing` are the tools that it names and the bank never mentions, `rounds` the rounds that it speaks of and the
    program does not hold.
    """

    found: tuple[AreaFound, ...]
    missing: tuple[str, ...]
    weight: float
    rounds: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[str, float]:
        """The part of each area; they sum to `weight`."""
        return {area.area: round(self.weight * area.share, 4) for area in self.found}


def match_advert(text: str, graph: Graph) -> Advert:
    """What a graph recognises in an advert. Raises UsageError if that is nothing."""
    known = vocabulary(graph)
    said = statements(text)
    bare = len(text.split()) <= LONGEST_LIST
    by_statement = [list(mentions(statement, known, is_on_field=bare)) for statement in said]
    areas = tuple(_areas(graph, known, [mention for found in by_statement for mention in found]))
    if not areas:
        raise UsageError(f"Nothing of the advert is in the bank {graph.id}; the role alone can weight the areas.")
    things = min(_things_said(by_statement), MOST_OF_ONE + len(text.split()) / WORDS_OF_ONE)
    weight = MOST_WEIGHT * things / (things + HALF_AT)
    work = "\n".join(one.text for one in said if one.section == "work")
    return Advert(areas, unmatched_tools(work, graph), round(weight, 4), rounds_named(said))


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


def _things_said(by_statement: Sequence[Sequence[Mention]]) -> float:
    """How much an advert says: each term once, by its evidence, and of one statement only so much."""
    seen: set[Term] = set()
    things = 0.0
    for found in by_statement:
        new = {mention.term: mention.evidence for mention in found if mention.term not in seen}
        seen |= new.keys()
        things += min(MOST_OF_ONE, sum(new.values()))
    return things


def _areas(graph: Graph, known: Vocabulary, found: Sequence[Mention]) -> Iterator[AreaFound]:
    """The areas of the advert with the heaviest first."""
    mass: defaultdict[str, float] = defaultdict(float)
    evidence: defaultdict[str, float] = defaultdict(float)
    own: defaultdict[str, dict[str, float]] = defaultdict(dict)  # by area: the weight of each term it owns, as written
    for term, group in _by_term(found).items():
        total = sum(mention.evidence for mention in group)
        weight = known.rarity[term] * 2 * total / (total + 1)
        for area, share in known.areas[term].items():
            mass[area] += weight * share
            evidence[area] += total * share
            if share >= OWN_SHARE:
                own[area].setdefault(group[0].written, weight * share)
    least = LEAST_SHARE * sum(mass.values())
    kept = {area: m for area, m in mass.items() if m >= least and evidence[area] >= LEAST_EVIDENCE and own[area]}
    # the tenth word for an area says less than the first, else a long list would leave the other areas unasked
    part = {area: sqrt(amount) for area, amount in kept.items()}
    for area in sorted(part, key=lambda a: (-part[a], a)):
        shown = sorted(own[area], key=lambda written: -own[area][written])[:SHOWN_TERMS]
        yield AreaFound(area, graph.areas[area].title, round(part[area] / sum(part.values()), 4), tuple(shown))


def _by_term(found: Sequence[Mention]) -> dict[Term, list[Mention]]:
    groups: defaultdict[Term, list[Mention]] = defaultdict(list)
    for mention in found:
        groups[mention.term].append(mention)
    return groups
