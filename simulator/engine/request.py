"""What a format wants next: which stage it is in, which tiers that allows, and whether the interview is over."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from simulator.engine import parameters as P  # noqa: N812
from simulator.engine.bank import Bank
from simulator.engine.belief import Belief
from simulator.engine.level import SOLID, level, solid_probability
from simulator.engine.plan import Asked, Format, Stage, Walk
from simulator.engine.position import Position
from simulator.engine.response import Array
from simulator.engine.scoring import STRONG
from simulator.graph.records import PROBE_MINUTES, TIER_MINUTES

Purpose = Literal["stage", "closing", "design", "rung", "drill"]
LEAST_QUESTIONS = 6  # of a design format: asked even when the last of them runs over
DESIGN_TIER = 4  # the open-ended question needs a solid answer here to be as likely as not
DESIGN_FROM = 5  # and this many questions before it
TOP_OF_TALK = 5  # the highest tier of a question that is not open-ended
LADDER_MISSES = 2
TIERS = (6, 5, 4, 3, 2, 1)
STEP = 2  # no two questions in a row are further apart in tier


class Request(msgspec.Struct, frozen=True):
    """Tiers `low` to `high`, why, and whether this is the first question of its stage."""

    stage: str
    low: int
    high: int
    purpose: Purpose = "stage"
    first_of_stage: bool = False


def request_at(bank: Bank, belief: Belief, walk: Walk, shape: Format, here: Position) -> Request | None:
    """What comes next; None when the interview is over."""
    if is_over(shape, here):
        return None
    match shape.course:
        case "ladder":
            return _rung(walk)
        case "drill":
            return Request("drill", 1, TOP_OF_TALK, "drill", here.last is None)
        case "diagnostic" if here.count >= LEAST_QUESTIONS and level(belief, bank, walk.role).is_known:
            return None
        case _:
            return _staged(bank, belief, walk, shape, here)


def _staged(bank: Bank, belief: Belief, walk: Walk, shape: Format, here: Position) -> Request:
    best = reach(belief, bank, walk)
    last_tier = bank.items[bank.index[here.last.item]].tier if here.last else None
    if _design_now(bank, belief, walk, shape, here, last_tier):
        return Request("design", 6, 6, "design", True)
    stage, first = stage_of(here.questions, shape.stages)
    low = min(stage.tiers[0], max(1, best))
    high = max(low, min(stage.tiers[1], best + STEP))
    if _design_follows(bank, belief, walk, shape, here, best):
        return Request(stage.id, DESIGN_TIER, TOP_OF_TALK, "stage", first)
    if _is_last(here, best):
        return _closing(best, last_tier)
    return Request(stage.id, low, high, "stage", first)


def design_done(bank: Bank, shape: Format, here: Position) -> bool:
    """Whether the open-ended question has been answered: it is the last thing of an interview that has one."""
    if shape.design_minutes is None or here.last is None or here.last.skipped or here.last.item not in bank.index:
        return False
    return bank.items[bank.index[here.last.item]].is_design


def _closing(best: int, last_tier: int | None) -> Request:
    tier = max(1, min(best, TOP_OF_TALK))
    if last_tier is not None:
        tier = min(max(tier, last_tier - STEP), last_tier + STEP)
    return Request("closing", tier, tier, "closing", True)


def _rung(walk: Walk) -> Request | None:
    """The next rung of a ladder: a tier up after every solid answer; None after two misses in a row, or at the top."""
    tier, misses = 1, 0
    for asked in walk.asked:
        if asked.kind != "question" or asked.verdict is None:
            continue
        if asked.verdict in STRONG:
            tier, misses = tier + 1, 0
        else:
            misses += 1
        if misses >= LADDER_MISSES or tier > TOP_OF_TALK:
            return None
    return Request("ladder", tier, tier, "rung", misses == 0)


def is_over(shape: Format, here: Position) -> bool:
    """Whether no further question is asked: the limit is reached, or too little time is left for a good one."""
    if here.count >= here.limit or here.left <= 0:
        return True
    short = here.left < TIER_MINUTES[2] - 1
    return short and not (here.count < min(LEAST_QUESTIONS, here.limit) and here.left >= 1 and shape.design_minutes)


def reach(belief: Belief, bank: Bank, walk: Walk) -> int:
    """The highest tier at which a solid answer is as likely as not, over the whole role; 0 where none."""
    # the response is symmetric, so its expectation is one half or more exactly where the mean reaches the threshold
    mean = belief.mean_of(weights_of(bank, walk)) - P.THRESHOLDS[SOLID - 1]
    return next((tier for tier in TIERS if mean >= bank.tier_difficulty[tier]), 0)


def weights_of(bank: Bank, walk: Walk) -> Array:
    """What counts: the concepts of the area of a deep dive, otherwise those of the role."""
    return (
        bank.area_weights(walk.area)
        if walk.area is not None and walk.area in bank.areas
        else bank.role_weights(walk.role)
    )


def stage_of(questions: Sequence[Asked], stages: tuple[Stage, ...]) -> tuple[Stage, bool]:
    """The stage that the next question belongs to, and whether it is the stage's first."""
    number = inside = 0
    for asked in questions:
        inside += 1
        stage = stages[number]
        moves_on = inside >= stage.most or (inside >= stage.least and asked.verdict in STRONG)
        if moves_on and number + 1 < len(stages):
            number, inside = number + 1, 0
    return stages[number], inside == 0


def _cost(tier: int, here: Position) -> float:
    """Minutes that a question of a tier will take at this candidate's pace, a probe included."""
    return (TIER_MINUTES[min(tier, TOP_OF_TALK)] + PROBE_MINUTES) * here.pace


def _is_last(here: Position, best: int) -> bool:
    after = here.left - _cost(max(1, best), here)
    return here.count + 1 >= here.limit or (after < TIER_MINUTES[2] - 1 and here.count + 1 >= LEAST_QUESTIONS)


def _may_design(bank: Bank, belief: Belief, walk: Walk, shape: Format) -> bool:
    if shape.design_minutes is None or solid_probability(belief, bank, walk.role, DESIGN_TIER) < 0.5:
        return False
    used = {a.item for a in walk.asked} | walk.cooling
    of_area = None if walk.area is None or walk.area not in bank.areas else bank.in_area(walk.area)
    return any(
        item.tier == TIERS[0] and item.id not in used and (of_area is None or of_area[bank.index[item.id]])
        for item in bank.designs
    )


def _design_now(bank: Bank, belief: Belief, walk: Walk, shape: Format, here: Position, last_tier: int | None) -> bool:
    needed = shape.design_minutes
    if needed is None or last_tier is None or last_tier < 6 - STEP or here.count < DESIGN_FROM or here.left < needed:
        return False
    no_room = here.count + 1 >= here.limit or here.left - _cost(TOP_OF_TALK, here) - 1 < needed
    return no_room and _may_design(bank, belief, walk, shape)


def _design_follows(bank: Bank, belief: Belief, walk: Walk, shape: Format, here: Position, best: int) -> bool:
    needed = shape.design_minutes
    if needed is None or here.count + 1 < DESIGN_FROM or here.count + 2 > here.limit:
        return False
    after = here.left - _cost(max(DESIGN_TIER, best), here)
    then = here.count + 2 >= here.limit or after - _cost(TOP_OF_TALK, here) - 1 < needed
    return after >= needed - 2 and then and _may_design(bank, belief, walk, shape)
