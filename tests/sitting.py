"""Whole interviews by the bare engine, for tests: a rule answers, the clock runs as planned."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS, PastItem, SelectionContext
from simulator.engine.choice.policy import Choice, next_item
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.items import Item
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import Verdict, rank

Rule = Callable[[Item, int], Verdict | None]
Right = bool | Callable[[Item], bool]  # whether checks are answered right
TALKS = tuple(form.id for form in FORMATS.values() if not form.writes_code)  # those in which no code is written


@dataclass(frozen=True)
class Step:
    """One thing asked: the walk and belief it was chosen from, the choice, and what came of it."""

    walk: SelectionContext
    belief: Belief
    choice: Choice
    item: Item
    verdict: Verdict | None


def sit(bank: Bank, answers: Rule, walk: SelectionContext, pace: float = 1.0, right: Right = True) -> list[Step]:
    """Sit an interview; None from the rule is "not this one", which takes a quarter of a minute."""
    belief = Prior.structural(bank)
    steps: list[Step] = []
    while (choice := next_item(bank, belief, walk)) is not None:
        item = bank.items[bank.index[choice.item]]
        verdict = answers(item, sum(s.choice.kind == "question" for s in steps)) if choice.kind == "question" else None
        steps.append(Step(walk, belief, choice, item, verdict))
        skipped = choice.kind == "question" and verdict is None
        spent = 0.25 if skipped else (item.minutes + (1 if choice.kind == "question" else 0)) * pace
        asked = PastItem(choice.item, choice.kind, verdict, skipped)
        walk = replace(walk, asked=(*walk.asked, asked), clock_minutes=walk.clock_minutes + spent)
        if choice.kind == "check":
            belief = belief.update(Evidence(choice.item, "check", int(right(item) if callable(right) else right)))
        elif verdict is not None:
            belief = belief.update(Evidence(choice.item, "verdict", rank(verdict)))
    return steps


def questions(steps: list[Step]) -> list[Step]:
    return [s for s in steps if s.choice.kind == "question"]
