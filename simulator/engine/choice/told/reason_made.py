"""Why an item is chosen, put together from what the choice rested on (`reasons.Reason`)."""

import numpy as np
from msgspec.structs import replace

from simulator.engine.choice import constraints
from simulator.engine.choice.areas import asked_a_design, told_areas
from simulator.engine.choice.formats import Position, Request, SelectionContext
from simulator.engine.choice.reasons import Alternative, Finds, Move, Reason
from simulator.engine.choice.threads import THREADED, thread_of
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.response import Array, Mask
from simulator.engine.scoring import SOLID_RANK

ALTERNATIVES = 3


def with_thread(
    bank: Bank,
    context: SelectionContext,
    position: Position,
    request: Request,
    chosen: int,
    reason: Reason,
    finds: Finds,
) -> Reason:
    """The reason with what came up of its area, and in a full interview whether that stays with one, or leaves it."""
    last = next((a for a in reversed(position.questions) if not a.skipped), None)
    if last is None:
        return reason
    before, now = (int(bank.item_area[number]) for number in (bank.index[last.item], chosen))
    thread = thread_of(bank, position.questions)
    latest = next(a for a in reversed(context.asked) if not a.skipped)
    elsewhere = latest.kind == "check" and bool(bank.item_area[bank.index[latest.item]] != before)
    if before == now and request.purpose not in {"design", "task"}:
        stays = request.purpose == "stay"
        return replace(reason, stays=stays, returns=stays and elsewhere)
    failed = thread is not None and thread.failed
    asked = [(a.kind, bank.index[a.item]) for a in context.asked if not a.skipped]
    # what a story told needn't have been of the area that it's filed under
    kinds = [kind for kind, item in asked if bank.item_area[item] == now and not bank.is_experience[item]]
    designed = now == bank.design_area and asked_a_design(bank, context.asked)
    met = "question" if "question" in kinds or designed else "check" if len(kinds) == 1 else "checks" if kinds else ""
    if request.purpose not in THREADED:
        return replace(reason, met=met)
    return replace(reason, leaves=bank.areas[before], returns=elsewhere, failed=failed, finds=finds, met=met)


def brought_up_fields(
    bank: Bank, context: SelectionContext, position: Position, chosen: int, *, takes_up: bool
) -> dict[str, str]:
    """The fields of the reason about what the candidate said: a name that it takes up, or what a story was about."""
    area, item = int(bank.item_area[chosen]), bank.items[chosen].id
    name = bank.areas[area]
    story = context.told_of[name] if area in told_areas(bank, context, position) else ""
    mentioned = context.mentioned.get(item) or context.near_mentioned.get(item, "")
    return {
        "story": story,
        "mentioned": mentioned if takes_up and not story else "",
        "touched": context.touched.get(name, ""),
    }


def alternatives_to(
    bank: Bank, worth: Array, fresh: Mask, masks: list[constraints.Named], chosen: int
) -> tuple[Alternative, ...]:
    """The best other items not asked before (`fresh`), with what ruled each out. Of equals, the first comes first."""
    candidates = np.where(fresh, worth, -np.inf)
    candidates[chosen] = -np.inf
    others: list[Alternative] = []
    for _ in range(ALTERNATIVES):
        best = int(candidates.argmax())
        value = float(candidates[best])
        if value == -np.inf:
            break
        lost = "less to learn from it" if value < worth[chosen] else "nearly as good, and the draw fell elsewhere"
        ruled_out = next((name for name, mask in masks if not mask[best]), lost)
        others.append(Alternative(bank.items[best].id, value, ruled_out))
        candidates[best] = -np.inf
    return tuple(others)


def move_to(bank: Bank, position: Position, request: Request, chosen: int) -> Move:
    """How the choice follows the question before: deeper, back, beside it, or to something new."""
    if position.last is None or request.purpose == "opening":
        return "open"
    if request.purpose in {"design", "task"}:
        return "task" if request.purpose == "task" else "design"
    last = position.last_number
    origin, concept = bank.primary[last], bank.primary[chosen]
    hops, same_area = bank.hops[origin, concept], bank.item_area[last] == bank.item_area[chosen]
    if request.purpose in {"new", "left"} and not same_area:
        return "new-thread"
    easier = bank.tier[chosen] < bank.tier[last] or bank.ancestors[origin, concept]
    if position.last_rank is not None and position.last_rank < SOLID_RANK and easier and (hops <= 1 or same_area):
        return "step-back"
    if hops > P.NEAR_HOPS and not (same_area and request.purpose == "stay"):
        return "new-thread"
    return "deepen" if bank.tier[chosen] > bank.tier[last] else "sibling"


def reason_for(bank: Bank, position: Position, chosen: int, move: Move, gain: float) -> Reason:
    """The reason by what the item is, and how far that lies from the question before."""
    item = bank.items[chosen]
    concept = item.concepts[0][0]
    gain = round(gain, 9)
    if position.last is None:
        return Reason(move, bank.concepts[concept], item.tier, gain)
    origin = bank.primary[position.last_number]
    return Reason(
        move,
        bank.concepts[concept],
        item.tier,
        gain,
        from_concept=bank.concepts[origin],
        from_tier=position.last_tier,
        from_verdict=position.last.verdict or "",
        hops=int(bank.hops[origin, concept]),
        rests=bool(bank.ancestors[origin, concept]),
        builds=bool(bank.ancestors[concept, origin]),
        from_story=bool(bank.is_experience[position.last_number]),
    )
