"""What may be asked next, as masks over the bank in the order of their importance.

A few are never given up (`absolute`); of the others (`rules`) each holds only where it leaves something to ask.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from simulator.engine.choice.formats import Format, FormatStage, PastItem, SelectionContext
from simulator.engine.choice.reasons import EndReason
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.level import level, solid_probability
from simulator.engine.model.response import Array
from simulator.engine.scoring import SOLID_RANK, STRONG, rank
from simulator.graph.records import PROBE_MINUTES, TIER_MINUTES


class Position(msgspec.Struct, frozen=True):
    """The `questions` asked so far (passed ones too), their `count`, the last of them, minutes left, and the pace.

    `pace` is the clock's time over the planned time, held between half and double; `since_check` tells whether the
    last thing asked was a check. `most` is the planned or wished number of questions, `limit` has those on top that
    take the place of passed ones.
    """

    questions: tuple[PastItem, ...]
    count: int
    last: PastItem | None
    before_last: PastItem | None
    left: float
    pace: float
    limit: int
    checks: int
    most: int

    @property
    def last_rank(self) -> int | None:
        """The rank of the last question's verdict; None where it has none."""
        return None if self.last is None or self.last.verdict is None else rank(self.last.verdict)

    @property
    def two_strong(self) -> bool:
        """Whether the last two questions were both answered solidly or better."""
        pair = (self.last, self.before_last)
        return all(a is not None and a.verdict in STRONG for a in pair)


def position_of(bank: Bank, walk: SelectionContext, limit: int) -> Position:
    """The position of a walk; `limit` is the most questions that its format allows.

    A question that is passed over is none of them, until as many are passed over as may be asked.
    """
    questions = tuple([a for a in walk.asked if a.kind == "question"])
    planned = sum([bank.items[bank.index[a.item]].minutes for a in walk.asked if a.item in bank.index])
    pace = min(P.SLOWEST_PACE, max(P.QUICKEST_PACE, walk.clock_minutes / planned)) if planned else 1.0
    most = limit if walk.max_questions is None else walk.max_questions
    passed = sum([a.skipped for a in questions])
    return Position(
        questions=questions,
        count=len(questions),
        last=questions[-1] if questions else None,
        before_last=questions[-2] if len(questions) > 1 else None,
        left=walk.minutes - walk.clock_minutes,
        pace=pace,
        limit=most + min(passed, len(questions) - passed + max(0, P.PASSES - most)),
        checks=len(walk.asked) - len(questions),
        most=most,
    )


Purpose = Literal["stage", "closing", "design", "rung", "drill"]
TIERS = (6, 5, 4, 3, 2, 1)


class Request(msgspec.Struct, frozen=True):
    """Tiers `low` to `high`, why, and whether this is the first question of its stage."""

    stage: str
    low: int
    high: int
    purpose: Purpose = "stage"
    first_of_stage: bool = False


def request_at(bank: Bank, belief: Belief, walk: SelectionContext, shape: Format, here: Position) -> Request | None:
    """What comes next; None when the interview is over, for the reason that `end_at` says."""
    if end_at(bank, belief, walk, shape, here) is not None:
        return None
    match shape.course:
        case "ladder":
            return _rung(walk)
        case "drill":
            return Request("drill", 1, P.TOP_OF_TALK, "drill", here.last is None)
        case _:
            return _staged(bank, belief, walk, shape, here)


def end_at(bank: Bank, belief: Belief, walk: SelectionContext, shape: Format, here: Position) -> EndReason | None:
    """Why no further question is asked, by number, time and the course of the format; None where one is."""
    if here.count >= here.limit:
        return _why_enough(walk, shape, here)
    if here.left <= 0 or _is_short(shape, here):
        return "time"
    if shape.course == "ladder" and _rung(walk) is None:
        return "ladder"
    known = shape.course == "diagnostic" and here.count >= P.LEAST_QUESTIONS and level(belief, bank, walk.role).is_known
    return "precise" if known else None


def _why_enough(walk: SelectionContext, shape: Format, here: Position) -> EndReason:
    """Why the number of questions that was reached is the limit."""
    answered = sum(not asked.skipped for asked in here.questions)
    if answered < here.most:
        return "skipped" if here.left > 0 else "time"
    if walk.max_questions is not None:
        return "questions"
    # without an open-ended question to keep time for, the limit grows as long as another question fits
    grows = shape.design_minutes is None and here.left < shape.pace
    return "time" if here.left <= 0 or grows else "finished"


def _is_short(shape: Format, here: Position) -> bool:
    """Whether too little time is left for a good question; a format that leads up to a long one asks its least."""
    short = here.left < TIER_MINUTES[2] - 1
    return short and not (here.count < min(P.LEAST_QUESTIONS, here.limit) and here.left >= 1 and shape.design_minutes)


def _staged(bank: Bank, belief: Belief, walk: SelectionContext, shape: Format, here: Position) -> Request:
    best = reach(belief, bank, walk)
    last_tier = bank.items[bank.index[here.last.item]].tier if here.last else None
    if _design_now(bank, belief, walk, shape, here, last_tier):
        return Request("design", 6, 6, "design", True)
    stage, first = stage_of(here.questions, shape.stages)
    low = min(stage.tiers[0], max(1, best))
    high = max(low, min(stage.tiers[1], best + P.TIER_STEP))
    if _design_follows(bank, belief, walk, shape, here, best):
        return Request(stage.id, P.DESIGN_TIER, P.TOP_OF_TALK, "stage", first)
    if _is_last(here, best):
        return _closing(best, last_tier)
    return Request(stage.id, low, high, "stage", first)


def design_done(bank: Bank, shape: Format, here: Position) -> bool:
    """Whether the open-ended question has been answered: it is the last thing of an interview that has one."""
    if shape.design_minutes is None or here.last is None or here.last.skipped or here.last.item not in bank.index:
        return False
    return bank.items[bank.index[here.last.item]].is_design


def _closing(best: int, last_tier: int | None) -> Request:
    tier = max(1, min(best, P.TOP_OF_TALK))
    if last_tier is not None:
        tier = min(max(tier, last_tier - P.TIER_STEP), last_tier + P.TIER_STEP)
    return Request("closing", tier, tier, "closing", True)


def _rung(walk: SelectionContext) -> Request | None:
    """The next rung of a ladder: a tier up after every solid answer; None after two misses in a row, or at the top."""
    tier, misses = 1, 0
    for asked in walk.asked:
        if asked.kind != "question" or asked.verdict is None:
            continue
        if asked.verdict in STRONG:
            tier, misses = tier + 1, 0
        else:
            misses += 1
        if misses >= P.LADDER_MISSES or tier > P.TOP_OF_TALK:
            return None
    return Request("ladder", tier, tier, "rung", misses == 0)


def reach(belief: Belief, bank: Bank, walk: SelectionContext) -> int:
    """The highest tier at which a solid answer is as likely as not, over the whole role; 0 where none."""
    # the response is symmetric, so its expectation is one half or more exactly where the mean reaches the threshold
    mean = belief.mean_of(weights_of(bank, walk)) - P.THRESHOLDS[SOLID_RANK - 1]
    return next((tier for tier in TIERS if mean >= bank.tier_difficulty[tier]), 0)


def weights_of(bank: Bank, walk: SelectionContext) -> Array:
    """What counts: the concepts of the area of a deep dive, otherwise those of the role."""
    return (
        bank.area_weights(walk.area)
        if walk.area is not None and walk.area in bank.areas
        else bank.role_weights(walk.role)
    )


def stage_of(questions: Sequence[PastItem], stages: tuple[FormatStage, ...]) -> tuple[FormatStage, bool]:
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
    return (TIER_MINUTES[min(tier, P.TOP_OF_TALK)] + PROBE_MINUTES) * here.pace


def _is_last(here: Position, best: int) -> bool:
    after = here.left - _cost(max(1, best), here)
    return here.count + 1 >= here.limit or (after < TIER_MINUTES[2] - 1 and here.count + 1 >= P.LEAST_QUESTIONS)


def _may_design(bank: Bank, belief: Belief, walk: SelectionContext, shape: Format) -> bool:
    if shape.design_minutes is None or solid_probability(belief, bank, walk.role, P.DESIGN_TIER) < 0.5:
        return False
    used = {a.item for a in walk.asked} | walk.cooling
    of_area = None if walk.area is None or walk.area not in bank.areas else bank.in_area(walk.area)
    return any(
        item.tier == TIERS[0] and item.id not in used and (of_area is None or of_area[bank.index[item.id]])
        for item in bank.designs
    )


def _design_now(
    bank: Bank, belief: Belief, walk: SelectionContext, shape: Format, here: Position, last_tier: int | None
) -> bool:
    needed = shape.design_minutes
    if (
        needed is None
        or last_tier is None
        or last_tier < 6 - P.TIER_STEP
        or here.count < P.DESIGN_FROM
        or here.left < needed
    ):
        return False
    no_room = here.count + 1 >= here.limit or here.left - _cost(P.TOP_OF_TALK, here) - 1 < needed
    return no_room and _may_design(bank, belief, walk, shape)


def _design_follows(
    bank: Bank, belief: Belief, walk: SelectionContext, shape: Format, here: Position, best: int
) -> bool:
    needed = shape.design_minutes
    if needed is None or here.count + 1 < P.DESIGN_FROM or here.count + 2 > here.limit:
        return False
    after = here.left - _cost(max(P.DESIGN_TIER, best), here)
    then = here.count + 2 >= here.limit or after - _cost(P.TOP_OF_TALK, here) - 1 < needed
    return after >= needed - 2 and then and _may_design(bank, belief, walk, shape)


Mask = NDArray[np.bool_]
Named = tuple[str, Mask]
DESIGN = 6
LEAST_SECURE = "another area is less secure"


def absolute(bank: Bank, walk: SelectionContext) -> list[Named]:
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


def rules(bank: Bank, belief: Belief, walk: SelectionContext, here: Position, request: Request) -> list[Named]:
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
    if bank.longest > here.left + P.GRACE_MINUTES:
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
    step = ("more than two tiers away", bank.within(tier - P.TIER_STEP, tier + P.TIER_STEP))
    return [step], [("the same concept again", other)]


def fits(bank: Bank, here: Position) -> Mask:
    """True for the items that are planned for no more than the minutes that are left."""
    result: Mask = bank.minutes <= here.left + P.GRACE_MINUTES
    return result


def about(bank: Bank, concepts: Iterable[str]) -> Mask:
    """True for the items whose first concept is one of these."""
    wanted = frozenset(concepts)
    result: Mask = np.array([name in wanted for name in bank.concepts], np.bool_)[bank.primary]
    return result


def _left_to_ask(bank: Bank, walk: SelectionContext) -> Mask:
    """Items on the concepts that the session is about and has not asked about yet, but for those that are barred."""
    asked = [bank.primary[bank.index[a.item]] for a in walk.asked if a.kind == "question" and a.item in bank.index]
    return about(bank, walk.concepts - {bank.concepts[c] for c in asked}) & without(bank, walk.barred)


def _to_come_back_to(bank: Bank, belief: Belief, walk: SelectionContext) -> Named:
    """Questions of the area that is least secure after earlier interviews, of those not asked about in this one.

    It is the one with the lowest bound, half a standard deviation below its mean: weak answers count, and so does that
    little is known. Without it a gap that one lucky answer hides, or one unlucky answer makes, would be met again only
    by chance. An area that counts for little goes before them once it is a question behind its share of all that was
    asked: otherwise it would never be asked about, however many interviews follow.
    """
    shares, asked = _shares(bank, walk), _asked_by_area(bank, walk)
    past = asked + np.array([walk.past_areas.get(area, 0) for area in bank.areas])
    little = shares < P.LITTLE_SHARE / len(bank.areas)
    left_out = little & (asked == 0) & (shares * past.sum() - past >= 1.0)
    late = bool(left_out.any())
    among = np.flatnonzero(left_out if late else ~little & (asked == 0))
    lowest = min(among, key=lambda i: _bound(belief, bank.areas[i]), default=-1)
    mask: Mask = (bank.area_of == lowest)[bank.primary]
    return ("another area was left out for long" if late else LEAST_SECURE), mask


def _bound(belief: Belief, area: str) -> float:
    mean, sd = belief.area(area)
    return round(mean - P.DOUBT * sd, 9)  # as every value: the last bits decide nothing


def _weak_spots(bank: Bank, belief: Belief) -> Mask:
    """Questions on concepts in the lower quarter of the candidate's own mastery."""
    result: Mask = (belief.mastery <= np.quantile(belief.mastery, P.WEAKEST_SHARE))[bank.primary]
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
    near = bank.hops[concept].take(bank.primary) <= P.NEAR_HOPS
    rests = bank.ancestors[concept].take(bank.primary) & (bank.tier <= tier)
    return [("no step back after a weak answer", near & ((bank.tier < tier) | rests))]


def _quota(bank: Bank, walk: SelectionContext, here: Position) -> Mask:
    most = np.ceil(_shares(bank, walk) * here.limit)
    open_areas: Mask = _asked_by_area(bank, walk) < most
    result: Mask = open_areas[bank.area_of[bank.primary]]
    return result


def _shares(bank: Bank, walk: SelectionContext) -> NDArray[np.float64]:
    """What part of an interview the role gives to each area."""
    return np.asarray(np.bincount(bank.area_of, bank.role_weights(walk.role), len(bank.areas)), np.float64)


def _asked_by_area(bank: Bank, walk: SelectionContext) -> NDArray[np.intp]:
    """How many questions of each area this interview asked."""
    asked = [bank.area_of[bank.primary[bank.index[a.item]]] for a in walk.asked if a.kind == "question"]
    return np.bincount(np.array(asked, np.intp), minlength=len(bank.areas))
