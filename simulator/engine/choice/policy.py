"""What to ask next: the value of every item, the flow of the talk, the format's constraints, a draw among the best.

The value is the expected reduction of variance (`values`) times exp(-lambda h), h hops from the last question (`flow`).
The draw is a hash of seed, position and attempt: the same walk gives the same choice, two interviews differ.
"""

import dataclasses
from hashlib import blake2b

import msgspec
import numpy as np
from msgspec.structs import replace

from simulator.engine.choice import constraints
from simulator.engine.choice.constraints import (
    Position,
    Request,
    design_done,
    end_at,
    position_of,
    request_at,
    weights_of,
)
from simulator.engine.choice.formats import FORMATS, ItemKind, SelectionContext
from simulator.engine.choice.reasons import GIVEN_WAY, Alternative, EndReason, Move, Reason
from simulator.engine.choice.value import flow, moments, worth_of
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.response import Array, Mask
from simulator.engine.scoring import SOLID_RANK
from simulator.errors import UsageError

ALTERNATIVES = 3


class Choice(msgspec.Struct, frozen=True):
    """What is asked next, and why."""

    item: str
    kind: ItemKind
    reason: Reason


def next_item(bank: Bank, belief: Belief, walk: SelectionContext) -> Choice | None:
    """The next question or check, or None when the interview is over. Raises UsageError for an unknown format."""
    found = next_step(bank, belief, walk)
    return found if isinstance(found, Choice) else None


def next_step(bank: Bank, belief: Belief, walk: SelectionContext) -> Choice | EndReason:
    """The next question or check, or why there is none. Raises UsageError for an unknown format."""
    shape = FORMATS.get(walk.format)
    if shape is None:
        raise UsageError(f"There is no format {walk.format!r}; choose one of {', '.join(FORMATS)}.")
    if walk.concepts or not bank.leads_up:
        shape = dataclasses.replace(shape, design_minutes=None)  # there may be no open-ended question to lead up to
    answered = sum(a.kind == "question" and not a.skipped for a in walk.asked)
    here = position_of(bank, walk, shape.limit_at(walk.minutes, answered, walk.minutes - walk.clock_minutes))
    if walk.items:
        return _given(bank, belief, walk, here)
    # where it was asked for want of any other it is not the last
    if design_done(bank, shape, here) and np.count_nonzero(_all_of(constraints.absolute(bank, walk)) & bank.talkable):
        return "design"
    if _check_due(shape.checks_after, here) and here.left >= 1:
        choice = _check(bank, belief, walk, here)
        if choice is not None:
            return choice
    request = request_at(bank, belief, walk, shape, here)
    if request is None:
        why = end_at(bank, belief, walk, shape, here)  # worked out once more, at the end alone
        assert why is not None
        return why
    return _question(bank, belief, walk, here, request)


def _given(bank: Bank, belief: Belief, walk: SelectionContext, here: Position) -> Choice | EndReason:
    """The next of the items that the walk holds, while time is left; those that the bank lost are passed over."""
    asked = {a.item for a in walk.asked}
    item = next((i for i in walk.items if i in bank.index and i not in asked), None)
    if item is None:
        return "finished"
    if here.left <= 0:
        return "time"
    chosen = bank.index[item]
    plain, left = _worth(bank, belief, walk)
    gain = float(plain[chosen]) / left
    return Choice(item, "check" if bank.is_check[chosen] else "question", _reason(bank, here, chosen, "again", gain))


def draw(walk: SelectionContext) -> float:
    """A number in [0, 1) that depends on seed, position and attempt only."""
    text = f"{walk.seed}:{len(walk.asked)}:{walk.attempt}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / 2**64


def discounted(bank: Bank, worth: Array, here: Position) -> Array:
    """Values after the hop discount from the last question; as they are where there is none."""
    if here.last is None or here.last.item not in bank.index:
        return worth
    hops = bank.hops[bank.primary[bank.index[here.last.item]]]
    result: Array = worth * flow(here.count).take(hops, mode="clip").take(bank.primary)
    return result


def rounded(worth: Array) -> Array:
    """Values to nine places: a replay must not choose differently for a difference in the last bits."""
    return worth.round(9)


def _check_due(after: tuple[int, ...], here: Position) -> bool:
    return here.count in after and here.checks < sum(1 for n in after if n <= here.count)


def _check(bank: Bank, belief: Belief, walk: SelectionContext, here: Position) -> Choice | None:
    allowed = bank.is_check & constraints.without(bank, {a.item for a in walk.asked} | walk.barred)
    if walk.concepts:
        allowed = allowed & constraints.about(bank, walk.concepts)
    elif walk.area is not None and walk.area in bank.areas:
        allowed = allowed & bank.in_area(walk.area)
    if not allowed.any():
        return None
    rules = [("seen lately", constraints.without(bank, walk.cooling))]
    if here.last is not None:
        tier = bank.items[bank.index[here.last.item]].tier
        rules.append(("more than two tiers away", bank.within(tier - P.TIER_STEP, tier + P.TIER_STEP)))
    allowed, _, _ = constraints.apply(rules, allowed)
    plain, left = _worth(bank, belief, walk)
    chosen = _pick(rounded(discounted(bank, plain, here)), allowed, draw(walk))
    gain = float(plain[chosen]) / left
    return Choice(bank.items[chosen].id, "check", _reason(bank, here, chosen, "check", gain))


def _question(
    bank: Bank, belief: Belief, walk: SelectionContext, here: Position, request: Request
) -> Choice | EndReason:
    absolute = constraints.absolute(bank, walk)
    fresh, askable = absolute[1][1], _all_of(absolute)  # what was not asked, and of it what is not ruled out for good
    if not np.count_nonzero(askable):
        return "finished" if walk.concepts else "exhausted"  # each concept of a session that is sat again was asked
    if _too_long(bank, askable, here):
        return "nothing_fits"
    plain, left = _worth(bank, belief, walk)
    worth = rounded(discounted(bank, plain, here))
    rules = constraints.rules(bank, belief, walk, here, request)
    allowed, held, gave_way = constraints.apply(rules, askable)
    within = P.NEAR_BEST if here.last is not None else P.NEAR_BEST_OPENING
    chosen = _pick(worth, allowed, draw(walk), within)
    reason = replace(
        _reason(bank, here, chosen, _move(bank, here, request, chosen), float(plain[chosen]) / left),
        doubt=any(name == constraints.LEAST_SECURE for name, _ in held),
        gave_way=tuple(name for name in gave_way if name in GIVEN_WAY),
        alternatives=_alternatives(bank, worth, fresh, [*absolute, *held], chosen),
    )
    return Choice(bank.items[chosen].id, "question", reason)


def _all_of(masks: list[constraints.Named]) -> Mask:
    allowed = masks[0][1]
    for _, mask in masks[1:]:
        allowed = allowed & mask
    return allowed


def _too_long(bank: Bank, askable: Mask, here: Position) -> bool:
    """Whether nothing that may still be asked fits in the time that is left; the first question is asked anyway."""
    if here.last is None or bank.longest <= here.left + P.GRACE_MINUTES:
        return False
    return not np.count_nonzero(askable & constraints.fits(bank, here))


def _worth(bank: Bank, belief: Belief, walk: SelectionContext) -> tuple[Array, float]:
    """Values before the hop discount, and the weighted variance that is left."""
    look = moments(bank, belief, weights_of(bank, walk))
    return worth_of(bank, look), look.left


def _pick(worth: Array, allowed: Mask, drawn: float, within: float = P.NEAR_BEST) -> int:
    items = allowed.nonzero()[0]
    left = worth.take(items)
    near = (left >= (1.0 - within) * left.max()).nonzero()[0]
    return int(items[near[int(drawn * len(near))]])


def _alternatives(
    bank: Bank, worth: Array, fresh: Mask, masks: list[constraints.Named], chosen: int
) -> tuple[Alternative, ...]:
    """The three best others that were not asked before (`fresh`), and what ruled each out; of equals the first."""
    candidates = np.where(fresh, worth, -np.inf)
    candidates[chosen] = -np.inf
    found: list[Alternative] = []
    for _ in range(ALTERNATIVES):
        best = int(candidates.argmax())
        value = float(candidates[best])
        if value == -np.inf:
            break
        found.append(Alternative(bank.items[best].id, value, _ruled_out(masks, worth, chosen, best)))
        candidates[best] = -np.inf
    return tuple(found)


def _ruled_out(masks: list[constraints.Named], worth: Array, chosen: int, other: int) -> str:
    for name, mask in masks:
        if not mask[other]:
            return name
    return "less to learn from it" if worth[other] < worth[chosen] else "nearly as good, and the draw fell elsewhere"


def _move(bank: Bank, here: Position, request: Request, chosen: int) -> Move:
    if here.last is None:
        return "open"
    if request.purpose == "design":
        return "design"
    last = bank.index[here.last.item]
    origin, concept = bank.primary[last], bank.primary[chosen]
    if bank.hops[origin, concept] > P.NEAR_HOPS:
        return "new-thread"
    easier = bank.tier[chosen] < bank.tier[last] or bank.ancestors[origin, concept]
    if easier and here.last_rank is not None and here.last_rank < SOLID_RANK:
        return "step-back"
    return "deepen" if bank.tier[chosen] > bank.tier[last] else "sibling"


def _reason(bank: Bank, here: Position, chosen: int, move: Move, gain: float) -> Reason:
    item = bank.items[chosen]
    concept = item.concepts[0][0]
    gain = round(gain, 9)
    if here.last is None:
        return Reason(move, bank.concepts[concept], item.tier, gain)
    last = bank.items[bank.index[here.last.item]]
    origin = last.concepts[0][0]
    return Reason(
        move,
        bank.concepts[concept],
        item.tier,
        gain,
        from_concept=bank.concepts[origin],
        from_tier=last.tier,
        from_verdict=here.last.verdict or "",
        hops=int(bank.hops[origin, concept]),
        rests=bool(bank.ancestors[origin, concept]),
        builds=bool(bank.ancestors[concept, origin]),
    )
