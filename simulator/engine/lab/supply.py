"""How long a bank lasts: simulated interviews in a row until a question has to be asked again."""

from dataclasses import dataclass, replace
from random import Random

from simulator.engine.choice.formats import FULL, PastItem, SelectionContext
from simulator.engine.choice.policy import next_item
from simulator.engine.lab.people import Candidate, drawn_candidate
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import rank
from simulator.graph.records import PROBE_MINUTES, Graph, Role

MOST = 60
DAYS_BETWEEN = 1.0


@dataclass(frozen=True)
class Supply:
    """Interviews in a row: `whole` until the opening finds nothing new at its tiers, `fresh` until a question returns.

    Neither goes beyond MOST.
    """

    whole: int
    fresh: int


def supply(graph: Graph, bank: Bank, role: Role | None, tier: float, seed: int = 0) -> Supply:
    """How many interviews a simulated candidate who answers `tier` solidly can sit, one a day.

    A question is repeated only when nothing else is left to ask. Checks may return.
    """
    candidate = drawn_candidate(bank, seed, tier)
    belief, seen, whole = Prior.structural(bank), frozenset[str](), MOST
    low, high = FULL.stages[0].tiers
    for number in range(MOST):
        context = SelectionContext(FULL.id, role, FULL.minutes, seed=seed + number, cooling=seen)
        belief, questions = _sit(graph, bank, belief, context, candidate)
        if not questions or not low <= graph.questions[questions[0]].tier <= high:
            whole = min(whole, number)
        if not questions or not seen.isdisjoint(questions):
            return Supply(min(whole, number), number)
        belief, seen = belief.aged(DAYS_BETWEEN), seen.union(questions)
    return Supply(whole, MOST)


def _sit(
    graph: Graph, bank: Bank, belief: Belief, context: SelectionContext, candidate: Candidate
) -> tuple[Belief, tuple[str, ...]]:
    """One interview: the belief after it, and the questions asked in it."""
    while (choice := next_item(bank, belief, context)) is not None:
        rng = Random(f"{context.seed}/{choice.item}")
        if choice.kind == "check":
            right = candidate.check(graph.checks[choice.item], rng)
            belief = belief.update(Evidence(choice.item, "check", int(right)))
            asked, minutes = PastItem(choice.item, "check"), 1.0
        else:
            question = graph.questions[choice.item]
            verdict = candidate.answer(question, rng).verdict
            belief = belief.update(Evidence(choice.item, "verdict", rank(verdict)))
            asked, minutes = PastItem(choice.item, "question", verdict), question.planned_minutes + PROBE_MINUTES
        context = replace(context, asked=(*context.asked, asked), clock_minutes=context.clock_minutes + minutes)
    return belief, tuple(a.item for a in context.asked if a.kind == "question")
