"""The area that a new thread of a full interview turns to, and the questions near enough to lead there."""

from collections.abc import Sequence

import msgspec
import numpy as np

from simulator.engine.choice import reasons
from simulator.engine.choice.constraints import (
    LEFT_OUT,
    area_shares,
    asked_by_area,
    lower_bound,
    to_come_back_to,
    weights_of,
)
from simulator.engine.choice.formats import PastItem, Position, Request, SelectionContext
from simulator.engine.choice.reasons import Finds
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.response import Array, Ints, Mask


def drawn_area(
    bank: Bank,
    belief: Belief,
    context: SelectionContext,
    position: Position,
    request: Request,
    allowed: Mask,
    drawn: float,
) -> tuple[Finds, Mask]:
    """What a new thread is to find out (`Reason.finds`), and the questions of the area that it turns to (items,).

    After a story that's an area which it was about, if there is one: nobody wants to talk about something else then. A
    first interview draws it by its weight in the role, among those that are near; the heaviest that waits comes first.
    Where two checks of one spoke against it, and it counts at least half as much as any other that waits, that comes
    before. Later ones go to the area that is least secure, if it is near. The minutes that are left go to the area of
    which most is open, by its weight and how far it may lie below the rest: of the heaviest that had no whole question,
    if there are such. Once all that the role asks most was asked about, it may come back to that rather than turn to
    what counts for little. `allowed` are the questions that fit all other rules.
    """
    shares, asked = area_shares(bank, context), asked_on(bank, context)
    for area in told_areas(bank, context, position) if request.purpose == "new" else ():
        if (allowed & (bank.item_area == area)).any():
            return "", bank.item_area == area
    among = if_any(allowed, _open(bank, context, position, asked)[bank.item_area])
    if context.past_areas and request.purpose == "new":
        why, lowest = to_come_back_to(bank, belief, context)
        if (among & (bank.item_area == lowest)).any():
            return ("late" if why == LEFT_OUT else "doubt"), bank.item_area == lowest
    matters = shares >= P.LITTLE_SHARE / len(bank.areas)
    doubted = among & (_doubted_by_checks(bank, belief, context) & matters & (asked == 0))[bank.item_area]
    doubted &= (shares >= P.DOUBTED_SHARE * shares[bank.item_area[among]].max(initial=0.0))[bank.item_area]
    doubted &= hops_from_last(bank, position) <= P.NEAR_HOPS + 1
    if request.purpose == "new" and doubted.any():
        lowest = min(np.unique(bank.item_area[doubted]), key=lambda i: lower_bound(belief, bank.areas[i]))
        return "doubt", bank.item_area == lowest
    among = if_any(among, (shares > 0)[bank.item_area], matters[bank.item_area])
    if context.advert:  # what it wants most comes before what it wants a little
        most = shares[bank.item_area[among]].max()
        among = among & (shares >= P.ADVERT_FIRST * most)[bank.item_area]
    elif request.purpose == "new" and not context.past_areas:  # what weighs most comes first
        among = _heavy_first(bank, context, position, among)
    if request.purpose == "left":
        areas = np.unique(bank.item_area[_heavy_left(bank, context, among)])
        area, hops = _most_at_stake(bank, belief, context, asked, areas), hops_from_last(bank, position)
        return "left", if_any(allowed & (bank.item_area == area), hops <= P.NEAR_HOPS + 1, hops <= P.NEAR_HOPS)
    chosen, among = _drawn_by_weight(bank, context, position, asked, among, drawn)
    # what an advert names may lie farther off
    return "weight", (bank.item_area == chosen) & (among | bool(context.named))


def most_asked_waiting(bank: Bank, context: SelectionContext) -> Mask:
    """The areas that weigh most, or nearly so, of those that weren't asked about (areas,)."""
    waiting = _waiting_shares(bank, context)
    result: Mask = (waiting > 0) & (waiting >= P.MOST_ASKED * waiting.max())
    return result


def _waiting_shares(bank: Bank, context: SelectionContext) -> Array:
    """How much each area weighs, 0 once it was asked about (areas,)."""
    result: Array = area_shares(bank, context) * (asked_on(bank, context) == 0)
    return result


def _heavy_first(bank: Bank, context: SelectionContext, position: Position, among: Mask) -> Mask:
    """Of some questions those of the heaviest areas that wait, if they're near.

    They may lie a hop farther off if nothing near weighs enough.
    """
    waiting, hops = _waiting_shares(bank, context), hops_from_last(bank, position)
    enough = among & (waiting >= P.ENOUGH_NEAR * waiting.max())[bank.item_area]
    farthest = P.NEAR_HOPS if (enough & (hops <= P.NEAR_HOPS)).any() else P.NEAR_HOPS + 1
    heavy = among & (hops <= farthest) & most_asked_waiting(bank, context)[bank.item_area]
    return heavy if np.count_nonzero(heavy) >= P.HEAVY_SUPPLY else among


def _heavy_left(bank: Bank, context: SelectionContext, among: Mask) -> Mask:
    """Of some questions those of the heaviest areas that had no whole question, if there are such."""
    heavy = among & (heaviest(bank, context) & (asked_on(bank, context) == 0))[bank.item_area]
    if not heavy.any():
        return among
    shares = area_shares(bank, context)
    result: Mask = heavy & (shares >= P.MOST_ASKED * shares[bank.item_area[heavy]].max())[bank.item_area]
    return result


def told_areas(bank: Bank, context: SelectionContext, position: Position) -> list[int]:
    """The areas that the story before was about and the role asks for, in that order; none after anything else."""
    last, shares = position.last, area_shares(bank, context)
    if not context.told_of or last is None or not bank.is_experience[bank.index[last.item]]:
        return []
    counts = [bank.areas[n] for n in np.flatnonzero(shares >= P.LITTLE_SHARE / len(bank.areas))]
    return [bank.areas.index(area) for area in context.told_of if area in counts]


def _open(bank: Bank, context: SelectionContext, position: Position, asked: Ints) -> Mask:
    """The areas that a new thread may turn to: those that weren't asked about, and in the end the heaviest again.

    What an advert names of an area is asked at once, so with one nothing is left to go back for.
    """
    heavy, last = heaviest(bank, context), position.last
    again = heavy & (asked < P.RETURNS_UP_TO) & (not context.advert)
    if last is not None:
        again[bank.item_area[bank.index[last.item]]] = False
    result: Mask = (asked == 0) | (again & ~(heavy & (asked == 0)).any())
    return result


def _most_at_stake(bank: Bank, belief: Belief, context: SelectionContext, asked: Ints, areas: Ints) -> int:
    """Of some areas the one of which most is open: its share, by the chance that it lies below the candidate's mean.

    Each question already asked there lowers it.
    """
    shares, mean = area_shares(bank, context), belief.mean_of(weights_of(bank, context))

    def at_stake(area: int) -> float:
        """Rounded, so that a difference in the last bits changes no choice."""
        open_part = shares[area] / (1 + asked[area])
        return round(float(open_part / (1 + np.exp(lower_bound(belief, bank.areas[area]) - mean))), 9)

    return int(max(areas, key=at_stake))


def _drawn_by_weight(
    bank: Bank, context: SelectionContext, position: Position, asked: Ints, among: Mask, drawn: float
) -> tuple[int, Mask]:
    """An area drawn by its share among these questions, and those of them that are near enough.

    Each question that was `asked` of an area makes it less likely.
    """
    shares, hops = area_shares(bank, context), hops_from_last(bank, position)
    pairs = np.unique(np.stack((bank.item_area[among], bank.primary[among])), axis=1)
    counts = np.bincount(pairs[0], minlength=len(bank.areas))  # of concepts: a thread needs a second
    among = if_any(among, (counts >= P.THREAD_LEAST)[bank.item_area])
    heavy = among & (heaviest(bank, context) & (asked == 0))[bank.item_area]  # gone back to only by the draw
    among = if_any(among, hops <= P.NEAR_HOPS)
    # early on a subject may lie a hop farther, so that it is one of what the role asks most
    for farthest in (P.NEAR_HOPS, P.NEAR_HOPS + 1)[: 1 + (position.count <= P.HEAVY_FIRST)]:
        if np.count_nonzero(heavy & (hops <= farthest)) >= P.HEAVY_SUPPLY:
            among = heavy & (hops <= farthest)
            break
    areas = np.unique(bank.item_area[among])
    supply = np.bincount(bank.item_area[among], minlength=len(bank.areas))[areas]
    nearest = np.array([hops[among & (bank.item_area == area)].min() for area in areas])
    power = P.ADVERT_DRAW if context.advert else P.AREA_DRAW
    weights = np.maximum(shares[areas] / (1 + asked[areas]), 1e-6) ** power
    weights *= np.exp(-P.AREA_HOP * nearest)
    weights *= supply**2 / (supply**2 + P.AREA_SUPPLY**2)  # where there are few to choose from, all would know them
    return int(areas[int(np.searchsorted(np.cumsum(weights), drawn * weights.sum(), side="right"))]), among


def _doubted_by_checks(bank: Bank, belief: Belief, context: SelectionContext) -> Mask:
    """True for the areas that had two checks or more in this interview and lie below the candidate's own mean since."""
    checks = [bank.item_area[bank.index[a.item]] for a in context.asked if a.kind == "check"]
    times, whole = np.bincount(np.array(checks, np.intp), minlength=len(bank.areas)), weights_of(bank, context)
    return np.array(
        [
            times[n] > 1 and round(belief.mean_of(bank.area_weights(area) - whole), 9) < -P.DOUBTED_BY
            for n, area in enumerate(bank.areas)
        ],
        np.bool_,
    )


def heaviest(bank: Bank, context: SelectionContext, part: float = P.HEAVY_SHARE) -> Mask:
    """The areas that together hold this part of the role's weight, the heaviest first, equals together, (areas,)."""
    names = reasons.heaviest(dict(zip(bank.areas, area_shares(bank, context).tolist(), strict=True)), part)
    return np.array([area in names for area in bank.areas], np.bool_)


def asked_on(bank: Bank, context: SelectionContext) -> Ints:
    """How many questions of each area were asked (areas,), but for those that leave their area to be asked about.

    Those are stories, and a fundamental that an interview without an advert opened with, in one of what the role asks
    most. An open-ended question also counts for the area of designs.
    """
    shares, first = area_shares(bank, context), next((a for a in context.asked if not a.skipped), None)

    def leaves(asked: PastItem) -> bool:
        """Whether it's a story, or in an area asked most a task or the fundamental that opened."""
        number = bank.index[asked.item]
        opens = asked is first and not context.advert and bank.tier[number] <= 1
        most = bool(shares[bank.item_area[number]] >= P.MOST_ASKED * shares.max())
        return bool(bank.is_experience[number]) or (most and (opens or bool(bank.is_task[number])))

    questions = tuple(asked for asked in context.asked if not leaves(asked))
    counts = asked_by_area(bank, msgspec.structs.replace(context, asked=questions))
    if bank.design_area is not None and asked_a_design(bank, questions):
        counts[bank.design_area] += 1
    return counts


def asked_a_design(bank: Bank, asked: Sequence[PastItem]) -> bool:
    """Whether one of these was open-ended."""
    return any(bank.is_design[bank.index[a.item]] for a in asked if not a.skipped)


def if_any(allowed: Mask, *masks: Mask) -> Mask:
    """Some questions (items,) narrowed by each mask that leaves any."""
    for mask in masks:
        allowed = allowed & mask if (allowed & mask).any() else allowed
    return allowed


def hops_from_last(bank: Bank, position: Position) -> Ints:
    """The hops from the last question to each item (items,); 0 where there is no last question."""
    if position.last is None:
        return np.zeros(len(bank.items), np.intp)
    result: Ints = bank.hops[bank.primary[position.last_number]].take(bank.primary)
    return result
