"""From an advert's words to the areas that they speak for.

Every term of the advert that the bank knows carries its rarity (idf over the bank's concepts), damped where it is said
often; an area gets of it what the bank's own texts say. Negation is not read: "no Kubernetes needed" counts as
Kubernetes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from simulator.errors import UsageError
from simulator.graph.advert.names import unknown_names
from simulator.graph.advert.vocabulary import Term, Vocabulary, terms, vocabulary, words
from simulator.graph.records import Graph, Role

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
        return {one.area: round(self.weight * one.share, 4) for one in self.found}


def recognise(text: str, graph: Graph) -> Advert:
    """What a graph knows of an advert. Raises UsageError where that is nothing."""
    known = vocabulary(graph)
    said = list(_said(text, known))
    counts = Counter(term for term, _ in said)
    if not counts:
        raise UsageError(f"Nothing of the advert is in the bank {graph.id}; the role alone can weigh the areas.")
    mass: defaultdict[str, float] = defaultdict(float)
    spoken: defaultdict[str, dict[str, float]] = defaultdict(dict)
    surfaces: dict[Term, str] = {}
    for term, surface in said:
        surfaces.setdefault(term, surface)
    for term, count in counts.items():
        weight = known.rarity[term] * 2 * count / (count + 1)
        for area, share in known.areas[term].items():
            mass[area] += weight * share
            spoken[area][surfaces[term]] = weight * share if share >= OWN_SHARE else 0.0
    weight = MOST_WEIGHT * len(counts) / (len(counts) + HALF_AT)
    return Advert(tuple(_areas(graph, mass, spoken)), unknown_names(text, graph), round(weight, 4))


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


def _said(text: str, known: Vocabulary) -> Iterator[tuple[Term, str]]:
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
