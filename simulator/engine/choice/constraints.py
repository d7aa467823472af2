"""What may be asked next, as masks over the bank, the most important first.

A few never give way (`absolute`). Each of the others (`rules`) holds only if it leaves something to ask.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from simulator.engine.choice.endings import EndReason
from simulator.engine.choice.formats import FORMATS, Format, FormatStage, PastItem, Position, Request, SelectionContext
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.level import level
from simulator.engine.model.response import Array, Ints, Mask
from simulator.engine.scoring import HIGHEST, SHORT, SOLID_RANK, STRONG
from simulator.graph.records import OPEN_ENDED, PROBE_MINUTES, TIER_MINUTES


def request_at(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> Request:
    """What comes next in an interview that goes on (`end_at`), unless its course is in threads."""
    match shape.course:
        case "ladder":
            tier, misses = _rung(context)
            return Request("ladder", tier, tier, "rung", misses == 0)
        case "drill":
            return Request("drill", 1, P.TOP_OF_TALK, "drill", position.last is None)
        case "tasks":
            best, (first, later) = reach(belief, bank, context), shape.stages
            if position.last is None:  # one to begin with that should hold
                low = max(first.tiers[0], best - P.TIER_STEP)
                return Request(first.id, low, max(low, min(best, first.tiers[1]), best - 1), first_of_stage=True)
            low = max(later.tiers[0], best - 1)
            return Request(later.id, low, max(low, min(best, later.tiers[1])))
        case _:
            return _staged(bank, belief, context, shape, position)


def end_at(
    bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position
) -> EndReason | None:
    """Why the interview ends here, by number, time and the course of the format; None if it goes on."""
    if position.count >= position.limit:
        answered = sum(not asked.skipped for asked in position.questions)
        if answered < position.most:
            return "skipped" if position.left > 0 else "time"
        if context.max_questions is not None:
            return "questions"
        # the limit grows as long as another question fits
        return "time" if position.left < min(shape.pace, cost_of(1, position)) else "finished"
    # too little time for a good question; a format that leads up to a long one asks its least all the same
    asks_on = position.count < min(P.LEAST_QUESTIONS, position.limit) and position.left >= 1 and shape.design_minutes
    least = TIER_MINUTES[1] - P.GRACE_MINUTES if shape.course == "threads" else TIER_MINUTES[2] - 1
    if position.left <= 0 or (position.left < least and not asks_on):
        return "time"
    if shape.course == "ladder" and _ladder_ends(*_rung(context)):
        return "ladder"
    may_be_precise = shape.course == "diagnostic" and position.count >= P.LEAST_QUESTIONS
    return "precise" if may_be_precise and level(belief, bank, context.role).is_known else None


def _staged(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> Request:
    """The next request of a format with stages: its last question, or one of the stage."""
    best = reach(belief, bank, context)
    stage, first = stage_of(position.questions, shape.stages)
    low = min(stage.tiers[0], max(1, best))
    high = max(low, min(stage.tiers[1], best + P.TIER_STEP))
    after = position.left - cost_of(max(1, best), position)
    too_short = after < TIER_MINUTES[2] - 1 and position.count + 1 >= P.LEAST_QUESTIONS
    if position.count + 1 >= position.limit or too_short:
        tier = max(1, min(best, P.TOP_OF_TALK))
        if position.last is not None:
            tier = min(max(tier, position.last_tier - P.TIER_STEP), position.last_tier + P.TIER_STEP)
        return Request("closing", tier, tier, "closing", True)
    return Request(stage.id, low, high, "stage", first)


def _rung(context: SelectionContext) -> tuple[int, int]:
    """The tier of a ladder's next rung, one up after every solid answer, and the misses in a row before it."""
    tier, misses = 1, 0
    for asked in context.asked:
        if asked.kind != "question" or asked.verdict is None:
            continue
        if asked.verdict in STRONG:
            tier, misses = tier + 1, 0
        else:
            misses += 1
        if _ladder_ends(tier, misses):
            break
    return tier, misses


def _ladder_ends(tier: int, misses: int) -> bool:
    return misses >= P.LADDER_MISSES or tier > P.TOP_OF_TALK


def reach(belief: Belief, bank: Bank, context: SelectionContext) -> int:
    """The highest tier at which a solid answer is as likely as not, over the whole role; 0 where none."""
    # the response is symmetric, so its expectation is one half or more exactly where the mean reaches the threshold
    mean = belief.mean_of(weights_of(bank, context)) - P.THRESHOLDS[SOLID_RANK - 1]
    return next((tier for tier in range(OPEN_ENDED, 0, -1) if mean >= bank.tier_difficulty[tier]), 0)


def weights_of(bank: Bank, context: SelectionContext) -> Array:
    """The weights of the concepts, shape (C,): those of a deep dive's area alone, otherwise those of the role."""
    area = only_area(bank, context)
    return bank.role_weights(context.role) if area is None else bank.area_weights(area)


def only_area(bank: Bank, context: SelectionContext) -> str | None:
    """The area of a deep dive; None in any other interview, and if the graph no longer has it."""
    return context.area if context.area in bank.areas else None


def stage_of(questions: Sequence[PastItem], stages: tuple[FormatStage, ...]) -> tuple[FormatStage, bool]:
    """The stage of the next question, and whether the question is the first of its stage."""
    number = inside = 0
    for asked in questions:
        inside += 1
        stage = stages[number]
        moves_on = inside >= stage.most or (inside >= stage.least and asked.verdict in STRONG)
        if moves_on and number + 1 < len(stages):
            number, inside = number + 1, 0
    return stages[number], inside == 0


def cost_of(tier: int, position: Position) -> float:
    """The minutes a question of a tier will take at this candidate's pace, with one follow-up."""
    return (TIER_MINUTES[min(tier, P.TOP_OF_TALK)] + PROBE_MINUTES) * position.pace


Named = tuple[str, Mask]
OWN_WORK = "on work of one's own"
TOO_DEEP = "deeper than the role goes"
NOT_FIRST = "not what the deep dive begins with"
NOT_NAMED, FAR_FROM_NAMED = "not what the advert names", "far from what the advert names"
ASKS_AGAIN, SAME_GROUND = "much the same as what was asked", "more of what was asked already"
LEAST_SECURE, LEFT_OUT = "another area is less secure", "another area was left out for long"


def absolute(bank: Bank, context: SelectionContext, *, task: bool = False) -> list[Named]:
    """The masks that never give way: nothing twice, what a repeated session is about, the area of a deep dive.

    `task`: code is to be written. Otherwise no task is ever asked.
    """
    sort = bank.is_task if task else bank.is_question
    fresh = sort.copy()
    fresh[[bank.index[asked.item] for asked in context.asked]] = False
    other = "no task" if task else "a check or a task, not a question"
    masks: list[Named] = [(other, sort), ("asked already", fresh)]
    if context.concepts:
        questions = [bank.index[a.item] for a in context.asked if a.kind == "question"]
        left = context.concepts - {bank.concepts[bank.primary[number]] for number in questions}
        masks.append(("not what this session is about", about(bank, left) & without(bank, context.barred)))
    elif (area := only_area(bank, context)) is not None:
        masks.append(("outside the area", bank.in_area(area)))
    return masks


def rules(bank: Bank, belief: Belief, context: SelectionContext, position: Position, request: Request) -> list[Named]:
    """The masks that hold as long as they leave something to ask, the most important first.

    If no question fits a rule and all those before it, that rule gives way.
    """
    step, another = near_the_last(bank, position)
    masks = [("open-ended, and those come last", bank.talkable), *after_short(bank, position), *step]
    if request.purpose == "stage" and FORMATS[context.format].course == "stages":
        masks += no_harder(bank, position)
    if context.cooling:
        masks.append(("seen lately", without(bank, context.cooling - context.due)))
    if context.area is None and not context.concepts:
        masks.append((TOO_DEEP, bank.in_depth(context.role) | ~without(bank, context.due)))
    masks += another
    if not context.project:
        masks.append((OWN_WORK, ~bank.is_experience))
    elif FORMATS[context.format].course != "threads":  # full interviews open with it; the others leave it out
        masks.append((OWN_WORK, ~bank.is_experience | ~without(bank, context.due)))
    if request.purpose == "drill":
        weak = belief.mastery <= np.quantile(belief.mastery, P.WEAKEST_SHARE)
        masks += [("nothing that is due", ~without(bank, context.due)), ("not a weak spot", weak[bank.primary])]
    stage = ("outside the tiers of this stage", bank.within(request.low, request.high))
    after_weak = _after_weak(bank, position, request)
    masks += [*after_weak, stage] if not request.first_of_stage else [stage, *after_weak]
    if position.two_strong and request.purpose == "stage":
        up = min(position.last_tier + 1, request.high)
        masks.append(("no step up after two strong answers", bank.within(up, OPEN_ENDED)))
    if bank.longest > position.left + P.GRACE_MINUTES:
        masks.append(("longer than the time that is left", fits(bank, position)))
    if context.role is not None and context.area is None:
        if FORMATS[context.format].writes_code:  # its draw is wide, and would go anywhere
            counts = area_shares(bank, context) >= P.LITTLE_SHARE / len(bank.areas)
            masks.append(("counts for little", counts[bank.item_area]))
        open_areas = asked_by_area(bank, context) < np.ceil(area_shares(bank, context) * position.limit)
        masks.append(("enough was asked of its area", open_areas[bank.item_area]))
        if context.past_areas and position.count % 2 == 0:  # every other question may leave the thread for it
            why, lowest = to_come_back_to(bank, belief, context)
            masks.append((why, bank.item_area == lowest))
    return masks


def after_short(bank: Bank, position: Position) -> list[Named]:
    """No step up in tier after an answer that fell short of solid."""
    if position.last is None or position.last.verdict not in SHORT:
        return []
    return [("a step up after an answer that fell short", bank.tier <= position.last_tier)]


def no_harder(bank: Bank, position: Position) -> list[Named]:
    """At most one tier up after a solid answer, and two after an outstanding one, as within a thread."""
    if position.last is None or position.last.verdict == HIGHEST:
        return []
    return [("harder than the answer before bears", bank.within(1, position.last_tier + 1))]


def near_the_last(bank: Bank, position: Position) -> tuple[list[Named], list[Named]]:
    """A step of at most two tiers, and another concept unless `follows` links the two; both empty at the start."""
    if position.last is None:
        return [], []
    tier, other = position.last_tier, bank.primary != bank.primary[position.last_number]
    linked = bank.followers.get(position.last.item)
    if linked is not None:
        other[linked] = True
    step = ("more than two tiers away", bank.within(tier - P.TIER_STEP, tier + P.TIER_STEP))
    return [step], [("the same concept again", other)]


def fits(bank: Bank, position: Position) -> Mask:
    """True for the items whose planned minutes, at a quick candidate's pace, fit in the time that is left."""
    result: Mask = bank.minutes * min(1.0, position.pace) <= position.left + P.GRACE_MINUTES
    return result


def about(bank: Bank, concepts: Iterable[str]) -> Mask:
    """True for the items whose first concept is one of these."""
    wanted = frozenset(concepts)
    result: Mask = np.array([name in wanted for name in bank.concepts], np.bool_)[bank.primary]
    return result


def to_come_back_to(bank: Bank, belief: Belief, context: SelectionContext) -> tuple[str, int]:
    """The least secure area not asked about in this interview, judged by earlier ones, and why; -1 if there is none.

    That is the area with the lowest bound, half a standard deviation below its mean: weak answers lower it, and so does
    knowing little. Without this rule, a gap that one lucky answer hides, or one unlucky answer makes, would come up
    again only by chance. An area that counts for little comes first once it is a question behind its share of all that
    was asked, or no interview would ever ask about it. With an advert all count for little that have less than an equal
    share.
    """
    shares, asked = area_shares(bank, context), asked_by_area(bank, context)
    past = asked + np.array([context.past_areas.get(area, 0) for area in bank.areas])
    little = shares < little_share(bank, context) - 1e-9  # equal shares are no smaller than an equal share
    left_out = little & (asked == 0) & (shares * past.sum() - past >= 1.0)
    late = bool(left_out.any())
    among = np.flatnonzero(left_out if late else ~little & (asked == 0))
    lowest = min(among, key=lambda i: lower_bound(belief, bank.areas[i]), default=-1)
    return (LEFT_OUT if late else LEAST_SECURE), int(lowest)


def little_share(bank: Bank, context: SelectionContext) -> float:
    """The share below which an area counts for little in checks and in what later interviews come back to.

    It's half of an equal one, and a whole one with an advert, which names what counts. For where a new thread goes,
    half of one is enough in both: the draw by shares does the rest.
    """
    return (1.0 if context.advert else P.LITTLE_SHARE) / len(bank.areas)


def lower_bound(belief: Belief, area: str) -> float:
    """The mastery (logits) at which an area is taken to stand when the least secure one is looked for."""
    mean, sd = belief.area(area)
    return round(mean - P.DOUBT * sd, 9)  # rounded as every value is, so that the last bits decide nothing


def apply(masks: list[Named], start: Mask) -> tuple[Mask, list[Named], list[str]]:
    """`start` (items,) narrowed by each mask that leaves something, the masks that held, the names of the others."""
    allowed, held, gave_way = start, [], []
    for name, mask in masks:
        narrowed = allowed & mask
        if np.count_nonzero(narrowed):  # `any` takes four times as long
            allowed = narrowed
            held.append((name, mask))
        else:
            gave_way.append(name)
    return allowed, held, gave_way


def begins_with(bank: Bank, context: SelectionContext) -> list[Named]:
    """Until one of these was answered, nothing but what a deep dive begins with."""
    if not context.first or any(past.item in context.first and not past.skipped for past in context.asked):
        return []
    return [(NOT_FIRST, ~without(bank, context.first) & bank.talkable)]


def without(bank: Bank, items: Iterable[str]) -> Mask:
    """True for every item but these. Ids that are not in the bank are ignored."""
    mask = np.ones(len(bank.items), np.bool_)
    mask[[bank.index[i] for i in items if i in bank.index]] = False
    return mask


def _after_weak(bank: Bank, position: Position, request: Request) -> list[Named]:
    """After a weak answer: a prerequisite of its concept, or something easier close by."""
    if position.last is None or position.last_rank != 0 or request.purpose != "stage":
        return []
    tier, concept = position.last_tier, bank.primary[position.last_number]
    near = bank.hops[concept].take(bank.primary) <= P.NEAR_HOPS
    rests = bank.ancestors[concept].take(bank.primary) & (bank.tier <= tier)
    return [("no step back after a weak answer", near & ((bank.tier < tier) | rests))]


def area_shares(bank: Bank, context: SelectionContext) -> Array:
    """The share of an interview that the role gives to each area, shape (areas,)."""
    return np.asarray(np.bincount(bank.area_of, bank.role_weights(context.role), len(bank.areas)), np.float64)


def asked_by_area(bank: Bank, context: SelectionContext) -> Ints:
    """How many questions of each area this interview has asked, shape (areas,)."""
    asked = [bank.area_of[bank.primary[bank.index[a.item]]] for a in context.asked if a.kind == "question"]
    return np.bincount(np.array(asked, np.intp), minlength=len(bank.areas))
