"""What may be asked next, as masks over the bank in the order of their importance.

A few are never given up (`absolute`); of the others (`rules`) each holds only where it leaves something to ask.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank
from simulator.engine.belief import Belief
from simulator.engine.plan import Walk
from simulator.engine.position import Position
from simulator.engine.request import STEP, Request

Mask = NDArray[np.bool_]
Named = tuple[str, Mask]
NEAR = 2  # hops within which a question is on the same thread
GRACE_MINUTES = 1.0
DESIGN = 6
DOUBT = 0.5  # standard deviations below the mean at which an area is held to stand when the weakest is looked for
LEAST_SECURE = "another area is less secure"
LITTLE = 0.5  # an area with less than this part of an equal share counts for little in a role
WEAKEST = 0.25  # share of the concepts that a drill counts as weak


def absolute(bank: Bank, walk: Walk) -> list[Named]:
    """What is never given up: nothing twice, what a session that is sat again is about, the area of a deep dive."""
    fresh = bank.is_question.copy()
    for asked in walk.asked:
        if asked.item in bank.index:
            fresh[bank.index[asked.item]] = False
    masks: list[Named] = [("a check, not a question", bank.is_question), ("asked already", fresh)]
    if walk.concepts:
        masks.append(("not what this session is about", _left_to_ask(bank, walk)))
    elif walk.area is not None and walk.area in bank.areas:
        masks.append(("outside the area", bank.in_area(walk.area)))
    return masks


def rules(bank: Bank, belief: Belief, walk: Walk, here: Position, request: Request) -> list[Named]:
    """What holds as long as it leaves something to ask, the most important first.

    Each is weighed against those before it: where no question is left that fits them all, the later one gives way.
    """
    step, another = _near_the_last(bank, here)
    masks = [_kind_of_request(bank, request), *step]
    if walk.cooling:
        masks.append(("seen lately", without(bank, walk.cooling - walk.due)))
    masks += another
    if request.purpose == "drill":
        masks += [("nothing that is due", ~without(bank, walk.due)), ("not a weak spot", _weak_spots(bank, belief))]
    stage = ("outside the tiers of this stage", bank.within(request.low, request.high))
    after_weak = _after_weak(bank, here, request)
    masks += [*after_weak, stage] if not request.first_of_stage else [stage, *after_weak]
    if here.two_strong and here.last is not None and request.purpose == "stage":
        up = min(bank.items[bank.index[here.last.item]].tier + 1, request.high)
        masks.append(("no step up after two strong answers", bank.within(up, DESIGN)))
    if bank.longest > here.left + GRACE_MINUTES:
        masks.append(("longer than the time that is left", fits(bank, here)))
    if walk.role is not None and walk.area is None:
        masks.append(("enough was asked of its area", _quota(bank, walk, here)))
        if walk.past_areas and here.count % 2 == 0:  # every other question may leave the thread for it
            masks.append(_to_come_back_to(bank, belief, walk))
    return masks


def _kind_of_request(bank: Bank, request: Request) -> Named:
    if request.purpose == "design":
        return "not open-ended", bank.is_design & bank.within(DESIGN, DESIGN)
    return "open-ended, and those come last", bank.talkable


def _near_the_last(bank: Bank, here: Position) -> tuple[list[Named], list[Named]]:
    """A step of at most two tiers, and another concept unless the question says that it follows; none at the start."""
    if here.last is None or here.last.item not in bank.index:
        return [], []
    last = bank.index[here.last.item]
    tier = bank.items[last].tier
    other = bank.primary != bank.primary[last]
    linked = bank.followers.get(here.last.item)
    if linked is not None:
        other[linked] = True
    return [("more than two tiers away", bank.within(tier - STEP, tier + STEP))], [("the same concept again", other)]


def fits(bank: Bank, here: Position) -> Mask:
    """True for the items that are planned for no more than the minutes that are left."""
    result: Mask = bank.minutes <= here.left + GRACE_MINUTES
    return result


def about(bank: Bank, concepts: Iterable[str]) -> Mask:
    """True for the items whose first concept is one of these."""
    wanted = frozenset(concepts)
    result: Mask = np.array([name in wanted for name in bank.concepts], np.bool_)[bank.primary]
    return result


def _left_to_ask(bank: Bank, walk: Walk) -> Mask:
    """Items on the concepts that the session is about and has not asked about yet, but for those that are barred."""
    asked = [bank.primary[bank.index[a.item]] for a in walk.asked if a.kind == "question" and a.item in bank.index]
    return about(bank, walk.concepts - {bank.concepts[c] for c in asked}) & without(bank, walk.barred)


def _to_come_back_to(bank: Bank, belief: Belief, walk: Walk) -> Named:
    """Questions of the area that is least secure after earlier interviews, of those not asked about in this one.

    It is the one with the lowest bound, half a standard deviation below its mean: weak answers count, and so does that
    little is known. Without it a gap that one lucky answer hides, or one unlucky answer makes, would be met again only
    by chance. An area that counts for little goes before them once it is a question behind its share of all that was
    asked: otherwise it would never be asked about, however many interviews follow.
    """
    shares, asked = _shares(bank, walk), _asked_by_area(bank, walk)
    past = asked + np.array([walk.past_areas.get(area, 0) for area in bank.areas])
    little = shares < LITTLE / len(bank.areas)
    left_out = little & (asked == 0) & (shares * past.sum() - past >= 1.0)
    late = bool(left_out.any())
    among = np.flatnonzero(left_out if late else ~little & (asked == 0))
    lowest = min(among, key=lambda i: _bound(belief, bank.areas[i]), default=-1)
    mask: Mask = (bank.area_of == lowest)[bank.primary]
    return ("another area was left out for long" if late else LEAST_SECURE), mask


def _bound(belief: Belief, area: str) -> float:
    mean, sd = belief.area(area)
    return round(mean - DOUBT * sd, 9)  # as every value: the last bits decide nothing


def _weak_spots(bank: Bank, belief: Belief) -> Mask:
    """Questions on concepts in the lower quarter of the candidate's own mastery."""
    result: Mask = (belief.mastery <= np.quantile(belief.mastery, WEAKEST))[bank.primary]
    return result


def apply(masks: list[Named], start: Mask) -> tuple[Mask, list[Named], list[str]]:
    """Narrow `start` by each mask that leaves something; also the masks that held, and the names of the others."""
    allowed, held, gave_way = start, [], []
    for name, mask in masks:
        narrowed = allowed & mask
        if np.count_nonzero(narrowed):  # `any` takes four times as long
            allowed = narrowed
            held.append((name, mask))
        else:
            gave_way.append(name)
    return allowed, held, gave_way


def without(bank: Bank, items: Iterable[str]) -> Mask:
    """True for every item but these; ids that the bank does not hold are no matter."""
    mask = np.ones(len(bank.items), np.bool_)
    mask[[bank.index[i] for i in items if i in bank.index]] = False
    return mask


def _after_weak(bank: Bank, here: Position, request: Request) -> list[Named]:
    """A weak answer is followed by what it rests on, or by something easier, close by."""
    if here.last is None or here.last_rank != 0 or request.purpose != "stage":
        return []
    last = bank.index[here.last.item]
    tier, concept = bank.tier[last], bank.primary[last]
    near = bank.hops[concept].take(bank.primary) <= NEAR
    rests = bank.ancestors[concept].take(bank.primary) & (bank.tier <= tier)
    return [("no step back after a weak answer", near & ((bank.tier < tier) | rests))]


def _quota(bank: Bank, walk: Walk, here: Position) -> Mask:
    most = np.ceil(_shares(bank, walk) * here.limit)
    open_areas: Mask = _asked_by_area(bank, walk) < most
    result: Mask = open_areas[bank.area_of[bank.primary]]
    return result


def _shares(bank: Bank, walk: Walk) -> NDArray[np.float64]:
    """What part of an interview the role gives to each area."""
    return np.asarray(np.bincount(bank.area_of, bank.role_weights(walk.role), len(bank.areas)), np.float64)


def _asked_by_area(bank: Bank, walk: Walk) -> NDArray[np.intp]:
    """How many questions of each area this interview asked."""
    asked = [bank.area_of[bank.primary[bank.index[a.item]]] for a in walk.asked if a.kind == "question"]
    return np.bincount(np.array(asked, np.intp), minlength=len(bank.areas))
