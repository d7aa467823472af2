"""Why something was asked: a record that goes into the transcript, and the sentence made of it."""

from typing import Literal

import msgspec

from simulator.graph.records import TIER_NAMES, Graph

Move = Literal["open", "deepen", "step-back", "sibling", "new-thread", "design", "check", "again"]


class Alternative(msgspec.Struct, frozen=True):
    """Another question that was worth asking: its value after the hop discount, and what ruled it out."""

    item: str
    value: float
    ruled_out: str


class Reason(msgspec.Struct, frozen=True):
    """Why an item was chosen. `gain` is the expected share of the remaining variance that it takes away, 0 to 1.

    `from_concept`, `from_tier` and `from_verdict` tell of the question before; `hops` are the edges between the two
    concepts. `rests` is true where the concept is a prerequisite of the one before, `builds` where it builds on it;
    `doubt` where its area has the lowest bound of all that count and were not asked about in this interview.
    """

    move: Move
    concept: str
    tier: int
    gain: float
    from_concept: str = ""
    from_tier: int = 0
    from_verdict: str = ""
    hops: int = 0
    rests: bool = False
    builds: bool = False
    doubt: bool = False
    alternatives: tuple[Alternative, ...] = ()


def sentence(reason: Reason, graph: Graph) -> str:
    """A plain, true sentence about a choice; it holds nothing that is not in the reason or the graph."""
    here = _title(graph, reason.concept)
    before = _title(graph, reason.from_concept)
    level = f"tier {reason.tier}, {TIER_NAMES[reason.tier]}"
    match reason.move:
        case "open" if reason.doubt:
            return f"The opening, in the least secure of the areas that count for the role: {here} ({level})."
        case "open":
            return f"The opening: {here} ({level})."
        case "check":
            return f"A quick check that the program verifies by itself: {here}."
        case "again":
            return f"Asked again, in its place of the session before: {here} ({level})."
        case "design":
            return f"You got far enough for an open-ended question: {here}."
        case "deepen" if reason.builds:
            return f"A step up to what builds on {before}: {here} ({level})."
        case "deepen":
            return f"A step up in depth, close to {before}: {here} ({level})."
        case "step-back" if reason.rests:
            return f"Your answer on {before} was {reason.from_verdict}, so back to what it rests on: {here} ({level})."
        case "step-back":
            return f"Your answer on {before} was {reason.from_verdict}, so something easier close by: {here} ({level})."
        case "sibling":
            return f"On the same thread as {before}: {here} ({level})."
        case _ if reason.doubt:
            return f"A new thread, in the least secure of the areas left that count for the role: {here} ({level})."
        case _:
            return f"A new thread: {here} ({level})."


def _title(graph: Graph, concept: str) -> str:
    found = graph.concepts.get(concept)
    return f"“{found.title if found is not None else concept}”"
