"""The course of a full interview: an opening, threads of two or three questions of one area, the open-ended question.

A thread goes deeper into its subject before the interview leaves it; other areas are surveyed by checks. Minutes that
are left after the open-ended question go to the least secure area.
"""

import dataclasses
from collections.abc import Sequence
from itertools import takewhile

import msgspec
import numpy as np

from simulator.engine.choice import reasons
from simulator.engine.choice.constraints import (
    LEFT_OUT,
    OWN_WORK,
    TOO_DEEP,
    Named,
    Position,
    Request,
    after_short,
    area_shares,
    asked_by_area,
    cost_of,
    fits,
    lower_bound,
    near_the_last,
    reach,
    to_come_back_to,
    weights_of,
    without,
)
from simulator.engine.choice.formats import Format, PastItem, SelectionContext, time_for
from simulator.engine.choice.reasons import Finds
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import OPEN_ENDED, Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.items import CHECK_MINUTES
from simulator.engine.model.level import solid_probability
from simulator.engine.model.response import Array, Ints, Mask
from simulator.engine.scoring import HIGHEST, SHORT, STRONG

USUAL_TIER = 3  # the least by which it is reckoned how many questions the time still holds

FAR = "far from the question before"


class Thread(msgspec.Struct, frozen=True):
    """The latest questions in a row that are of one area, in their order; `least` are asked before it is left.

    A good opening on one's own work leads into the first thread; any other stands for itself.
    """

    area: int
    questions: tuple[PastItem, ...]
    failed: bool
    least: int

    @property
    def went_well(self) -> bool:
        """Whether an answer of it was solid or better."""
        return any(asked.verdict in STRONG for asked in self.questions)

    def goes_on(self, position: Position, minutes_each: float, *, designs: bool, others_wait: bool) -> bool:
        """Whether it goes on: two questions at least, and a third where there is time, it went well and no other waits.

        `minutes_each` is what a question will take, `designs` says that an open-ended question is to follow.
        """
        if self.failed or len(self.questions) >= P.THREAD_MOST:
            return False
        if len(self.questions) < self.least:
            return True
        if designs:
            return False
        room = int((position.left + P.GRACE_MINUTES) / minutes_each)
        return room >= 1 and (room < P.THREAD_LEAST or (self.went_well and not others_wait))


def thread_of(bank: Bank, questions: Sequence[PastItem]) -> Thread | None:
    """The thread that an interview is in; None before the first, and after an open-ended question."""
    answered = [a for a in questions if not a.skipped]
    own = bool(answered) and bool(bank.is_experience[bank.index[answered[0].item]]) and answered[0].verdict in STRONG
    if len(answered) < 2 - own or (bank.is_design | bank.is_task)[bank.index[answered[-1].item]]:
        return None

    def area(asked: PastItem) -> int:
        return int(bank.item_area[bank.index[asked.item]])

    last = area(answered[-1])
    run = tuple(takewhile(lambda asked: area(asked) == last, reversed(answered[1 - own :])))[::-1]
    latest = run[-P.THREAD_FAILURES :]
    easiest = all(bank.tier[bank.index[a.item]] == 1 and a.verdict in SHORT for a in latest)
    opens = own and len(run) == len(answered)
    return Thread(last, run, easiest and len(latest) == P.THREAD_FAILURES, P.THREAD_LEAST + opens)


def request_in_threads(
    bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position
) -> Request:
    """What a full interview asks next: its opening, more of its thread, a new thread, or the open-ended question."""
    answered = [a for a in position.questions if not a.skipped]
    if not answered:
        return Request("opening", 1, 1, "opening", True)
    best = max(1, reach(belief, bank, context))
    within = min(best, P.TOP_OF_TALK)
    short = position.last is not None and position.last.verdict in SHORT
    few = Request("minutes left", max(1, within - 1), within if short else min(best + 1, P.TOP_OF_TALK), "left", True)
    if any(bank.is_design[bank.index[a.item]] for a in answered):
        return few
    minutes_each = cost_of(max(USUAL_TIER, best), position)
    thread = thread_of(bank, position.questions)
    shape, task = _leads_up_to(bank, context, shape, position)
    designs = task or (may_design(bank, belief, context, shape) and position.left >= (shape.design_minutes or 0.0))
    stays = thread is not None and thread.goes_on(
        position, minutes_each, designs=designs, others_wait=_others_wait(bank, context, thread.area)
    )
    least = P.TASK_FROM if task or position.wrote else P.DESIGN_FROM
    if task:  # nothing may keep it out, so what comes before is reckoned as one tier harder
        minutes_each = cost_of(max(USUAL_TIER, best) + 1, position)
    if designs and _is_time(shape, position, least, minutes_each * (1 if stays else P.THREAD_LEAST)):
        if task:
            return Request("task", max(2, best - 1), max(2, min(best, P.TOP_OF_TALK)), "task", True)
        return Request("design", OPEN_ENDED, OPEN_ENDED, "design", True)
    if stays:
        return _deeper(bank, position)
    if position.count >= P.LEAST_QUESTIONS and position.left + P.GRACE_MINUTES < P.THREAD_LEAST * cost_of(1, position):
        return few
    low, high = max(1, min(best - 1, 4)), max(2, min(best, 4))
    return _not_higher(bank, position, Request("thread", low, max(low, high), "new", True))


def _others_wait(bank: Bank, context: SelectionContext, area: int) -> bool:
    """Whether a job advert is in force, and an area that weighs as much as this one or more wasn't asked about."""
    if not context.advert:
        return False
    shares = area_shares(bank, context)
    return bool(((_asked_on(bank, context) == 0) & (shares >= shares[area])).any())


def _asked_on(bank: Bank, context: SelectionContext) -> Ints:
    """How many questions of each area were asked, but for those that leave their area to be asked about.

    Those are stories, and a fundamental that an interview without an advert opened with, in one of what the role asks
    most.
    """
    shares, first = area_shares(bank, context), next((a for a in context.asked if not a.skipped), None)

    def leaves(asked: PastItem) -> bool:
        number = bank.index[asked.item]
        if asked is not first or context.advert or bank.tier[number] > 1:
            return bool(bank.is_experience[number])
        return bool(shares[bank.item_area[number]] >= P.MOST_ASKED * shares.max() or bank.is_experience[number])

    questions = tuple(asked for asked in context.asked if not leaves(asked))
    return asked_by_area(bank, dataclasses.replace(context, asked=questions))


def _is_time(shape: Format, position: Position, least: int, before: float) -> bool:
    """Whether the task or the open-ended question comes now, with `least` questions before it.

    No room is then left before it for the `before` minutes of others.
    """
    if position.count < least or shape.design_minutes is None:
        return False
    return position.count + 1 >= position.limit or position.left - before < shape.design_minutes


def _deeper(bank: Bank, position: Position) -> Request:
    """A request that stays in its area: deeper after a solid answer, and no step up after any other."""
    assert position.last is not None
    tier = int(bank.tier[bank.index[position.last.item]])
    if position.last.verdict in STRONG:
        step = P.TIER_STEP if position.last.verdict == HIGHEST else 1
        return Request("thread", tier, min(tier + step, P.TOP_OF_TALK), "stay")
    return Request("thread", max(1, tier - P.TIER_STEP), tier, "stay")


def _not_higher(bank: Bank, position: Position, request: Request) -> Request:
    """The tiers of a new thread: not above an answer that fell short, and below one that was weak."""
    if position.last is None or position.last.verdict not in SHORT:
        return request
    tier = int(bank.tier[bank.index[position.last.item]])
    high = max(1, min(request.high, tier - (position.last_rank == 0)))
    return msgspec.structs.replace(request, low=min(request.low, high), high=high)


def task_is_due(bank: Bank, context: SelectionContext, shape: Format, position: Position) -> bool:
    """Whether a task for code is still to come: the role has one, in a format that leads up to something long."""
    if context.role is None or not context.role.code or shape.design_minutes is None:
        return False
    if not time_for(context.minutes).task:
        return False
    used = {a.item for a in context.asked} | context.cooling
    return position.task is None and any(item.id not in used for item in bank.tasks)


def _leads_up_to(bank: Bank, context: SelectionContext, shape: Format, position: Position) -> tuple[Format, bool]:
    """The format with the minutes of what it leads up to, and whether that is a task.

    The task takes the place of the open-ended question, or comes before it where there are minutes for both. Once it
    doesn't fit any more, its place is free again.
    """
    both = time_for(context.minutes).both
    if task_is_due(bank, context, shape, position):
        if position.left < P.TASK_MINUTES - P.GRACE_MINUTES:
            return shape, False
        return dataclasses.replace(shape, design_minutes=P.TASK_MINUTES + both * (shape.design_minutes or 0.0)), True
    return (shape if both or not position.wrote else dataclasses.replace(shape, design_minutes=None)), False


def may_design(bank: Bank, belief: Belief, context: SelectionContext, shape: Format) -> bool:
    """Whether an open-ended question is there and within reach."""
    if shape.design_minutes is None or solid_probability(belief, bank, context.role, P.DESIGN_TIER) < 0.5:
        return False
    used = {a.item for a in context.asked} | context.cooling
    return any(item.tier == OPEN_ENDED and item.id not in used for item in bank.designs)


def leaves_room(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> bool:
    """Whether a check takes nothing from a task or an open-ended question that is within reach and still to come."""
    done = any(bank.is_design[bank.index[a.item]] for a in position.questions)
    shape, task = _leads_up_to(bank, context, shape, position)
    if shape.design_minutes is None or done:
        return True
    tier = max(USUAL_TIER, reach(belief, bank, context))
    least = P.TASK_FROM if task or position.wrote else P.DESIGN_FROM
    left = position.left - max(0, least - position.count) * cost_of(tier, position)
    if task:
        whole = (P.TASK_MINUTES, shape.design_minutes)
        return not any(left >= minutes - P.GRACE_MINUTES > left - CHECK_MINUTES for minutes in whole)
    fits_without = left >= shape.design_minutes > left - CHECK_MINUTES
    return not fits_without or not may_design(bank, belief, context, shape)


def thread_rules(bank: Bank, context: SelectionContext, position: Position, request: Request) -> list[Named]:
    """The rules of a full interview, the most important first, but for the area of a new thread (`drawn_area`)."""
    seen = [("seen lately", without(bank, context.cooling))] if context.cooling else []
    depth = (TOO_DEEP, bank.in_depth(context.role))
    if request.purpose == "design":
        heavy = nearest_designs(bank, context)
        close = (FAR, _if_any(heavy, _hops(bank, position) <= P.NEAR_HOPS))
        held = ("an answer fell short there", ~_fell_short_in(bank, position)[bank.item_area])
        return [("not open-ended", bank.is_design), depth, *seen, ("far from the role", heavy), held, close]
    if request.purpose == "task":
        tiers = ("outside the tiers of this stage", bank.within(request.low, request.high))
        near = ("not of the role's heaviest areas", heaviest(bank, context)[bank.item_area])
        # of those that may be asked, a few at least: else everybody would get the one task that lies within two hops
        hops, fresh = _hops(bank, position), without(bank, context.cooling)
        of_tasks = np.sort(hops[bank.is_task & fresh & depth[1] & tiers[1] & near[1]])
        farthest = max([P.NEAR_HOPS, *of_tasks[: P.TASKS_NEAR]])
        close = (FAR, hops <= farthest)
        return [("longer than the time that is left", fits(bank, position)), depth, *seen, tiers, near, close]
    talk = ("open-ended, and those come last", bank.talkable)
    if request.purpose == "opening":  # own work where there is some, else a fundamental
        part = P.HEAVY_WITH_ADVERT if context.advert else P.HEAVY_SHARE
        heavy_area = ("not of the role's heaviest areas", heaviest(bank, context, part)[bank.item_area])
        skipped = any(bank.is_experience[bank.index[a.item]] for a in context.asked)
        if context.project and not skipped:
            theirs = np.array([area == context.project_area for area in bank.areas], np.bool_)[bank.item_area]
            about = ("not what their own work is about", theirs | (not context.project_area))
            own = [("not on work of one's own", bank.is_experience), about, depth, *seen]
            usual = np.array([area in context.usual_areas for area in bank.areas], np.bool_)[bank.item_area]
            return [talk, *own, *([("on work that few have done", usual)] if context.usual_areas else []), heavy_area]
        easiest = ("outside the tiers of this stage", bank.within(1, 1))
        return [talk, (OWN_WORK, ~bank.is_experience), easiest, depth, *seen, heavy_area]
    masks = [talk, (OWN_WORK, ~bank.is_experience), depth]
    step, another = near_the_last(bank, position)
    masks += [*after_short(bank, position), ("longer than the time that is left", fits(bank, position))]
    masks += [*(step if request.purpose != "left" else []), *seen, *another]
    if request.purpose == "stay":  # a subject near by isn't worth two steps up after a solid answer
        masks += [("harder than the answer before bears", bank.within(1, request.high))]
        masks += _in_the_thread(bank, context, position)
    if position.two_strong and position.last is not None and request.purpose != "left":
        up = min(int(bank.tier[bank.index[position.last.item]]) + 1, request.high)
        masks.append(("no step up after two strong answers", bank.within(up, OPEN_ENDED)))
    return [*masks, ("outside the tiers of this stage", bank.within(request.low, request.high))]


def _fell_short_in(bank: Bank, position: Position) -> Mask:
    """True for the areas in which the last answer fell short: nobody has shown there that a longer task is due."""
    areas = np.zeros(len(bank.areas), np.bool_)
    for asked in position.questions:
        if asked.verdict is not None:
            areas[bank.item_area[bank.index[asked.item]]] = asked.verdict in SHORT
    return areas


def _in_the_thread(bank: Bank, context: SelectionContext, position: Position) -> list[Named]:
    """Of the same area, near the last question or linked to it, and easier after a weak answer.

    What a job advert names of the area, or what is near that, is never too far.
    """
    assert position.last is not None
    last = bank.index[position.last.item]
    near = bank.hops[bank.primary[last]].take(bank.primary) <= P.NEAR_HOPS
    near |= bank.is_experience[last]  # a story touches its whole area
    linked = bank.followers.get(position.last.item)
    if linked is not None:
        near[linked] = True
    near |= ~without(bank, context.named | context.near_named)
    masks = [("another subject", bank.item_area == bank.item_area[last]), ("too far for the same thread", near)]
    if position.last_rank == 0:
        rests = bank.ancestors[bank.primary[last]].take(bank.primary) & (bank.tier <= bank.tier[last])
        easier = bank.tier < bank.tier[last]
        masks += [("no step back after a weak answer", easier | rests), ("no easier than the last", easier)]
    return masks


def heaviest(bank: Bank, context: SelectionContext, part: float = P.HEAVY_SHARE) -> Mask:
    """The areas that together hold this part of the role's weight, the heaviest first, equals together, (areas,)."""
    names = reasons.heaviest(dict(zip(bank.areas, area_shares(bank, context).tolist(), strict=True)), part)
    return np.array([area in names for area in bank.areas], np.bool_)


def nearest_designs(bank: Bank, context: SelectionContext) -> Mask:
    """The open-ended questions whose concepts count for most in the role."""
    designs = bank.is_design & bank.in_depth(context.role)
    # rounded, so that of designs that count alike the last bits of a sum, which differ between Pythons, leave none out
    of_item: Array = np.where(designs, (bank.weights @ area_shares(bank, context)[bank.area_of]).round(9), -1.0)
    fresh = without(bank, {a.item for a in context.asked} | context.cooling) & designs
    least = np.sort(of_item[fresh])[-P.DESIGNS :]
    result: Mask = of_item >= (least[0] if len(least) else 0.0)
    return result


def drawn_area(
    bank: Bank,
    belief: Belief,
    context: SelectionContext,
    position: Position,
    request: Request,
    allowed: Mask,
    drawn: float,
) -> tuple[Finds, Mask]:
    """The questions of the area that a new thread turns to, and what it is to find out (`Reason.finds`).

    A first interview draws it by its weight in the role, among those that are near. Where two checks of one spoke
    against it, that comes first. Later ones go to the area that is least secure at every other thread. The minutes that
    are left go to the area of which most is open: its weight, and how far it may lie below the rest. `allowed` are the
    questions that fit all other rules.
    """
    shares, asked = area_shares(bank, context), _asked_on(bank, context)
    among = _if_any(allowed, (asked == 0)[bank.item_area])
    if context.past_areas and position.count % 2 == 1 and request.purpose == "new":
        why, lowest = to_come_back_to(bank, belief, context)
        if (among & (bank.item_area == lowest)).any():
            return ("late" if why == LEFT_OUT else "doubt"), bank.item_area == lowest
    matters = shares >= P.LITTLE_SHARE / len(bank.areas)
    doubted = among & (_doubted_by_checks(bank, belief, context) & matters)[bank.item_area]
    doubted &= _hops(bank, position) <= P.NEAR_HOPS + 1
    if request.purpose == "new" and doubted.any():
        lowest = min(np.unique(bank.item_area[doubted]), key=lambda i: lower_bound(belief, bank.areas[i]))
        return "doubt", bank.item_area == lowest
    among = _if_any(among, (shares > 0)[bank.item_area], matters[bank.item_area])
    if context.advert:  # what it wants most comes before what it wants a little
        most = shares[bank.item_area[among]].max()
        among = among & (shares >= P.ADVERT_FIRST * most)[bank.item_area]
    if request.purpose == "left":
        among = _if_any(among, heaviest(bank, context)[bank.item_area])
        return "left", bank.item_area == _most_at_stake(bank, belief, context, np.unique(bank.item_area[among]))
    chosen, among = _drawn_by_weight(bank, context, position, among, drawn)
    # what an advert names may lie farther off
    return "weight", (bank.item_area == chosen) & (among | bool(context.named))


def _most_at_stake(bank: Bank, belief: Belief, context: SelectionContext, areas: Ints) -> int:
    """Of some areas the one of which most is open: its share, by the chance that it lies below the candidate's mean."""
    shares, mean = area_shares(bank, context), belief.mean_of(weights_of(bank, context))

    def at_stake(area: int) -> float:
        return round(float(shares[area] / (1 + np.exp(lower_bound(belief, bank.areas[area]) - mean))), 9)

    return int(max(areas, key=at_stake))


def _drawn_by_weight(
    bank: Bank, context: SelectionContext, position: Position, among: Mask, drawn: float
) -> tuple[int, Mask]:
    """An area drawn by its share among these questions, and those of them that are near enough."""
    shares, hops = area_shares(bank, context), _hops(bank, position)
    pairs = np.unique(np.stack((bank.item_area[among], bank.primary[among])), axis=1)
    counts = np.bincount(pairs[0], minlength=len(bank.areas))  # of concepts: a thread needs a second
    among = _if_any(among, (counts >= P.THREAD_LEAST)[bank.item_area])
    heavy = among & heaviest(bank, context)[bank.item_area]
    among = _if_any(among, hops <= P.NEAR_HOPS)
    # early on a subject may lie a hop farther, so that it is one of what the role asks most
    for farthest in (P.NEAR_HOPS, P.NEAR_HOPS + 1)[: 1 + (position.count <= P.HEAVY_FIRST)]:
        if np.count_nonzero(heavy & (hops <= farthest)) >= P.HEAVY_SUPPLY:
            among = heavy & (hops <= farthest)
            break
    areas = np.unique(bank.item_area[among])
    supply = np.bincount(bank.item_area[among], minlength=len(bank.areas))[areas]
    nearest = np.array([hops[among & (bank.item_area == area)].min() for area in areas])
    power = P.ADVERT_DRAW if context.advert else P.AREA_DRAW
    weights = np.maximum(shares[areas], 1e-6) ** power * np.exp(-P.AREA_HOP * nearest)
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


def _if_any(allowed: Mask, *masks: Mask) -> Mask:
    """Some questions narrowed by each mask that leaves any."""
    for mask in masks:
        allowed = allowed & mask if (allowed & mask).any() else allowed
    return allowed


def _hops(bank: Bank, position: Position) -> Ints:
    """The hops from the last question to each item; none where there is no last question."""
    if position.last is None:
        return np.zeros(len(bank.items), np.intp)
    result: Ints = bank.hops[bank.primary[bank.index[position.last.item]]].take(bank.primary)
    return result
