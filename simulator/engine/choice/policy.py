"""What to ask next: the value of every item, the hop discount, the format's constraints, and a draw among the best.

An item's value is its expected reduction of variance, times exp(-lambda h) for h hops from the last question (both in
`value`). The draw is a hash of seed, position and attempt: the same context gives the same choice, and two interviews
differ.
"""

from collections.abc import Sequence
from functools import reduce
from hashlib import blake2b
from itertools import takewhile
from operator import and_

import msgspec
import numpy as np
from msgspec.structs import replace

from simulator.engine.choice import constraints
from simulator.engine.choice.areas import drawn_area
from simulator.engine.choice.constraints import end_at, request_at, weights_of
from simulator.engine.choice.endings import EndReason
from simulator.engine.choice.formats import FORMATS, Format, ItemKind, Position, Request, SelectionContext, position_of
from simulator.engine.choice.reasons import GIVEN_WAY, Finds, Reason
from simulator.engine.choice.threads import (
    THREADED,
    leaves_room,
    request_in_threads,
    task_is_due,
    thread_rules,
)
from simulator.engine.choice.told.reason_made import (
    alternatives_to,
    brought_up_fields,
    move_to,
    reason_for,
    with_thread,
)
from simulator.engine.choice.value import hop_discount, moments, worth_of
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.ground import ground_of
from simulator.engine.model.response import Array, Mask
from simulator.errors import UsageError

NOT_IN_DOUBT = "not in doubt"


class Choice(msgspec.Struct, frozen=True):
    """What is asked next, and why."""

    item: str
    kind: ItemKind
    reason: Reason


def next_item(bank: Bank, belief: Belief, context: SelectionContext) -> Choice | None:
    """The next question or check, or None when the interview is over. Raises UsageError for an unknown format."""
    step = next_step(bank, belief, context)
    return step if isinstance(step, Choice) else None


def next_step(bank: Bank, belief: Belief, context: SelectionContext) -> Choice | EndReason:
    """The next question or check, or why there is none. Raises UsageError for an unknown format."""
    shape, position = format_and_position(bank, context)
    if context.items:
        return _given(bank, belief, context, position)
    if _check_is_due(bank, belief, context, shape, position) or _owes_check(bank, belief, context, shape, position):
        choice = _check(bank, belief, context, position, shape.course == "threads")
        if choice is not None:
            return choice
    why = end_at(bank, belief, context, shape, position)
    if why is not None:
        return _why_over(bank, position, why)
    in_threads = shape.course == "threads" and not context.concepts
    request = (request_in_threads if in_threads else request_at)(bank, belief, context, shape, position)
    return _question(bank, belief, context, position, request)


def format_and_position(bank: Bank, context: SelectionContext) -> tuple[Format, Position]:
    """The format, without what can't come in it, and the position. Raises UsageError for an unknown format."""
    shape = FORMATS.get(context.format)
    if shape is None:
        raise UsageError(f"There's no format {context.format!r}; choose one of {', '.join(FORMATS)}.")
    has_task = context.role is not None and context.role.code and bool(bank.tasks)
    if context.concepts or not (bank.leads_up or has_task):
        shape = msgspec.structs.replace(shape, design_minutes=None)  # there may be no open-ended question to lead up to
    answered = sum(a.kind == "question" and not a.skipped for a in context.asked)
    limit = shape.limit_at(context.minutes, answered, context.minutes - context.kept_minutes - context.clock_minutes)
    return shape, position_of(bank, context, limit)


def _check_is_due(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> bool:
    skipped = sum(asked.skipped for asked in position.questions) if shape.course == "threads" else 0
    count = position.count - skipped
    with_task = position.task is not None or task_is_due(bank, context, shape, position)
    checks_after = _checks_after(context, shape, with_task=with_task)
    if context.past_areas:
        checks_after = (*checks_after, *shape.later_checks)
    due = sum(after <= count for after in checks_after)
    in_a_row = sum(1 for _ in takewhile(lambda asked: asked.kind == "check", reversed(context.asked)))
    if in_a_row >= checks_after.count(count) or position.checks >= due or position.left < 1:
        return False
    if position.count >= position.limit:
        return False
    return shape.course != "threads" or leaves_room(bank, belief, context, shape, position)


def _checks_after(context: SelectionContext, shape: Format, *, with_task: bool) -> tuple[int, ...]:
    """The counts of questions after which a check comes."""
    aloud = shape.checks_aloud_with_task if with_task else shape.checks_aloud
    if context.spoken and aloud:
        return aloud
    return shape.checks_with_task if with_task and shape.checks_with_task else shape.checks_after


def _owes_check(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> bool:
    """Whether a spoken interview ends, as its time for questions is over, with fewer checks than bear marks out.

    A check may run over the last minute: half of those that had too few had none left.
    """
    few = context.spoken and bool(shape.checks_aloud) and position.checks < P.CHECKS_ALOUD
    return few and position.left >= 0 and end_at(bank, belief, context, shape, position) == "time"


def _why_over(bank: Bank, position: Position, why: EndReason) -> EndReason:
    """The reason of an end; an interview whose last answer was to the open-ended question ends with that."""
    last = position.last
    designed = last is not None and not last.skipped and bank.is_design[bank.index[last.item]]
    return "design" if designed and why in {"time", "finished", "nothing_fits"} else why


def _given(bank: Bank, belief: Belief, context: SelectionContext, position: Position) -> Choice | EndReason:
    """The next item of a fixed list, while time is left. Items that are no longer in the bank are left out."""
    asked = {a.item for a in context.asked}
    item = next((i for i in context.items if i in bank.index and i not in asked), None)
    if item is None:
        return "finished"
    if position.left <= 0:
        return "time"
    chosen = bank.index[item]
    plain, left = _worth(bank, belief, context)
    gain = float(plain[chosen]) / left
    kind: ItemKind = "check" if bank.is_check[chosen] else "question"
    return Choice(item, kind, reason_for(bank, position, chosen, "again", gain))


def draw(context: SelectionContext, what: str = "") -> float:
    """A number in [0, 1) that depends on seed, position and attempt only, and on `what` is drawn."""
    text = f"{context.seed}:{len(context.asked)}:{context.attempt}{what}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / 2**64


def discounted(bank: Bank, worth: Array, position: Position) -> Array:
    """Values (items,) after the hop discount from the last question; as they are where there is none."""
    if position.last is None:
        return worth
    hops = bank.jumps[bank.primary[position.last_number]]
    result: Array = worth * hop_discount(position.count).take(hops, mode="clip").take(bank.primary)
    return result


def rounded(worth: Array) -> Array:
    """Values rounded to nine places, so that a difference in the last bits changes no choice on another machine."""
    return worth.round(9)


def _check(bank: Bank, belief: Belief, context: SelectionContext, position: Position, surveys: bool) -> Choice | None:
    """The next check; one that `surveys` is of an area that counts and was not asked about.

    Where the answer to the only check of an area spoke against it, a second one of that area comes first: one wrong
    answer may be a slip, and two say something.
    """
    allowed = bank.is_check & constraints.without(bank, {a.item for a in context.asked} | context.barred)
    if context.concepts:
        allowed = allowed & constraints.about(bank, context.concepts)
    elif (area := constraints.only_area(bank, context)) is not None:
        allowed = allowed & bank.in_area(area)
    if not allowed.any():
        return None
    rules = [("seen lately", constraints.without(bank, context.cooling))]
    if context.area is None and not context.concepts:
        rules.append((constraints.TOO_DEEP, bank.in_depth(context.role)))
    rules += _named_of_areas(bank, context, constraints.apply(rules, allowed)[0])
    if surveys:
        items = np.array([bank.index[a.item] for a in context.asked], np.intp)
        met, concepts = bank.item_area[items], bank.primary[items]
        latest = [bank.index[a.item] for a in context.asked if a.kind == "check"][-2:]
        asked_numbers = len(latest) > 1 and bool(bank.is_number[latest].all())  # not every check is to be a sum
        before = [n for n, area in enumerate(bank.areas) if context.past_areas.get(area)]
        shares = constraints.area_shares(bank, context)
        counts = shares >= constraints.little_share(bank, context) - 1e-9
        rules += [
            (NOT_IN_DOUBT, (_in_doubt(bank, belief, context) & counts)[bank.item_area]),
            ("the same concept again", ~np.isin(bank.primary, concepts)),
            (constraints.ASKS_AGAIN, ground_of(bank).covered_by(items, P.GIVES_AWAY) == 0),
            ("asked about already", ~np.isin(bank.item_area, met)),
            *_less_secure(bank, belief, context, counts),
            ("asked about in an earlier interview", ~np.isin(bank.item_area, before)),
            ("counts for little", counts[bank.item_area]),
            ("a third number to work out", ~(bank.is_number & asked_numbers)),
        ]
    elif position.last is not None:
        tier = position.last_tier
        rules.append(("more than two tiers away", bank.within(tier - P.TIER_STEP, tier + P.TIER_STEP)))
    allowed, held, _ = constraints.apply([*rules, *_named(bank, context)], allowed)
    plain, left = _worth(bank, belief, context)
    worth = plain if surveys else discounted(bank, plain, position)
    chosen = _pick(rounded(worth), allowed, draw(context), P.NEAR_BEST_CHECK if surveys else P.NEAR_BEST)
    gain = float(plain[chosen]) / left
    reason = reason_for(bank, position, chosen, "check", gain)
    in_doubt = any(name == NOT_IN_DOUBT for name, _ in held)
    touched = context.touched.get(bank.areas[bank.item_area[chosen]], "")
    return Choice(bank.items[chosen].id, "check", replace(reason, doubt=in_doubt, touched=touched))


def _less_secure(bank: Bank, belief: Belief, context: SelectionContext, counts: Mask) -> list[constraints.Named]:
    """In a later interview: a check of one of the least secure areas that it hasn't met, of those that count."""
    if not context.past_areas:
        return []
    met = np.zeros(len(bank.areas), np.bool_)
    met[[bank.item_area[bank.index[a.item]] for a in context.asked]] = True
    waiting = sorted(np.flatnonzero(counts & ~met), key=lambda n: constraints.lower_bound(belief, bank.areas[n]))
    return [(constraints.LEAST_SECURE, np.isin(bank.item_area, waiting[: P.LEAST_SECURE_AREAS]))]


def _in_doubt(bank: Bank, belief: Belief, context: SelectionContext) -> Mask:
    """True for the areas met by a single check and no question that lie below the candidate's own mean since."""
    areas = [bank.item_area[bank.index[a.item]] for a in context.asked]
    times = np.bincount(areas, minlength=len(bank.areas))
    whole, in_doubt = weights_of(bank, context), np.zeros(len(bank.areas), np.bool_)
    for past, area in zip(context.asked, areas, strict=True):
        if past.kind == "check" and times[area] == 1:
            apart = belief.mean_of(bank.area_weights(bank.areas[area]) - whole)
            in_doubt[area] = round(apart, 9) < -P.IN_DOUBT
    return in_doubt


def _question(
    bank: Bank, belief: Belief, context: SelectionContext, position: Position, request: Request
) -> Choice | EndReason:
    task = request.purpose == "task" or FORMATS[context.format].writes_code
    absolute = constraints.absolute(bank, context, task=task)
    fresh = absolute[1][1]  # not asked yet
    askable = reduce(and_, (mask for _, mask in absolute))
    if not np.count_nonzero(askable):
        return "finished" if context.concepts else "exhausted"  # each of its concepts was asked about
    runs_over = position.last is not None and bank.longest > position.left + P.GRACE_MINUTES
    if runs_over and not np.count_nonzero(askable & constraints.fits(bank, position)):
        return _why_over(bank, position, "nothing_fits")  # the first question is asked anyway
    plain, left = _worth(bank, belief, context)
    worth = rounded(discounted(bank, plain, position))
    threaded = request.purpose in THREADED
    masks = (
        thread_rules(bank, context, position, request)
        if threaded
        else constraints.rules(bank, belief, context, position, request)
    )
    allowed, held, gave_way = constraints.apply([*constraints.begins_with(bank, context), *masks], askable)
    finds: Finds = ""
    if request.purpose in {"new", "left"}:
        finds, subject = drawn_area(bank, belief, context, position, request, allowed, draw(context, "area"))
        allowed, within, _ = constraints.apply([("another subject was drawn", subject)], allowed)
        held += within
    allowed, named, _ = constraints.apply(_named(bank, context), allowed)
    held += named
    first = _mentioned(bank, context, request)
    chosen = _pick(worth, allowed, draw(context), P.NEAR_BEST_DRAWN if task else _width(position, request), first)
    reason = replace(
        reason_for(bank, position, chosen, move_to(bank, position, request, chosen), float(plain[chosen]) / left),
        doubt=finds == "doubt" or any(name == constraints.LEAST_SECURE for name, _ in held),
        gave_way=tuple(name for name in gave_way if name in GIVEN_WAY),
        alternatives=alternatives_to(bank, worth, fresh, [*absolute, *held], chosen),
        **brought_up_fields(bank, context, position, chosen, takes_up=bool(first)),
    )
    return Choice(
        bank.items[chosen].id, "question", with_thread(bank, context, position, request, chosen, reason, finds)
    )


def _named(bank: Bank, context: SelectionContext) -> list[constraints.Named]:
    """The last rules, where a job advert is in force: an item that asks what it names, or speaks of it, or is near it.

    Few stories of one's own work name anything, and everybody would be asked one of those: they pass as they are.
    """
    if not context.named or context.concepts:
        return []
    sets = (context.asks_named, context.named, context.near_named)
    asks, named, near = (~constraints.without(bank, items) | bank.is_experience for items in sets)
    return [
        (constraints.NOT_NAMED, asks),
        (constraints.NOT_NAMED, named),
        (constraints.FAR_FROM_NAMED, named | near),
    ]


def _named_of_areas(bank: Bank, context: SelectionContext, allowed: Mask) -> list[constraints.Named]:
    """The same within each area: where it has such items among the allowed ones, no others of it."""
    rules = []
    for name, mask in _named(bank, context):
        has_some = np.bincount(bank.item_area[allowed & mask], minlength=len(bank.areas)) > 0
        rules.append((name, mask | ~has_some[bank.item_area]))
    return rules


def _width(position: Position, request: Request) -> float:
    """The share of the best value that a question may fall short of and still be drawn."""
    if request.purpose in {"opening", "design"}:
        return P.NEAR_BEST_DRAWN
    if request.purpose in THREADED:
        return P.NEAR_BEST_THREAD
    return P.NEAR_BEST if position.last is not None else P.NEAR_BEST_OPENING


def _worth(bank: Bank, belief: Belief, context: SelectionContext) -> tuple[Array, float]:
    """Values before the hop discount, and the weighted variance that remains."""
    item_moments = moments(bank, belief, weights_of(bank, context))
    return worth_of(bank, item_moments), item_moments.left


def _pick(worth: Array, allowed: Mask, drawn: float, within: float = P.NEAR_BEST, first: Sequence[Mask] = ()) -> int:
    """One of the allowed items that are nearly as good as the best; of these one that comes `first`, if any does."""
    items = allowed.nonzero()[0]
    left = worth.take(items)
    near = (left >= (1.0 - within) * left.max()).nonzero()[0]
    near = next((near[some] for mask in first if (some := mask[items[near]]).any()), near)
    return int(items[near[int(drawn * len(near))]])


def _mentioned(bank: Bank, context: SelectionContext, request: Request) -> list[Mask]:
    """What the candidate mentioned, and then what is of such a concept; not for a longer task, or at the start."""
    if request.purpose in {"opening", "design", "task"} or not (context.mentioned or context.near_mentioned):
        return []
    return [~constraints.without(bank, items) for items in (context.mentioned, context.near_mentioned)]
