"""The course of a full interview: an opening, threads of two or three questions of one area, the open-ended question.

A thread goes deeper into its subject before the interview leaves it; other areas are surveyed by checks. Minutes that
are left after the open-ended question go to the least secure area.
"""

from collections.abc import Sequence
from itertools import takewhile

import msgspec
import numpy as np

from simulator.engine.choice.areas import (
    asked_a_design,
    asked_on,
    heaviest,
    hops_from_last,
    if_any,
    most_asked_waiting,
    told_areas,
)
from simulator.engine.choice.constraints import (
    ASKS_AGAIN,
    OWN_WORK,
    SAME_GROUND,
    TOO_DEEP,
    Named,
    after_short,
    area_shares,
    cost_of,
    fits,
    near_the_last,
    reach,
    without,
)
from simulator.engine.choice.formats import Format, PastItem, Position, Purpose, Request, SelectionContext, time_for
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.ground import ground_of
from simulator.engine.model.level import solid_probability
from simulator.engine.model.response import Array, Mask
from simulator.engine.scoring import HIGHEST, SHORT, SOLID, STRONG
from simulator.graph.records import CHECK_MINUTES, OPEN_ENDED

FAR = "far from the question before"
THREADED = frozenset({"opening", "stay", "new", "design", "task", "left"})  # purposes of a full interview


class Thread(msgspec.Struct, frozen=True):
    """The latest questions in a row that are of one area, in their order; `least` are asked before it is left.

    A good opening on one's own work leads into the first thread; a weak one counts in it where that's of its area.
    Any other opening stands for itself.
    """

    area: int
    questions: tuple[PastItem, ...]
    failed: bool
    least: int

    def goes_on(self, position: Position, minutes_each: float, *, designs: bool, others_wait: bool) -> bool:
        """Whether it goes on: two questions at least, and a third where there is time and no other area waits.

        `minutes_each` is what a question will take, `designs` says that an open-ended question is to follow.
        """
        if self.failed or len(self.questions) >= P.THREAD_MOST:
            return False
        if len(self.questions) < self.least:
            return True
        if designs or others_wait:
            return False
        room = int((position.left + P.GRACE_MINUTES) / minutes_each)
        return room >= 1 and (room < P.THREAD_LEAST or any(asked.verdict in STRONG for asked in self.questions))


def thread_of(bank: Bank, questions: Sequence[PastItem]) -> Thread | None:
    """The thread that an interview is in; None before the first, and after an open-ended question."""
    answered = [a for a in questions if not a.skipped]
    told = bool(answered) and bool(bank.is_experience[bank.index[answered[0].item]])
    leads = told and answered[0].verdict in STRONG
    if len(answered) < 2 - leads or (bank.is_design | bank.is_task)[bank.index[answered[-1].item]]:
        return None

    def area(asked: PastItem) -> int:
        """The area of its primary concept, by its place in the bank."""
        return int(bank.item_area[bank.index[asked.item]])

    last = area(answered[-1])
    run = tuple(takewhile(lambda asked: area(asked) == last, reversed(answered[1 - told :])))[::-1]
    opens = told and len(run) == len(answered)
    latest = run[opens:][-P.THREAD_FAILURES :]
    easiest = all(bank.tier[bank.index[a.item]] == 1 and a.verdict in SHORT for a in latest)
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
    if asked_a_design(bank, answered):
        return few
    minutes_each = cost_of(max(P.USUAL_TIER, best), position)
    thread = thread_of(bank, position.questions)
    if leaves_story(bank, context, position):
        thread = None
    shape, task = _leads_up_to(bank, context, shape, position)
    designs = task or (may_design(bank, belief, context, shape) and position.left >= (shape.design_minutes or 0.0))
    stays = thread is not None and thread.goes_on(
        position, minutes_each, designs=designs, others_wait=_others_wait(bank, context, thread.area)
    )
    least = P.TASK_FROM if task or position.wrote else P.DESIGN_FROM
    if task:  # nothing may keep it out, so what comes before is reckoned as one tier harder
        minutes_each = cost_of(max(P.USUAL_TIER, best) + 1, position)
    if designs and _is_time(shape, position, least, minutes_each * (1 if stays else P.THREAD_LEAST)):
        if task:
            return Request("task", max(2, best - 1), max(2, min(best, P.TOP_OF_TALK)), "task", True)
        return Request("design", OPEN_ENDED, OPEN_ENDED, "design", True)
    if stays:
        return _deeper(position)
    if position.count >= P.LEAST_QUESTIONS and position.left + P.GRACE_MINUTES < P.THREAD_LEAST * cost_of(1, position):
        return few
    low, high = max(1, min(best - 1, 4)), max(2, min(best, 4))
    return _not_higher(position, Request("thread", low, max(low, high), "new", True))


def leaves_story(bank: Bank, context: SelectionContext, position: Position) -> bool:
    """Whether what the role asks most comes after a story, and not the area that the story is filed under.

    So it is where that area weighs less, and nobody said that their work is about it.
    """
    last = next((bank.index[asked.item] for asked in reversed(position.questions) if not asked.skipped), None)
    if last is None or context.past_areas or not bank.is_experience[last]:
        return False
    area = int(bank.item_area[last])
    return bank.areas[area] != context.project_area and not most_asked_waiting(bank, context)[area]


def ends_thread(bank: Bank, belief: Belief, context: SelectionContext, shape: Format, position: Position) -> bool:
    """Whether another subject follows what was asked last, even after a good answer, as far as is known by then."""
    assert position.last is not None
    if shape.course != "threads" or context.concepts:
        return False
    last = msgspec.structs.replace(position.last, verdict=SOLID)
    position = msgspec.structs.replace(position, questions=(*position.questions[:-1], last), last=last)
    return request_in_threads(bank, belief, context, shape, position).purpose != "stay"


def _others_wait(bank: Bank, context: SelectionContext, area: int) -> bool:
    """Whether an area that weighs as much as this one or more wasn't asked about, and a thread leaves this one for it.

    Without a job advert one of the role's heaviest areas keeps its third question.
    """
    if not context.advert and heaviest(bank, context)[area]:
        return False
    shares = area_shares(bank, context)
    return bool(((asked_on(bank, context) == 0) & (shares >= shares[area])).any())


def _is_time(shape: Format, position: Position, least: int, before: float) -> bool:
    """Whether the task or the open-ended question comes now, with `least` questions before it.

    No room is then left before it for the `before` minutes of others.
    """
    if position.count < least or shape.design_minutes is None:
        return False
    return position.count + 1 >= position.limit or position.left - before < shape.design_minutes


def _deeper(position: Position) -> Request:
    """A request that stays in its area: deeper after a solid answer, and no step up after any other."""
    assert position.last is not None
    tier = position.last_tier
    if position.last.verdict in STRONG:
        step = P.TIER_STEP if position.last.verdict == HIGHEST else 1
        return Request("thread", tier, min(tier + step, P.TOP_OF_TALK), "stay")
    return Request("thread", max(1, tier - P.TIER_STEP), tier, "stay")


def _not_higher(position: Position, request: Request) -> Request:
    """The tiers of a new thread: not above an answer that fell short, and below one that was weak."""
    if position.last is None or position.last.verdict not in SHORT:
        return request
    high = max(1, min(request.high, position.last_tier - (position.last_rank == 0)))
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
        later = both * (shape.design_minutes or 0.0)
        return msgspec.structs.replace(shape, design_minutes=P.TASK_MINUTES + later), True
    return (shape if both or not position.wrote else msgspec.structs.replace(shape, design_minutes=None)), False


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
    tier = max(P.USUAL_TIER, reach(belief, bank, context))
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
        close = (FAR, if_any(heavy, hops_from_last(bank, position) <= P.NEAR_HOPS))
        held = ("an answer fell short there", ~_fell_short_in(bank, position)[bank.item_area])
        ground = asked_ground(bank, context, request.purpose)
        return [("not open-ended", bank.is_design), depth, *seen, ("far from the role", heavy), held, close, *ground]
    if request.purpose == "task":
        tiers = ("outside the tiers of this stage", bank.within(request.low, request.high))
        near = ("not of the role's heaviest areas", heaviest(bank, context)[bank.item_area])
        # of those that may be asked, a few at least: else everybody would get the one task that lies within two hops
        hops, fresh = hops_from_last(bank, position), without(bank, context.cooling)
        of_tasks = np.sort(hops[bank.is_task & fresh & depth[1] & tiers[1] & near[1]])
        farthest = max([P.NEAR_HOPS, *of_tasks[: P.TASKS_NEAR]])
        close = (FAR, hops <= farthest)
        late = ("longer than the time that is left", fits(bank, position))
        return [late, depth, *seen, tiers, near, close, *asked_ground(bank, context, request.purpose)]
    talk = ("open-ended, and those come last", bank.talkable)
    if request.purpose == "opening":  # own work where there is some, else a fundamental
        part = P.HEAVY_WITH_ADVERT if context.advert else P.HEAVY_SHARE
        heavy_area = ("not of the role's heaviest areas", heaviest(bank, context, part)[bank.item_area])
        skipped = any(bank.is_experience[bank.index[a.item]] for a in context.asked)
        if context.project and not skipped:
            theirs = np.array([area == context.project_area for area in bank.areas], np.bool_)[bank.item_area]
            about = ("not what their own work is about", theirs | (not context.project_area))
            own = [("not about your own work", bank.is_experience), about, depth, *seen]
            usual = np.array([area in context.usual_areas for area in bank.areas], np.bool_)[bank.item_area]
            return [talk, *own, *([("on work that few have done", usual)] if context.usual_areas else []), heavy_area]
        easiest = ("outside the tiers of this stage", bank.within(1, 1))
        return [talk, (OWN_WORK, ~bank.is_experience), easiest, depth, *seen, heavy_area]
    masks = [talk, (OWN_WORK, ~bank.is_experience), depth]
    step, another = near_the_last(bank, position)
    masks += [*after_short(bank, position), ("longer than the time that is left", fits(bank, position))]
    masks += [*(step if request.purpose != "left" else []), *seen]
    if request.purpose != "stay" or not _is_one_concept(bank, context, position):
        masks += another
    if request.purpose == "stay":  # a subject near by isn't worth two steps up after a solid answer
        masks += [("harder than the answer before bears", bank.within(1, request.high))]
        masks += _in_the_thread(bank, context, position)
    else:
        masks += asked_ground(bank, context, request.purpose)
    if position.two_strong and request.purpose != "left":
        up = min(position.last_tier + 1, request.high)
        masks.append(("no step up after two strong answers", bank.within(up, OPEN_ENDED)))
    return [*masks, ("outside the tiers of this stage", bank.within(request.low, request.high))]


def asked_ground(bank: Bank, context: SelectionContext, purpose: Purpose) -> list[Named]:
    """No question that merely repeats what was asked, or what a check gave away, and no third one on the same ground.

    A thread may go deeper on the ground of one question, and so may a design; another subject is to be on new ground.
    """
    items, ground = [bank.index[asked.item] for asked in context.asked], ground_of(bank)
    checks = [item for item in items if bank.is_check[item]]
    questions = [item for item in items if not (bank.is_check[item] or bank.is_experience[item])]
    again = ground.covered_by(questions, P.AS_ASKED) + ground.covered_by(checks, P.GIVES_AWAY)
    masks = [(ASKS_AGAIN, again == 0)]
    if purpose == "task":  # to write code is another thing than to talk about it
        return masks
    most = 0 if purpose in {"new", "left"} else 1
    return [*masks, (SAME_GROUND, ground.covered_by(questions, P.SAME_GROUND) <= most)]


def _is_one_concept(bank: Bank, context: SelectionContext, position: Position) -> bool:
    """Whether the area of the last question is a single concept, as a topic of an imported list is.

    So it is where all that a job advert names of the area is about one: a voice product asks about speech again.
    """
    last = position.last_number
    area = bank.item_area[last]
    if int(np.count_nonzero(bank.area_of == area)) == 1:
        return True
    named = ~without(bank, context.named) & (bank.item_area == area) & bank.talkable
    return bool(named.any() and (bank.primary[named] == bank.primary[last]).all())


def _fell_short_in(bank: Bank, position: Position) -> Mask:
    """True for the areas in which the last answer fell short: nothing there has shown that a longer task is due."""
    areas = np.zeros(len(bank.areas), np.bool_)
    for asked in position.questions:
        if asked.verdict is not None:
            areas[bank.item_area[bank.index[asked.item]]] = asked.verdict in SHORT
    return areas


def _in_the_thread(bank: Bank, context: SelectionContext, position: Position) -> list[Named]:
    """Of the same area, near the last question or linked to it, and easier after a weak answer.

    What a job advert names of the area, or what is near that, is never too far. After a story it goes on where that
    was about something else than the area it's filed under.
    """
    assert position.last is not None
    last = position.last_number
    near = bank.hops[bank.primary[last]].take(bank.primary) <= P.NEAR_HOPS
    near |= bank.is_experience[last]  # a story touches its whole area
    linked = bank.followers.get(position.last.item)
    if linked is not None:
        near[linked] = True
    near |= ~without(bank, context.named | context.near_named)
    subject, told = bank.item_area == bank.item_area[last], told_areas(bank, context, position)
    of_story = [("not what the story was about", bank.item_area == area) for area in told]
    masks = [
        ("another subject", subject | np.isin(bank.item_area, told)),
        *of_story,
        *asked_ground(bank, context, "stay"),
        ("too far for the same thread", near),
    ]
    if position.last_rank == 0:
        rests = bank.ancestors[bank.primary[last]].take(bank.primary) & (bank.tier <= bank.tier[last])
        easier = bank.tier < bank.tier[last]
        masks += [("no step back after a weak answer", easier | rests), ("no easier than the last", easier)]
    return masks


def nearest_designs(bank: Bank, context: SelectionContext) -> Mask:
    """True for the open-ended questions whose concepts count for most in the role, by item."""
    designs = bank.is_design & bank.in_depth(context.role)
    # rounded, so that of designs that count alike the last bits of a sum, which differ between Pythons, leave none out
    of_item: Array = np.where(designs, (bank.weights @ area_shares(bank, context)[bank.area_of]).round(9), -1.0)
    fresh = without(bank, {a.item for a in context.asked} | context.cooling) & designs
    least = np.sort(of_item[fresh])[-P.DESIGNS :]
    result: Mask = of_item >= (least[0] if len(least) else 0.0)
    return result
